//! The v3 envelope: `{"status": "success" | "error", "status_code": …, "data": …}`.
//!
//! Source: North's B2B API specification (3.1 to 3.2.26) and a published integration, both read 2026-11. A decline
//! is no error of v3: it is a success whose `data.response_code` is none of the good ones.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::value::RawValue;

use crate::error::shown;
use crate::operation::RawReply;
use crate::refusal::{by_status, unreadable};
use crate::wire::object::{self, Slot};
use crate::wire::scalar;
use crate::{Error, ErrorKind, Outcome, redact};

/// How many of the problems of a refused request are kept.
const PROBLEMS_KEPT: usize = 50;

/// A problem that PayTrace's sandbox was seen to report for a check that it had accepted.
pub(super) const RECORD_ID: &str = "path/record_id";

/// An answer that says it is a success.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Answer<'a> {
    /// The JSON text of `data`; `null` when there is none.
    pub(crate) data: &'a str,
}

/// An envelope, whatever it says.
pub(super) enum Envelope<'a> {
    Success(Answer<'a>),
    /// The JSON text of the problems; `null` when there are none.
    Error(&'a str),
}

impl<'a> Envelope<'a> {
    /// Reads an envelope whose status and word agree.
    ///
    /// # Errors
    /// The body is no envelope, or the status says more than it: too many requests, a server that failed.
    pub(super) fn read(raw: &'a RawReply) -> Result<Self, Error> {
        let damaged = || by_status(raw).unwrap_or_else(unreadable);
        let text = str::from_utf8(&raw.body).map_err(|_| damaged())?;
        let ([status, data, message], flaw) = object::read(text, &["status", "data", "message"]);
        if flaw.is_some() {
            return Err(damaged());
        }
        let data = if let Slot::Raw(data) = data { data } else { "null" };
        match scalar::text(status).ok().flatten().as_deref() {
            Some("success") if (200..300).contains(&raw.status) => Ok(Self::Success(Answer { data })),
            Some("error") if raw.status >= 400 => by_status(raw).map_or(Ok(Self::Error(data)), Err),
            None if message != Slot::Absent && raw.status >= 400 => {
                by_status(raw).map_or(Ok(Self::Error("null")), Err)
            }
            _ => Err(damaged()),
        }
    }
}

impl<'a> Answer<'a> {
    /// Reads the envelope of an answer.
    ///
    /// # Errors
    /// PayTrace refused the request, or the body is no envelope.
    pub(crate) fn read(raw: &'a RawReply) -> Result<Self, Error> {
        match Envelope::read(raw)? {
            Envelope::Success(answer) => Ok(answer),
            Envelope::Error(problems) => Err(refused(raw.status, problems)),
        }
    }

    /// The same for a call that reads one thing by its id: `None` when there is no such thing (status 404).
    pub(super) fn found(raw: &'a RawReply) -> Result<Option<Self>, Error> {
        match Envelope::read(raw)? {
            Envelope::Success(answer) => Ok(Some(answer)),
            Envelope::Error(_) if raw.status == 404 => Ok(None),
            Envelope::Error(problems) => Err(refused(raw.status, problems)),
        }
    }

    /// The elements of `data`, which is a list; `null` is an empty one.
    pub(super) fn list(self) -> Result<Vec<&'a str>, Error> {
        elements(self.data).ok_or_else(unreadable)
    }
}

/// The elements of a JSON list as slices of its text; `null` is an empty one.
pub(super) fn elements(list: &str) -> Option<Vec<&str>> {
    let found: Option<Vec<&RawValue>> = serde_json::from_str(list).ok()?;
    Some(found.unwrap_or_default().into_iter().map(RawValue::get).collect())
}

/// The error of an answer with a bad status to a call that wants rows.
#[cfg(feature = "client")]
pub(crate) fn refusal(raw: &RawReply) -> Error {
    match Answer::read(raw) {
        Ok(_) => by_status(raw).unwrap_or_else(unreadable),
        Err(error) => error,
    }
}

/// The error of an answer that can be read, but says something that this call does not know.
pub(super) fn unexpected(code: Option<i64>) -> Error {
    let message = match code {
        Some(code) => format!("PayTrace's answer (code {code}) is none that this call knows"),
        None => "PayTrace's answer has no response_code that can be read".to_owned(),
    };
    Error::new(ErrorKind::Unreadable, Outcome::Unknown, message)
}

/// The error of an envelope that says `error`: each problem by the field it is about, and by PayTrace's own error
/// number when it has one.
pub(super) fn refused(status: u16, data: &str) -> Error {
    let data: Value = serde_json::from_str(data).unwrap_or_default();
    let problems = data.as_array().map(Vec::as_slice).unwrap_or_default();
    refusal_of(status, problems.iter().take(PROBLEMS_KEPT))
}

/// The error of these problems of one request, or of one item of it.
pub(super) fn refusal_of<'v>(status: u16, problems: impl Iterator<Item = &'v Value>) -> Error {
    let mut codes = BTreeMap::<Box<str>, Vec<Box<str>>>::new();
    let mut fields = Vec::new();
    for problem in problems {
        let text = |name: &str| problem.get(name).and_then(Value::as_str).unwrap_or_default();
        let detail = redact::card_numbers_in(text("detail").into());
        let field = redact::card_numbers_in(text("field").into());
        let number = Some(text("code")).filter(|code| is_number(code));
        let name = shown(&field).unwrap_or("an unnamed field");
        fields.push(number.map_or_else(|| name.to_owned(), |code| format!("{name} (error {code})")));
        if let Some(number) = number {
            codes.entry(number.into()).or_default().push(detail.clone());
        }
        codes.entry(field).or_default().push(detail);
    }
    let kind = match status {
        401 => ErrorKind::Auth,
        403 => ErrorKind::Permission,
        _ if codes.contains_key("981") => ErrorKind::Permission,
        _ => ErrorKind::Rejected,
    };
    fields.dedup();
    let message = match fields.as_slice() {
        [] => format!("PayTrace refused the request (status {status})"),
        fields => format!("PayTrace refused the request (status {status}): correct {}", fields.join(", ")),
    };
    // A validation error that names nothing, or what was never sent, proves nothing about what was done.
    let is_doubtful = codes.contains_key(RECORD_ID) || (fields.is_empty() && status == 422);
    let outcome = if is_doubtful { Outcome::Unknown } else { Outcome::Nothing };
    Error::new(kind, outcome, message).with_codes(codes)
}

/// One of PayTrace's error numbers, as v1 has them.
fn is_number(code: &str) -> bool {
    (1..=5).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests;
