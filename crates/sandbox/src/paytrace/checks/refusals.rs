//! Refusals of check operations; numbers from 9001 up are the simulator's own.

use crate::paytrace::refusal::Refusal;

impl Refusal {
    pub(in crate::paytrace) fn checking_account() -> Self {
        Self::new(45, "Please provide a valid Checking Account Number.")
    }

    pub(in crate::paytrace) fn routing_number() -> Self {
        Self::new(46, "Please provide a valid Transit Routing Number.")
    }

    /// The middle of the recorded text is not known; client code must not depend on it.
    pub(in crate::paytrace) fn check_id() -> Self {
        Self::new(80, "Check ID not found; it may already be voided or settled.")
    }
}
