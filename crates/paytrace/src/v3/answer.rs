//! The v3 envelope: `{"status": "success" | "error", "status_code": …, "data": …}`.
//!
//! Source: North's B2B API specification (3.1 to 3.2.26) and a published integration, both read 2026-11. A decline
//! is no error of v3: it is a success whose `data.response_code` is none of the good ones.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::value::RawValue;

use crate::error::shown;
use crate::operation::RawReply;
use crate::refusal::{by_status, has_marks, is_filled, unreadable};
use crate::wire::object::{self, Slot};
use crate::wire::scalar;
use crate::{Error, ErrorKind, Outcome, redact};

/// How many of the problems of a refused request are kept.
const PROBLEMS_KEPT: usize = 50;

/// A problem that PayTrace's sandbox was seen to report for a check that it had accepted.
pub(super) const RECORD_ID: &str = "path/record_id";

const KEYS: [&str; 5] = ["status", "data", "message", "status_code", "errors"];

/// An answer that says it is a success.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Answer<'a> {
    /// The JSON text of `data`; blank when there is none, so that it is taken for no empty list.
    pub(crate) data: &'a str,
}

/// An envelope, whatever it says.
pub(super) enum Envelope<'a> {
    Success(Answer<'a>),
    /// The JSON text of the problems; `null` when there are none. The envelope says `error` itself.
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
        let ([status, data, message, code, errors], flaw) = object::read(text, &KEYS);
        if flaw.is_some() {
            return Err(damaged());
        }
        let data = if let Slot::Raw(data) = data { Some(data) } else { None };
        let is_good = (200..300).contains(&raw.status) && says_good(code) && !is_filled(errors);
        match scalar::text(status).ok().flatten().as_deref() {
            Some("success") if is_good => Ok(Self::Success(Answer { data: data.unwrap_or_default() })),
            Some("error") if raw.status >= 400 => {
                by_status(raw).map_or(Ok(Self::Error(data.unwrap_or("null"))), Err)
            }
            None if message != Slot::Absent && raw.status >= 400 => {
                Err(by_status(raw).unwrap_or_else(|| in_between(raw.status)))
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

    /// The same for a call that reads one thing by its id: `None` when the envelope says that there is no such thing
    /// (status 404); a proxy's 404 is an error.
    pub(super) fn found(raw: &'a RawReply) -> Result<Option<Self>, Error> {
        match Envelope::read(raw)? {
            Envelope::Success(answer) => Ok(Some(answer)),
            Envelope::Error(data) if raw.status == 404 && !has_marks(data) => Ok(None),
            Envelope::Error(problems) => Err(refused(raw.status, problems)),
        }
    }

    /// The elements of `data`, which is a list; `null` is an empty one.
    pub(super) fn list(self) -> Result<Vec<&'a str>, Error> {
        elements(self.data).ok_or_else(unreadable)
    }
}

/// Whether a `status_code` is that of a success, as far as there is one.
fn says_good(code: Slot<'_>) -> bool {
    scalar::text(code).is_ok_and(|code| {
        code.is_none_or(|code| code.parse().is_ok_and(|code: u16| code == 0 || (200..300).contains(&code)))
    })
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

/// The error of a message that is not in PayTrace's envelope: a proxy's, as far as anyone knows.
fn in_between(status: u16) -> Error {
    let message = format!(
        "something refused the request (status {status}), but not in the words that PayTrace documents"
    );
    Error::new(kind_of(status), Outcome::Unknown, message)
}

fn kind_of(status: u16) -> ErrorKind {
    match status {
        401 => ErrorKind::Auth,
        403 => ErrorKind::Permission,
        _ => ErrorKind::Rejected,
    }
}

/// The error of an envelope that says `error`: each problem by the field it is about, and by PayTrace's own error
/// number when it has one.
///
/// It proves that nothing was done only when it says that the call may not be made or names nothing that is there
/// (401, 403, 404), or when it names what to correct (400, 422). A code or an id in it speaks of work.
pub(super) fn refused(status: u16, data: &str) -> Error {
    let is_marked = has_marks(data);
    let data: Value = serde_json::from_str(data).unwrap_or_default();
    let problems = data.as_array().map(Vec::as_slice).unwrap_or_default();
    let (error, names_one) = refusal_of(status, problems.iter().take(PROBLEMS_KEPT));
    let is_proof = match status {
        401 | 403 | 404 => true,
        400 | 422 => names_one,
        _ => false,
    };
    if is_proof && !is_marked { error } else { error.with_outcome(Outcome::Unknown) }
}

/// The error of one item of a request, which names what to correct or proves nothing.
pub(super) fn item_refused(problem: &Value) -> Error {
    let (error, names_one) = refusal_of(422, std::iter::once(problem));
    if names_one { error } else { error.with_outcome(Outcome::Unknown) }
}

/// The error of these problems, and whether one of them names a field or has an error number.
fn refusal_of<'v>(status: u16, problems: impl Iterator<Item = &'v Value>) -> (Error, bool) {
    let mut codes = BTreeMap::<Box<str>, Vec<Box<str>>>::new();
    let mut fields = Vec::new();
    let mut names_one = false;
    for problem in problems {
        let text = |name: &str| problem.get(name).and_then(Value::as_str).unwrap_or_default();
        let detail = redact::card_numbers_in(text("detail").into());
        let field = redact::card_numbers_in(text("field").into());
        let number = problem.get("code").map(number_text).filter(|code| is_number(code));
        let name = shown(&field).filter(|name| !is_number(name));
        names_one |= name.is_some() || number.is_some();
        let name = name.unwrap_or("an unnamed field");
        fields.push(match &number {
            Some(code) => format!("{name} (error {code})"),
            None => name.to_owned(),
        });
        if let Some(number) = number {
            codes.entry(number.into()).or_default().push(detail.clone());
        }
        codes.entry(field).or_default().push(detail);
    }
    let kind = match kind_of(status) {
        ErrorKind::Rejected if codes.contains_key("981") => ErrorKind::Permission,
        kind => kind,
    };
    fields.dedup();
    let message = match fields.as_slice() {
        [] => format!("PayTrace refused the request (status {status})"),
        fields => format!("PayTrace refused the request (status {status}): correct {}", fields.join(", ")),
    };
    // A field that was never sent proves nothing about what was done.
    let outcome = if codes.contains_key(RECORD_ID) { Outcome::Unknown } else { Outcome::Nothing };
    (Error::new(kind, outcome, message).with_codes(codes), names_one)
}

/// A text, or a number's digits.
fn number_text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// One of PayTrace's error numbers, as v1 has them.
fn is_number(code: &str) -> bool {
    (1..=5).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests;
