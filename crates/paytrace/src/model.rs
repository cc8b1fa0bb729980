//! What the gateway's records and answers say, as types: always compiled, no network.

mod address;
mod answer;
mod bad_record;
mod bad_row;
mod card;
mod id;
mod merchant;
mod number;
mod recurrence;
mod status;
mod text;
mod transaction;
mod transaction_type;
mod verdict;

pub use address::Address;
pub use answer::{CaptureAnswer, RefundAnswer, SaleAnswer, VoidAnswer};
pub use bad_record::BadRecord;
pub use bad_row::BadRow;
pub use card::MaskedCard;
pub(crate) use card::is_masked;
pub use id::{IdError, TransactionId};
pub use merchant::MerchantId;
pub use number::{CheckTransactionId, CustomerNumber, RecurrenceId};
pub use recurrence::{Frequency, PaymentCount, RecurringCharge};
pub use status::Status;
pub(crate) use text::visible;
pub use text::{CustomerId, CustomerReferenceId, Description, Email, InvoiceId};
pub use transaction::Transaction;
pub use transaction_type::TransactionType;
pub use verdict::{Approval, Decline};
