//! Refunds.

use chrono::NaiveDate;
use paysage_money::Money;
use serde::{Deserialize, Serialize};

use super::receipt::applied_total;
use super::{Applied, CustomerId, DocumentError, Reference, Tender};

/// A refund: money went back to the customer and settles the credit memos it is applied to.
///
/// The amount is positive; Sage itself books a refund by card as a receipt with a negative amount. Like receipts,
/// refunds with equal references are taken by Sage without complaint: look up, never repeat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawRefund")]
pub struct Refund {
    reference: Reference,
    customer: CustomerId,
    date: NaiveDate,
    tender: Tender,
    applies: Vec<Applied>,
    #[serde(skip_serializing_if = "Option::is_none")]
    original: Option<Reference>,
    #[serde(skip)]
    amount: Money,
}

impl Refund {
    /// A refund that pays out at least one and at most 154 credit memos in one currency.
    pub fn new(
        reference: Reference,
        customer: CustomerId,
        date: NaiveDate,
        tender: Tender,
        applies: Vec<Applied>,
    ) -> Result<Self, DocumentError> {
        let amount = applied_total("refund", &applies)?;
        Ok(Self { reference, customer, date, tender, applies, original: None, amount })
    }

    /// Names the receipt whose money goes back.
    #[must_use]
    pub fn with_original(mut self, receipt: Reference) -> Self {
        self.original = Some(receipt);
        self
    }

    /// Its reference.
    pub fn reference(&self) -> &Reference {
        &self.reference
    }

    /// The customer who got the money back.
    pub fn customer(&self) -> &CustomerId {
        &self.customer
    }

    /// The day it is booked on.
    pub fn date(&self) -> NaiveDate {
        self.date
    }

    /// Cash account, payment method and deposit ticket.
    pub fn tender(&self) -> &Tender {
        &self.tender
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
    reference: Reference,
    customer: CustomerId,
    date: NaiveDate,
    tender: Tender,
    applies: Vec<Applied>,
    original: Option<Reference>,
}

impl TryFrom<RawRefund> for Refund {
    type Error = DocumentError;

    fn try_from(raw: RawRefund) -> Result<Self, DocumentError> {
        let mut refund = Self::new(raw.reference, raw.customer, raw.date, raw.tender, raw.applies)?;
        refund.original = raw.original;
        Ok(refund)
    }
}
