//! Deposits: what the ACH processor paid out together.

mod search;
mod transactions;

pub use super::check::DepositId;
pub use search::{Deposit, SearchDeposits};
pub use transactions::DepositTransactions;
