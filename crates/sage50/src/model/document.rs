//! The documents, as one type, and their comparison with what the books hold.

use chrono::NaiveDate;
use paysage_money::Money;
use serde::{Deserialize, Serialize};

use super::{
    Booking, Chargeback, CreditMemo, Customer, CustomerId, Found, Invoice, JournalEntry, Kind, PaymentHead,
    Product, Receipt, Refund, SaleHead, SalesOrder, StockAdjustment, StockChange,
};

/// A document to be posted. Amounts are positive; the kind says the direction.
///
/// Its serde form, tagged by `kind`, is made to be stored: reading it back goes through every check of the
/// constructors, and a field that this version does not know is refused, because a document posted without it
/// would not be the document that was planned.
///
/// ```
/// use paysage_money::{Currency, Money};
/// use sage50::model::{
///     CustomerId, Description, Document, GlAccount, Invoice, InvoiceLine, Reference, SaleHead,
/// };
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let line = InvoiceLine::new(
///     GlAccount::new("40000")?,
///     Money::parse("19.99", Currency::Usd)?,
///     Description::new("Widget")?,
/// )?;
/// let head = SaleHead::new(
///     Reference::new("PT100000001")?,
///     CustomerId::new("ACME-001")?,
///     "2026-07-01".parse()?,
///     GlAccount::new("11000")?,
/// );
/// let document = Document::from(Invoice::new(head, vec![line])?);
/// assert_eq!(document.reference(), "PT100000001");
/// assert_eq!(document.amount().map(|amount| amount.to_string()).as_deref(), Some("19.99"));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Document {
    /// A customer of the customer list.
    Customer(Customer),
    /// An item of the inventory.
    Product(Product),
    /// A sales order.
    SalesOrder(SalesOrder),
    /// An invoice.
    Invoice(Invoice),
    /// A credit memo.
    CreditMemo(CreditMemo),
    /// A receipt.
    Receipt(Receipt),
    /// A refund.
    Refund(Refund),
    /// A chargeback.
    Chargeback(Chargeback),
    /// A general journal entry.
    JournalEntry(JournalEntry),
    /// A stock adjustment.
    StockAdjustment(StockAdjustment),
}

/// A field in which an entry of the books differs from the document that should be there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The field: `kind`, `reference`, `customer`, `date`, `amount`, `item`, `change`, `account`, `discount account`,
    /// `settled document`, `discount`, `credit used`, `prepayment` or `status`.
    pub field: &'static str,
    /// What the document says.
    pub ours: String,
    /// What the books say; `not given` when they do not.
    pub theirs: String,
}

