//! `POST /v1/recurrence/export_approved`.

use super::record::{self, ApprovedRecurrence};
use crate::{BadRecord, CustomerId, Effect, Endpoint, Error, Operation, Outgoing, RawReply};

/// Reads the latest approved payment that recurrences made of a customer.
///
/// Empty when there is none; PayTrace can also refuse a customer without one, with a code that is not documented.
/// The list has one entry, as far as anybody saw.
///
/// # Refused with
/// No code of its own is documented; besides, what every call can be refused with ([`v1`](crate::v1#what-is-refused)).
///
/// # If the answer is lost
/// Nothing has changed: ask again.
///
/// # Source
/// A public integration; PayTrace's gem for its older interface; read 2026-11.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ExportApprovedRecurrence {
    customer_id: CustomerId,
}

impl ExportApprovedRecurrence {
    /// Reads about one customer.
    pub fn new(customer_id: CustomerId) -> Self {
        Self { customer_id }
    }
}

impl Operation for ExportApprovedRecurrence {
    type Reply = Vec<Result<ApprovedRecurrence, BadRecord>>;
    const NAME: &'static str = "recurrence.export_approved";
    const ENDPOINT: Endpoint = Endpoint::v1("/v1/recurrence/export_approved");
    const EFFECT: Effect = Effect::Read;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        Ok(Outgoing::to(Self::ENDPOINT).with("customer_id", self.customer_id.as_str()))
    }

    fn reply(&self, raw: &RawReply) -> Result<Self::Reply, Error> {
        record::approved(raw)
    }
}
