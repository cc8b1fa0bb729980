//! What can be done with transactions before they settle, and settling them.

mod settle;
mod void;

pub use settle::{Settle, Settlement};
pub use void::Void;
