//! An invoice or credit memo as it is given, whichever door it comes through.

use chrono::NaiveDate;

use super::super::goods::NewGoods;
use super::super::texts::Texts;
use super::SaleKind;

/// How many texts stand before the descriptions of the lines; see [`NewSale::texts`].
pub(super) const HEAD_TEXTS: usize = 7;

/// An invoice or credit memo as it is given.
#[derive(Debug)]
pub(in crate::sage50) struct NewSale {
    pub(in crate::sage50) kind: SaleKind,
    pub(in crate::sage50) reference: Box<str>,
    pub(in crate::sage50) customer: Box<str>,
    pub(in crate::sage50) date: NaiveDate,
    pub(in crate::sage50) receivable: Box<str>,
    pub(in crate::sage50) applies_to: Option<Box<str>>,
    pub(in crate::sage50) lines: Vec<NewLine>,
    pub(in crate::sage50) details: SaleDetails,
}

/// What may be left out.
#[derive(Debug, Default)]
pub(in crate::sage50) struct SaleDetails {
    pub(in crate::sage50) due_date: Option<NaiveDate>,
    /// Amount in cents, and the last day it can be taken on.
    pub(in crate::sage50) discount: Option<(i64, NaiveDate)>,
    pub(in crate::sage50) purchase_order: Option<Box<str>>,
    pub(in crate::sage50) order_number: Option<Box<str>>,
    pub(in crate::sage50) terms: Option<Box<str>>,
    pub(in crate::sage50) ship_via: Option<Box<str>>,
    pub(in crate::sage50) sales_tax_id: Option<Box<str>>,
    pub(in crate::sage50) return_authorization: Option<Box<str>>,
}

/// One line.
#[derive(Debug, Default)]
pub(in crate::sage50) struct NewLine {
    pub(in crate::sage50) account: Box<str>,
    pub(in crate::sage50) amount: i64,
    pub(in crate::sage50) description: Box<str>,
    pub(in crate::sage50) sales_tax: bool,
    pub(in crate::sage50) goods: Option<NewGoods>,
}

impl NewSale {
    pub(super) fn texts(&self) -> Texts {
        let optional = [
            self.details.purchase_order.as_deref(),
            self.details.order_number.as_deref(),
            self.details.terms.as_deref(),
            self.details.ship_via.as_deref(),
            self.details.sales_tax_id.as_deref(),
            self.details.return_authorization.as_deref(),
        ];
        let head = std::iter::once(&*self.reference).chain(optional.map(Option::unwrap_or_default));
        Texts::pack(head.chain(self.lines.iter().map(|line| &*line.description)))
    }
}
