//! Sales orders.

use chrono::NaiveDate;
use paysage_money::Money;
use serde::{Deserialize, Serialize};

use super::sales_line;
use super::{DocumentError, InvoiceLine, PurchaseOrderNumber, SaleHead, SalesTaxId, ShipVia, TermsText};

/// A sales order: what the customer asked for. It is booked on no account until an invoice bills it.
///
/// Sage refuses a second order with the same number. Of an order in the books it says only whether it is closed:
/// [`Found::is_closed`](super::Found::is_closed).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawSalesOrder")]
pub struct SalesOrder {
    head: SaleHead,
    details: SalesOrderDetails,
    lines: Vec<InvoiceLine>,
    #[serde(skip)]
    total: Money,
}

/// What an order may say besides who asked for what.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SalesOrderDetails {
    /// The day by which the goods are to be shipped: not before the day of the order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ship_by: Option<NaiveDate>,
    /// The terms as they are printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<TermsText>,
    /// How the goods are shipped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ship_via: Option<ShipVia>,
    /// The number of the customer's purchase order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_purchase_order: Option<PurchaseOrderNumber>,
    /// The sales tax its tax lines belong to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sales_tax_id: Option<SalesTaxId>,
}

impl SalesOrder {
    /// An order of at least one and at most 154 lines in one currency, with a total above zero.
    ///
    /// The head's reference is the order's number, its receivable the account its invoices are to be booked on.
    pub fn new(head: SaleHead, lines: Vec<InvoiceLine>) -> Result<Self, DocumentError> {
        let total = sales_line::total("sales order", &lines)?;
        Ok(Self { head, details: SalesOrderDetails::default(), lines, total })
    }

    /// Sets what it says besides who asked for what.
    ///
    /// # Errors
    /// The goods are to be shipped before the day of the order.
    pub fn with_details(mut self, details: SalesOrderDetails) -> Result<Self, DocumentError> {
        if let Some(ship_by) = details.ship_by.filter(|day| *day < self.head.date) {
            return Err(DocumentError::ShipsTooEarly { ship_by, date: self.head.date });
        }
        self.details = details;
        Ok(self)
    }

    /// Number, customer, day and accounts receivable account.
    pub fn head(&self) -> &SaleHead {
        &self.head
    }

    /// What it says besides who asked for what.
    pub fn details(&self) -> &SalesOrderDetails {
        &self.details
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
struct RawSalesOrder {
    head: SaleHead,
    details: SalesOrderDetails,
    lines: Vec<InvoiceLine>,
}

impl TryFrom<RawSalesOrder> for SalesOrder {
    type Error = DocumentError;

    fn try_from(raw: RawSalesOrder) -> Result<Self, DocumentError> {
        Self::new(raw.head, raw.lines)?.with_details(raw.details)
    }
}
