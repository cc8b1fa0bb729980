//! Entries as they stand in the books.

use chrono::NaiveDate;
use paysage_money::Money;
use serde::{Deserialize, Serialize};

use super::Kind;

/// An entry as it was found in the books, as far as the door could read it.
///
/// `None` means that the books did not say, or said it in a way that cannot be read exactly; either way the entry
/// has not been seen to be equal to a document, and [`Document::compare`](super::Document::compare) says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// Sage's own key of the entry.
    pub key: Box<str>,
    /// What kind of entry it is.
    pub kind: Kind,
    /// Its reference; of a customer, the customer id.
    pub reference: Box<str>,
    /// The customer's id; journal entries have none.
    pub customer: Option<Box<str>>,
    /// The day it is booked on; customers have none.
    pub date: Option<NaiveDate>,
    /// Total of an invoice or credit memo, amount of a receipt or refund, sum of the debits of a journal entry.
    pub amount: Option<Money>,
    /// The status as the books word it. Sage derives it from the amount due, so it is a hint and not a fact.
    pub status: Option<Box<str>>,
    /// Whether the status says that the entry was voided.
    pub voided: bool,
}
