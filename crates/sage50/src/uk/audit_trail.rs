//! The audit trail file of Sage 50 UK: one CSV row of 15 columns per line of a transaction.
//!
//! Importable are SI, SC, SA, JD and JC (and the purchase and bank types, which no document here needs); amounts are
//! never negative, the type gives the sign. Receipts that are allocated on import do not exist: SR, SD, PP and PD
//! are refused by Sage, so receipts are written as SA, on account, with the invoice's number as extra reference,
//! and a person allocates them. No spaces after commas. Lengths: account and nominal 8, department 0 to 999,
//! references 30, details 60, user 32. (Sage's UK knowledge base 200427112211627 and 200427112357427;
//! excel2sage.co.uk; makingithappen.co.uk.)
//!
//! What Sage books on its own control accounts must stand on the same accounts in the documents: see
//! [`Ledger`].
//!
//! At the screen: File, Import, Audit trail transactions; everybody else must leave the company first, and a backup
//! is wise, because a lock date gives no warning.

mod entry_type;
mod reading;
mod writing;

pub use self::entry_type::{EntryType, UnknownEntryType};
pub use self::reading::read;
pub use self::writing::write;
use super::Ledger;
use crate::model::PaymentMethod;

/// The headings of the 15 columns, in their order.
pub const COLUMNS: [&str; 15] = [
    "Type",
    "Account Reference",
    "Nominal A/C Ref",
    "Department Code",
    "Date",
    "Reference",
    "Details",
    "Net Amount",
    "Tax Code",
    "Tax Amount",
    "Exchange Rate",
    "Extra Reference",
    "User Name",
    "Project Refn",
    "Cost Code Refn",
];

/// What the audit trail of a company needs to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditTrailProfile {
    /// How Sage books by itself.
    pub ledger: Ledger,
    /// The payment method of receipts that are read back and name none.
    pub payment_method: PaymentMethod,
    /// Whether the first row holds the headings.
    pub heading: bool,
}

impl AuditTrailProfile {
    /// A file with headings.
    pub fn new(ledger: Ledger, payment_method: PaymentMethod) -> Self {
        Self { ledger, payment_method, heading: true }
    }
}

#[cfg(test)]
mod tests;
