//! Parts of an amount and what they settle.

use paysage_money::Money;
use serde::{Deserialize, Serialize};

use super::sales_line::total_of;
use super::{DocumentError, Reference};

/// The most parts of a refund (distributions on accounts receivable of the cash receipts journal).
pub(super) const MOST_APPLIED: usize = 154;

/// A part of a refund's amount, above zero, and the credit memo it pays out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawApplied")]
pub struct Applied {
    reference: Reference,
    amount: Money,
}

impl Applied {
    /// Applies `amount`, which must be above zero, to the credit memo.
    pub fn new(reference: Reference, amount: Money) -> Result<Self, DocumentError> {
        if !amount.is_positive() {
            return Err(DocumentError::NotAboveZero { what: "applied part", amount });
        }
        Ok(Self { reference, amount })
    }

    /// The reference of the credit memo.
    pub fn reference(&self) -> &Reference {
        &self.reference
    }

    /// The amount applied, above zero.
    pub fn amount(&self) -> Money {
        self.amount
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawApplied {
    reference: Reference,
    amount: Money,
}

impl TryFrom<RawApplied> for Applied {
    type Error = DocumentError;

    fn try_from(raw: RawApplied) -> Result<Self, DocumentError> {
        Self::new(raw.reference, raw.amount)
    }
}

/// The sum of what is applied: at least one part, one currency.
pub(super) fn applied_total(document: &'static str, applies: &[Applied]) -> Result<Money, DocumentError> {
    total_of(document, "applied parts", MOST_APPLIED, applies.iter().map(|part| part.amount))
}
