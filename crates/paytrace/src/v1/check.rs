//! Checks (ACH): money taken from and given to bank accounts.
//!
//! Checks have a number space of their own, [`CheckTransactionId`], and the exports of card transactions do not show
//! them. That a check was processed means that it was accepted, not that the money came: banks return checks days
//! later, and v1 documents no call that tells. v3's check records do.
//!
//! Source: answers recorded against PayTrace's sandbox; PayTrace help, "data definitions"; read 2026-11.

mod answer;
mod details;
mod fund;
mod hold;
mod hold_by_account;
mod hold_by_customer;
mod refund_by_account;
mod refund_by_customer;
mod refund_by_transaction;
mod sale_by_account;
mod sale_by_customer;
mod void;

pub use answer::{CheckAccepted, CheckAnswer, CheckManageAnswer, CheckNotProcessed, CheckRefundAnswer};
pub use fund::CheckFund;
pub use hold::CheckHold;
pub use hold_by_account::CheckHoldByAccount;
pub use hold_by_customer::CheckHoldByCustomer;
pub use refund_by_account::CheckRefundByAccount;
pub use refund_by_customer::CheckRefundByCustomer;
pub use refund_by_transaction::CheckRefundByTransaction;
pub use sale_by_account::CheckSaleByAccount;
pub use sale_by_customer::CheckSaleByCustomer;
pub use void::CheckVoid;

#[cfg(doc)]
use crate::CheckTransactionId;
