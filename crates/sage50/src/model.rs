//! What is posted to Sage 50 and what is found there: checked texts, documents, and their comparison.
//!
//! The limits are those of Sage 50 US (field pages of the import and export help, 2017 to 2021). A text that does
//! not fit is refused with its length and the limit: nothing is ever cut silently, because a cut reference is a
//! reference that no later look-up finds.

mod customer;
mod customer_id;
mod document;
mod document_error;
mod field;
mod found;
mod invoice;
mod journal_entry;
mod kind;
mod receipt;
mod refund;
mod sales_line;

mod credit_memo;

pub use credit_memo::CreditMemo;
pub use customer::{Address, Contact, Customer};
pub use customer_id::CustomerId;
pub(crate) use document::same_reference;
pub use document::{Difference, Document};
pub use document_error::DocumentError;
pub use field::{
    AddressLine, AuthorizationCode, City, Country, CustomerName, DepositTicketId, Description, Email,
    FirstName, GlAccount, LastFour, LastName, OrderNumber, PaymentMethod, Phone, PurchaseOrderNumber,
    Reference, State, Zip,
};
pub use found::Found;
pub use invoice::Invoice;
pub use journal_entry::{JournalEntry, JournalLine, Side};
pub use kind::{Kind, UnknownKind};
pub use receipt::{Applied, CardDetails, Receipt, Tender};
pub use refund::Refund;
pub use sales_line::InvoiceLine;

/// Strategies for tests of the codecs.
#[cfg(test)]
pub(crate) mod tests {
    pub(crate) use super::document::tests::document;
}
