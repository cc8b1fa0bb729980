//! `POST /v1/recurrence/delete`.

use serde_json::json;

use super::record;
use crate::v1::answer::Answer;
use crate::{
    CustomerId, Effect, Endpoint, Error, ErrorKind, Operation, Outcome, Outgoing, RawReply, RecurrenceId,
};

/// Ends recurrences: no further payment is made.
///
/// # Refused with
/// No code of its own is documented; besides, what every call can be refused with ([`v1`](crate::v1#what-is-refused)).
///
/// # If the answer is lost
/// Delete again: what is deleted already is refused, and nothing more happens.
///
/// # Source
/// A public integration; PayTrace's gem for its older interface; read 2026-11.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct DeleteRecurrence {
    what: What,
}

#[derive(Debug, Clone, PartialEq)]
enum What {
    One(RecurrenceId),
    AllOf(CustomerId),
}

/// Recurrences were ended (code 152).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RecurrenceDeleted;

impl DeleteRecurrence {
    /// Ends one recurrence.
    pub fn new(recurrence_id: RecurrenceId) -> Self {
        Self { what: What::One(recurrence_id) }
    }

    /// Ends all recurrences of a customer.
    ///
    /// Known from PayTrace's older interface; whether v1 takes it, PayTrace does not document.
    pub fn all_of(customer_id: CustomerId) -> Self {
        Self { what: What::AllOf(customer_id) }
    }
}

impl Operation for DeleteRecurrence {
    type Reply = RecurrenceDeleted;
    const NAME: &'static str = "recurrence.delete";
    const ENDPOINT: Endpoint = Endpoint::v1("/v1/recurrence/delete");
    const EFFECT: Effect = Effect::Repeatable;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        let outgoing = Outgoing::to(Self::ENDPOINT);
        Ok(match &self.what {
            What::One(id) => outgoing.with("recurrence", json!({ "id": id.get() })),
            What::AllOf(customer_id) => outgoing.with("customer_id", customer_id.as_str()),
        })
    }

    fn reply(&self, raw: &RawReply) -> Result<RecurrenceDeleted, Error> {
        let answer = Answer::read(raw)?;
        let fits = |named| match &self.what {
            What::One(id) => *id == named,
            What::AllOf(_) => true,
        };
        match (answer.success, answer.code) {
            (true, 152) if record::named(raw).is_none_or(fits) => Ok(RecurrenceDeleted),
            (true, 152) => {
                let message = "PayTrace's answer speaks of another recurrence than the call";
                Err(Error::new(ErrorKind::Unreadable, Outcome::Unknown, message))
            }
            _ => Err(answer.unexpected()),
        }
    }
}
