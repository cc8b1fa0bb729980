//! The door: documents wait in a folder, go into import files by runs, and are looked up in exports.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;

use super::codec;
use super::confirm::Confirmation;
use super::error::FileError;
use super::export::{Export, Exports};
use super::folder;
use super::layout::FileKind;
use super::manifest::{Manifest, hash};
use super::profile::Profile;
use super::run::{ImportRun, Written, identity};
use crate::books::{Books, Capabilities, List, Page, Posted};
use crate::error::{Error, SageDetail};
use crate::model::{Account, Document, Found, Kind};

/// How many entries stand on a page of a list.
const PAGE: usize = 200;

/// A door into a Sage 50 US company by its import and export files, without any connection to it.
///
/// [`post`](Books::post) lets a document wait in the outbox folder, [`write_run`](Self::write_run) makes import files
/// of all that wait, a person imports them and exports the journals again, and [`give`](Self::give) shows these exports
/// to the door, which from then on finds what is in the books. A document that waits or is in a run is never taken a
/// second time, so that a post whose answer was lost may be repeated here without harm.
///
/// One door at a time may use an outbox.
#[derive(Debug)]
pub struct FileDoor {
    outbox: PathBuf,
    profile: Profile,
    accounts: Option<Vec<Account>>,
    state: Mutex<DoorState>,
}

#[derive(Debug, Default)]
struct DoorState {
    exports: Exports,
    /// Everything the outbox holds, and where: what waits, or a run.
    known: BTreeMap<(Kind, String, String), (Document, Box<str>)>,
}

/// Where documents wait for the next run.
const WAITING: &str = "waiting";
const RUNS: &str = "runs";

impl FileDoor {
    /// Opens an outbox, which is created when there is none, and reads what it holds.
    pub fn open(outbox: impl Into<PathBuf>, profile: Profile) -> Result<Self, FileError> {
        let outbox = outbox.into();
        let (waiting, runs) = (outbox.join(WAITING), outbox.join(RUNS));
        folder::create(&waiting)?;
        folder::create(&runs)?;
        let mut known = BTreeMap::new();
        for path in listed(&waiting)? {
            if let Some(document) = folder::read_json::<Document>(&path)? {
                known.insert(identity(&document), (document, WAITING.into()));
            }
        }
        // A run wins: a crash after its manifest leaves its documents in both places.
        for path in listed(&runs)? {
            let name: Box<str> = path.file_name().unwrap_or_default().to_string_lossy().into();
            if let Some(manifest) = Manifest::read(&path)? {
                for (_, planned) in manifest.documents() {
                    known.insert(identity(&planned.document), (planned.document.clone(), name.clone()));
                }
            }
        }
        let state = Mutex::new(DoorState { exports: Exports::new(), known });
        let door = Self { outbox, profile, accounts: None, state };
        door.forget_what_runs_hold(&waiting)?;
        Ok(door)
    }

    /// Gives the door the chart of accounts ([`read_chart`](super::read_chart)); documents on accounts it lacks are
    /// refused from then on.
    #[must_use]
    pub fn with_chart(mut self, accounts: Vec<Account>) -> Self {
        self.profile = self.profile.with_chart(&accounts);
        self.accounts = Some(accounts);
        self
    }

    /// Shows the door an export of Sage's.
    pub fn give(&self, export: Export) {
        self.state().exports.add(export);
    }

    /// The rules of the company.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Where a run's files lie.
    pub fn run_folder(&self, run: &str) -> PathBuf {
        self.outbox.join(RUNS).join(run)
    }

    /// Writes the import files of all that waits into the folder of a run, which must be new. Documents that are
    /// blocked go on waiting.
    ///
    /// # Errors
    /// A name that is no plain folder name, or that of an earlier run.
    pub fn write_run(&self, run: &str) -> Result<Written, FileError> {
        let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_".contains(letter);
        let place = self.run_folder(run);
        if run.is_empty() || run == WAITING || !run.chars().all(plain) || place.exists() {
            let problem = std::io::Error::from(std::io::ErrorKind::AlreadyExists);
            return Err(FileError::io("used as the folder of a new run", &place)(problem));
        }
        let mut state = self.state();
        let waiting = state.known.values().filter(|(_, place)| &**place == WAITING);
        let mut documents: Vec<Document> = waiting.map(|(document, _)| document.clone()).collect();
        documents.sort_by(|one, other| (one.date(), one.reference()).cmp(&(other.date(), other.reference())));
        let written = ImportRun::write(&place, &self.profile, &documents)?;
        if let Some(manifest) = &written.manifest {
            // All are known to be in the run before any file is touched: a file that stays is removed at the next opening.
            let documents: Vec<Document> =
                manifest.documents().map(|(_, planned)| planned.document.clone()).collect();
            for document in &documents {
                state.known.insert(identity(document), (document.clone(), run.into()));
            }
            for document in &documents {
                let path = self.waiting(document);
                std::fs::remove_file(&path).map_err(FileError::io("removed", &path))?;
            }
        }
        Ok(written)
    }

    /// Looks the documents of a run up in the exports the door was given.
    pub fn confirm_run(&self, run: &str) -> Result<Confirmation, FileError> {
        ImportRun::confirm(&self.run_folder(run), &self.state().exports)
    }

