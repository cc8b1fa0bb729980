//! The kinds of documents.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What kind of entry a document is or an entry in the books was found to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Kind {
    /// A customer of the customer list.
    Customer,
    /// An item of the inventory.
    Product,
    /// A sales order: what the customer asked for.
    SalesOrder,
    /// An invoice: the customer owes its total.
    Invoice,
    /// A credit memo: the customer is owed its total.
    CreditMemo,
    /// A receipt: money came from the customer.
    Receipt,
    /// A refund: money went back to the customer and settles credit memos.
    Refund,
    /// A chargeback: the bank took a payment back.
    Chargeback,
    /// A general journal entry.
    JournalEntry,
    /// A change of an item's stock.
    StockAdjustment,
}

impl Kind {
    /// Every kind, in the order of the enum.
    pub const ALL: [Self; 10] = [
        Self::Customer,
        Self::Product,
        Self::SalesOrder,
        Self::Invoice,
        Self::CreditMemo,
        Self::Receipt,
        Self::Refund,
        Self::Chargeback,
        Self::JournalEntry,
        Self::StockAdjustment,
    ];

    /// The word used in JSON and in stored rows, e.g. `credit_memo`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Product => "product",
            Self::SalesOrder => "sales_order",
            Self::Invoice => "invoice",
            Self::CreditMemo => "credit_memo",
            Self::Receipt => "receipt",
            Self::Refund => "refund",
            Self::Chargeback => "chargeback",
            Self::JournalEntry => "journal_entry",
            Self::StockAdjustment => "stock_adjustment",
        }
    }

    /// Whether entries of this kind are records of a list, which have no day and no amount, and not transactions.
    pub const fn is_record(self) -> bool {
        matches!(self, Self::Customer | Self::Product)
    }
}

/// The word for people, e.g. `credit memo`.
impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::SalesOrder => "sales order",
            Self::CreditMemo => "credit memo",
            Self::JournalEntry => "journal entry",
            Self::StockAdjustment => "stock adjustment",
            other => other.as_str(),
        })
    }
}

/// A word that names no [`Kind`] this version knows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a kind of document this version knows")]
pub struct UnknownKind;

/// Reads the word of [`Kind::as_str`], also in other spellings: `CreditMemo`, `credit memo`, `CREDIT-MEMO`.
impl FromStr for Kind {
    type Err = UnknownKind;

    fn from_str(text: &str) -> Result<Self, UnknownKind> {
        if let Some(kind) = Self::ALL.into_iter().find(|kind| kind.as_str() == text) {
            return Ok(kind);
        }
        let letters = |word: &str| -> String {
            word.chars()
                .filter(|letter| !matches!(letter, '_' | '-' | ' '))
                .flat_map(char::to_lowercase)
                .collect()
        };
        let wanted = letters(text);
        Self::ALL.into_iter().find(|kind| letters(kind.as_str()) == wanted).ok_or(UnknownKind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_of_every_kind_reads_back_in_every_spelling_and_through_serde() {
        for kind in Kind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(kind));
            assert_eq!(kind.to_string().to_uppercase().parse(), Ok(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
        assert_eq!("CreditMemo".parse(), Ok(Kind::CreditMemo));
        assert_eq!("prepayment".parse::<Kind>(), Err(UnknownKind));
    }
}
