//! An outbox on the disk: documents that wait, and runs.
//!
//! The disk says what is where: a document whose run has a manifest is in that run, whatever else lies about, unless
//! the manifest says that the run gave it up; one with a file under `waiting` alone waits, and so does one that every run
//! gave up. All come to their places in one step, so that at any moment each document is in one place by this rule. Of
//! a run whose folder is gone a copy of the manifest says what was in it. After an error what is known is read anew.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::codec::Booked;
use super::error::FileError;
use super::folder::{self, Lock};
use super::kept::Kept;
use super::layout::FileKind;
use super::manifest::{Manifest, hash};
use super::profile::Profile;
use super::run::{self, ImportRun, Written, identity};
use crate::model::{Document, Kind};

/// Where documents wait for the next run.
pub(super) const WAITING: &str = "waiting";
const RUNS: &str = "runs";
/// A run while it is written, beside the others.
const DRAFT: &str = ".partial";
/// Names that Windows keeps for devices.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// An outbox that nobody else may open.
#[derive(Debug)]
pub(super) struct Outbox {
    folder: PathBuf,
    kept: Kept,
    contents: Option<Contents>,
    _lock: Lock,
}

/// What an outbox holds.
#[derive(Debug, Default)]
pub(super) struct Contents {
    documents: BTreeMap<(Kind, String, String), Held>,
    /// The runs, and the moment behind which an export shows what of them is in the books.
    runs: BTreeMap<Box<str>, Option<DateTime<Utc>>>,
    /// Documents that a run gave up. They wait unless another run has them.
    given_up: Vec<Document>,
}

/// A document of an outbox.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) document: Document,
    /// The run it is in; none while it waits.
    pub(super) run: Option<InRun>,
}

/// How a document stands in a run.
#[derive(Debug)]
pub(super) struct InRun {
    pub(super) name: Box<str>,
    pub(super) kind: FileKind,
    /// The amounts on the accounts of its rows.
    pub(super) booked: Booked,
}

impl Held {
    /// What it is in: the run, or the documents that wait.
    pub(super) fn place(&self) -> Box<str> {
        self.run.as_ref().map_or_else(|| WAITING.into(), |run| run.name.clone())
    }
}

impl Contents {
    /// The document of the same kind and reference (and item); invoices and credit memos count as one kind.
    pub(super) fn held(&self, document: &Document) -> Option<&Held> {
        self.documents.get(&identity(document))
    }

    /// Whether it holds a document of this kind with this reference.
    pub(super) fn has(&self, kind: Kind, reference: &str) -> bool {
        self.documents.contains_key(&(kind, reference.to_lowercase(), String::new()))
    }

    /// The moment behind which an export shows what of a run is in the books; `None` while nobody said that the run
    /// was imported.
    pub(super) fn settled(&self, run: &str) -> Option<DateTime<Utc>> {
        self.runs.get(run).copied().flatten()
    }

    fn take_run(&mut self, name: &str, manifest: Manifest) {
        self.runs.insert(name.into(), manifest.settled());
        for file in manifest.files {
            for planned in file.documents {
                if planned.given_up {
                    self.given_up.push(planned.document);
                    continue;
                }
                let run = InRun { name: name.into(), kind: file.kind, booked: planned.booked };
                let held = Held { document: planned.document, run: Some(run) };
                self.documents.insert(identity(&held.document), held);
            }
        }
    }

    /// Takes a run whose folder is gone. Says whether it holds documents that no other run does.
    fn take_lost(&mut self, name: &str, manifest: Manifest) -> bool {
        let mut lost = Self::default();
        lost.take_run(name, manifest);
        lost.documents.retain(|identity, _| !self.documents.contains_key(identity));
        self.given_up.append(&mut lost.given_up);
        let is_missed = !lost.documents.is_empty();
        self.documents.append(&mut lost.documents);
        is_missed
    }

    /// Lets documents wait that runs gave up and none has.
    fn take_given_up(&mut self) {
        for document in std::mem::take(&mut self.given_up) {
            let held = self.documents.entry(identity(&document));
            held.or_insert(Held { document, run: None });
        }
    }
}

