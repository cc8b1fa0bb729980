//! Sage's exports, read.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::codec::{self, Entry};
use super::column::Column;
use super::error::{FileError, RowProblem};
use super::layout::FileKind;
use super::own_file::Print;
use super::profile::{Profile, folded};
use super::table::{Table, decode};
use super::template::Template;
use crate::model::{Account, Booking, Document, Found, Kind};

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
    /// Which entries have a reference.
    by_reference: HashMap<String, Vec<usize>>,
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
        let (entries, problems) = codec::entries(kind, &mut table, profile)?;
        let mut by_reference: HashMap<String, Vec<usize>> = HashMap::with_capacity(entries.len());
        for (place, entry) in entries.iter().enumerate() {
            by_reference.entry(looked_for(&entry.found.reference)).or_default().push(place);
        }
        let columns = Column::ALL.iter().map(|column| table.has(*column)).collect();
        let (days, strays, made) = (None, false, None);
        let print = Print::of(bytes);
        Ok(Self { kind, entries, problems, days, strays, made, print, columns, by_reference })
    }

    /// Says which days were exported, the first and the last, each whole: nothing of them was left out by a filter of
    /// the export screen.
    ///
    /// Without days and [`made_at`](Self::made_at) an export says what stands in the books and never that something
    /// does not. Of several exports of one day only the newest counts, and one without days only for days that no
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

    pub(super) fn print(&self) -> Print {
        self.print
    }

    fn with_reference<'a>(&'a self, reference: &str) -> impl Iterator<Item = &'a Entry> {
        let places = self.by_reference.get(&looked_for(reference));
        places.into_iter().flatten().filter_map(|place| self.entries.get(*place))
    }

    /// Whether the file has a column.
    pub(super) fn has(&self, column: Column) -> bool {
        self.columns.get(column.index()).copied().unwrap_or_default()
    }

    /// Accounts of an entry and what it settles. Without its column nobody knows which invoice a credit memo reduces.
    fn booking(&self, entry: &Entry) -> Booking {
        let Ok(document) = &entry.document else { return Booking::default() };
        let booking = Found::of(document, "").booking;
        if document.kind() == Kind::CreditMemo && !self.has(Column::ApplyToInvoice) {
            return Booking { parts: None, ..booking };
        }
        booking
    }

    /// Whether it is said to show this day whole; of a list without days always.
    fn covers(&self, day: Option<NaiveDate>) -> bool {
        match (self.days, day) {
            (Some((from, to)), Some(day)) => (from..=to).contains(&day),
            (None, Some(_)) => false,
            (_, None) => true,
        }
    }

    /// Whether all of it can be read and lies within the days it is said to show.
    fn is_whole(&self) -> bool {
        self.problems.is_empty() && !self.strays
    }
}

/// A reference as it is looked for. A spreadsheet takes the zeros in front of a number away: an entry that lost them
/// must be seen to differ, and not be missing.
fn looked_for(reference: &str) -> String {
    let folded = folded(reference);
    let is_number = folded.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { folded.trim_start_matches('0').to_owned() } else { folded }
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
    /// An export that does not count for the day, but may be newer, must not show the reference either.
    pub(super) fn lack(&self, kind: FileKind, document: &Document, since: Option<DateTime<Utc>>) -> bool {
        let teller = self.teller(kind, document.date()).filter(|teller| teller.is_whole());
        let Some(made) = teller.and_then(|teller| teller.made) else {
            return false;
        };
        let newer = |export: &Export| export.kind == kind && export.made.is_none_or(|own| own > made);
        since.is_none_or(|since| made > since)
            && !self
                .0
                .iter()
                .any(|export| newer(export) && export.with_reference(document.reference()).next().is_some())
    }

    /// The entries with a document's kind and reference. A negative receipt is taken for a refund and for a chargeback
    /// whatever its description says: what it settles tells them apart.
    pub(super) fn with_reference<'a>(
        &'a self,
        kind: FileKind,
        document: &'a Document,
    ) -> impl Iterator<Item = Sighting<'a>> {
        let exports = self.0.iter().filter(move |export| export.kind == kind);
        let entries = exports
            .flat_map(|export| export.with_reference(document.reference()).map(move |entry| (export, entry)));
        let counted = entries.filter(|(export, entry)| self.counts(export, entry.found.date));
        counted.filter_map(move |(export, entry)| {
            let mut found = Found { booking: export.booking(entry), ..entry.found.clone() };
            let wanted = document.kind();
            if entry.is_negative_receipt(kind) && matches!(wanted, Kind::Refund | Kind::Chargeback) {
                found.kind = wanted;
            }
            let item = document.stock().map(|stock| folded(&stock.item));
            let same_item = item.is_none() || item == found.stock.as_ref().map(|stock| folded(&stock.item));
            (found.kind == wanted && same_item).then_some(Sighting { found, entry, export })
        })
    }
}

/// An entry with a document's reference.
pub(super) struct Sighting<'a> {
    /// What stands there, as an entry of the document's kind.
    pub(super) found: Found,
    pub(super) entry: &'a Entry,
    pub(super) export: &'a Export,
}
