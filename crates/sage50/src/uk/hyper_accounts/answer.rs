//! Answers: the envelope, and what a refusal means.

use serde::Deserialize;
use serde_json::Value;

use crate::error::{Detail, Error, ErrorKind, Outcome, SageDetail};
use crate::rest::{Reply, json, refusal, scalar};

/// The envelope of every answer; a refusal at the door of the API has the message alone.
#[derive(Debug, Default, Deserialize)]
struct Envelope {
    success: Option<Value>,
    code: Option<Value>,
    #[serde(default)]
    response: Value,
    results: Option<Vec<Value>>,
    #[serde(alias = "Message")]
    message: Option<Value>,
}

/// What a successful answer holds.
#[derive(Debug)]
pub(super) struct Answer {
    /// The `response`, `null` when there is none.
    pub(super) response: Value,
    /// The `results` of a search or list.
    pub(super) results: Option<Vec<Value>>,
}

/// Whether a call may change the books.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    Reads,
    Writes,
}

impl Effect {
    pub(super) fn if_sent(self) -> Outcome {
        match self {
            Self::Reads => Outcome::Nothing,
            Self::Writes => Outcome::Unknown,
        }
    }
}

/// Reads an answer: a success is status 200, `success` true and a code of 200 (or none).
pub(super) fn read(reply: &Reply, effect: Effect) -> Result<Answer, Error> {
    let envelope: Option<Envelope> = json::read(&reply.body).ok();
    if reply.status == 200
        && let Some(envelope) = &envelope
        && envelope.success == Some(Value::Bool(true))
        && code(envelope).is_none_or(|code| code == 200)
    {
        let Envelope { response, results, .. } = envelope;
        return Ok(Answer { response: response.clone(), results: results.clone() });
    }
    Err(refused(reply, &envelope.unwrap_or_default(), effect))
}

fn code(envelope: &Envelope) -> Option<u64> {
    scalar::count(envelope.code.as_ref())
}

/// A 4xx of HTTP or of the envelope says that nothing was done; anything else leaves doubt about a write.
fn refused(reply: &Reply, envelope: &Envelope, effect: Effect) -> Error {
    let code = code(envelope).and_then(|code| u16::try_from(code).ok());
    // Errors come with status 200 and their code in the envelope unless the caller asked for them otherwise.
    let status =
        if reply.status == 200 { code.filter(|code| *code != 200).unwrap_or(200) } else { reply.status };
    let message = scalar::text(envelope.message.as_ref()).unwrap_or_default();
    let busy = message.to_lowercase().contains("process is already running");
    let refused = busy || ((400..500).contains(&status) && !matches!(status, 408 | 499));
    let outcome = if refused { Outcome::Nothing } else { effect.if_sent() };
    let sage = if refused { of_message(&message) } else { None };
    let kind = match status {
        _ if busy => ErrorKind::RateLimited,
        401 | 403 => ErrorKind::Auth,
        429 => ErrorKind::RateLimited,
        408 | 499 | 500..600 => ErrorKind::Unavailable,
        400..500 => sage.map_or(by_status(status), SageDetail::kind),
        _ => ErrorKind::Unreadable,
    };
    let mut error = Error::new(kind, outcome).with_status(reply.status);
    error = error.with_retry_after(refusal::retry_after(reply));
    if let Some(sage) = sage.filter(|sage| sage.kind() == kind) {
        error = error.with_sage(sage);
    }
    if busy {
        error = error.with_sage(SageDetail::CallRate).with_problem("a call of this sort is running already");
    } else if kind == ErrorKind::Unreadable {
        error = error.with_problem("it is no envelope that says success or names a refusal");
    }
    if message.is_empty() {
        return error;
    }
    let code = code.map(|code| code.to_string().into());
    error.with_details(vec![Detail { code, message: refusal::clean(&message), field: None }])
}

fn by_status(status: u16) -> ErrorKind {
    match status {
        404 => ErrorKind::NotFound,
        409 => ErrorKind::Conflict,
        423 => ErrorKind::Locked,
        _ => ErrorKind::Invalid,
    }
}

