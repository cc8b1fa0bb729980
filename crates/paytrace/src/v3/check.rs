//! Checks (ACH): money taken from bank accounts, for merchants on PayTrace's own "Trace ACH" processor.
//!
//! The one part of PayTrace with an idempotency key. Checks have ids of their own (UUIDs) and never show up in the
//! exports of card transactions.

mod by_key;
mod list;
mod payment;
mod read;
mod record;
mod status;
mod text;

pub use by_key::{ChecksOfKey, ReadCheckByKey};
pub use list::{CheckDate, ListChecks};
pub use payment::{CheckAccepted, CheckDeclined, CheckPayment, CheckPaymentAnswer, EntryClass};
pub use read::ReadCheck;
pub use record::CheckRecord;
pub use status::CheckStatus;
pub use text::{CheckId, DepositId, IdempotencyKey};
