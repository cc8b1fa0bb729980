//! The file door: entries wait in the outbox, and one run writes an import file of all that wait.

use std::path::{Path, PathBuf};

use chrono::Local;
use sage50::files::{FileError, Profile, Written, read_chart};
use sage50::model::{Account, Reference};
use sage50::{Books, Document, ErrorKind, FileDoor, Posted};

use crate::gateway::{Failure, words};
use crate::options::Options;
use crate::report::How;

/// The outbox of a company.
pub struct Outbox {
    door: FileDoor,
    pub chart: Option<Vec<Account>>,
}

/// An import file, ready to be imported.
pub struct Run {
    pub name: String,
    pub folder: PathBuf,
    pub written: Written,
}

impl Run {
    /// Why an entry stayed out of the file, and what to do.
    pub fn blocked(&self, reference: &Reference) -> Option<String> {
        let mut blocked = self.written.blocked.iter();
        let one = blocked.find(|one| one.document.reference() == reference.as_str())?;
        Some(format!("{}; {}", one.reason, one.fix))
    }
}

impl Outbox {
    pub fn open(options: &Options, folder: &Path) -> Result<Self, Failure> {
        let profile =
            Profile::new(options.receivable.clone(), options.period).map_err(|error| told(&error))?;
        let chart = match &options.chart {
            None => None,
            Some(path) => {
                let bytes = std::fs::read(path);
                let bytes = bytes.map_err(|error| format!("{} cannot be read ({error})", path.display()))?;
                let chart = read_chart(&bytes, &profile);
                Some(chart.map_err(|error| format!("{}: {}", path.display(), told(&error)))?)
            }
        };
        let mut door = FileDoor::open(folder, profile).map_err(|error| told(&error))?;
        if let Some(chart) = &chart {
            door = door.with_chart(chart.clone());
        }
        Ok(Self { door, chart })
    }

    /// Lets an entry wait, unless it is in the outbox already.
    pub async fn bring(&self, document: &Document) -> Result<How, String> {
        match self.door.post(document).await {
            Ok(Posted::Queued { manifest }) if &*manifest != "waiting" => Ok(How::InRun(manifest)),
            Ok(_) => Ok(How::Waiting),
            Err(error) => Err(match error.detail() {
                // It says by itself what to do.
                Some(detail) if error.kind() == ErrorKind::Invalid => detail.message.to_string(),
                _ => words(&error),
            }),
        }
    }

    /// Writes the import file of all that wait; none when nothing does.
    pub fn write(&self) -> Result<Option<Run>, Failure> {
        let name = format!("journal-{}", Local::now().format("%y%m%d-%H%M%S%3f"));
        let written = self.door.write_run(&name).map_err(|error| told(&error))?;
        let run = Run { folder: self.door.run_folder(&name), name, written };
        Ok((run.written.manifest.is_some() || !run.written.blocked.is_empty()).then_some(run))
    }
}

fn told(error: &FileError) -> String {
    let source = std::error::Error::source(error).map_or_else(String::new, |source| format!(" ({source})"));
    format!("{error}{source}: {}", error.remedy())
}
