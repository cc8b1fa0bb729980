//! The client against scripted answers, and its wire against a real HTTP server.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "test code")]

mod by_day;
mod export;
mod hostile;
mod lookup;
mod money;
mod operations;
mod recorder;
mod script;
mod token;
mod v1_charge;
mod v1_check;
mod v1_customer;
mod v1_level_three;
mod v1_recurrence;
mod v1_transaction;
mod v3_account;
mod v3_card;
mod v3_check;
mod v3_vault;
#[cfg(feature = "http")]
mod wire;
