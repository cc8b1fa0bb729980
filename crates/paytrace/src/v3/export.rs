//! Records of transactions from exports, which can be some time behind the real-time records.

mod by_date_range;
mod by_id;

pub use by_date_range::ByDateRange;
pub use by_id::ById;
