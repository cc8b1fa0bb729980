//! Sage 50 UK and Ireland (formerly Line 50).
//!
//! With the feature `files`: the audit trail file (`audit_trail`), which a person imports at the screen. It books at
//! once and confirms nothing.

#[cfg(feature = "files")]
pub mod audit_trail;
mod tax_code;

pub use tax_code::{TaxCode, TaxCodes, UnknownTaxCode};
