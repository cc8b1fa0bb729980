//! The door: documents wait in a folder, go into import files by runs, and are looked up in exports.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::codec;
use super::confirm::{self, Confirmation, State};
use super::error::FileError;
use super::export::{Export, Exports, Sighting};
use super::layout::FileKind;
use super::outbox::{Contents, Outbox, WAITING};
use super::profile::{Profile, RefundStyle};
use super::run::{self, ImportRun, Written};
use crate::books::{Books, Capabilities, List, Page, Posted};
use crate::error::{Error, ErrorKind, Outcome, SageDetail};
use crate::model::{Account, Document, Found, Kind};

/// How many entries stand on a page of a list.
const PAGE: usize = 200;

/// A door into a Sage 50 US company by its import and export files, without any connection to it.
///
/// [`post`](Books::post) lets a document wait in the outbox folder, [`write_run`](Self::write_run) makes import files
/// of all that wait, a person imports them, says so ([`mark_imported`](Self::mark_imported)) and exports the journals
/// again, and [`give`](Self::give) shows these exports to the door, which from then on finds what is in the books. A
/// document that waits or is in a run is never taken a second time, so that a post whose answer was lost may be
/// repeated here without harm.
///
/// The outbox is the door's memory: keep its runs. Of one whose folder is gone the door still knows the documents, and
/// takes none of them again. One door at a time may use it; a lock of the operating system, which ends with the
/// process, sees to that.
#[derive(Debug)]
pub struct FileDoor {
    profile: Profile,
    accounts: Option<Vec<Account>>,
    state: Mutex<DoorState>,
}

#[derive(Debug)]
pub(super) struct DoorState {
    exports: Exports,
    pub(super) outbox: Outbox,
}

impl FileDoor {
    /// Opens an outbox, which is created when there is none, and reads what it holds.
    ///
    /// # Errors
    /// [`FileError::InUse`] while another door has it. The manifest of a run that cannot be read is an error too, since
    /// nobody knows then what is in that run; a waiting document that cannot be read is not, see
    /// [`problems`](Self::problems).
    pub fn open(outbox: impl Into<PathBuf>, profile: Profile) -> Result<Self, FileError> {
        let outbox = Outbox::open(outbox.into())?;
        let state = Mutex::new(DoorState { exports: Exports::new(), outbox });
        Ok(Self { profile, accounts: None, state })
    }

    /// Gives the door the chart of accounts ([`read_chart`](super::read_chart)); documents on accounts it lacks are
    /// refused from then on.
    #[must_use]
    pub fn with_chart(mut self, accounts: Vec<Account>) -> Self {
        self.profile = self.profile.with_chart(&accounts);
        self.accounts = Some(accounts);
        self
    }

    /// Shows the door an export of Sage's. Only one that names its [days](Export::of_days) and its
    /// [moment](Export::made_at) shows that something is not in the books.
    ///
    /// # Errors
    /// It is the import file of a run ([`FileError::OwnFile`]), or the runs cannot be listed.
    pub fn give(&self, export: Export) -> Result<(), FileError> {
        let mut state = self.state();
        state.outbox.runs()?.iter().try_for_each(|run| export.refuse_of_run(run))?;
        state.exports.add(export);
        Ok(())
    }

    /// The rules of the company.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Where a run's files lie.
    pub fn run_folder(&self, run: &str) -> PathBuf {
        self.state().outbox.run_folder(run)
    }

    /// Looks through the outbox for what the door passes over: waiting files that cannot be read or are none of its
    /// own, runs of which somebody made a copy, or moved the folder away, import files that were changed after they were
    /// written or of which a document waits for another run. Ask it before files are imported.
    ///
    /// # Errors
    /// The outbox, or the manifest of a run, cannot be read.
    pub fn problems(&self) -> Result<Vec<FileError>, FileError> {
        self.state().outbox.problems()
    }

    /// Writes the import files of all that waits into the folder of a run, which must be new. Documents that are
    /// blocked go on waiting. The folder appears in one step, whole.
    ///
    /// # Errors
    /// A name that is no plain folder name, or that of an earlier run in any case. After any other error the run may be
    /// there all the same, and its documents are in no later one: [`Manifest::read`](super::Manifest::read) of its
    /// folder says so.
    pub fn write_run(&self, run: &str) -> Result<Written, FileError> {
        self.state().outbox.write_run(run, &self.profile)
    }

