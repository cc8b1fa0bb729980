//! `POST /v1/recurrence/export_scheduled`.

use serde_json::json;

use super::record::{self, ScheduledRecurrence};
use crate::{BadRecord, CustomerId, Effect, Endpoint, Error, Operation, Outgoing, RawReply, RecurrenceId};

/// Lists recurrences that still have payments to make. One that cannot be read spoils no other.
///
/// # Refused with
/// No code of its own is documented; besides, what every call can be refused with ([`v1`](crate::v1#what-is-refused)).
///
/// # If the answer is lost
/// Nothing has changed: ask again.
///
/// # Source
/// PayTrace's gem for its older interface, read 2026-11. No answer of v1 confirms the path.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ExportScheduledRecurrences {
    what: What,
}

#[derive(Debug, Clone, PartialEq)]
enum What {
    One(RecurrenceId),
    AllOf(CustomerId),
}

impl ExportScheduledRecurrences {
    /// Lists the one with this number.
    pub fn by_id(recurrence_id: RecurrenceId) -> Self {
        Self { what: What::One(recurrence_id) }
    }

    /// Lists those of a customer.
    pub fn by_customer(customer_id: CustomerId) -> Self {
        Self { what: What::AllOf(customer_id) }
    }
}

impl Operation for ExportScheduledRecurrences {
    type Reply = Vec<Result<ScheduledRecurrence, BadRecord>>;
    const NAME: &'static str = "recurrence.export_scheduled";
    const ENDPOINT: Endpoint = Endpoint::v1("/v1/recurrence/export_scheduled");
    const EFFECT: Effect = Effect::Read;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        let outgoing = Outgoing::to(Self::ENDPOINT);
        Ok(match &self.what {
            What::One(id) => outgoing.with("recurrence", json!({ "id": id.get() })),
            What::AllOf(customer_id) => outgoing.with("customer_id", customer_id.as_str()),
        })
    }

    fn reply(&self, raw: &RawReply) -> Result<Self::Reply, Error> {
        record::scheduled(raw)
    }
}
