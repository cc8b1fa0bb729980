//! A journal entry as it is given, whichever door it comes through.

use chrono::NaiveDate;

use super::super::texts::Texts;

/// A journal entry as it is given.
#[derive(Debug)]
pub(in crate::sage50) struct NewEntry {
    pub(in crate::sage50) reference: Box<str>,
    pub(in crate::sage50) date: NaiveDate,
    pub(in crate::sage50) description: Option<Box<str>>,
    pub(in crate::sage50) lines: Vec<NewEntryLine>,
}

#[derive(Debug)]
pub(in crate::sage50) struct NewEntryLine {
    pub(in crate::sage50) account: Box<str>,
    /// Debit positive, credit negative.
    pub(in crate::sage50) amount: i64,
    pub(in crate::sage50) description: Option<Box<str>>,
}

impl NewEntry {
    pub(super) fn texts(&self) -> Texts {
        let descriptions = self.lines.iter().map(|line| line.description.as_deref());
        let optional = std::iter::once(self.description.as_deref()).chain(descriptions);
        Texts::pack(std::iter::once(&*self.reference).chain(optional.map(Option::unwrap_or_default)))
    }
}
