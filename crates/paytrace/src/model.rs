//! What the gateway's records say, as types: always compiled, no network.

mod address;
mod bad_row;
mod card;
mod id;
mod status;
mod transaction;
mod transaction_type;

pub use address::Address;
pub use bad_row::BadRow;
pub use card::MaskedCard;
pub(crate) use card::is_masked;
pub use id::{IdError, TransactionId};
pub use status::Status;
pub use transaction::Transaction;
pub use transaction_type::TransactionType;
mod text;
pub use text::{CustomerId, CustomerReferenceId, Description, Email, InvoiceId};
