//! Recurrences: payments that PayTrace makes by itself on a schedule, on what the vault keeps of a customer.
//!
//! PayTrace tells nobody that a payment was made or declined: read the transactions of the days they are due, and a
//! few days more.
//!
//! Source: PayTrace's older interface (its Ruby library), whose fields v1 has in an object `recurrence`; a public
//! integration's calls of create, delete and `export_approved`; North B2B API specification, page `RecurringPayment`;
//! read 2026-11. PayTrace does not document v1's answers where they can be read: the names of fields in records are
//! the older interface's and v3's, and all of them may be missing.

mod create;
mod delete;
mod export_approved;
mod export_scheduled;
mod record;
mod update;

pub use create::{CreateRecurrence, RecurrenceCreated};
pub use delete::{DeleteRecurrence, RecurrenceDeleted};
pub use export_approved::ExportApprovedRecurrence;
pub use export_scheduled::ExportScheduledRecurrences;
pub use record::{ApprovedRecurrence, ScheduledRecurrence};
pub use update::{RecurrenceUpdated, UpdateRecurrence};
