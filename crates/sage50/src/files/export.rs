//! Sage's exports, read.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::codec::{self, Entry};
use super::error::{FileError, RowProblem};
use super::layout::FileKind;
use super::profile::{Profile, folded};
use super::table::{Table, decode};
use super::template::Template;
use crate::model::{Account, Document, Found, Kind};

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
    /// Which entries have a reference.
    by_reference: BTreeMap<String, Vec<usize>>,
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
        let table = Table::read(kind, &text, template(kind, profile)?)?;
        let (entries, problems) = codec::entries(kind, &table, profile);
        let mut by_reference: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (place, entry) in entries.iter().enumerate() {
            by_reference.entry(folded(&entry.found.reference)).or_default().push(place);
        }
        Ok(Self { kind, entries, problems, days: None, by_reference })
    }

    /// Says which days were exported; without it the export counts as one of every day.
    #[must_use]
    pub fn of_days(mut self, from: NaiveDate, to: NaiveDate) -> Self {
        self.days = Some((from, to));
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

    fn with_reference<'a>(&'a self, reference: &str) -> impl Iterator<Item = &'a Entry> {
        let places = self.by_reference.get(&folded(reference));
        places.into_iter().flatten().filter_map(|place| self.entries.get(*place))
    }

    fn shows(&self, day: Option<NaiveDate>) -> bool {
        let within = match (self.days, day) {
            (Some((from, to)), Some(day)) => (from..=to).contains(&day),
            _ => true,
        };
        within && self.problems.is_empty()
    }
}

fn template(kind: FileKind, profile: &Profile) -> Result<&Template, FileError> {
    // Every profile has a template of every kind.
    profile.template(kind).ok_or(FileError::Empty { kind })
}

/// Reads an exported chart of accounts, which is only good whole.
pub fn read_chart(bytes: &[u8], profile: &Profile) -> Result<Vec<Account>, FileError> {
    let text = decode(bytes)?;
    let table = Table::read(FileKind::Chart, &text, template(FileKind::Chart, profile)?)?;
    Ok(codec::accounts(&table)?)
}

/// Exports of one company, of several journals or several spans of days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exports(Vec<Export>);

impl Exports {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an export. One of the same journal and the same days replaces the earlier one.
    pub fn add(&mut self, export: Export) {
        self.0.retain(|own| (own.kind, own.days) != (export.kind, export.days));
        self.0.push(export);
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Every entry of a kind of file.
    pub fn entries(&self, kind: FileKind) -> impl Iterator<Item = &Entry> {
        self.0.iter().filter(move |export| export.kind == kind).flat_map(|export| &export.entries)
    }

    /// Whether what is not among the entries of this day is surely not in the books.
    pub(super) fn show(&self, kind: FileKind, day: Option<NaiveDate>) -> bool {
        self.0.iter().any(|export| export.kind == kind && export.shows(day))
    }

    /// The entries with a document's kind and reference.
    pub(super) fn with_reference<'a>(
        &'a self,
        kind: FileKind,
        document: &'a Document,
    ) -> impl Iterator<Item = (Found, &'a Entry)> {
        let exports = self.0.iter().filter(move |export| export.kind == kind);
        let entries = exports.flat_map(|export| export.with_reference(document.reference()));
        entries.filter_map(move |entry| {
            let mut found = entry.found.clone();
            let wanted = document.kind();
            if entry.either && matches!(wanted, Kind::Refund | Kind::Chargeback) {
                found.kind = wanted;
            }
            let item = document.stock().map(|stock| folded(&stock.item));
            let same_item = item.is_none() || item == found.stock.as_ref().map(|stock| folded(&stock.item));
            (found.kind == wanted && same_item).then_some((found, entry))
        })
    }
}
