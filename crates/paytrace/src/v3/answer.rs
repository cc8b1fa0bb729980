//! The v3 envelope: `{"status": "success" | "error", "status_code": …, "data": …}`.
//!
//! Source: North's B2B API specification (3.1 to 3.2.26) and a published integration, both read 2026-11. A decline
//! is no error of v3: it is a success whose `data.response_code` is none of the good ones.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::operation::RawReply;
use crate::refusal::{by_status, unreadable};
use crate::wire::object::{self, Slot};
use crate::wire::scalar;
use crate::{Error, ErrorKind, Outcome, redact};

/// How many of the problems of a refused request are kept.
const PROBLEMS_KEPT: usize = 50;

/// An answer that says it is a success.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Answer<'a> {
    /// The JSON text of `data`; `null` when there is none.
    pub(crate) data: &'a str,
}

impl<'a> Answer<'a> {
    /// Reads the envelope of an answer.
    ///
    /// # Errors
    /// PayTrace refused the request, or the body is no envelope.
    pub(crate) fn read(raw: &'a RawReply) -> Result<Self, Error> {
        let damaged = || by_status(raw).unwrap_or_else(unreadable);
        let text = str::from_utf8(&raw.body).map_err(|_| damaged())?;
        let ([status, data, message], flaw) = object::read(text, &["status", "data", "message"]);
        if flaw.is_some() {
            return Err(damaged());
        }
        let data = if let Slot::Raw(data) = data { data } else { "null" };
        match scalar::text(status).ok().flatten().as_deref() {
            Some("success") if (200..300).contains(&raw.status) => Ok(Self { data }),
            Some("error") if raw.status >= 400 => {
                Err(by_status(raw).unwrap_or_else(|| refused(raw.status, data)))
            }
            None if message != Slot::Absent && raw.status >= 400 => {
                Err(by_status(raw).unwrap_or_else(|| refused(raw.status, "null")))
            }
            _ => Err(damaged()),
        }
    }
}

/// The error of an answer with a bad status to a call that wants rows.
#[cfg(feature = "client")]
pub(crate) fn refusal(raw: &RawReply) -> Error {
    match Answer::read(raw) {
        Ok(_) => by_status(raw).unwrap_or_else(unreadable),
        Err(error) => error,
    }
}

/// The error of an envelope that says `error`: each problem by the field it is about.
fn refused(status: u16, data: &str) -> Error {
    let data: Value = serde_json::from_str(data).unwrap_or_default();
    let items = data.as_array().map(Vec::as_slice).unwrap_or_default();
    let mut problems = BTreeMap::<Box<str>, Vec<Box<str>>>::new();
    for item in items.iter().take(PROBLEMS_KEPT) {
        let text = |name: &str| item.get(name).and_then(Value::as_str).unwrap_or_default();
        let field = redact::card_numbers_in(text("field").into());
        problems.entry(field).or_default().push(redact::card_numbers_in(text("detail").into()));
    }
    let kind = match status {
        401 => ErrorKind::Auth,
        403 => ErrorKind::Permission,
        _ => ErrorKind::Rejected,
    };
    let fields: Vec<&str> = problems.keys().map(|field| shown(field)).collect();
    let message = if fields.is_empty() {
        format!("PayTrace refused the request (status {status})")
    } else {
        format!("PayTrace refused the request (status {status}): correct {}", fields.join(", "))
    };
    // A refusal that names nothing proves nothing about what was done.
    let outcome = if status < 500 { Outcome::Nothing } else { Outcome::Unknown };
    Error::new(kind, outcome, message).with_codes(problems)
}

/// A field's path when it is one: what is none could be anything and is not shown.
fn shown(field: &str) -> &str {
    let plain = |byte: u8| byte.is_ascii_alphabetic() || byte.is_ascii_digit() || b"_/.-[]".contains(&byte);
    let digits = field.bytes().filter(u8::is_ascii_digit).count();
    if !field.is_empty() && field.len() <= 80 && digits <= 6 && field.bytes().all(plain) {
        field
    } else {
        "an unnamed field"
    }
}
