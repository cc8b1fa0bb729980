//! Credit memos.

use chrono::NaiveDate;
use paysage_money::Money;
use serde::{Deserialize, Serialize};

use super::sales_line;
use super::{CustomerId, DocumentError, GlAccount, InvoiceLine, OrderNumber, PurchaseOrderNumber, Reference};

/// A credit memo: the customer is owed its total. Amounts are positive; only codecs know signs.
///
/// A document of its own, not a negative invoice. It shares its reference numbers with invoices: Sage refuses a
/// second one of either with the same reference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawCreditMemo")]
pub struct CreditMemo {
    reference: Reference,
    customer: CustomerId,
    date: NaiveDate,
    receivable: GlAccount,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer_purchase_order: Option<PurchaseOrderNumber>,
    #[serde(skip_serializing_if = "Option::is_none")]
    order_number: Option<OrderNumber>,
    #[serde(skip_serializing_if = "Option::is_none")]
    applies_to: Option<Reference>,
    lines: Vec<InvoiceLine>,
    #[serde(skip)]
    total: Money,
}

impl CreditMemo {
    /// A credit memo of at least one and at most 154 lines in one currency, with a total above zero.
    ///
    /// `receivable` is the accounts receivable account.
    pub fn new(
        reference: Reference,
        customer: CustomerId,
        date: NaiveDate,
        receivable: GlAccount,
        lines: Vec<InvoiceLine>,
    ) -> Result<Self, DocumentError> {
        let total = sales_line::total("credit memo", &lines)?;
        Ok(Self {
            reference,
            customer,
            date,
            receivable,
            customer_purchase_order: None,
            order_number: None,
            applies_to: None,
            lines,
            total,
        })
    }

    /// Names the invoice whose open amount it reduces; without it the credit stays open until a refund uses it.
    #[must_use]
    pub fn with_applies_to(mut self, invoice: Reference) -> Self {
        self.applies_to = Some(invoice);
        self
    }

    /// Sets the number of the customer's purchase order.
    #[must_use]
    pub fn with_customer_purchase_order(mut self, number: PurchaseOrderNumber) -> Self {
        self.customer_purchase_order = Some(number);
        self
    }

    /// Sets the number of the order it goes back to.
    #[must_use]
    pub fn with_order_number(mut self, number: OrderNumber) -> Self {
        self.order_number = Some(number);
        self
    }

    /// Its reference, the credit memo number.
    pub fn reference(&self) -> &Reference {
        &self.reference
    }

    /// The customer who is owed it.
    pub fn customer(&self) -> &CustomerId {
        &self.customer
    }

    /// The day it is booked on.
    pub fn date(&self) -> NaiveDate {
        self.date
    }

    /// The accounts receivable account.
    pub fn receivable(&self) -> &GlAccount {
        &self.receivable
    }

    /// The number of the customer's purchase order, when set.
    pub fn customer_purchase_order(&self) -> Option<&PurchaseOrderNumber> {
        self.customer_purchase_order.as_ref()
    }

    /// The number of the order it goes back to, when set.
    pub fn order_number(&self) -> Option<&OrderNumber> {
        self.order_number.as_ref()
    }

    /// The invoice it reduces, when named.
    pub fn applies_to(&self) -> Option<&Reference> {
        self.applies_to.as_ref()
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
struct RawCreditMemo {
    reference: Reference,
    customer: CustomerId,
    date: NaiveDate,
    receivable: GlAccount,
    customer_purchase_order: Option<PurchaseOrderNumber>,
    order_number: Option<OrderNumber>,
    applies_to: Option<Reference>,
    lines: Vec<InvoiceLine>,
}

impl TryFrom<RawCreditMemo> for CreditMemo {
    type Error = DocumentError;

    fn try_from(raw: RawCreditMemo) -> Result<Self, DocumentError> {
        let mut memo = Self::new(raw.reference, raw.customer, raw.date, raw.receivable, raw.lines)?;
        memo.customer_purchase_order = raw.customer_purchase_order;
        memo.order_number = raw.order_number;
        memo.applies_to = raw.applies_to;
        Ok(memo)
    }
}
