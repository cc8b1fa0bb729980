//! The body of `POST /v1/journal_entries`.

use super::super::fields::{self, Fields};
use super::super::problem::Refusal;
use super::draft::{NewEntry, NewEntryLine};

/// The most lines of a journal entry in Sage 50.
const LINES: usize = 560;

impl NewEntry {
    pub(in crate::sage50) fn read(body: &[u8]) -> Result<Self, Refusal> {
        fields::read(body, |fields| Self {
            reference: fields.id("referenceNumber", 20),
            date: fields.date("transactionDate"),
            description: fields.optional_text("description", 160),
            lines: fields.list("lines", 2..=LINES, |line| NewEntryLine {
                account: line.id("account", 15),
                amount: signed_amount(line),
                description: line.optional_text("description", 160),
            }),
        })
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
