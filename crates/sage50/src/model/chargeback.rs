//! Chargebacks.

use paysage_money::Money;
use serde::{Deserialize, Serialize};

use super::{DocumentError, PaymentHead, Reference};

/// A chargeback: the bank took a payment back, and the invoice it had settled is open again.
///
/// The amount is positive; in Sage it is a receipt with a negative amount (the way Sage's help reverses a returned
/// check). The bank's fee is no part of it: book it as an invoice or journal entry of its own. Like receipts,
/// chargebacks with equal references are taken by Sage without complaint: look up, never repeat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawChargeback")]
pub struct Chargeback {
    head: PaymentHead,
    original: Reference,
    invoice: Reference,
    amount: Money,
}

impl Chargeback {
    /// A chargeback of `amount`, which must be above zero, of the receipt `original`, which had settled `invoice`.
    ///
    /// The head's date is the day of the bank's reversal.
    pub fn new(
        head: PaymentHead,
        original: Reference,
        invoice: Reference,
        amount: Money,
    ) -> Result<Self, DocumentError> {
        if !amount.is_positive() {
            return Err(DocumentError::NotAboveZero { what: "amount of the chargeback", amount });
        }
        Ok(Self { head, original, invoice, amount })
    }

    /// Reference, customer, day and tender.
    pub fn head(&self) -> &PaymentHead {
        &self.head
    }

    /// The receipt whose money the bank took back.
    pub fn original(&self) -> &Reference {
        &self.original
    }

    /// The invoice that is open again.
    pub fn invoice(&self) -> &Reference {
        &self.invoice
    }

    /// What the bank took back, above zero.
    pub fn amount(&self) -> Money {
        self.amount
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawChargeback {
    head: PaymentHead,
    original: Reference,
    invoice: Reference,
    amount: Money,
}

impl TryFrom<RawChargeback> for Chargeback {
    type Error = DocumentError;

    fn try_from(raw: RawChargeback) -> Result<Self, DocumentError> {
        Self::new(raw.head, raw.original, raw.invoice, raw.amount)
    }
}
