//! What is posted to Sage 50 and what is found there: checked texts, documents, and their comparison.
//!
//! The limits are those of Sage 50 US (field pages of the import and export help, 2017 to 2021). A text that does
//! not fit is refused with its length and the limit: nothing is ever cut silently, because a cut reference is a
//! reference that no later look-up finds.

mod account;
mod amounts_due;
mod applied;
mod booking;
mod card_details;
mod chargeback;
mod credit_memo;
mod custom_fields;
mod customer;
mod customer_id;
mod deposit_ticket;
mod document;
mod document_error;
mod edition;
mod field;
mod found;
mod head;
mod invoice;
mod journal_entry;
mod kind;
mod open_periods;
mod product;
mod quantity;
mod receipt;
mod refund;
mod sales_line;
mod sales_order;
mod stock_adjustment;
mod tax_type;
mod terms;

/// Strategies for tests of the model and of the codecs.
#[cfg(test)]
pub(crate) mod sample;

pub use account::{Account, AccountType};
pub use amounts_due::AmountsDue;
pub use applied::Applied;
#[cfg(feature = "client")]
pub(crate) use booking::Shares;
pub use booking::{Booking, Part, Share};
pub use card_details::CardDetails;
pub use chargeback::Chargeback;
pub use credit_memo::{CreditMemo, CreditMemoDetails};
pub use custom_fields::CustomFields;
pub use customer::{Address, Contact, Customer, CustomerDetails};
pub use customer_id::CustomerId;
pub use deposit_ticket::DepositTicket;
#[cfg(feature = "client")]
pub(crate) use document::same_reference;
pub use document::{Difference, Document};
pub use document_error::DocumentError;
pub use edition::{Edition, Limits, Problem};
pub use field::{
    AccountNumber, AddressLine, AdjustmentReason, AuthorizationCode, City, CompanyName, ContactTitle,
    Country, CustomFieldLabel, CustomFieldText, CustomerName, CustomerType, DepositTicketId, Description,
    Email, FirstName, GlAccount, ItemDescription, ItemId, LastFour, LastName, OrderNumber, PaymentMethod,
    Phone, PurchaseOrderNumber, Reference, SalesTaxId, ShipVia, State, TaxAgencyId, TermsText, WebSite, Zip,
};
pub use found::{Found, StockChange};
pub use head::{PaymentHead, SaleHead, Tender};
pub use invoice::{DiscountTerms, Invoice, InvoiceDetails};
pub use journal_entry::{JournalEntry, JournalLine, Side};
pub use kind::{Kind, UnknownKind};
pub use open_periods::{ClosedMonth, OpenPeriods};
pub use product::{ItemAccounts, ItemClass, Product};
pub use quantity::{NumberError, Percent, Price, Quantity, StockLevel, UnitPrice};
pub use receipt::{Receipt, ReceiptLine};
pub use refund::Refund;
pub use sales_line::{Goods, InvoiceLine, LineContent};
pub use sales_order::{SalesOrder, SalesOrderDetails};
pub use stock_adjustment::{Direction, StockAdjustment};
pub use tax_type::{TaxType, UnknownTaxType};
pub use terms::{EarlyPayment, Terms};
