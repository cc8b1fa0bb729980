//! Settlement batches: what the gateway paid out together.

mod export;
mod export_one;
mod transaction_list;

pub use export::{Batch, BatchesByDate};
pub use export_one::{BatchByNumber, BatchDetails, BrandTotals, CardBrand};
pub use transaction_list::BatchTransactions;
