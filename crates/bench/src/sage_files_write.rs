//! `sage_files_write`: documents into the bytes of Sage 50's import files, against the `csv` crate writing the same
//! cells.

use clap::Args;
use sage50::files::ImportRun;

use crate::cpu;
use crate::result::{Bench, Failure, Goal, Measured, Run, ratio};
use crate::sage_files::{self, floor, per_second};

/// The value is our records per second of processor time over the floor's; both sides are shown in records per second.
pub const BENCH: Bench = Bench { name: "sage_files_write", unit: "ratio", goal: Goal::AtLeast(600) };

/// How much work, and how often.
#[derive(Debug, Args)]
pub struct Settings {
    /// Documents of the day; a record is one row of a file, of which a document has one or more.
    #[arg(long, default_value_t = 20_000)]
    documents: usize,
    /// Comparisons; the median counts.
    #[arg(long, default_value_t = 11)]
    runs: usize,
}

/// Runs both sides in turn on the same day. Neither touches the disk, and both must end with the same bytes; ours also
/// has every check of the documents, the control totals and the hash of each file.
pub fn measure(settings: &Settings) -> Result<Measured, Failure> {
    let (documents, profile) = (sage_files::documents(settings.documents)?, sage_files::profile()?);
    let files = ImportRun::prepare(&profile, &documents)?.files;
    let cells = files.iter().map(|file| floor::records(&file.bytes)).collect::<Result<Vec<_>, _>>()?;
    let rows: Vec<Vec<Vec<&[u8]>>> = cells.iter().map(|file| floor::rows(file)).collect();
    let mut records = 0_u64;
    for file in &files {
        records = records.saturating_add(u64::try_from(file.rows())?);
    }
    let bytes: usize = files.iter().map(|file| file.bytes.len()).sum();
    eprintln!("{} documents, {records} records, {bytes} bytes", documents.len());
    let mut runs = Vec::new();
    for run in 1..=settings.runs.max(1) {
        let (ours, our_time) = cpu::used(|| Ok(ImportRun::prepare(&profile, &documents)?))?;
        let write = || rows.iter().map(|file| floor::write(file)).collect::<Result<Vec<_>, _>>();
        let (floor, floor_time) = cpu::used(write)?;
        if !ours.files.iter().map(|file| &file.bytes).eq(&floor) || !ours.blocked.is_empty() {
            return Err("the two sides wrote different files".into());
        }
        eprintln!("run {run}: ours {our_time:.2?}, floor {floor_time:.2?}");
        runs.push(Run {
            value: ratio(floor_time.as_nanos(), our_time.as_nanos()),
            ours: per_second(records, our_time),
            floor: per_second(records, floor_time),
        });
    }
    Ok(Measured { bench: BENCH, runs })
}
