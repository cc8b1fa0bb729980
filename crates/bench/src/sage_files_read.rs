//! `sage_files_read`: Sage 50's exports into entries and documents, against the `csv` crate reading the same cells into
//! records of text. Both decode the file, and both leave what they read in memory.

use clap::Args;
use sage50::files::{Export, ImportFile, ImportRun};

use crate::cpu;
use crate::result::{Bench, Failure, Goal, Measured, Run, ratio};
use crate::sage_files::{self, floor, per_second};

/// The value is our records per second of processor time over the floor's; both sides are shown in records per second.
pub const BENCH: Bench = Bench { name: "sage_files_read", unit: "ratio", goal: Goal::AtLeast(600) };

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

/// Runs both sides in turn on the same exports, which have all columns that Sage exports. Neither touches the disk, and
/// what is read is dropped behind the measure.
pub fn measure(settings: &Settings) -> Result<Measured, Failure> {
    let profile = sage_files::exporting(sage_files::profile()?)?;
    let documents = sage_files::documents(settings.documents)?;
    let files = ImportRun::prepare(&profile, &documents)?.files;
    let bytes: usize = files.iter().map(|file| file.bytes.len()).sum();
    eprintln!("{} documents, {bytes} bytes", documents.len());
    let mut runs = Vec::new();
    for run in 1..=settings.runs.max(1) {
        let read = |file: &ImportFile<'_>| Export::read(file.kind(), &file.bytes, &profile);
        let read = || Ok(files.iter().map(read).collect::<Result<Vec<_>, _>>()?);
        let (exports, our_time) = cpu::used(read)?;
        let read = || files.iter().map(|file| floor::read(&file.bytes)).collect::<Result<Vec<_>, _>>();
        let (floor, floor_time) = cpu::used(read)?;
        let mut records = 0_u64;
        for ((file, export), cells) in files.iter().zip(&exports).zip(&floor) {
            check(file, export)?;
            if cells.len() != file.rows() {
                return Err(format!("the floor read another number of rows of the {}", file.kind()).into());
            }
            records = records.saturating_add(u64::try_from(cells.len())?);
        }
        eprintln!("run {run}: ours {our_time:.2?}, floor {floor_time:.2?} for {records} records");
        runs.push(Run {
            value: ratio(floor_time.as_nanos(), our_time.as_nanos()),
            ours: per_second(records, our_time),
            floor: per_second(records, floor_time),
        });
    }
    Ok(Measured { bench: BENCH, runs })
}

/// An export must show the very documents that its file was made of.
fn check(file: &ImportFile<'_>, export: &Export) -> Result<(), Failure> {
    if let Some(problem) = export.problems().first() {
        return Err(problem.to_string().into());
    }
    let read = export.entries().iter().map(|entry| entry.document.as_ref().ok());
    if read.eq(file.documents().map(Some)) {
        return Ok(());
    }
    Err(format!("other documents were read than stand in the {}", file.kind()).into())
}
