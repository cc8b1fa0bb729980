//! Refunds.

use paysage_money::Money;
use serde::{Deserialize, Serialize};

use super::applied::applied_total;
use super::{AmountsDue, Applied, DocumentError, PaymentHead, Reference};
use crate::error::Error;

/// A refund: money went back to the customer and settles the credit memos it is applied to.
///
/// The amount is positive; Sage itself books a refund by card as a receipt with a negative amount. Like receipts,
/// refunds with equal references are taken by Sage without complaint: look up, never repeat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawRefund")]
pub struct Refund {
    head: PaymentHead,
    applies: Vec<Applied>,
    #[serde(skip_serializing_if = "Option::is_none")]
    original: Option<Reference>,
    #[serde(skip)]
    amount: Money,
}

impl Refund {
    /// A refund that pays out at least one and at most 154 credit memos in one currency.
    pub fn new(head: PaymentHead, applies: Vec<Applied>) -> Result<Self, DocumentError> {
        let amount = applied_total("refund", &applies)?;
        Ok(Self { head, applies, original: None, amount })
    }

    /// Names the receipt whose money goes back.
    #[must_use]
    pub fn with_original(mut self, receipt: Reference) -> Self {
        self.original = Some(receipt);
        self
    }

    /// Checks that no more is paid out of a credit memo than it still holds.
    ///
    /// # Errors
    /// As [`Receipt::check_against`](super::Receipt::check_against).
    pub fn check_against(&self, due: &AmountsDue) -> Result<(), Error> {
        due.check(self.applies.iter().map(|part| (part.reference(), part.amount())))
    }

    /// Reference, customer, day and tender.
    pub fn head(&self) -> &PaymentHead {
        &self.head
    }

    /// The credit memos it pays out, 1 to 154.
    pub fn applies(&self) -> &[Applied] {
        &self.applies
    }

    /// The receipt whose money goes back, when named.
    pub fn original(&self) -> Option<&Reference> {
        self.original.as_ref()
    }

    /// The sum paid out, above zero.
    pub fn amount(&self) -> Money {
        self.amount
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRefund {
    head: PaymentHead,
    applies: Vec<Applied>,
    original: Option<Reference>,
}

impl TryFrom<RawRefund> for Refund {
    type Error = DocumentError;

    fn try_from(raw: RawRefund) -> Result<Self, DocumentError> {
        let refund = Self::new(raw.head, raw.applies)?;
        Ok(Self { original: raw.original, ..refund })
    }
}
