//! The calls of the v3 dialect ("Trace API", North's B2B API), one file each.
//!
//! v3 names customers by PayTrace's number where v1 names them by the merchant's own id (here the label), and most
//! calls need the merchant's number: give it to the client once, with `ClientBuilder::with_merchant_id`.

pub(crate) mod answer;
mod details;
mod fields;
mod items;
mod page;
mod verdict;

pub mod authorization;
pub mod batch;
pub mod check;
pub mod customer;
pub mod deposit;
pub mod encryption;
pub mod export;
pub mod invoice;
pub mod payment_fields;
pub mod recurrence;
pub mod refund;
pub mod sale;
pub mod transaction;
pub mod user;

pub use items::ItemResult;
pub use page::Page;
