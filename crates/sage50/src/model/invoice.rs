//! Invoices.

use chrono::NaiveDate;
use paysage_money::Money;
use serde::{Deserialize, Serialize};

use super::sales_line;
use super::{CustomerId, DocumentError, GlAccount, InvoiceLine, OrderNumber, PurchaseOrderNumber, Reference};

/// An invoice: the customer owes its total, booked on `receivable` against the accounts of its lines.
///
/// Sage refuses a second invoice or credit memo with the same reference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawInvoice")]
pub struct Invoice {
    reference: Reference,
    customer: CustomerId,
    date: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<NaiveDate>,
    receivable: GlAccount,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer_purchase_order: Option<PurchaseOrderNumber>,
    #[serde(skip_serializing_if = "Option::is_none")]
    order_number: Option<OrderNumber>,
    lines: Vec<InvoiceLine>,
    #[serde(skip)]
    total: Money,
}

impl Invoice {
    /// An invoice of at least one and at most 154 lines in one currency, with a total above zero.
    ///
    /// `receivable` is the accounts receivable account.
    pub fn new(
        reference: Reference,
        customer: CustomerId,
        date: NaiveDate,
        receivable: GlAccount,
        lines: Vec<InvoiceLine>,
    ) -> Result<Self, DocumentError> {
        let total = sales_line::total("invoice", &lines)?;
        Ok(Self {
            reference,
            customer,
            date,
            due: None,
            receivable,
            customer_purchase_order: None,
            order_number: None,
            lines,
            total,
        })
    }

    /// Sets the day it is due. Sage does not compute it from the customer's terms when an invoice comes from outside.
    #[must_use]
    pub fn with_due(mut self, due: NaiveDate) -> Self {
        self.due = Some(due);
        self
    }

    /// Sets the number of the customer's purchase order.
    #[must_use]
    pub fn with_customer_purchase_order(mut self, number: PurchaseOrderNumber) -> Self {
        self.customer_purchase_order = Some(number);
        self
    }

    /// Sets the number of the order it bills.
    #[must_use]
    pub fn with_order_number(mut self, number: OrderNumber) -> Self {
        self.order_number = Some(number);
        self
    }

    /// Its reference, the invoice number.
    pub fn reference(&self) -> &Reference {
        &self.reference
    }

    /// The customer who owes it.
    pub fn customer(&self) -> &CustomerId {
        &self.customer
    }

    /// The day it is booked on.
    pub fn date(&self) -> NaiveDate {
        self.date
    }

    /// The day it is due, when set.
    pub fn due(&self) -> Option<NaiveDate> {
        self.due
    }

    /// The accounts receivable account.
    pub fn receivable(&self) -> &GlAccount {
        &self.receivable
    }

    /// The number of the customer's purchase order, when set.
    pub fn customer_purchase_order(&self) -> Option<&PurchaseOrderNumber> {
        self.customer_purchase_order.as_ref()
    }

    /// The number of the order it bills, when set.
    pub fn order_number(&self) -> Option<&OrderNumber> {
        self.order_number.as_ref()
    }

    /// Its lines, 1 to 154.
    pub fn lines(&self) -> &[InvoiceLine] {
        &self.lines
    }

    /// The sum of its lines, sales tax included.
    pub fn total(&self) -> Money {
        self.total
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawInvoice {
    reference: Reference,
    customer: CustomerId,
    date: NaiveDate,
    due: Option<NaiveDate>,
    receivable: GlAccount,
    customer_purchase_order: Option<PurchaseOrderNumber>,
    order_number: Option<OrderNumber>,
    lines: Vec<InvoiceLine>,
}

impl TryFrom<RawInvoice> for Invoice {
    type Error = DocumentError;

    fn try_from(raw: RawInvoice) -> Result<Self, DocumentError> {
        let mut invoice = Self::new(raw.reference, raw.customer, raw.date, raw.receivable, raw.lines)?;
        invoice.due = raw.due;
        invoice.customer_purchase_order = raw.customer_purchase_order;
        invoice.order_number = raw.order_number;
        Ok(invoice)
    }
}