    /// Notes that all files of a run were imported, at the latest at this moment: exports made later show what of them
    /// is in the books.
    pub fn mark_imported(&self, run: &str, moment: DateTime<Utc>) -> Result<(), FileError> {
        self.state().outbox.mark_imported(run, moment)
    }

    /// Looks the documents of a run up in the exports the door was given.
    pub fn confirm_run(&self, run: &str) -> Result<Confirmation, FileError> {
        let state = self.state();
        ImportRun::confirm(&state.outbox.run_folder(run), &state.exports)
    }

    /// Lets a document of a run wait for the next one again: Sage had left it out when the run was imported. In the
    /// manifest of its run it is marked as [given up](super::ManifestDocument::given_up), in one step, so that at any
    /// moment one run alone has it. The file that holds it must not be imported again;
    /// [`problems`](Self::problems) names it until the rest of the run is confirmed. A second call does nothing.
    ///
    /// # Errors
    /// [`FileError::NotMissing`] unless the run has the document, was marked as imported, and the exports given show
    /// the document as [`State::Missing`]. After any other error look whether it waits: call it again.
    pub fn wait_again(&self, run: &str, document: &Document) -> Result<(), FileError> {
        let DoorState { exports, outbox } = &mut *self.state();
        let refuse = |reason| {
            let document = format!("{} {}", document.kind(), document.reference()).into();
            Err(FileError::NotMissing { document, reason })
        };
        if !outbox.has_run(run)? {
            return refuse("there is no such run");
        }
        let manifest = run::existing(&outbox.run_folder(run))?;
        let Some((kind, planned)) =
            manifest.written_documents().find(|(_, planned)| planned.document == *document)
        else {
            return refuse("it is not in the run");
        };
        if planned.given_up {
            return outbox.wait_again(run, document);
        }
        let held = outbox.contents()?.held(document).and_then(|held| held.run.as_ref());
        if held.is_none_or(|held| &*held.name != run) {
            return refuse("another run has it too");
        }
        match confirm::state(kind, planned, manifest.settled(), exports) {
            State::Missing => outbox.wait_again(run, document),
            _ => refuse("the exports do not show that it is missing from the books"),
        }
    }

    pub(super) fn state(&self) -> MutexGuard<'_, DoorState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
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

    /// The files that entries of a kind may stand in, first the one that the profile writes.
    fn files_of(&self, kind: Kind) -> Result<&'static [FileKind], Error> {
        Ok(match kind {
            Kind::Customer => &[FileKind::Customers],
            Kind::Product => return Err(Error::unsupported("it cannot read items of the inventory")),
            Kind::SalesOrder => &[FileKind::Orders],
            Kind::Invoice | Kind::CreditMemo => &[FileKind::Sales],
            Kind::Receipt | Kind::Chargeback => &[FileKind::Receipts],
            Kind::Refund => match self.profile.refunds {
                RefundStyle::Payments => &[FileKind::Payments, FileKind::Receipts],
                RefundStyle::NegativeReceipts => &[FileKind::Receipts, FileKind::Payments],
            },
            Kind::JournalEntry => &[FileKind::Journal],
            Kind::StockAdjustment => &[FileKind::Adjustments],
        })
    }
}

/// Why nobody can tell how often a document is in the books.
const MOVED_OR_TWICE: &str = "exports of different moments show it on different days: one export of all these days tells \
                              whether it was moved";

/// What an export would have to show first; a person's export heals it.
fn cannot_tell(what: &'static str) -> Error {
    Error::new(ErrorKind::Unavailable, Outcome::Nothing).with_problem(what)
}

/// The kind of an entry: of a negative receipt that of our own document with its reference, when there is just one.
fn kind_of(file: FileKind, entry: &codec::Entry, ours: &Contents) -> Kind {
    let found = &entry.found;
    if entry.is_negative_receipt(file) {
        match [Kind::Refund, Kind::Chargeback].map(|kind| ours.has(kind, &found.reference)) {
            [true, false] => return Kind::Refund,
            [false, true] => return Kind::Chargeback,
            _ => {}
        }
    }
    found.kind
}

