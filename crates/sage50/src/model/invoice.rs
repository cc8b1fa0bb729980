//! Invoices.

use chrono::NaiveDate;
use paysage_money::Money;
use serde::{Deserialize, Serialize};

use super::sales_line;
use super::{
    DocumentError, InvoiceLine, OrderNumber, PurchaseOrderNumber, SaleHead, SalesTaxId, ShipVia, TermsText,
};

/// An invoice: the customer owes its total, booked on the head's receivable against the accounts of its lines.
///
/// Sage refuses a second invoice or credit memo with the same reference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawInvoice")]
pub struct Invoice {
    head: SaleHead,
    details: InvoiceDetails,
    lines: Vec<InvoiceLine>,
    #[serde(skip)]
    total: Money,
}

/// What an invoice may say besides who owes what.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InvoiceDetails {
    /// The day it is due. Sage does not compute it from the terms when an invoice comes from outside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<NaiveDate>,
    /// The terms as they are printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<TermsText>,
    /// The discount for early payment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<DiscountTerms>,
    /// How the goods are shipped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ship_via: Option<ShipVia>,
    /// The number of the customer's purchase order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_purchase_order: Option<PurchaseOrderNumber>,
    /// The number of the order it bills.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_number: Option<OrderNumber>,
    /// The sales tax its tax lines belong to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sales_tax_id: Option<SalesTaxId>,
}

/// A discount for early payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DiscountTerms {
    /// How much may be kept back: above zero and at most the invoice's total.
    pub amount: Money,
    /// The last day of payment on which it may be.
    pub date: NaiveDate,
}

impl Invoice {
    /// An invoice of at least one and at most 154 lines in one currency, with a total above zero.
    pub fn new(head: SaleHead, lines: Vec<InvoiceLine>) -> Result<Self, DocumentError> {
        let total = sales_line::total("invoice", &lines)?;
        Ok(Self { head, details: InvoiceDetails::default(), lines, total })
    }

    /// Sets what it says besides who owes what.
    ///
    /// # Errors
    /// A discount of zero or less, above the total, or in another currency.
    pub fn with_details(mut self, details: InvoiceDetails) -> Result<Self, DocumentError> {
        if let Some(discount) = &details.discount {
            let amount = discount.amount;
            if !amount.is_positive() {
                return Err(DocumentError::NotAboveZero { what: "discount of the invoice", amount });
            }
            if self.total.checked_sub(amount)?.is_negative() {
                let reference = self.head.reference.as_str().into();
                return Err(DocumentError::DiscountTooLarge { reference, discount: amount, of: self.total });
            }
        }
        self.details = details;
        Ok(self)
    }

    /// Reference, customer, day and accounts receivable account.
    pub fn head(&self) -> &SaleHead {
        &self.head
    }

    /// What it says besides who owes what.
    pub fn details(&self) -> &InvoiceDetails {
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
struct RawInvoice {
    head: SaleHead,
    details: InvoiceDetails,
    lines: Vec<InvoiceLine>,
}

impl TryFrom<RawInvoice> for Invoice {
    type Error = DocumentError;

    fn try_from(raw: RawInvoice) -> Result<Self, DocumentError> {
        Self::new(raw.head, raw.lines)?.with_details(raw.details)
    }
}
