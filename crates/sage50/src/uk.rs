//! Sage 50 UK and Ireland (formerly Line 50).
//!
//! With the feature `files`: `audit_trail`, the file of transactions that a person imports at the screen. It books at
//! once and confirms nothing.
//!
//! With the feature `client`: `hyper_accounts`, a door to the `HyperAccounts` API, which runs on the Sage machine. It
//! books, reads back and confirms.

#[cfg(feature = "files")]
pub mod audit_trail;
#[cfg(feature = "client")]
pub mod hyper_accounts;
mod ledger;
mod tax_code;

pub use ledger::{Department, Ledger, UnknownDepartment, UserName};
pub use tax_code::{TaxCode, TaxCodes, UnknownTaxCode};
