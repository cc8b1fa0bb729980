//! The file door: documents wait, a run is written, and exports say what of it is booked.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Days, Local, NaiveDate, Utc};
use sage50::files::{Confirmation, DAYS_AROUND, Export, FileKind, Manifest, Profile, read_chart};
use sage50::model::{Account, Document};
use sage50::{Books, ErrorKind, FileDoor, Posted};

use crate::company::{Blocked, Failure, told};
use crate::options::Extent;

/// What became of the documents that were given to the door.
#[derive(Default)]
pub struct Run {
    pub name: String,
    /// Where its files are, if they stay.
    pub folder: Option<PathBuf>,
    pub manifest: Option<Manifest>,
    pub blocked: Vec<Blocked>,
    /// Documents that an earlier run holds, and that run.
    pub earlier: Vec<(String, String)>,
}

/// Opens an outbox, and says what in it is not as it was left.
pub fn open(folder: &Path, profile: Profile, chart: Option<Vec<Account>>) -> Result<FileDoor, Failure> {
    let door = FileDoor::open(folder, profile).map_err(|error| told(&error))?;
    for problem in door.problems().map_err(|error| told(&error))? {
        eprintln!("mind: {}", told(&problem));
    }
    Ok(match chart {
        Some(chart) => door.with_chart(chart),
        None => door,
    })
}

/// Reads a chart of accounts, and compares the company's own accounts with it.
pub fn chart(bytes: &[u8], profile: &Profile) -> Result<Vec<Account>, Failure> {
    let chart =
        read_chart(bytes, profile).map_err(|error| format!("the chart of accounts: {}", told(&error)))?;
    for account in profile.check_chart(&chart) {
        eprintln!(
            "mind: the company's file names account {account}, which the chart does not have or has inactive"
        );
    }
    Ok(chart)
}

/// Gives the documents to the door and writes the import files of all that wait.
pub async fn write(
    door: &FileDoor,
    documents: Vec<Result<Document, Blocked>>,
    name: Option<String>,
) -> Result<Run, Failure> {
    let name = name.unwrap_or_else(|| Local::now().format("run-%y%m%d-%H%M%S%3f").to_string());
    let mut run = Run { folder: Some(door.run_folder(&name)), name, ..Run::default() };
    for document in documents {
        let document = match document {
            Ok(document) => document,
            Err(wrong) => {
                run.blocked.push(wrong);
                continue;
            }
        };
        let called = format!("{} {}", document.kind(), document.reference());
        match door.post(&document).await {
            Ok(Posted::Queued { manifest }) if &*manifest != "waiting" => {
                run.earlier.push((called, manifest.into()));
            }
            Ok(_) => {}
            Err(error) => {
                let why = match error.detail() {
                    // It says by itself what to do.
                    Some(detail) if error.kind() == ErrorKind::Invalid => detail.message.to_string(),
                    _ => error.to_string(),
                };
                run.blocked.push(Blocked { document: called, why });
            }
        }
    }
    let written = door.write_run(&run.name).map_err(|error| told(&error))?;
    for one in written.blocked {
        let document = format!("{} {}", one.document.kind(), one.document.reference());
        run.blocked.push(Blocked { document, why: format!("{}; {}", one.reason, one.fix) });
    }
    run.manifest = written.manifest;
    Ok(run)
}

/// The days that an export must show so that what of a run it does not have counts as missing: those of its documents,
/// and the days around them, on which an entry may have been booked by mistake.
pub fn days_to_export(manifest: &Manifest) -> Option<(NaiveDate, NaiveDate)> {
    let days = || manifest.documents().filter_map(|(_, planned)| planned.document.date());
    let around = Days::new(DAYS_AROUND);
    Some((days().min()?.checked_sub_days(around)?, days().max()?.checked_add_days(around)?))
}

/// The folder of a run that was written.
fn folder_of(door: &FileDoor, run: &str) -> Result<PathBuf, Failure> {
    let folder = door.run_folder(run);
    match Manifest::read(&folder).map_err(|error| told(&error))? {
        Some(_) => Ok(folder),
        None => Err(format!("there is no run {run:?} in this outbox; its name is what write printed").into()),
    }
}

/// Notes that all files of a run were imported.
pub fn imported(door: &FileDoor, run: &str, at: DateTime<Utc>) -> Result<(), Failure> {
    folder_of(door, run)?;
    Ok(door.mark_imported(run, at).map_err(|error| told(&error))?)
}

/// Shows the door the exports of a folder, and asks what of a run is in them.
pub fn confirm(door: &FileDoor, run: &str, exports: &Path, extent: &Extent) -> Result<Confirmation, Failure> {
    folder_of(door, run)?;
    let mut given: u32 = 0;
    for kind in FileKind::WRITTEN {
        let path = exports.join(kind.file_name());
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => return Err(format!("{} cannot be read ({error})", path.display()).into()),
        };
        let export = Export::read(kind, &bytes, door.profile());
        let mut export = export.map_err(|error| format!("{}: {}", path.display(), told(&error)))?;
        for problem in export.problems() {
            eprintln!(
                "mind: {}: {problem}; while that is so nothing of it counts as missing",
                path.display()
            );
        }
        eprintln!("read the export {}: {} on record", kind.file_name(), export.entries().len());
        if let (Some(from), Some(to)) = (extent.from, extent.to) {
            export = export.of_days(from, to);
        }
        if let Some(moment) = extent.exported_at {
            export = export.made_at(moment);
        }
        door.give(export).map_err(|error| told(&error))?;
        given = given.saturating_add(1);
    }
    if given == 0 {
        let names = FileKind::WRITTEN.map(FileKind::file_name).join(", ");
        return Err(format!("{} holds none of {names}: export there first", exports.display()).into());
    }
    Ok(door.confirm_run(run).map_err(|error| told(&error))?)
}
