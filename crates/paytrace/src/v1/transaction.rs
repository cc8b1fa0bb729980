//! What can be done with transactions once they are made: before they settle, settling them, and what is attached.

mod adjust_amount;
mod attach_signature;
mod email_receipt;
mod settle;
mod void;

pub use adjust_amount::{AdjustAmount, AmountAdjusted};
pub use attach_signature::{AttachSignature, ImageType, SignatureAttached};
pub use email_receipt::{EmailReceipt, ReceiptMailed};
pub use settle::{Settle, Settlement};
pub use void::Void;
