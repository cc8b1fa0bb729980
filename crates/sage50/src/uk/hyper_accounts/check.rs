//! What is refused before anything is sent, each with its field, limit and remedy.

use std::fmt::Display;

use chrono::Datelike;

use super::door::HyperAccountsDoor;
use super::outgoing::not_debtors;
use super::search::quotable;
use crate::error::{Error, ErrorKind, Outcome, SageDetail};
use crate::model::{Description, Document, Edition, JournalEntry, Problem, ReceiptLine, Reference};

/// The API's limit of the details of a journal line; Sage's own is 60 characters.
const JOURNAL_DETAILS: usize = 30;
const SHORTEN: &str = "shorten it at its source";

pub(super) fn invalid(words: impl Display) -> Error {
    Error::own(SageDetail::Validation, words)
}

/// A field that Sage or the API would not take.
pub(super) fn refused(field: &str, found: &str, limit: impl Display, remedy: &'static str) -> Error {
    invalid(Problem { field: field.to_owned(), found: found.into(), limit: limit.to_string(), remedy })
}

impl HyperAccountsDoor {
    /// Our own checks: the limits of Sage 50 UK and those of the API.
    pub(super) fn check(&self, document: &Document) -> Result<(), Error> {
        Edition::Uk.accept(document)?;
        if document.amount().is_some_and(|amount| amount.currency() != self.ledger.currency) {
            return Err(Error::new(ErrorKind::Invalid, Outcome::Nothing)
                .with_problem("the document is not in the currency of the books"));
        }
        if let Some(date) = document.date().filter(|date| !(1980..=9999).contains(&date.year())) {
            let remedy = "correct the day at its source";
            return Err(refused("date", &date.to_string(), "years from 1980 to 9999", remedy));
        }
        quotable("reference", document.reference())?;
        if let Some(customer) = document.customer() {
            quotable("customer", customer.as_str())?;
        }
        for reference in named(document) {
            quotable("reference", reference)?;
        }
        if let Document::JournalEntry(entry) = document {
            self.check_journal(entry)?;
        }
        Ok(())
    }

    fn check_journal(&self, entry: &JournalEntry) -> Result<(), Error> {
        for (number, line) in (1_usize..).zip(entry.lines()) {
            not_debtors(line.account(), &self.ledger)?;
            let details = line.description().or(entry.description()).map_or("", Description::as_str);
            if details.chars().count() > JOURNAL_DETAILS {
                let field = format!("description of line {number}");
                let limit = format_args!("at most {JOURNAL_DETAILS} characters");
                return Err(refused(&field, details, limit, SHORTEN));
            }
        }
        Ok(())
    }
}

/// What a document names that is looked up or allocated to.
fn named(document: &Document) -> Vec<&str> {
    match document {
        Document::Receipt(receipt) => {
            let settled = |line| match line {
                &ReceiptLine::Invoice { ref reference, .. }
                | &ReceiptLine::CreditUsed { ref reference, .. } => Some(reference.as_str()),
                _ => None,
            };
            receipt.lines().iter().filter_map(settled).collect()
        }
        Document::Refund(refund) => refund.applies().iter().map(|part| part.reference().as_str()).collect(),
        Document::Chargeback(chargeback) => vec![chargeback.original().as_str()],
        Document::CreditMemo(memo) => memo.details().applies_to.iter().map(Reference::as_str).collect(),
        Document::StockAdjustment(adjustment) => vec![adjustment.item.as_str()],
        _ => Vec::new(),
    }
}
