//! Credit memos.

use paysage_money::Money;
use serde::{Deserialize, Serialize};

use super::sales_line;
use super::{DocumentError, InvoiceLine, OrderNumber, PurchaseOrderNumber, Reference, SaleHead, SalesTaxId};

/// A credit memo: the customer is owed its total. Amounts are positive; only codecs know signs.
///
/// A document of its own, not a negative invoice. It shares its reference numbers with invoices: Sage refuses a
/// second one of either with the same reference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawCreditMemo")]
pub struct CreditMemo {
    head: SaleHead,
    details: CreditMemoDetails,
    lines: Vec<InvoiceLine>,
    #[serde(skip)]
    total: Money,
}

/// What a credit memo may say besides who is owed what.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreditMemoDetails {
    /// The invoice whose open amount it reduces; without it the credit stays open until a receipt or refund uses it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applies_to: Option<Reference>,
    /// The number of the customer's purchase order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_purchase_order: Option<PurchaseOrderNumber>,
    /// The number of the order it goes back to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_number: Option<OrderNumber>,
    /// The sales tax its tax lines belong to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sales_tax_id: Option<SalesTaxId>,
}

impl CreditMemo {
    /// A credit memo of at least one and at most 154 lines in one currency, with a total above zero.
    pub fn new(head: SaleHead, lines: Vec<InvoiceLine>) -> Result<Self, DocumentError> {
        let total = sales_line::total("credit memo", &lines)?;
        Ok(Self { head, details: CreditMemoDetails::default(), lines, total })
    }

    /// Sets what it says besides who is owed what.
    #[must_use]
    pub fn with_details(mut self, details: CreditMemoDetails) -> Self {
        self.details = details;
        self
    }

    /// Reference, customer, day and accounts receivable account.
    pub fn head(&self) -> &SaleHead {
        &self.head
    }

    /// What it says besides who is owed what.
    pub fn details(&self) -> &CreditMemoDetails {
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
struct RawCreditMemo {
    head: SaleHead,
    details: CreditMemoDetails,
    lines: Vec<InvoiceLine>,
}

impl TryFrom<RawCreditMemo> for CreditMemo {
    type Error = DocumentError;

    fn try_from(raw: RawCreditMemo) -> Result<Self, DocumentError> {
        Ok(Self::new(raw.head, raw.lines)?.with_details(raw.details))
    }
}