impl Outbox {
    /// Opens an outbox, which is created when there is none, and reads what it holds.
    pub(super) fn open(folder: PathBuf) -> Result<Self, FileError> {
        folder::create(&folder)?;
        let lock = Lock::take(&folder)?;
        folder::create(&folder.join(WAITING))?;
        folder::create(&folder.join(RUNS))?;
        folder::clear(&folder.join(RUNS).join(DRAFT))?;
        let kept = Kept::open(&folder)?;
        let mut outbox = Self { folder, kept, contents: None, _lock: lock };
        outbox.contents()?;
        Ok(outbox)
    }

    /// The folders of the runs.
    pub(super) fn runs(&self) -> Result<Vec<PathBuf>, FileError> {
        folder::listed(&self.folder.join(RUNS))
    }

    /// Whether it has a run of just this name.
    pub(super) fn has_run(&mut self, run: &str) -> Result<bool, FileError> {
        Ok(self.contents()?.runs.contains_key(run))
    }

    pub(super) fn run_folder(&self, run: &str) -> PathBuf {
        self.folder.join(RUNS).join(run)
    }

    /// What it holds.
    pub(super) fn contents(&mut self) -> Result<&Contents, FileError> {
        Ok(self.known()?)
    }

    fn known(&mut self) -> Result<&mut Contents, FileError> {
        let contents = match self.contents.take() {
            Some(contents) => contents,
            None => self.read(&mut Vec::new())?,
        };
        Ok(self.contents.insert(contents))
    }

    /// What lies in it that cannot be used, and import files of open runs that were changed.
    pub(super) fn problems(&mut self) -> Result<Vec<FileError>, FileError> {
        let mut problems = Vec::new();
        self.contents = None;
        self.contents = Some(self.read(&mut problems)?);
        Ok(problems)
    }

    /// Lets a document wait that it does not hold yet.
    pub(super) fn put(&mut self, document: &Document) -> Result<(), FileError> {
        self.known()?;
        let contents = self.contents.take();
        folder::write_json(self.waiting(document), document)?;
        self.contents = contents.map(|mut contents| {
            contents.documents.insert(identity(document), Held { document: document.clone(), run: None });
            contents
        });
        Ok(())
    }

    /// Writes a run of all that waits: out of sight first, then to its place in one step, with its manifest.
    pub(super) fn write_run(&mut self, run: &str, profile: &Profile) -> Result<Written, FileError> {
        let place = self.run_folder(run);
        if !self.is_new_name(run)? {
            return Err(FileError::RunName { path: place });
        }
        let waiting = self.known()?.documents.values().filter(|held| held.run.is_none());
        let mut documents: Vec<Document> = waiting.map(|held| held.document.clone()).collect();
        documents.sort_by(|one, other| (one.date(), one.reference()).cmp(&(other.date(), other.reference())));
        let draft = self.folder.join(RUNS).join(DRAFT);
        folder::clear(&draft)?;
        folder::create(&draft)?;
        let written = run::write(&draft, profile, &documents)?;
        let Some(manifest) = written.manifest.clone() else {
            return folder::clear(&draft).map(|()| written);
        };
        let contents = self.contents.take();
        folder::rename(&draft, &place)?;
        // It lasts before the waiting files go: from then on it alone tells of a run whose folder somebody moves away.
        self.kept.keep(run, &place)?;
        if let Some(mut contents) = contents {
            let waited: Vec<PathBuf> =
                manifest.documents().map(|(_, planned)| self.waiting(&planned.document)).collect();
            contents.take_run(run, manifest);
            self.contents = Some(contents);
            forget(&waited);
        }
        Ok(written)
    }

    /// Notes that a run was imported.
    pub(super) fn mark_imported(&mut self, run: &str, moment: DateTime<Utc>) -> Result<(), FileError> {
        self.contents = None;
        ImportRun::mark_imported(&self.run_folder(run), moment)
    }

    /// Lets a document of a run wait again. The manifest alone says so, and in one step: no other file is needed.
    pub(super) fn wait_again(&mut self, run: &str, document: &Document) -> Result<(), FileError> {
        self.contents = None;
        run::give_up(&self.run_folder(run), document)?;
        self.kept.keep(run, &self.run_folder(run))
    }

