//! Why a document cannot be built.

use chrono::NaiveDate;
use paysage_money::{Money, MoneyError, TextError};

use super::{NumberError, Price};

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
    /// A quantity or price does not fit its field.
    #[error(transparent)]
    Number(#[from] NumberError),
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
    /// An amount that must move something is zero or less.
    #[error("the {what} is {amount}; it must be above zero")]
    NotAboveZero {
        /// What it is.
        what: &'static str,
        /// The amount.
        amount: Money,
    },
    /// A line's amount is not its quantity times its unit price.
    #[error(
        "a line's amount is {amount}, but {} times {} is {expected}",
        .price.quantity, .price.unit_price
    )]
    PriceMismatch {
        /// The amount of the line.
        amount: Money,
        /// Its quantity and unit price.
        price: Price,
        /// Their product, rounded to the cent.
        expected: Money,
    },
    /// A discount larger than what it is taken from.
    #[error("the discount on {reference} is {discount}, which is more than the {of} it is taken from")]
    DiscountTooLarge {
        /// The invoice.
        reference: Box<str>,
        /// The discount.
        discount: Money,
        /// What it is taken from.
        of: Money,
    },
    /// A receipt takes a discount, and no account is named to book it on.
    #[error("the receipt takes a discount and names no discount account")]
    NoDiscountAccount,
    /// Goods to be shipped before they were ordered.
    #[error("the order of {date} is to be shipped by {ship_by}, which is earlier")]
    ShipsTooEarly {
        /// The day to ship by.
        ship_by: NaiveDate,
        /// The day of the order.
        date: NaiveDate,
    },
    /// Accounts of an item that is only a description.
    #[error("item {item} is only a description and moves no accounts")]
    AccountsOfDescription {
        /// The item.
        item: Box<str>,
    },
    /// Days that are not those of two fiscal years.
    #[error("{from} to {to} are not the days of one or two fiscal years")]
    NoPeriods {
        /// The first day.
        from: NaiveDate,
        /// The last day.
        to: NaiveDate,
    },
    /// A text that names no month.
    #[error("{text:?} is no month such as 2026-06")]
    NoMonth {
        /// The text.
        text: Box<str>,
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
