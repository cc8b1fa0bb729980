//! Sage's exports, read.

use std::path::Path;

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::by_reference::ByReference;
use super::codec::{self, Entry};
use super::column::Column;
use super::error::{FileError, RowProblem};
use super::layout::FileKind;
use super::own_file::{self, Print};
use super::profile::{Profile, folded};
use super::table::{Table, decode};
use super::template::Template;
use crate::model::{Account, Booking, Document, Found, Kind};

/// How many days before and after a document's own an export must show before the document counts as missing: the entry
/// may have been booked on another day, or moved there. Of the days after, those behind the export's own moment (by UTC)
/// need not be shown.
pub const DAYS_AROUND: u64 = 31;

/// What a file of Sage's, or one of ours, holds.
///
/// ```
/// use sage50::files::{Export, FileKind, PeriodAnchor, Profile};
/// use sage50::model::{Document, GlAccount};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let anchor = PeriodAnchor { month: "2026-06-01".parse()?, period: 34 };
/// let profile = Profile::new(GlAccount::new("11000")?, anchor)?;
/// let file = "Date,Reference,Number of Distributions,G/L Account,Description,Amount\r\n\
///             6/5/26,SET-1,2,10200,Net,475.79\r\n\
///             6/5/26,SET-1,2,10600,\"Pipe 2\" - clearing\",-475.79\r\n";
/// let export = Export::read(FileKind::Journal, file.as_bytes(), &profile)?;
/// let [entry] = export.entries() else { panic!("one entry") };
/// assert_eq!(entry.found.amount.map(|amount| amount.to_string()).as_deref(), Some("475.79"));
/// assert!(matches!(entry.document, Ok(Document::JournalEntry(_))));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    kind: FileKind,
    entries: Vec<Entry>,
    problems: Vec<RowProblem>,
    days: Option<(NaiveDate, NaiveDate)>,
    /// Whether an entry lies outside the days.
    strays: bool,
    made: Option<DateTime<Utc>>,
    /// By which a run's own file is told.
    print: Print,
    /// Which columns it has, by their index.
    columns: Vec<bool>,
    by_reference: ByReference,
}

impl Export {
    /// Reads a file: with headings by these, without by the profile's template.
    ///
    /// Tolerated: headings that this version does not know, columns of any layout in any order, one- and two-digit
    /// dates, distributions out of order and with gaps, quotes that are not doubled, UTF-8 with its mark. Columns that
    /// Sage only exports are not looked at.
    ///
    /// # Errors
    /// A file that is cut, empty, lacks a column that is needed, or has a line of another width. A transaction that
    /// cannot be read spoils no other: it is among [`problems`](Self::problems).
    pub fn read(kind: FileKind, bytes: &[u8], profile: &Profile) -> Result<Self, FileError> {
        let text = decode(bytes)?;
        let mut table = Table::read(kind, &text, template(kind, profile)?)?;
        let (entries, by_reference, problems) = codec::entries(kind, &mut table, profile)?;
        let columns = Column::ALL.iter().map(|column| table.has(*column)).collect();
        let (days, strays, made) = (None, false, None);
        let print = Print::of(bytes);
        Ok(Self { kind, entries, problems, days, strays, made, print, columns, by_reference })
    }

    /// Says which days were exported, the first and the last, each whole: nothing of them was left out by a filter of
    /// the export screen.
    ///
    /// Without days and [`made_at`](Self::made_at) an export says what stands in the books and never that something
    /// does not. To say this it must show [`DAYS_AROUND`] days before and after the document's own too. Of several exports of one day only the newest counts, and one without days only for days that no
    /// other names. (The customer list has no days: it is the whole list.)
    #[must_use]
    pub fn of_days(mut self, from: NaiveDate, to: NaiveDate) -> Self {
        self.days = Some((from, to));
        self.strays = self.entries.iter().any(|entry| !self.covers(entry.found.date));
        self
    }

    /// Says when Sage began to export it, by the clock that the runs are written by. When in doubt, name an earlier
    /// moment.
    #[must_use]
    pub fn made_at(mut self, moment: DateTime<Utc>) -> Self {
        self.made = Some(moment);
        self
    }

