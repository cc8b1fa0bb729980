//! `DELETE /v3/recurrence`, with a body.

use serde_json::json;

use super::create::code_and_id;
use crate::v3::answer::{Answer, unexpected};
use crate::{Effect, Endpoint, Error, Method, Operation, Outgoing, RawReply, RecurrenceId};

/// Ends a recurrence: no payment follows.
///
/// It is a `DELETE` whose id stands in its body, which some proxies drop: PayTrace then refuses it.
///
/// # Refused with
/// A field that PayTrace does not take, by its path ([`v3`](crate::v3#what-is-refused)).
///
/// # If the answer is lost
/// Send it again: a recurrence that is gone is refused, and nothing else is touched.
///
/// # Source
/// North's B2B API specification 3.1, page `RecurringPayment`, read 2026-11.
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
        match code_and_id(Answer::read(raw)?.data)? {
            (Some(152) | None, Ok(id)) if id.is_none_or(|id| id == self.id) => Ok(RecurrenceDeleted),
            (Some(152) | None, Err(error)) => Err(error),
            (code, _) => Err(unexpected(code)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ErrorKind, Outcome};

    #[test]
    fn a_plan_is_believed_to_be_deleted_only_by_an_answer_that_says_so() {
        let read = |data: &str| {
            let body = format!(r#"{{"status":"success","status_code":200{data}}}"#);
            let reply = DeleteRecurrence::new(RecurrenceId::new(7).expect("positive"))
                .reply(&RawReply::new(200, body));
            reply.map(|_| ()).map_err(|error| (error.kind(), error.outcome()))
        };
        let done = ["", r#","data":null"#, r#","data":{"response_code":152,"recurrence":{"id":7}}"#];
        for data in done {
            assert_eq!(read(data), Ok(()), "{data}");
        }
        let damaged = [
            r#"{"response_code":152,"response_code":150}"#,
            r#"{"response_code":1e400}"#,
            r#"{"response_code":true}"#,
            r#"{"response_code":150}"#,
            r#"{"response_code":152,"recurrence":{"id":8}}"#,
            r#"{"response_code":152,"recurrence":{"id":1e400}}"#,
            r#"{"response_code":152,"recurrence":7}"#,
            "true",
            "7",
            r#""ok""#,
            "[]",
        ];
        for data in damaged {
            let doubt = Err((ErrorKind::Unreadable, Outcome::Unknown));
            assert_eq!(read(&format!(r#","data":{data}"#)), doubt, "{data}");
        }
    }
}
