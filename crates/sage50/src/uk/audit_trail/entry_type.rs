//! The types of the audit trail.

use std::fmt;
use std::str::FromStr;

macro_rules! entry_types {
    ($($(#[$meta:meta])* $name:ident = $word:literal;)*) => {
        /// The type of a row, which gives its amounts their sign.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum EntryType {
            $($(#[$meta])* $name,)*
        }

        impl EntryType {
            /// Every type, importable or not.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Sage's two letters.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)*
                }
            }
        }
    };
}

entry_types! {
    /// Invoice to a customer.
    SalesInvoice = "SI";
    /// Credit to a customer.
    SalesCredit = "SC";
    /// Receipt of a customer on account.
    SalesReceiptOnAccount = "SA";
    /// Receipt of a customer, allocated; not importable.
    SalesReceipt = "SR";
    /// Discount to a customer; not importable.
    SalesDiscount = "SD";
    /// Invoice of a supplier.
    PurchaseInvoice = "PI";
    /// Credit of a supplier.
    PurchaseCredit = "PC";
    /// Payment to a supplier on account.
    PurchasePaymentOnAccount = "PA";
    /// Payment to a supplier, allocated; not importable.
    PurchasePayment = "PP";
    /// Discount of a supplier; not importable.
    PurchaseDiscount = "PD";
    /// Payment from the bank.
    BankPayment = "BP";
    /// Receipt into the bank.
    BankReceipt = "BR";
    /// Payment by card.
    CardPayment = "VP";
    /// Receipt on a card account.
    CardReceipt = "VR";
    /// Payment in cash.
    CashPayment = "CP";
    /// Receipt in cash.
    CashReceipt = "CR";
    /// Debit of a journal entry.
    JournalDebit = "JD";
    /// Credit of a journal entry.
    JournalCredit = "JC";
}

impl EntryType {
    /// Why Sage's import refuses this type, and what to do instead; `None` when it takes it.
    pub const fn import_refusal(self) -> Option<&'static str> {
        Some(match self {
            Self::SalesReceipt => "import it as SA and allocate it in Sage (Customers, Allocate)",
            Self::PurchasePayment => "import it as PA and allocate it in Sage (Suppliers, Allocate)",
            Self::SalesDiscount => "import it as SC and allocate it in Sage (Customers, Allocate)",
            Self::PurchaseDiscount => "import it as PC and allocate it in Sage (Suppliers, Allocate)",
            _ => return None,
        })
    }
}

impl fmt::Display for EntryType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A text that is no type of the audit trail.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no type of the audit trail")]
pub struct UnknownEntryType(Box<str>);

/// Reads Sage's two letters, of either case.
impl FromStr for EntryType {
    type Err = UnknownEntryType;

    fn from_str(text: &str) -> Result<Self, UnknownEntryType> {
        let known = Self::ALL.iter().find(|kind| kind.as_str().eq_ignore_ascii_case(text));
        known.copied().ok_or_else(|| UnknownEntryType(text.into()))
    }
}
