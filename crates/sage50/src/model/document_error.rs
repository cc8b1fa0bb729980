//! Why a document cannot be built.

use paysage_money::{Money, MoneyError, TextError};

/// A document that Sage 50 could not take or that would not balance. Nothing has been sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DocumentError {
    /// A text does not fit its field.
    #[error(transparent)]
    Text(#[from] TextError),
    /// Amounts of several currencies, or a sum beyond what money can hold.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// Too few lines.
    #[error("{document} has {found} {lines}; it needs at least {least}")]
    TooFewLines {
        /// The document, e.g. `invoice`.
        document: &'static str,
        /// What its lines are called.
        lines: &'static str,
        /// How many it has.
        found: usize,
        /// How many it needs.
        least: usize,
    },
    /// Too many lines; split the document.
    #[error("{document} has {found} {lines}; Sage 50 allows {limit}")]
    TooManyLines {
        /// The document, e.g. `invoice`.
        document: &'static str,
        /// What its lines are called.
        lines: &'static str,
        /// How many it has.
        found: usize,
        /// The most Sage takes.
        limit: usize,
    },
    /// A line's amount is below zero: documents carry positive amounts, and their kind says the direction.
    #[error(
        "the amount of the {line} is {amount}; documents carry positive amounts and their kind says the direction"
    )]
    NegativeAmount {
        /// What the line is called.
        line: &'static str,
        /// The amount.
        amount: Money,
    },
    /// The total is zero: the document would say nothing.
    #[error("the total of the {document} is zero")]
    ZeroTotal {
        /// The document, e.g. `invoice`.
        document: &'static str,
    },
    /// An amount applied to an invoice or credit memo is zero.
    #[error("an amount applied to {reference} is zero")]
    ZeroApplied {
        /// The invoice or credit memo.
        reference: Box<str>,
    },
    /// A journal entry whose debits and credits differ.
    #[error("the journal entry does not balance: debits {debits}, credits {credits}")]
    Unbalanced {
        /// The sum of the debit lines.
        debits: Money,
        /// The sum of the credit lines.
        credits: Money,
    },
}
