//! Invoices that PayTrace mails or links to, and that the customer pays on PayTrace's own page.

mod create;

pub use create::{CreateInvoice, InvoiceCreated, InvoiceKind};
