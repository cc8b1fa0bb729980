//! `DELETE /v3/recurrence`, with a body.
//!
//! Source: North's B2B API specification 3.1, page `RecurringPayment`, read 2026-11.

use serde_json::json;

use super::create::code_and_id;
use crate::v3::answer::{Answer, unexpected};
use crate::{Effect, Endpoint, Error, Method, Operation, Outgoing, RawReply, RecurrenceId};

/// Ends a recurrence: no payment follows.
///
/// It is a `DELETE` whose id stands in its body, which some proxies drop: PayTrace then refuses it.
///
/// # If the answer is lost
/// Send it again: a recurrence that is gone is refused, and nothing else is touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct DeleteRecurrence {
    id: RecurrenceId,
}

/// The recurrence is deleted (code 152).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RecurrenceDeleted;

impl DeleteRecurrence {
    /// Ends the recurrence with this number.
    pub fn new(id: RecurrenceId) -> Self {
        Self { id }
    }
}

impl Operation for DeleteRecurrence {
    type Reply = RecurrenceDeleted;
    const NAME: &'static str = "recurrence.delete";
    const ENDPOINT: Endpoint = Endpoint::v3(Method::Delete, "/v3/recurrence");
    const EFFECT: Effect = Effect::Repeatable;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        Ok(Outgoing::to(Self::ENDPOINT).with("recurrence", json!({"id": self.id.get()})))
    }

    fn reply(&self, raw: &RawReply) -> Result<RecurrenceDeleted, Error> {
        match code_and_id(Answer::read(raw)?.data) {
            (Some(152) | None, id) if id.is_none_or(|id| id == self.id) => Ok(RecurrenceDeleted),
            (code, _) => Err(unexpected(code)),
        }
    }
}