    /// Removes from the waiting documents those that are in a run.
    fn forget_what_runs_hold(&self, waiting: &Path) -> Result<(), FileError> {
        let state = self.state();
        for path in listed(waiting)? {
            let held = folder::read_json::<Document>(&path)?.is_some_and(|document| {
                state.known.get(&identity(&document)).is_some_and(|(_, place)| &**place != WAITING)
            });
            if held {
                std::fs::remove_file(&path).map_err(FileError::io("removed", &path))?;
            }
        }
        Ok(())
    }

    fn state(&self) -> MutexGuard<'_, DoorState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn waiting(&self, document: &Document) -> PathBuf {
        let name = hash(format!("{:?}", identity(document)).as_bytes());
        self.outbox.join(WAITING).join(format!("{name}.json"))
    }

    /// Refuses now what a run would block later.
    fn check(&self, document: &Document) -> Result<(), Error> {
        if let (Some(open), Some(date)) = (self.profile.open_periods(), document.date()) {
            open.check(date)?;
        }
        let kind = codec::file_of(document, &self.profile);
        let template = kind.and_then(|kind| self.profile.template(kind));
        let template =
            template.ok_or_else(|| Error::unsupported("it cannot import items of the inventory"))?;
        match codec::rows(document, &self.profile, template, 1) {
            Ok(_) => Ok(()),
            Err(stop) => {
                Err(Error::own(SageDetail::Validation, format_args!("{}; {}", stop.reason, stop.fix)))
            }
        }
    }
}

/// The plain files and folders of a folder; those with a dot in front are not finished.
fn listed(folder: &Path) -> Result<Vec<PathBuf>, FileError> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(FileError::io("listed", folder))? {
        let entry = entry.map_err(FileError::io("listed", folder))?;
        if !entry.file_name().to_string_lossy().starts_with('.') {
            paths.push(entry.path());
        }
    }
    paths.sort();
    Ok(paths)
}

#[async_trait]
impl Books for FileDoor {
    /// It can read as soon as it was given an export, and never confirms by itself.
    async fn capabilities(&self) -> Result<Capabilities, Error> {
        Ok(Capabilities {
            can_read: !self.state().exports.is_empty(),
            can_adjust_stock: true,
            // Sage does not document what an import does with a reference that stands there already.
            refuses_duplicates: BTreeSet::new(),
            ..Capabilities::default()
        })
    }

    /// Lets the document wait for the next run. A document that waits or is in a run already is not taken again.
    async fn post(&self, document: &Document) -> Result<Posted, Error> {
        self.check(document)?;
        let mut state = self.state();
        let identity = identity(document);
        if let Some((known, place)) = state.known.get(&identity) {
            if known == document {
                return Ok(Posted::Queued { manifest: place.clone() });
            }
            return Err(Error::own(
                SageDetail::Duplicate,
                format_args!(
                    "{} {} is in the outbox with other content",
                    document.kind(),
                    document.reference()
                ),
            ));
        }
        folder::write_json(self.waiting(document), document)?;
        state.known.insert(identity, (document.clone(), WAITING.into()));
        Ok(Posted::Queued { manifest: WAITING.into() })
    }

    /// Looks into the exports; an error when none shows the document's journal and day.
    async fn find(&self, document: &Document) -> Result<Vec<Found>, Error> {
        let kind = codec::file_of(document, &self.profile);
        let kind = kind.ok_or_else(|| Error::unsupported("it cannot read items of the inventory"))?;
        let state = self.state();
        let found: Vec<Found> =
            state.exports.with_reference(kind, document).map(|(found, _)| found).collect();
        if found.is_empty() && !state.exports.show(kind, document.date()) {
            return Err(Error::unsupported("no readable export of this journal and day was given to it"));
        }
        Ok(found)
    }

    async fn list(&self, query: &List) -> Result<Page, Error> {
        let files: &[FileKind] = match query.kind {
            Kind::Customer => &[FileKind::Customers],
            Kind::Product => return Err(Error::unsupported("it cannot read items of the inventory")),
            Kind::SalesOrder => &[FileKind::Orders],
            Kind::Invoice | Kind::CreditMemo => &[FileKind::Sales],
            Kind::Receipt | Kind::Chargeback => &[FileKind::Receipts],
            Kind::Refund => &[FileKind::Receipts, FileKind::Payments],
            Kind::JournalEntry => &[FileKind::Journal],
            Kind::StockAdjustment => &[FileKind::Adjustments],
        };
        let state = self.state();
        let within = |found: &Found| {
            found.date.is_none_or(|date| {
                query.from.is_none_or(|from| from <= date) && query.to.is_none_or(|to| date <= to)
            })
        };
        let entries = files.iter().flat_map(|file| state.exports.entries(*file)).map(|entry| &entry.found);
        let all: Vec<&Found> = entries.filter(|found| found.kind == query.kind && within(found)).collect();
        let number = usize::try_from(query.page.saturating_sub(1)).unwrap_or(usize::MAX);
        let skipped = number.saturating_mul(PAGE);
        let items: Vec<Found> = all.iter().skip(skipped).take(PAGE).map(|found| (*found).clone()).collect();
        let more = skipped.saturating_add(items.len()) < all.len();
        Ok(Page {
            items,
            next: more.then(|| query.page.saturating_add(1)),
            total: u64::try_from(all.len()).unwrap_or(u64::MAX),
        })
    }

    /// The chart the door was given.
    async fn accounts(&self) -> Result<Vec<Account>, Error> {
        self.accounts.clone().ok_or_else(|| Error::unsupported("no chart of accounts was given to it"))
    }
}