    /// Whether a name is plain, no device's, and no earlier run's on a disk that does not mind the case.
    fn is_new_name(&self, run: &str) -> Result<bool, FileError> {
        let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_".contains(letter);
        let folded = run.to_ascii_lowercase();
        let port = |name: &str| folded.strip_prefix(name).is_some_and(|rest| rest.len() == 1);
        if run.is_empty() || run.len() > 100 || !run.chars().all(plain) || folded == WAITING {
            return Ok(false);
        }
        if DEVICES.contains(&&*folded) || port("com") || port("lpt") {
            return Ok(false);
        }
        let is_same = |earlier: &str| earlier.eq_ignore_ascii_case(run);
        let gone = self.kept.runs()?.0.iter().any(|earlier| is_same(earlier));
        Ok(!gone && !self.runs()?.iter().any(|earlier| is_same(&name_of(earlier))))
    }

    fn waiting(&self, document: &Document) -> PathBuf {
        let name = hash(format!("{:?}", identity(document)).as_bytes());
        self.folder.join(WAITING).join(format!("{name}.json"))
    }

    fn read(&self, problems: &mut Vec<FileError>) -> Result<Contents, FileError> {
        let mut contents = Contents::default();
        for path in self.runs()? {
            // One that cannot be read stops everything: what waits may be in it.
            let manifest = if path.is_dir() { Manifest::read(&path)? } else { None };
            match manifest {
                Some(manifest) => {
                    read_run(&mut contents, &path, manifest, problems);
                    let name = name_of(&path);
                    if !self.kept.has(&name) {
                        self.kept.keep(&name, &path)?;
                    }
                }
                None => problems.push(FileError::Foreign { path }),
            }
        }
        self.read_lost(&mut contents, problems)?;
        contents.take_given_up();
        let mut in_runs = Vec::new();
        for path in folder::listed(&self.folder.join(WAITING))? {
            let document = match folder::read_json::<Document>(&path) {
                Ok(Some(document)) if path == self.waiting(&document) => document,
                Ok(Some(_)) => {
                    problems.push(FileError::Foreign { path });
                    continue;
                }
                Ok(None) => continue,
                Err(error) => {
                    problems.push(error);
                    continue;
                }
            };
            match contents.held(&document) {
                Some(_) => in_runs.push(path),
                None => {
                    contents.documents.insert(identity(&document), Held { document, run: None });
                }
            }
        }
        if !in_runs.is_empty() {
            // The runs must be sure to last before the files go.
            folder::sync(&self.folder.join(RUNS))?;
            forget(&in_runs);
        }
        Ok(contents)
    }

    /// Reads what was kept of runs whose folders are gone.
    fn read_lost(&self, contents: &mut Contents, problems: &mut Vec<FileError>) -> Result<(), FileError> {
        let (names, mut foreign) = self.kept.runs()?;
        problems.append(&mut foreign);
        for name in names.iter().filter(|name| !contents.runs.contains_key(*name)).collect::<Vec<_>>() {
            if let Some(manifest) = self.kept.manifest(name)?
                && contents.take_lost(name, manifest)
            {
                problems.push(FileError::Lost { path: self.run_folder(name) });
            }
        }
        Ok(())
    }
}

fn read_run(contents: &mut Contents, path: &Path, manifest: Manifest, problems: &mut Vec<FileError>) {
    let elsewhere = manifest.documents().find_map(|(_, planned)| contents.held(&planned.document));
    if let Some(held) = elsewhere {
        problems.push(FileError::Copied { path: path.to_owned(), run: held.place() });
    }
    if !manifest.confirmed {
        problems.extend(manifest.files.iter().filter_map(|file| file.importable(path).err()));
    }
    contents.take_run(&name_of(path), manifest);
}

fn name_of(path: &Path) -> Box<str> {
    path.file_name().unwrap_or_default().to_string_lossy().into()
}

/// Removes waiting files of documents that are in a run. One that stays does no harm: the run wins whenever both are
/// read, and the file is removed then.
fn forget(waited: &[PathBuf]) {
    for path in waited {
        let _ = folder::remove(path);
    }
}

#[cfg(test)]
mod tests;
