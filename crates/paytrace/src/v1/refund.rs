//! Refunds: money given back.

mod for_transaction;

pub use for_transaction::RefundForTransaction;
