//! `export_decode`: the rows of an export as the client's stream gives them, against `serde_json` into plain structs.

mod floor;

use std::time::Duration;

use bytes::Bytes;
use clap::Args;
use futures_util::StreamExt;
use paytrace::ExportStream;

use crate::cpu;
use crate::export_body::{InProcess, Pieces};
use crate::result::{Bench, Failure, Goal, Measured, Run, ratio};

/// The value is our rows per second of processor time over the floor's; both sides are shown in rows per second.
pub const BENCH: Bench = Bench { name: "export_decode", unit: "ratio", goal: Goal::AtLeast(700) };

/// How much work, and how often.
#[derive(Debug, Args)]
pub struct Settings {
    /// Rows of the export.
    #[arg(long, default_value_t = 100_000)]
    rows: u64,
    /// The size of the pieces in which the body comes, in KiB.
    #[arg(long, default_value_t = 32)]
    piece_kib: usize,
    /// Comparisons; the median counts.
    #[arg(long, default_value_t = 7)]
    runs: usize,
}

/// What both sides must find: so many rows, so many approved, and the sum of the ids.
#[derive(Debug, Default, PartialEq, Eq)]
struct Found {
    rows: u64,
    approved: u64,
    ids: i64,
}

impl Found {
    fn count(&mut self, id: i64, approved: bool) {
        self.rows = self.rows.saturating_add(1);
        self.approved = self.approved.saturating_add(u64::from(approved));
        self.ids = self.ids.wrapping_add(id);
    }
}

/// Runs both sides in turn on the same body.
pub async fn measure(settings: &Settings) -> Result<Measured, Failure> {
    let size = settings.piece_kib.saturating_mul(1024).max(1);
    let body = Bytes::from(Pieces::new(settings.rows, size).collect::<Vec<Bytes>>().concat());
    eprintln!("{} rows, {} bytes", settings.rows, body.len());
    let mut runs = Vec::new();
    for run in 1..=settings.runs.max(1) {
        let (whole, left) = (body.clone(), body.clone());
        let pieces = move || cut(whole.clone(), size);
        let stream = InProcess(pieces).export().await?;
        let (ours, our_time) = ours(stream).await?;
        let (floor, floor_time) = cpu::used(|| floor::read(&left))?;
        if ours != floor || ours.rows != settings.rows {
            return Err(format!("the two sides read different rows: {ours:?}, {floor:?}").into());
        }
        eprintln!("run {run}: ours {our_time:.2?}, floor {floor_time:.2?}");
        runs.push(Run {
            value: ratio(floor_time.as_nanos(), our_time.as_nanos()),
            ours: per_second(settings.rows, our_time),
            floor: per_second(settings.rows, floor_time),
        });
    }
    Ok(Measured { bench: BENCH, runs })
}

/// The body in pieces, which share its memory.
fn cut(mut body: Bytes, size: usize) -> impl Iterator<Item = Bytes> + Send {
    std::iter::from_fn(move || {
        let piece = body.split_to(size.min(body.len()));
        (!piece.is_empty()).then_some(piece)
    })
}

async fn ours(mut rows: ExportStream) -> Result<(Found, Duration), Failure> {
    let before = cpu::time()?;
    let mut found = Found::default();
    while let Some(row) = rows.next().await {
        let transaction = row?.content?;
        found.count(transaction.id.get(), transaction.approval_code.is_some());
    }
    Ok((found, cpu::time()?.saturating_sub(before)))
}

/// Rows per second, in thousandths of a row.
fn per_second(rows: u64, time: Duration) -> u128 {
    ratio(u128::from(rows).saturating_mul(1_000_000_000), time.as_nanos())
}
