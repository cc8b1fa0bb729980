//! The calls of the v3 dialect ("Trace API", North's B2B API), one file each.
//!
//! v3 names customers by PayTrace's number where v1 names them by the merchant's own id (here the label), and most
//! calls need the merchant's number: give it to the client once, with `ClientBuilder::with_merchant_id`.
//!
//! # What is refused
//! A value over a documented limit is refused here, before it is sent ([`ErrorKind::Invalid`](crate::ErrorKind::Invalid)).
//! What PayTrace refuses comes with status 422 and the path of each field, such as `body/amount`
//! ([`Error::codes`](crate::Error::codes)). Answers of other statuses are documented nowhere; they are told apart by the
//! status: 401 the token, 403 a permission, 404 an id that PayTrace does not know, 429 too many requests. A decline is no
//! error: it comes with status 200 and is an answer, such as [`SaleAnswer::Declined`](crate::SaleAnswer::Declined).
//!
//! Source: North's B2B API specification 3.1, "Error Response" of each page, and a published integration; read 2026-11.

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
