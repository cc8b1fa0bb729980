//! Sales: money taken now.

mod by_customer;
#[cfg(feature = "raw-card-data")]
mod keyed;

pub use by_customer::SaleByCustomer;
#[cfg(feature = "raw-card-data")]
pub use keyed::SaleKeyed;

use super::answer::{Answer, Approval, Decline};
use crate::{Error, RawReply};

/// The answer to a sale or an authorization.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SaleAnswer {
    /// The bank said yes (code 101).
    Approved(Approval),
    /// The bank said no (code 102).
    Declined(Decline),
    /// The bank said yes, and PayTrace took it back at once (code 103): the merchant's settings want a security
    /// code or an address that matches. No money moves.
    AutoVoided(Decline),
}

impl SaleAnswer {
    /// The approval, when there is one.
    pub fn approval(&self) -> Option<&Approval> {
        match self {
            Self::Approved(approval) => Some(approval),
            Self::Declined(_) | Self::AutoVoided(_) => None,
        }
    }

    pub(crate) fn read(raw: &RawReply) -> Result<Self, Error> {
        let answer = Answer::read(raw)?;
        match (answer.success, answer.code) {
            (true, 101) => answer.into_approval().map(Self::Approved),
            (_, 102) => Ok(Self::Declined(answer.into_decline())),
            (_, 103) => Ok(Self::AutoVoided(answer.into_decline())),
            _ => Err(answer.unexpected()),
        }
    }
}
