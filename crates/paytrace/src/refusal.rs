//! What an answer says whatever the call was: the token refused, too many requests, a server that failed.

#[cfg(feature = "client")]
use std::sync::LazyLock;

#[cfg(feature = "client")]
use memchr::memmem::Finder;
use serde_json::Value;

use crate::operation::RawReply;
use crate::wire::object::{self, Slot};
use crate::{Error, ErrorKind, Outcome};

/// Members whose value says that PayTrace worked on the call.
const MARKS: [&str; 4] = ["response_code", "transaction_id", "check_transaction_id", "approval_code"];

/// Without these words in it no good answer is a refused token. Set up once: that costs more than to look.
#[cfg(feature = "client")]
static INVALID_TOKEN: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("invalid_token"));

/// Whether an answer proves that the call was not carried out because of its token, so that any call, a sale too, may be
/// sent again.
///
/// Only PayTrace's own words prove it, and only with status 401: v1's `{"error":"invalid_token"}`, or v3's error envelope
/// with that status in it; nothing in them may speak of work that was done. A page, an empty body or another status can
/// come from something in between, after PayTrace did the work.
#[cfg(feature = "client")]
pub(crate) fn refuses_token(raw: &RawReply) -> bool {
    if raw.status != 401 || may_report_work(&raw.body) {
        return false;
    }
    let text = str::from_utf8(&raw.body).unwrap_or_default();
    let ([error, status, code], flaw) = object::read(text, &["error", "status", "status_code"]);
    let by_v3 = status == Slot::Raw("\"error\"") && matches!(code, Slot::Raw("401" | "\"401\""));
    flaw.is_none() && (by_v3 || error == Slot::Raw("\"invalid_token\""))
}

/// Whether a token should not be used again; whether the call was carried out is another question, which a read need
/// not ask.
#[cfg(feature = "client")]
pub(crate) fn doubts_token(raw: &RawReply) -> bool {
    let says = |key: &'static [&'static str; 1]| {
        let ([slot], flaw) = object::read(str::from_utf8(&raw.body).unwrap_or_default(), key);
        if flaw.is_none() { slot } else { Slot::Absent }
    };
    if raw.status == 401 {
        return says(&["success"]) == Slot::Absent || refuses_token(raw);
    }
    // Most answers are good ones, which need not be read twice.
    INVALID_TOKEN.find(&raw.body).is_some()
        && says(&["error"]) == Slot::Raw("\"invalid_token\"")
        && !may_report_work(&raw.body)
}

/// Whether a body may be the report of something that was done: it says success, has a code or an id, or is JSON
/// that cannot be read.
pub(crate) fn may_report_work(body: &[u8]) -> bool {
    if !looks_like_json(body) {
        return false;
    }
    let Ok(text) = str::from_utf8(body) else {
        return true;
    };
    let ([status, success], flaw) = object::read(text, &["status", "success"]);
    let is_success = status == Slot::Raw("\"success\"") || success == Slot::Raw("true");
    is_success || (text.trim_start().starts_with('{') && flaw.is_some()) || has_marks(text)
}

/// Whether a code or an id stands anywhere in a JSON text; one that cannot be read may have them.
pub(crate) fn has_marks(text: &str) -> bool {
    serde_json::from_str(text).map_or(true, |value| is_marked(&value))
}

/// Whether a code or an id stands anywhere in a JSON value.
fn is_marked(value: &Value) -> bool {
    match value {
        Value::Object(members) => members.iter().any(|(name, value)| {
            let is_mark = MARKS.contains(&&**name) && says_something(value);
            is_mark || is_marked(value)
        }),
        Value::Array(items) => items.iter().any(is_marked),
        _ => false,
    }
}

/// Whether a member holds more than a blank, `null`, 0 or an empty list.
pub(crate) fn is_filled(slot: Slot<'_>) -> bool {
    match slot {
        Slot::Absent => false,
        Slot::Twice => true,
        Slot::Raw(text) => match text.as_bytes() {
            // Most are ids and plain texts, which need not be read to see that they are something.
            [b'1'..=b'9', ..] | [b'"', b'1'..=b'9' | b'A'..=b'Z' | b'a'..=b'z', ..] => true,
            _ => serde_json::from_str(text).map_or(true, |value| says_something(&value)),
        },
    }
}

/// Whether a value is more than an empty place.
pub(crate) fn says_something(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::Bool(true) => true,
        Value::Number(number) => number.to_string() != "0",
        Value::String(text) => !matches!(text.trim(), "" | "0"),
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => !members.is_empty(),
    }
}

fn looks_like_json(body: &[u8]) -> bool {
    let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    matches!(body.trim_ascii_start().first(), Some(b'{' | b'['))
}

