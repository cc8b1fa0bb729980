//! What becomes of a request to move money. Both dialects answer in these.

use super::{Approval, Decline};
use crate::TransactionId;

/// The answer to a sale or an authorization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaleAnswer {
    /// The bank said yes (code 101).
    Approved(Approval),
    /// The bank said no (code 102).
    Declined(Decline),
    /// The bank said yes, and PayTrace took it back at once (code 103): the merchant's settings want a security
    /// code or an address that matches. No money moves.
    AutoVoided(Decline),
}

/// The answer to a capture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaptureAnswer {
    /// The money is taken with the next batch (code 112); the id is the authorization's.
    Captured(TransactionId),
    /// The processor said no (code 113).
    NotCaptured(Decline),
}

/// The answer to a refund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefundAnswer {
    /// The money goes back (code 106); the id is the refund's own.
    Refunded(Approval),
    /// The money stays (code 107, which can come with `success: true`).
    NotRefunded(Decline),
}

/// The answer to a void.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VoidAnswer {
    /// The transaction is taken back (code 109).
    Voided(TransactionId),
    /// It is not (code 110).
    NotVoided(Decline),
}

impl SaleAnswer {
    /// The approval, when there is one.
    pub fn approval(&self) -> Option<&Approval> {
        match self {
            Self::Approved(approval) => Some(approval),
            Self::Declined(_) | Self::AutoVoided(_) => None,
        }
    }
}
