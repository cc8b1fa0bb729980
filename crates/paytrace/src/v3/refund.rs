//! Refunds: money goes back to the card.

mod for_transactions;
mod keyed;

pub use for_transactions::Refunds;
pub use keyed::RefundKeyed;