    /// The kind of file.
    pub fn kind(&self) -> FileKind {
        self.kind
    }

    /// Its entries, in the order of the file.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What in it cannot be read. While there is anything, nothing counts as missing.
    pub fn problems(&self) -> &[RowProblem] {
        &self.problems
    }

    /// Refuses itself when it is the import file of the run in a folder.
    pub(super) fn refuse_of_run(&self, run: &Path) -> Result<(), FileError> {
        own_file::refuse(self.kind, self.print, run)
    }

    fn with_reference<'a>(&'a self, reference: &str) -> impl Iterator<Item = &'a Entry> {
        self.by_reference.find(&self.entries, reference)
    }

    /// Whether the file has a column.
    pub(super) fn has(&self, column: Column) -> bool {
        self.columns.get(column.index()).copied().unwrap_or_default()
    }

    /// Accounts of an entry and what it settles, as far as the file says that.
    fn booking(&self, entry: &Entry) -> Booking {
        let Ok(document) = &entry.document else { return Booking::default() };
        let booking = Found::of(document, "").booking;
        if self.tells_settled(document.kind()) { booking } else { Booking { parts: None, ..booking } }
    }

    /// Whether it tells what an entry of a kind settles. The payments journal settles nothing: that a refund's
    /// description names a credit memo is free text.
    pub(super) fn tells_settled(&self, kind: Kind) -> bool {
        match kind {
            Kind::CreditMemo => self.has(Column::ApplyToInvoice),
            Kind::Refund => self.kind != FileKind::Payments,
            _ => true,
        }
    }

    /// Whether it is said to show this day whole; of a list without days always.
    fn covers(&self, day: Option<NaiveDate>) -> bool {
        match (self.days, day) {
            (Some((from, to)), Some(day)) => (from..=to).contains(&day),
            (None, Some(_)) => false,
            (_, None) => true,
        }
    }

    /// Whether it is said to show the days around this one, as far as they are past at its moment; a list without days
    /// always does.
    fn reaches_around(&self, day: Option<NaiveDate>) -> bool {
        let Some(day) = day else { return true };
        let (Some((from, to)), Some(made)) = (self.days, self.made) else { return false };
        let first = day.checked_sub_days(Days::new(DAYS_AROUND)).unwrap_or(NaiveDate::MIN);
        let last = day.checked_add_days(Days::new(DAYS_AROUND)).unwrap_or(NaiveDate::MAX);
        from <= first && last.min(made.date_naive()).max(day) <= to
    }

    /// Its entries with a document's kind and reference. A negative receipt is taken for a refund and for a chargeback
    /// whatever its description says: what it settles tells them apart.
    fn showing<'a>(&'a self, document: &'a Document) -> impl Iterator<Item = Sighting<'a>> {
        self.with_reference(document.reference()).filter_map(move |entry| {
            let mut found = Found { booking: self.booking(entry), ..entry.found.clone() };
            let wanted = document.kind();
            if entry.is_negative_receipt(self.kind) && matches!(wanted, Kind::Refund | Kind::Chargeback) {
                found.kind = wanted;
            }
            let item = document.stock().map(|stock| folded(&stock.item));
            let same_item = item.is_none() || item == found.stock.as_ref().map(|stock| folded(&stock.item));
            (found.kind == wanted && same_item).then_some(Sighting { found, entry, export: self })
        })
    }

    /// Whether both show the books of one moment.
    fn is_of_moment_of(&self, other: &Self) -> bool {
        std::ptr::eq(self, other) || (self.made.is_some() && self.made == other.made)
    }

    /// Whether all of it can be read and lies within the days it is said to show.
    fn is_whole(&self) -> bool {
        self.problems.is_empty() && !self.strays
    }
}

fn template(kind: FileKind, profile: &Profile) -> Result<&Template, FileError> {
    // Every profile has a template of every kind.
    profile.template(kind).ok_or(FileError::Empty { kind })
}

