//! The documents, as one type, and their comparison with what the books hold.

use chrono::NaiveDate;
use paysage_money::Money;
use serde::{Deserialize, Serialize};

use super::{CreditMemo, Customer, CustomerId, Found, Invoice, JournalEntry, Kind, Receipt, Refund};

/// A document to be posted. Amounts are positive; the kind says the direction.
///
/// Its serde form, tagged by `kind`, is made to be stored: reading it back goes through every check of the
/// constructors, and a field that this version does not know is refused, because a document posted without it
/// would not be the document that was planned.
///
/// ```
/// use paysage_money::{Currency, Money};
/// use sage50::model::{CustomerId, Description, Document, GlAccount, Invoice, InvoiceLine, Reference};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let line = InvoiceLine::new(
///     GlAccount::new("40000")?,
///     Money::parse("19.99", Currency::Usd)?,
///     Description::new("Widget")?,
/// )?;
/// let date = "2026-07-01".parse()?;
/// let invoice = Invoice::new(
///     Reference::new("PT100000001")?,
///     CustomerId::new("ACME-001")?,
///     date,
///     GlAccount::new("11000")?,
///     vec![line],
/// )?;
/// let document = Document::from(invoice);
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
    /// An invoice.
    Invoice(Invoice),
    /// A credit memo.
    CreditMemo(CreditMemo),
    /// A receipt.
    Receipt(Receipt),
    /// A refund.
    Refund(Refund),
    /// A general journal entry.
    JournalEntry(JournalEntry),
}

/// A field in which an entry of the books differs from the document that should be there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The field: `kind`, `reference`, `customer`, `date`, `amount` or `status`.
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
            Self::Invoice(_) => Kind::Invoice,
            Self::CreditMemo(_) => Kind::CreditMemo,
            Self::Receipt(_) => Kind::Receipt,
            Self::Refund(_) => Kind::Refund,
            Self::JournalEntry(_) => Kind::JournalEntry,
        }
    }

    /// The reference it is looked up by; of a customer, the customer id.
    pub fn reference(&self) -> &str {
        match self {
            Self::Customer(customer) => customer.id.as_str(),
            Self::Invoice(invoice) => invoice.reference().as_str(),
            Self::CreditMemo(memo) => memo.reference().as_str(),
            Self::Receipt(receipt) => receipt.reference().as_str(),
            Self::Refund(refund) => refund.reference().as_str(),
            Self::JournalEntry(entry) => entry.reference().as_str(),
        }
    }

    /// The customer it belongs to; journal entries have none.
    pub fn customer(&self) -> Option<&CustomerId> {
        match self {
            Self::Customer(customer) => Some(&customer.id),
            Self::Invoice(invoice) => Some(invoice.customer()),
            Self::CreditMemo(memo) => Some(memo.customer()),
            Self::Receipt(receipt) => Some(receipt.customer()),
            Self::Refund(refund) => Some(refund.customer()),
            Self::JournalEntry(_) => None,
        }
    }

    /// The day it is booked on; customers have none.
    pub fn date(&self) -> Option<NaiveDate> {
        match self {
            Self::Customer(_) => None,
            Self::Invoice(invoice) => Some(invoice.date()),
            Self::CreditMemo(memo) => Some(memo.date()),
            Self::Receipt(receipt) => Some(receipt.date()),
            Self::Refund(refund) => Some(refund.date()),
            Self::JournalEntry(entry) => Some(entry.date()),
        }
    }

    /// Its amount: the total, the sum applied, or the sum of the debits. Customers have none.
    pub fn amount(&self) -> Option<Money> {
        match self {
            Self::Customer(_) => None,
            Self::Invoice(invoice) => Some(invoice.total()),
            Self::CreditMemo(memo) => Some(memo.total()),
            Self::Receipt(receipt) => Some(receipt.amount()),
            Self::Refund(refund) => Some(refund.amount()),
            Self::JournalEntry(entry) => Some(entry.total()),
        }
    }

    /// Where an entry of the books differs from this document; empty when the entry is this document.
    ///
    /// Compares kind, reference, customer (both without regard to case, as Sage does), date and amount; of a
    /// customer, kind and id only. What the books do not say counts as different, and so does a voided entry:
    /// it no longer moves what the document moves.
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
        if self.kind() == Kind::Customer {
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
        if found.voided {
            differ("status", "posted".to_owned(), Some("voided".to_owned()));
        }
        differences
    }
}

fn priced(amount: Money) -> String {
    format!("{amount} {}", amount.currency())
}

/// Whether two references are the same to Sage, which ignores case and blanks at the edges.
pub(crate) fn same_reference(ours: &str, theirs: &str) -> bool {
    let folded = |text: &str| text.trim().chars().flat_map(char::to_lowercase).collect::<String>();
    ours == theirs || folded(ours) == folded(theirs)
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

into_document!(Customer, Invoice, CreditMemo, Receipt, Refund, JournalEntry);

#[cfg(test)]
pub(super) mod tests;
