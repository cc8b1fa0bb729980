//! The calls of the v1 API, one file each.
//!
//! Each call is a value that implements [`Operation`](crate::Operation), or [`Export`](crate::Export) when it
//! answers with rows, and is sent by the client.
//!
//! # What is refused
//! A value over a documented limit is refused here, before it is sent ([`ErrorKind::Invalid`](crate::ErrorKind::Invalid)).
//! What PayTrace refuses comes with numbers ([`Error::codes`](crate::Error::codes)). Each call names those that are known
//! for it; every call can be refused with `981` (the API user lacks the permission) and `998` (the log-in failed). The
//! numbers stay open: PayTrace publishes no full list that can be read without an account. A decline is no error: it is
//! an answer, such as [`SaleAnswer::Declined`](crate::SaleAnswer::Declined).
//!
//! Source: answers recorded against PayTrace's sandbox; `998` a published integration of the older interface; read 2026-11.

pub(crate) mod answer;
mod details;
mod tax;

pub mod authorization;
pub mod batch;
pub mod check;
pub mod customer;
pub mod export;
pub mod level_three;
pub mod payment_fields;
pub mod ping;
pub mod recurrence;
pub mod refund;
pub mod sale;
pub mod transaction;
