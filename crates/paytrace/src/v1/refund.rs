//! Refunds: money given back, of a sale or without one.

mod for_transaction;
mod keyed;
mod swiped;
mod to_customer;

pub use for_transaction::RefundForTransaction;
pub use keyed::RefundKeyed;
pub use swiped::RefundSwiped;
pub use to_customer::RefundToCustomer;