/// What was found, and what of it is booked otherwise than a comparison of the two can see.
fn seen(document: &Document, booked: Option<&codec::Booked>, sighting: Sighting<'_>) -> Found {
    let differences = confirm::beyond(document, booked, &sighting);
    let words =
        differences.iter().map(|own| format!("{}: planned {}, found {}", own.field, own.ours, own.theirs));
    let words = words.collect::<Vec<_>>().join("; ");
    let incomplete = (!words.is_empty()).then(|| words.into());
    Found { incomplete, ..sighting.found }
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
        let outbox = &mut self.state().outbox;
        if let Some(held) = outbox.contents()?.held(document) {
            if held.document == *document {
                return Ok(Posted::Queued { manifest: held.place() });
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
        match outbox.put(document) {
            Ok(()) => Ok(Posted::Queued { manifest: WAITING.into() }),
            Err(error) => match outbox.contents().map(|contents| contents.held(document).is_some()) {
                Ok(false) => Err(error.into()),
                // It failed behind the step that lets the document wait.
                _ => Err(Error::new(ErrorKind::Unavailable, Outcome::Unknown).with_source(error)),
            },
        }
    }

    /// Looks into the exports.
    ///
    /// What is booked otherwise than the document, e.g. on another cash account, is found as
    /// [`incomplete`](Found::incomplete).
    ///
    /// # Errors
    /// Nothing was found, and no export shows that the document is not in the books: it must name its moment, which of
    /// a document that is in a run must lie after the import, and the days from [`DAYS_AROUND`](super::DAYS_AROUND)
    /// before the document's to as many after. Or exports of different moments show it on different days.
    async fn find(&self, document: &Document) -> Result<Vec<Found>, Error> {
        let files = self.files_of(document.kind())?;
        let DoorState { exports, outbox } = &mut *self.state();
        let ours = outbox.contents()?;
        let held = ours.held(document).filter(|held| held.document.kind() == document.kind());
        let run = held.and_then(|held| held.run.as_ref());
        let booked =
            run.filter(|_| held.is_some_and(|held| held.document == *document)).map(|run| &run.booked);
        let mut found = Vec::new();
        for file in files {
            let sightings = exports.sightings(*file, document).ok_or_else(|| cannot_tell(MOVED_OR_TWICE))?;
            found.extend(sightings.into_iter().map(|sighting| seen(document, booked, sighting)));
        }
        if !found.is_empty() {
            return Ok(found);
        }
        let since = run.map(|run| (run, ours.settled(&run.name)));
        let is_lacking = match since {
            Some((_, None)) => {
                return Err(cannot_tell("the document is in a run that nobody marked as imported"));
            }
            Some((run, since)) => exports.lack(run.kind, document, since),
            None => files.first().is_some_and(|file| exports.lack(*file, document, None)),
        };
        if is_lacking {
            return Ok(found);
        }
        Err(cannot_tell(
            "no export was given to it that can be read, names this day and 31 days before and after, and was made after \
             the import of the document",
        ))
    }

    /// Lists what the exports show, each entry once.
    ///
    /// # Errors
    /// No export of the journal was given to it.
    async fn list(&self, query: &List) -> Result<Page, Error> {
        let files = self.files_of(query.kind)?;
        let DoorState { exports, outbox } = &mut *self.state();
        if !files.first().is_some_and(|file| exports.has(*file)) {
            return Err(cannot_tell("no export of this journal was given to it"));
        }
        let ours = outbox.contents()?;
        let within = |found: &Found| {
            found.date.is_none_or(|date| {
                query.from.is_none_or(|from| from <= date) && query.to.is_none_or(|to| date <= to)
            })
        };
        let entries = files
            .iter()
            .flat_map(|file| exports.entries(*file).map(|entry| (kind_of(*file, entry, ours), entry)));
        let all: Vec<&codec::Entry> = entries
            .filter(|(kind, entry)| *kind == query.kind && within(&entry.found))
            .map(|(_, entry)| entry)
            .collect();
        let number = usize::try_from(query.page.saturating_sub(1)).unwrap_or(usize::MAX);
        let skipped = number.saturating_mul(PAGE);
        let listed = all.iter().skip(skipped).take(PAGE);
        let items: Vec<Found> =
            listed.map(|entry| Found { kind: query.kind, ..entry.found.clone() }).collect();
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
