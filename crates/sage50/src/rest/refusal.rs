//! Answers that are no success: status and body to an [`Error`].

use std::time::Duration;

use chrono::DateTime;
use serde_json::Value;

use super::scalar;
use super::transport::Reply;
use crate::error::{Detail, Error, ErrorKind, Outcome, SageDetail};

/// The longest wait a server can ask for.
const LONGEST_WAIT: Duration = Duration::from_hours(24);
const MOST_DETAILS: usize = 20;
/// The most of an error body that is read as JSON.
const MOST_BYTES: usize = 64 * 1024;
const MOST_CHARACTERS: usize = 300;
/// Card numbers have 13 to 19 digits.
const FEWEST_CARD_DIGITS: usize = 13;

/// The error of an answer to a read, which changes nothing whatever its status.
pub(super) fn of_read(reply: &Reply) -> Error {
    error(reply, Outcome::Nothing)
}

/// The error of an answer to a post.
///
/// A status of the client's fault (4xx) means that the gateway refused the call and changed nothing, but for 408
/// and 499, with which servers report a call that broke off. Every other status leaves doubt.
pub(super) fn of_post(reply: &Reply) -> Error {
    let refused = (400..500).contains(&reply.status) && !matches!(reply.status, 408 | 499);
    error(reply, if refused { Outcome::Nothing } else { Outcome::Unknown })
}

fn error(reply: &Reply, outcome: Outcome) -> Error {
    let reasons = reasons(&reply.body);
    let sage = finer(&reasons);
    let kind = kind(reply.status, sage);
    let mut error = Error::new(kind, outcome)
        .with_status(reply.status)
        .with_retry_after(retry_after(reply))
        .with_details(reasons.into_iter().map(|reason| reason.detail).collect());
    // A status that outranks the reason leaves it no say in the remedy either.
    if let Some(sage) = sage.filter(|sage| sage.kind() == kind) {
        error = error.with_sage(sage);
    }
    match reply.status {
        200..300 => error.with_problem("the status is not the one of this call"),
        300..400 => error.with_problem("it points to another address, which is not followed"),
        _ => error,
    }
}

/// The first reason of Sage's that counts; a duplicate outweighs the others, and a mere refusal of a field none.
fn finer(reasons: &[Reason]) -> Option<SageDetail> {
    let named = || reasons.iter().filter(|reason| reason.counts).filter_map(|reason| of(&reason.detail));
    named()
        .find(|sage| *sage == SageDetail::Duplicate)
        .or_else(|| named().find(|sage| *sage != SageDetail::Validation))
        .or_else(|| named().next())
}

fn of(detail: &Detail) -> Option<SageDetail> {
    let by_code = detail.code.as_deref().and_then(SageDetail::of_code);
    by_code.or_else(|| SageDetail::of_message(&detail.message))
}

fn kind(status: u16, sage: Option<SageDetail>) -> ErrorKind {
    let by_status = match status {
        401 => return ErrorKind::Auth,
        403 => return ErrorKind::Permission,
        404 => return ErrorKind::NotFound,
        429 => return ErrorKind::RateLimited,
        409 => ErrorKind::Conflict,
        423 => ErrorKind::Locked,
        408 | 499 | 500..600 => ErrorKind::Unavailable,
        400..500 => ErrorKind::Invalid,
        _ => return ErrorKind::Unreadable,
    };
    // That a field is refused says no more than the status does.
    sage.filter(|sage| *sage != SageDetail::Validation).map_or(by_status, SageDetail::kind)
}

/// A reason of the server; warnings beside an error do not count for the kind.
struct Reason {
    detail: Detail,
    counts: bool,
}

/// Reads the four shapes of error bodies; anything else gives no reasons, and the status speaks alone.
fn reasons(body: &[u8]) -> Vec<Reason> {
    let value = if body.len() <= MOST_BYTES { serde_json::from_slice(body).ok() } else { None };
    match value {
        Some(Value::Array(entries)) => entries.iter().take(MOST_DETAILS).filter_map(reason).collect(),
        Some(object @ Value::Object(_)) => match object.get("$problems") {
            Some(Value::Array(problems)) => problems.iter().take(MOST_DETAILS).filter_map(reason).collect(),
            _ => Vec::from_iter(reason(&object)),
        },
        _ => Vec::new(),
    }
}

fn reason(entry: &Value) -> Option<Reason> {
    let first = |names: &[&str]| names.iter().find_map(|name| scalar::text(entry.get(name)));
    let code = first(&["$dataCode", "dataCode", "code"]);
    let message = first(&["$message", "message", "error"]);
    if code.is_none() && message.is_none() {
        return None;
    }
    let severity = first(&["$severity", "severity"]);
    let detail = Detail {
        code: code.map(|code| clean(&code)),
        message: clean(&message.unwrap_or_default()),
        field: first(&["$source", "dataPath", "source"]).map(|field| clean(&field)),
    };
    let counts = !severity.is_some_and(|word| {
        word.eq_ignore_ascii_case("warning") || word.to_ascii_lowercase().starts_with("info")
    });
    Some(Reason { detail, counts })
}

/// Cuts to length, replaces control characters, and hides runs of digits that could be a card number.
pub(crate) fn clean(text: &str) -> Box<str> {
    let mut cleaned = String::new();
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let in_run = |character: char| character.is_ascii_digit() || matches!(character, ' ' | '-' | '.');
        let run = rest.find(|character| !in_run(character)).unwrap_or(rest.len());
        let (head, tail) = rest.split_at(if run == 0 { next.len_utf8() } else { run });
        if head.bytes().filter(u8::is_ascii_digit).count() >= FEWEST_CARD_DIGITS {
            cleaned.push_str(" [digits] ");
        } else if next.is_control() {
            cleaned.push(' ');
        } else {
            cleaned.push_str(head);
        }
        rest = tail;
    }
    cleaned.trim().chars().take(MOST_CHARACTERS).collect::<String>().into()
}

/// Seconds, or a date beside the answer's own date, so that no clock of ours takes part.
pub(crate) fn retry_after(reply: &Reply) -> Option<Duration> {
    let asked = reply.retry_after.as_deref()?.trim();
    let wait = if let Ok(seconds) = asked.parse::<u32>() {
        Duration::from_secs(u64::from(seconds))
    } else {
        let at = |text| DateTime::parse_from_rfc2822(text).ok();
        let (until, now) = (at(asked)?, at(reply.date.as_deref()?.trim())?);
        until.signed_duration_since(now).to_std().unwrap_or_default()
    };
    Some(wait.min(LONGEST_WAIT))
}

#[cfg(test)]
mod tests;
