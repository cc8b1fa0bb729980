//! What an answer says whatever the call was: the token refused, too many requests, a server that failed.

use crate::operation::RawReply;
#[cfg(feature = "client")]
use crate::wire::object::{self, Slot};
use crate::{Error, ErrorKind, Outcome};

/// Whether an answer means that the token was refused, so that the call was not carried out.
#[cfg(feature = "client")]
pub(crate) fn refuses_token(raw: &RawReply) -> bool {
    // Most answers are good ones, which need not be read twice.
    if raw.status != 401 && memchr::memmem::find(&raw.body, b"invalid_token").is_none() {
        return false;
    }
    let text = str::from_utf8(&raw.body).unwrap_or_default();
    let ([success, code, error], flaw) = object::read(text, &["success", "response_code", "error"]);
    let is_envelope = success != Slot::Absent || code != Slot::Absent;
    let by_body = flaw.is_none() && error == Slot::Raw("\"invalid_token\"");
    !is_envelope && (raw.status == 401 || by_body)
}

/// The error of a token that was refused again right after it was renewed.
#[cfg(feature = "client")]
pub(crate) fn token_refused() -> Error {
    let message = "PayTrace refused a new access token too (invalid_token); nothing was carried out; check the \
                   base address and the API user";
    Error::new(ErrorKind::Auth, Outcome::Nothing, message)
}

/// What the status alone says about an answer whose body says nothing.
pub(crate) fn by_status(raw: &RawReply) -> Option<Error> {
    let error = match raw.status {
        429 => Error::new(
            ErrorKind::RateLimited,
            Outcome::Nothing,
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

#[cfg(all(test, feature = "client"))]
mod tests {
    use super::*;

    fn raw(status: u16, body: &str) -> RawReply {
        RawReply::new(status, body.to_owned())
    }

    #[test]
    fn only_a_refused_token_counts_as_not_carried_out() {
        let refused = [
            (401, r#"{"error":"invalid_token"}"#),
            (401, ""),
            (401, "<html>"),
            (200, r#"{"error":"invalid_token","error_description":"expired"}"#),
        ];
        for (status, body) in refused {
            assert!(refuses_token(&raw(status, body)), "{status} {body}");
        }
        let others = [
            (401, r#"{"success":true,"response_code":101,"transaction_id":5}"#),
            (400, r#"{"error":"invalid_grant"}"#),
            (200, r#"{"success":true,"response_code":101,"error":"invalid_token"}"#),
            (403, ""),
            (200, "invalid_token"),
        ];
        for (status, body) in others {
            assert!(!refuses_token(&raw(status, body)), "{status} {body}");
        }
    }
}
