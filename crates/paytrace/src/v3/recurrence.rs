//! Recurring payments of customers in the vault.

mod create;
mod delete;

pub use create::{CreateRecurrence, RecurrenceCreated};
pub use delete::{DeleteRecurrence, RecurrenceDeleted};
