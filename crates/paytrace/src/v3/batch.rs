//! Settlement batches: what the gateway paid out together.

mod export;
mod export_one;
mod transaction_list;

pub use export::BatchesByDate;
pub use export_one::BatchByNumber;
pub use transaction_list::BatchTransactions;

pub use crate::v1::batch::Batch;