/// The error of a token that was refused again right after it was renewed.
#[cfg(feature = "client")]
pub(crate) fn token_refused() -> Error {
    let message = "PayTrace refused a new access token too (invalid_token); nothing was carried out; check the \
                   base address and the API user";
    Error::new(ErrorKind::Auth, Outcome::Nothing, message)
}

/// What the status alone says about an answer whose body says nothing that can be used.
pub(crate) fn by_status(raw: &RawReply) -> Option<Error> {
    let error = match raw.status {
        429 => Error::new(
            ErrorKind::RateLimited,
            if may_report_work(&raw.body) { Outcome::Unknown } else { Outcome::Nothing },
            "too many requests at once (status 429); wait, then send fewer at a time",
        ),
        500.. => Error::new(
            ErrorKind::Unavailable,
            Outcome::Unknown,
            format!("PayTrace, or something before it, failed (status {})", raw.status),
        ),
        _ => return None,
    };
    Some(error.with_retry_after(raw.retry_after))
}

pub(crate) fn unreadable() -> Error {
    let message = "the answer is not one that PayTrace documents; check that the base address is the API's";
    Error::new(ErrorKind::Unreadable, Outcome::Unknown, message)
}

pub(crate) fn declined_with_approval() -> Error {
    let message = "PayTrace's answer is a decline with an approval code";
    Error::new(ErrorKind::Unreadable, Outcome::Unknown, message)
}

#[cfg(all(test, feature = "client"))]
mod tests {
    use super::*;

    fn raw(status: u16, body: &str) -> RawReply {
        RawReply::new(status, body.to_owned())
    }

    #[test]
    fn only_a_refused_token_counts_as_not_carried_out() {
        let refused = [
            r#"{"error":"invalid_token"}"#,
            r#"{"error":"invalid_token","error_description":"expired"}"#,
            r#"{"status":"error","status_code":401,"message":"expired"}"#,
        ];
        for body in refused {
            assert!(refuses_token(&raw(401, body)) && doubts_token(&raw(401, body)), "{body}");
        }
        let doubtful = [
            (401, ""),
            (401, "<html>"),
            (401, "Approved transaction_id=5"),
            (401, "<error>invalid_token</error>"),
            (401, r#"["invalid_token"]"#),
            (401, r#"{"status":"error","message":"expired"}"#),
            (401, r#"{"status":"error","status_code":500,"message":"expired"}"#),
            (200, r#"{"error":"invalid_token","error_description":"expired"}"#),
            (500, r#"{"error":"invalid_token"}"#),
        ];
        for (status, body) in doubtful {
            assert!(
                !refuses_token(&raw(status, body)) && doubts_token(&raw(status, body)),
                "{status} {body}"
            );
        }
        let others = [
            (401, r#"{"success":true,"response_code":101,"transaction_id":5}"#),
            (400, r#"{"error":"invalid_grant"}"#),
            (200, r#"{"success":true,"response_code":101,"error":"invalid_token"}"#),
            (403, ""),
            (200, "invalid_token"),
            (401, r#"{"status":"success","data":{"response_code":101,"transaction_id":"5"}}"#),
            (401, r#"{"status":"success"}"#),
            (401, r#"{"status":"error","data":{"response_code":101}}"#),
            (401, r#"{"status":"error","data":[{"item":{"transaction_id":"5"}}]}"#),
            (401, r#"{"error":"invalid_token","data":{"transaction_id":5}}"#),
            (401, r#"{"message":"Unauthorized"}"#),
            (401, r#"{"status":"error","status":"success"}"#),
            (401, r#"{"success":true,"respon"#),
            (401, "\u{feff}{\"success\":true,\"response_code\":101}"),
            (401, r#"[{"status":"success"}]"#),
        ];
        for (status, body) in others {
            assert!(!refuses_token(&raw(status, body)), "{status} {body}");
        }
    }

    #[test]
    fn an_approval_that_is_not_utf8_is_never_taken_for_a_refused_token() {
        let body = b"{\"success\":true,\"response_code\":101,\"approval_message\":\"caf\xE9\"}";
        assert!(!refuses_token(&RawReply::new(401, body.to_vec())));
        assert!(doubts_token(&RawReply::new(401, body.to_vec())));
    }

    #[test]
    fn too_many_requests_is_doubt_when_the_body_speaks_of_work() {
        let outcome = |body| by_status(&raw(429, body)).expect("an error").outcome();
        for body in ["", "slow down", r#"{"message":"slow down"}"#, r#"{"status":"error","data":[]}"#] {
            assert_eq!(outcome(body), Outcome::Nothing, "{body}");
        }
        for body in [
            r#"{"status":"success","data":{"response_code":101}}"#,
            r#"{"status":"error","data":{"transaction_id":"5"}}"#,
            r#"{"success":true,"respon"#,
        ] {
            assert_eq!(outcome(body), Outcome::Unknown, "{body}");
        }
    }
}
