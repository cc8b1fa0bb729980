//! Transactions that were made: their real-time records, taking them back, and many new ones at once.

mod on_file;
mod open;
mod record;
mod void;

pub use on_file::{OnFile, OnFileAnswer, TransactionsOnFile};
pub use open::{Capturable, Voidable};
pub use record::{ReadRecord, Record};
pub use void::Voids;