/// The reason that Sage's words give away; the API has no codes for them.
fn of_message(message: &str) -> Option<SageDetail> {
    let message = message.to_lowercase();
    let says = |words: &[&str]| words.iter().all(|word| message.contains(word));
    Some(match () {
        () if says(&["already exists"]) => SageDetail::Duplicate,
        () if says(&["lock date"]) => SageDetail::ClosedPeriod,
        () if says(&["on hold"]) => SageDetail::CreditHold,
        () if says(&["in use"]) => SageDetail::RecordInUse,
        () if says(&["nominal", "not exist"]) || says(&["nominal", "not found"]) => {
            SageDetail::UnknownAccount
        }
        () if says(&["customer", "not exist"]) || says(&["customer", "not found"]) => {
            SageDetail::UnknownCustomer
        }
        () if says(&["account", "not exist"]) || says(&["account", "not found"]) => {
            SageDetail::UnknownCustomer
        }
        () => return None,
    })
}

/// An answer of success that cannot be used.
pub(super) fn unusable(problem: &'static str, effect: Effect) -> Error {
    Error::new(ErrorKind::Unreadable, effect.if_sent()).with_problem(problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(status: u16, body: &str, effect: Effect) -> (ErrorKind, Outcome, Option<SageDetail>) {
        let error = read(&Reply::new(status, body.to_owned()), effect).unwrap_err();
        (error.kind(), error.outcome(), error.sage())
    }

    #[test]
    fn only_a_whole_envelope_of_success_is_one() {
        let good = r#"{"success":true,"code":200,"response":687,"message":null}"#;
        let answer = read(&Reply::new(200, good), Effect::Writes).unwrap();
        assert_eq!((answer.response, answer.results), (687.into(), None));
        let doubt = (ErrorKind::Unreadable, Outcome::Unknown, Some(SageDetail::UnknownOutcome));
        for (status, body) in [
            (200, ""),
            (200, "687"),
            (200, r#"{"success":"true","code":200}"#),
            (200, r#"{"success":false,"code":200,"message":"no"}"#),
            (200, r#"{"code":200,"response":687}"#),
            (201, good),
            (302, good),
        ] {
            assert_eq!(error(status, body, Effect::Writes), doubt, "{status} {body}");
            assert_eq!(error(status, body, Effect::Reads).1, Outcome::Nothing);
        }
    }

    #[test]
    fn a_refusal_is_sorted_by_code_and_words() {
        use ErrorKind as Kind;
        let running = r#"{"Message":"A Post Transaction process is already running."}"#;
        let code =
            |code: u16, words: &str| format!(r#"{{"success":false,"code":{code},"message":"{words}"}}"#);
        let (nothing, doubt) = (Outcome::Nothing, Some(SageDetail::UnknownOutcome));
        let cases = [
            (409, running.to_owned(), Kind::RateLimited, nothing, Some(SageDetail::CallRate)),
            (200, running.to_owned(), Kind::RateLimited, nothing, Some(SageDetail::CallRate)),
            (403, String::new(), Kind::Auth, nothing, None),
            (200, code(400, "bad"), Kind::Invalid, nothing, None),
            (200, code(400, "Account already exists"), Kind::Duplicate, nothing, Some(SageDetail::Duplicate)),
            (
                200,
                code(400, "Customer X does not exist"),
                Kind::NotFound,
                nothing,
                Some(SageDetail::UnknownCustomer),
            ),
            (
                400,
                code(400, "Nominal 9 not found"),
                Kind::NotFound,
                nothing,
                Some(SageDetail::UnknownAccount),
            ),
            (
                200,
                code(400, "Date is before Lock Date"),
                Kind::ClosedPeriod,
                nothing,
                Some(SageDetail::ClosedPeriod),
            ),
            (423, code(423, "Record in use"), Kind::Locked, nothing, Some(SageDetail::RecordInUse)),
            (404, String::new(), Kind::NotFound, nothing, Some(SageDetail::NotFound)),
            (200, code(500, "already exists"), Kind::Unavailable, Outcome::Unknown, doubt),
            (500, String::new(), Kind::Unavailable, Outcome::Unknown, doubt),
            (408, String::new(), Kind::Unavailable, Outcome::Unknown, doubt),
        ];
        for (status, body, kind, outcome, sage) in cases {
            assert_eq!(error(status, &body, Effect::Writes), (kind, outcome, sage), "{status} {body}");
        }
    }
}
