//! The body of `POST /v1/journal_entries`.

use chrono::NaiveDate;

use super::super::fields::{self, Fields};
use super::super::problem::Refusal;
use super::super::texts::Texts;

/// The most lines of a journal entry in Sage 50.
const LINES: usize = 560;

/// A journal entry as a request gives it.
#[derive(Debug)]
pub(in crate::sage50) struct NewEntry {
    reference: Box<str>,
    pub(super) date: NaiveDate,
    description: Option<Box<str>>,
    pub(super) lines: Vec<NewLine>,
}

#[derive(Debug)]
pub(super) struct NewLine {
    pub(super) account: Box<str>,
    /// Debit positive, credit negative.
    pub(super) amount: i64,
    description: Option<Box<str>>,
}

impl NewEntry {
    pub(in crate::sage50) fn read(body: &[u8]) -> Result<Self, Refusal> {
        fields::read(body, |fields| Self {
            reference: fields.id("referenceNumber", 20),
            date: fields.date("transactionDate"),
            description: fields.optional_text("description", 160),
            lines: fields.list("lines", 2..=LINES, |line| NewLine {
                account: line.id("account", 15),
                amount: signed_amount(line),
                description: line.optional_text("description", 160),
            }),
        })
    }

    pub(super) fn texts(&self) -> Texts {
        let descriptions = self.lines.iter().map(|line| line.description.as_deref());
        let optional = std::iter::once(self.description.as_deref()).chain(descriptions);
        Texts::pack(std::iter::once(&*self.reference).chain(optional.map(Option::unwrap_or_default)))
    }
}

fn signed_amount(line: &mut Fields<'_>) -> i64 {
    let amount = match (line.has("debit"), line.has("credit")) {
        (true, false) => line.amount("debit").unwrap_or_default(),
        (false, true) => line.amount("credit").unwrap_or_default().wrapping_neg(),
        (false, false) => {
            line.missing("debit");
            0
        }
        (true, true) => {
            line.invalid("debit", "and credit exclude each other");
            0
        }
    };
    line.skip(&["debit", "credit"]);
    amount
}
