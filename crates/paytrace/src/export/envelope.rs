//! What stands around the rows of an export.

use std::collections::BTreeMap;

use crate::wire::object::{self, Slot};
use crate::wire::scalar;
use serde_json::{Map, Value};

use super::scanner::ScanError;
use crate::operation::Dialect;
use crate::refusal::is_filled;
use crate::{Error, ErrorKind, Outcome, redact, v1};

const KEYS: [&str; 7] =
    ["success", "response_code", "status_message", "errors", "error", "status", "status_code"];

/// What an export says besides its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExportEnvelope {
    /// The gateway's own verdict; not enough alone, see [`ExportEnvelope::is_success`].
    pub success: bool,
    /// The gateway's code (v3: its `status_code`). In v1 `1` with `success` means a complete export, without it one or more errors.
    pub response_code: i64,
    /// The verdict in words; never decide by it.
    pub status_message: Option<Box<str>>,
    /// What the gateway refused: its error codes with their texts.
    pub errors: BTreeMap<Box<str>, Vec<Box<str>>>,
    /// How many rows the list had.
    pub rows: u64,
    dialect: Dialect,
    /// Whether anything stands at `errors`, understood or not.
    lists_errors: bool,
}

impl ExportEnvelope {
    /// Whether the gateway says that the export is complete: in v1 `success` with `response_code` 1, in v3
    /// `status` "success" with a good `status_code`, and in both without any errors.
    pub fn is_success(&self) -> bool {
        let good = match self.dialect {
            Dialect::V1 => self.response_code == 1,
            Dialect::V3 => (200..300).contains(&self.response_code),
        };
        self.success && good && !self.lists_errors
    }

    /// The error of an export that the gateway itself calls failed.
    pub(crate) fn refused(&self) -> Error {
        match self.dialect {
            _ if self.success && self.lists_errors => {
                let message = "PayTrace's export says success and lists errors; it may not be complete";
                Error::new(ErrorKind::Unreadable, Outcome::Nothing, message).with_codes(self.errors.clone())
            }
            Dialect::V1 => v1::answer::judged(self.success, self.response_code, self.errors.clone()),
            Dialect::V3 => {
                let message = format!("PayTrace's export failed (status {})", self.response_code);
                Error::new(ErrorKind::Rejected, Outcome::Nothing, message)
            }
        }
    }

    pub(super) fn read(text: &[u8], rows: u64, listed: bool) -> Result<Self, ScanError> {
        let damaged = ScanError::DamagedEnvelope;
        let text = str::from_utf8(text).map_err(|_| damaged)?;
        let (slots, flaw) = object::read(text, &KEYS);
        if flaw.is_some() || slots.contains(&Slot::Twice) {
            return Err(damaged);
        }
        let [success, code, message, errors, oauth, status, status_code] = slots;
        if oauth == Slot::Raw("\"invalid_token\"") && success == Slot::Absent {
            return Err(ScanError::TokenRefused);
        }
        let (success, code, dialect) = match (success, status) {
            (Slot::Raw("true"), Slot::Absent | Slot::Raw("\"success\"")) => (true, code, Dialect::V1),
            (Slot::Raw("false"), _) => (false, code, Dialect::V1),
            (Slot::Absent, Slot::Raw(word)) => (word == "\"success\"", status_code, Dialect::V3),
            _ => return Err(ScanError::NotAnExport),
        };
        let code = scalar::text(code).ok().flatten();
        let envelope = Self {
            success,
            response_code: code.and_then(|code| code.parse().ok()).ok_or(ScanError::NotAnExport)?,
            status_message: scalar::owned(message).ok().flatten(),
            errors: errors_in(errors),
            rows,
            dialect,
            lists_errors: is_filled(errors),
        };
        if envelope.is_success() && !listed {
            return Err(ScanError::NotAnExport);
        }
        Ok(envelope)
    }
}

/// The error codes and texts of `{"58":["…"]}`, without card numbers; what is not understood is left out.
pub(crate) fn errors_in(slot: Slot<'_>) -> BTreeMap<Box<str>, Vec<Box<str>>> {
    let Slot::Raw(raw) = slot else {
        return BTreeMap::new();
    };
    let texts = |value: &Value| match value {
        Value::Array(items) => items.iter().filter_map(Value::as_str).map(clean).collect(),
        Value::String(text) => vec![clean(text)],
        _ => Vec::new(),
    };
    let map: Map<String, Value> = serde_json::from_str(raw).unwrap_or_default();
    map.iter().map(|(code, value)| (clean(code), texts(value))).collect()
}

fn clean(text: &str) -> Box<str> {
    redact::card_numbers_in(text.into())
}
