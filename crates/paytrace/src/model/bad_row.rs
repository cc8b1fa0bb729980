//! A row of an export that cannot be read.

use paysage_money::Money;

use crate::{Status, TransactionId, TransactionType};

/// A row of an export that cannot be read as a transaction; the rows around it are not touched by it.
///
/// Id, amount, kind and status are filled whenever they can be read, even when another field is the bad one, so
/// that a person can find the transaction in the gateway and a reconciliation knows what is missing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {problem}")]
pub struct BadRow {
    /// The transaction's number, if it can be read.
    pub id: Option<TransactionId>,
    /// The amount, if it can be read.
    pub amount: Option<Money>,
    /// The kind, if it can be read.
    pub kind: Option<TransactionType>,
    /// The status, if it can be read.
    pub status: Option<Status>,
    /// The first field that cannot be read, with its path (`created.at`); `row` for the row as a whole.
    pub field: Box<str>,
    /// What is wrong with it, the limit, and what to do. Holds no text of the row.
    pub problem: Box<str>,
    /// The row's text without card numbers and secrets, at most 4 KiB.
    pub redacted: Box<str>,
}
