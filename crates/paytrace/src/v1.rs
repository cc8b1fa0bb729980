//! The calls of the v1 API, one file each.
//!
//! Each call is a value that implements [`Operation`](crate::Operation), or [`Export`](crate::Export) when it
//! answers with rows, and is sent by the client.

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