/// Reads an exported chart of accounts, which is only good whole.
pub fn read_chart(bytes: &[u8], profile: &Profile) -> Result<Vec<Account>, FileError> {
    let text = decode(bytes)?;
    let mut table = Table::read(FileKind::Chart, &text, template(FileKind::Chart, profile)?)?;
    codec::accounts(&mut table)
}

/// Exports of one company, of several journals or several spans of days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exports(Vec<Export>);

impl Exports {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an export. Of two of the same journal and the same days the newer one stays; when one of them does not say
    /// when it was made, that is the one that does, else the one that came later.
    pub fn add(&mut self, export: Export) {
        let same = |own: &Export| (own.kind, own.days) == (export.kind, export.days);
        if self.0.iter().any(|own| same(own) && own.made > export.made) {
            return;
        }
        self.0.retain(|own| !same(own));
        self.0.push(export);
    }

    /// Each export.
    pub(super) fn each(&self) -> impl Iterator<Item = &Export> {
        self.0.iter()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether there is one of a kind of file.
    pub(super) fn has(&self, kind: FileKind) -> bool {
        self.0.iter().any(|export| export.kind == kind)
    }

    /// Every entry of a kind of file, each once: an entry of a day that several exports show stands in the newest.
    pub fn entries(&self, kind: FileKind) -> impl Iterator<Item = &Entry> {
        let exports = self.0.iter().filter(move |export| export.kind == kind);
        exports.flat_map(move |export| {
            export.entries.iter().filter(move |entry| self.counts(export, entry.found.date))
        })
    }

    /// The export that tells what stands on a day: the newest that shows it whole.
    fn teller(&self, kind: FileKind, day: Option<NaiveDate>) -> Option<&Export> {
        let showing = self.0.iter().filter(|export| export.kind == kind && export.covers(day));
        showing.max_by_key(|export| export.made)
    }

    /// Whether an export's entries of a day count: it tells what stands there, or no export does.
    fn counts(&self, export: &Export, day: Option<NaiveDate>) -> bool {
        self.teller(export.kind, day).is_none_or(|teller| std::ptr::eq(teller, export))
    }

    /// Whether a document without entries is surely not in the books, and was not at the moment `since`.
    ///
    /// One export tells it: an entry that is moved between two of them may be in neither. None that is, or may be, newer
    /// must show the document either, on whatever day, or hold what cannot be read.
    pub(super) fn lack(&self, kind: FileKind, document: &Document, since: Option<DateTime<Utc>>) -> bool {
        let of_kind = || self.0.iter().filter(|export| export.kind == kind);
        let telling = of_kind().filter(|export| export.is_whole() && export.reaches_around(document.date()));
        let Some(made) = telling.filter_map(|export| export.made).max() else {
            return false;
        };
        let mut not_older = of_kind().filter(|export| export.made.is_none_or(|own| own >= made));
        since.is_none_or(|since| made > since)
            && not_older.all(|export| export.problems.is_empty() && export.showing(document).next().is_none())
    }

    /// The entries that are a document's by kind and reference.
    ///
    /// `None` when nobody can tell how many there are: exports of different moments show one each, on different days,
    /// and between the two it may have been moved. Two or more in the newest are told.
    pub(super) fn sightings<'a>(
        &'a self,
        kind: FileKind,
        document: &'a Document,
    ) -> Option<Vec<Sighting<'a>>> {
        let exports = self.0.iter().filter(|export| export.kind == kind);
        let shown = exports.flat_map(|export| export.showing(document));
        let counted: Vec<_> =
            shown.filter(|sighting| self.counts(sighting.export, sighting.found.date)).collect();
        let exports = counted.iter().map(|sighting| sighting.export);
        let Some(newest) = exports.max_by_key(|export| export.made) else {
            return Some(counted);
        };
        let (now, before): (Vec<_>, Vec<_>) =
            counted.into_iter().partition(|sighting| sighting.export.is_of_moment_of(newest));
        (before.is_empty() || now.len() > 1).then_some(now)
    }
}

/// An entry with a document's reference.
pub(super) struct Sighting<'a> {
    /// What stands there, as an entry of the document's kind.
    pub(super) found: Found,
    pub(super) entry: &'a Entry,
    pub(super) export: &'a Export,
}