impl Document {
    /// The kind of document.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Customer(_) => Kind::Customer,
            Self::Product(_) => Kind::Product,
            Self::SalesOrder(_) => Kind::SalesOrder,
            Self::Invoice(_) => Kind::Invoice,
            Self::CreditMemo(_) => Kind::CreditMemo,
            Self::Receipt(_) => Kind::Receipt,
            Self::Refund(_) => Kind::Refund,
            Self::Chargeback(_) => Kind::Chargeback,
            Self::JournalEntry(_) => Kind::JournalEntry,
            Self::StockAdjustment(_) => Kind::StockAdjustment,
        }
    }

    /// The head of an order, invoice or credit memo.
    pub fn sale_head(&self) -> Option<&SaleHead> {
        match self {
            Self::SalesOrder(order) => Some(order.head()),
            Self::Invoice(invoice) => Some(invoice.head()),
            Self::CreditMemo(memo) => Some(memo.head()),
            _ => None,
        }
    }

    /// The head of a receipt, refund or chargeback.
    pub fn payment_head(&self) -> Option<&PaymentHead> {
        match self {
            Self::Receipt(receipt) => Some(receipt.head()),
            Self::Refund(refund) => Some(refund.head()),
            Self::Chargeback(chargeback) => Some(chargeback.head()),
            _ => None,
        }
    }

    /// The reference it is looked up by; of a customer, the customer id, of a product, the item id.
    pub fn reference(&self) -> &str {
        match self {
            Self::Customer(customer) => customer.id.as_str(),
            Self::Product(product) => product.id().as_str(),
            Self::SalesOrder(order) => order.head().reference.as_str(),
            Self::Invoice(invoice) => invoice.head().reference.as_str(),
            Self::CreditMemo(memo) => memo.head().reference.as_str(),
            Self::Receipt(receipt) => receipt.head().reference.as_str(),
            Self::Refund(refund) => refund.head().reference.as_str(),
            Self::Chargeback(chargeback) => chargeback.head().reference.as_str(),
            Self::JournalEntry(entry) => entry.reference().as_str(),
            Self::StockAdjustment(adjustment) => adjustment.reference.as_str(),
        }
    }

    /// The customer it belongs to; products, journal entries and stock adjustments have none.
    pub fn customer(&self) -> Option<&CustomerId> {
        if let Self::Customer(customer) = self {
            return Some(&customer.id);
        }
        let sale = self.sale_head().map(|head| &head.customer);
        sale.or_else(|| self.payment_head().map(|head| &head.customer))
    }

    /// The day it is booked on; customers and products have none.
    pub fn date(&self) -> Option<NaiveDate> {
        match self {
            Self::JournalEntry(entry) => Some(entry.date()),
            Self::StockAdjustment(adjustment) => Some(adjustment.date),
            _ => {
                let sale = self.sale_head().map(|head| head.date);
                sale.or_else(|| self.payment_head().map(|head| head.date))
            }
        }
    }

    /// Its amount: the total, the cash moved, or the sum of the debits. Customers, products and stock adjustments
    /// have none.
    pub fn amount(&self) -> Option<Money> {
        match self {
            Self::Customer(_) | Self::Product(_) | Self::StockAdjustment(_) => None,
            Self::SalesOrder(order) => Some(order.total()),
            Self::Invoice(invoice) => Some(invoice.total()),
            Self::CreditMemo(memo) => Some(memo.total()),
            Self::Receipt(receipt) => Some(receipt.amount()),
            Self::Refund(refund) => Some(refund.amount()),
            Self::Chargeback(chargeback) => Some(chargeback.amount()),
            Self::JournalEntry(entry) => Some(entry.total()),
        }
    }

    /// What a stock adjustment moves; every other kind has none.
    pub fn stock(&self) -> Option<StockChange> {
        match self {
            Self::StockAdjustment(adjustment) => {
                Some(StockChange { item: adjustment.item.as_str().into(), change: adjustment.change() })
            }
            _ => None,
        }
    }

    /// Where an entry of the books differs from this document; empty when the entry is this document.
    ///
    /// | kind | must be told, and equal | equal as far as told (REST tells all of it) |
    /// |---|---|---|
    /// | customer, product | kind, id | |
    /// | sales order, invoice | kind, reference, customer, date, total | receivable account, sum on each account of the lines |
    /// | credit memo | the same | the same, and the invoice it reduces |
    /// | receipt | kind, reference, customer, date, amount | cash and discount account; each invoice settled, with amount and discount; each credit used; sum on each account of direct sales; prepayment |
    /// | refund, chargeback | kind, reference, customer, date, amount | cash account; each document settled or opened again, with amount |
    /// | journal entry | kind, reference, date, sum of the debits | sum on each account |
    /// | stock adjustment | kind, reference, date, item, change | |
    ///
    /// Ids, references and accounts are compared without regard to case, as Sage does. A voided entry is different: it
    /// no longer moves what the document moves. So is one that is incomplete. Texts, terms, quantities and prices are
    /// not compared: people may correct them without changing what is booked.
    pub fn compare(&self, found: &Found) -> Vec<Difference> {
        let mut differences = Vec::new();
        let mut differ = |field, ours: String, theirs: Option<String>| {
            differences.push(Difference {
                field,
                ours,
                theirs: theirs.unwrap_or_else(|| "not given".to_owned()),
            });
        };
        if self.kind() != found.kind {
            differ("kind", self.kind().to_string(), Some(found.kind.to_string()));
        }
        if !same_reference(self.reference(), &found.reference) {
            differ("reference", self.reference().to_owned(), Some(found.reference.to_string()));
        }
        if self.kind().is_record() {
            return differences;
        }
        if let Some(ours) = self.customer()
            && !found.customer.as_deref().is_some_and(|theirs| ours.matches(theirs))
        {
            differ("customer", ours.to_string(), found.customer.as_deref().map(str::to_owned));
        }
        if let Some(ours) = self.date().filter(|_| self.date() != found.date) {
            differ("date", ours.to_string(), found.date.map(|theirs| theirs.to_string()));
        }
        if let Some(ours) = self.amount().filter(|_| self.amount() != found.amount) {
            differ("amount", priced(ours), found.amount.map(priced));
        }
        if let Some(ours) = self.stock() {
            let theirs = found.stock.as_ref();
            if !theirs.is_some_and(|theirs| same_reference(&ours.item, &theirs.item)) {
                differ("item", ours.item.to_string(), theirs.map(|theirs| theirs.item.to_string()));
            }
            if theirs.map(|theirs| theirs.change) != Some(ours.change) {
                differ("change", ours.change.to_string(), theirs.map(|theirs| theirs.change.to_string()));
            }
        }
        if found.voided {
            differ("status", "posted".to_owned(), Some("voided".to_owned()));
        }
        if let Some(missing) = &found.incomplete {
            differ("status", "posted".to_owned(), Some(missing.to_string()));
        }
        differences.extend(Booking::of(self).compare(&found.booking));
        differences
    }
}

fn priced(amount: Money) -> String {
    format!("{amount} {}", amount.currency())
}

/// Whether two references are the same to Sage, which ignores case and blanks at the edges.
pub(crate) fn same_reference(ours: &str, theirs: &str) -> bool {
    ours == theirs || folded(ours) == folded(theirs)
}

/// A reference without what Sage does not tell apart.
pub(super) fn folded(reference: &str) -> String {
    reference.trim().chars().flat_map(char::to_lowercase).collect()
}

macro_rules! into_document {
    ($($kind:ident),*) => {$(
        impl From<$kind> for Document {
            fn from(document: $kind) -> Self {
                Self::$kind(document)
            }
        }
    )*};
}

into_document!(
    Customer,
    Product,
    SalesOrder,
    Invoice,
    CreditMemo,
    Receipt,
    Refund,
    Chargeback,
    JournalEntry,
    StockAdjustment
);

#[cfg(test)]
mod tests;
