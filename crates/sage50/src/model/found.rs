//! Entries as they stand in the books.

use chrono::NaiveDate;
use paysage_money::Money;
use serde::{Deserialize, Serialize};

use super::{Booking, Document, Kind, StockLevel};

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
    /// Its reference; of a customer, the customer id, of a product, the item id.
    pub reference: Box<str>,
    /// The customer's id; products, journal entries and stock adjustments have none.
    pub customer: Option<Box<str>>,
    /// The day it is booked on; customers and products have none.
    pub date: Option<NaiveDate>,
    /// Total of an order, invoice or credit memo, amount of a receipt, refund or chargeback, sum of the debits of a
    /// journal entry.
    pub amount: Option<Money>,
    /// What a stock adjustment moves; every other kind has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stock: Option<StockChange>,
    /// The status as the books word it. Sage derives it from the amount due, so it is a hint and not a fact.
    pub status: Option<Box<str>>,
    /// Whether the status says that the entry was voided.
    pub voided: bool,
    /// What of the document the books do not hold yet although the entry is there, e.g. that a receipt is not
    /// allocated to the invoices it settles; `None` when nothing is missing, or the door cannot tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incomplete: Option<Box<str>>,
    /// Its accounts and the documents it settles, as far as the door reads them.
    #[serde(default)]
    pub booking: Booking,
}

/// A change of an item's stock as it stands in the books.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StockChange {
    /// The item.
    pub item: Box<str>,
    /// By how much, negative when stock shrank.
    pub change: StockLevel,
}

impl Found {
    /// The entry that this document makes, under `key`.
    pub fn of(document: &Document, key: impl Into<Box<str>>) -> Self {
        Self {
            key: key.into(),
            kind: document.kind(),
            reference: document.reference().into(),
            customer: document.customer().map(|customer| customer.as_str().into()),
            date: document.date(),
            amount: document.amount(),
            stock: document.stock(),
            status: None,
            voided: false,
            incomplete: None,
            booking: Booking::of(document),
        }
    }

    /// Whether the status says that an order is closed.
    pub fn is_closed(&self) -> bool {
        self.status.as_deref().is_some_and(|status| status.eq_ignore_ascii_case("closed"))
    }
}
