//! The `.IMP` file of sales invoices of Sage 50 Canada.
//!
//! A version block, then one `<SalInvoice>` block per invoice: a line of the customer, a line of the head, and one
//! line per item with its taxes. A credit memo is an invoice with quantities and amounts below zero. Sage knows
//! customers by name and books each item on its own revenue account, so both are settings here:
//! [`SalesInvoiceProfile`]. (Canadian knowledge base, 240620224819187 and 223924750041370.)

mod reading;
mod writing;

use std::collections::BTreeMap;

use paysage_money::{Currency, text_newtype};

pub use self::reading::read;
pub use self::writing::write;
use crate::model::{GlAccount, ItemId, Percent, TaxAgencyId, TaxType};

text_newtype! {
    /// Name of a tax as the company's set-up spells it, e.g. `HST`: at most 20 characters (a limit of ours).
    pub struct TaxName("name of a tax", 20);
}

/// A tax of the company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SalesTax {
    /// Its name in Sage.
    pub name: TaxName,
    /// The agency by which the tax lines of invoices name it; `None` is the tax of lines that name none. Where several
    /// taxes share agency and account, the text of the line must be the tax's name.
    pub agency: Option<TaxAgencyId>,
    /// Its rate in percent.
    pub rate: Percent,
    /// Whether what is paid of it comes back (input tax credit).
    pub refundable: bool,
    /// The account on which it is owed.
    pub account: GlAccount,
}

/// What the sales invoices of a company need to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SalesInvoiceProfile {
    /// The version in the file's head: `12001`, or `32101` for Sage 50 of 2025.
    pub version: u32,
    /// The country in the file's head; 1 is Canada.
    pub country: u8,
    /// The currency of the books.
    pub currency: Currency,
    /// The accounts receivable account that Sage is linked to.
    pub receivable: GlAccount,
    /// The revenue account of every item that has none of its own below.
    pub revenue: GlAccount,
    /// The revenue accounts of items.
    pub revenue_by_item: BTreeMap<ItemId, GlAccount>,
    /// The taxes.
    pub taxes: Vec<SalesTax>,
    /// The tax types of lines that are not taxed at all.
    pub exempt: Vec<TaxType>,
}

impl SalesInvoiceProfile {
    /// Canadian dollars, version 12001, no taxes.
    pub fn new(receivable: GlAccount, revenue: GlAccount) -> Self {
        Self {
            version: 12001,
            country: 1,
            currency: Currency::Cad,
            receivable,
            revenue,
            revenue_by_item: BTreeMap::new(),
            taxes: Vec::new(),
            exempt: Vec::new(),
        }
    }

    /// Adds a tax.
    #[must_use]
    pub fn with_tax(mut self, tax: SalesTax) -> Self {
        self.taxes.push(tax);
        self
    }

    fn revenue_of(&self, item: &ItemId) -> &GlAccount {
        self.revenue_by_item.get(item).unwrap_or(&self.revenue)
    }
}

#[cfg(test)]
mod tests;
