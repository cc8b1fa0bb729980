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
//! [`AuditTrailProfile::debtors`] and [`AuditTrailProfile::vat`].
//!
//! At the screen: File, Import, Audit trail transactions; everybody else must leave the company first, and a backup
//! is wise, because a lock date gives no warning.

mod entry_type;
mod reading;
mod writing;

use paysage_money::{Currency, text_newtype};

pub use self::entry_type::{EntryType, UnknownEntryType};
pub use self::reading::read;
pub use self::writing::write;
use super::TaxCodes;
use crate::model::{GlAccount, PaymentMethod};

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

text_newtype! {
    /// Name that Sage's audit trail shows as the one who booked: at most 32 characters.
    pub struct UserName("user name", 32);
}

/// Number of a department, 0 to 999; 0 is the default one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Department(u16);

/// A number that is no department.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("department is {0}; it must be 0 to 999")]
pub struct UnknownDepartment(u16);

impl Department {
    /// Checks and keeps the number.
    pub fn new(number: u16) -> Result<Self, UnknownDepartment> {
        if number <= 999 { Ok(Self(number)) } else { Err(UnknownDepartment(number)) }
    }

    /// The number.
    pub const fn number(self) -> u16 {
        self.0
    }
}

/// What the audit trail of a company needs to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditTrailProfile {
    /// The currency of the books, pounds unless the company is Irish.
    pub currency: Currency,
    /// The debtors control account, on which Sage books what customers owe; usually 1100.
    pub debtors: GlAccount,
    /// The sales tax control account, on which Sage books VAT; usually 2200.
    pub vat: GlAccount,
    /// The VAT codes.
    pub tax_codes: TaxCodes,
    /// The department everything is booked under.
    pub department: Department,
    /// Who booked, as the audit trail shows it.
    pub user_name: Option<UserName>,
    /// The payment method of receipts that are read back and name none.
    pub payment_method: PaymentMethod,
    /// Whether the first row holds the headings.
    pub heading: bool,
}

impl AuditTrailProfile {
    /// Pounds, Sage's VAT codes, department 0, headings.
    pub fn new(debtors: GlAccount, vat: GlAccount, payment_method: PaymentMethod) -> Self {
        Self {
            currency: Currency::Gbp,
            debtors,
            vat,
            tax_codes: TaxCodes::default(),
            department: Department::default(),
            user_name: None,
            payment_method,
            heading: true,
        }
    }
}

#[cfg(test)]
mod tests;
