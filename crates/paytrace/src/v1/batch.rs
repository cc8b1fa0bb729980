//! Settlement batches: what the gateway paid out together.

mod export;
mod transaction_list;

pub use export::{Batch, BatchesByDate};
pub use transaction_list::BatchTransactions;
