//! `export_memory`: how much memory an export takes while it runs through the client's stream. There is no floor:
//! the body is made as it is read, and the rows are counted and dropped.

mod resident;

use clap::Args;
use futures_util::StreamExt;

use self::resident::Peak;
use crate::export_body::{InProcess, Pieces};
use crate::result::{Bench, Failure, Goal, Measured, Run};

/// The value is the peak above idle; `ours` is the peak and `floor` what the process had before, all in MiB.
pub const BENCH: Bench = Bench { name: "export_memory", unit: "MiB", goal: Goal::AtMost(48_000) };

/// Between how many rows the memory is looked at, where the system keeps no peak.
const LOOK_EVERY: u64 = 1_024;

/// How much work.
#[derive(Debug, Args)]
pub struct Settings {
    /// Rows of the export.
    #[arg(long, default_value_t = 1_000_000)]
    rows: u64,
    /// The size of the pieces in which the body comes, in KiB.
    #[arg(long, default_value_t = 64)]
    piece_kib: usize,
}

/// Runs the export once: a second one would find the memory of the first.
pub async fn measure(settings: &Settings) -> Result<Measured, Failure> {
    let (count, size) = (settings.rows, settings.piece_kib.saturating_mul(1024));
    let mut peak = Peak::start()?;
    let mut stream = InProcess(move || Pieces::new(count, size)).export().await?;
    let mut rows = 0_u64;
    while let Some(row) = stream.next().await {
        row?.content?;
        rows = rows.saturating_add(1);
        if rows.is_multiple_of(LOOK_EVERY) {
            peak.look()?;
        }
    }
    let (idle, highest) = peak.end()?;
    if rows != count {
        return Err(format!("{rows} rows came out of {count}").into());
    }
    let value = mebibytes(highest.saturating_sub(idle));
    Ok(Measured { bench: BENCH, runs: vec![Run { value, ours: mebibytes(highest), floor: mebibytes(idle) }] })
}

/// KiB as thousandths of MiB.
fn mebibytes(kib: u64) -> u128 {
    u128::from(kib).saturating_mul(1_000) / 1_024
}
