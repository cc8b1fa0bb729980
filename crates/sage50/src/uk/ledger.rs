//! How Sage 50 UK books what documents do not say.

use paysage_money::{Currency, text_newtype};

use super::TaxCodes;
use crate::model::GlAccount;

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

/// What a company's Sage books by itself, and what it is told beside every document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
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
}

impl Ledger {
    /// Pounds, Sage's VAT codes, department 0, no user name.
    pub fn new(debtors: GlAccount, vat: GlAccount) -> Self {
        Self {
            currency: Currency::Gbp,
            debtors,
            vat,
            tax_codes: TaxCodes::default(),
            department: Department::default(),
            user_name: None,
        }
    }
}
