//! One exchange, from its request to its end, and the line it becomes.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;
use tokio::time::Instant;

use super::Sink;
use crate::redact;
use crate::transport::{Failure, Reply, Request};

/// Headers whose values tell nothing secret. Of all others the name is kept only.
const SHOWN_HEADERS: [&str; 20] = [
    "accept",
    "allow",
    "cache-control",
    "connection",
    "content-disposition",
    "content-encoding",
    "content-language",
    "content-length",
    "content-type",
    "date",
    "etag",
    "expires",
    "last-modified",
    "pragma",
    "retry-after",
    "server",
    "transfer-encoding",
    "vary",
    "x-request-id",
    "x-runtime",
];

/// The most headers of one message, and the most bytes of each, that are kept.
const HEADERS: usize = 64;
const HEADER_BYTES: usize = 256;

/// How an exchange ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Whole,
    NotSent,
    NoAnswer,
    GivenUp,
}

impl End {
    pub(super) fn of(failure: &Failure) -> Self {
        match failure {
            Failure::NotSent(_) => Self::NotSent,
            Failure::NoAnswer(_) => Self::NoAnswer,
        }
    }

    fn failure(self) -> Option<&'static str> {
        match self {
            Self::Whole => None,
            Self::NotSent => Some("not_sent"),
            Self::NoAnswer => Some("no_answer"),
            Self::GivenUp => Some("given_up"),
        }
    }
}

/// An exchange under way. It is written when it is dropped, so that none is missed.
pub(super) struct Exchange {
    line: Line,
    /// The first part of the answer's body.
    kept: Vec<u8>,
    body_limit: usize,
    started: Instant,
    end: End,
    sink: Arc<Sink>,
}

#[derive(Serialize)]
struct Line {
    time: String,
    method: &'static str,
    path: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    query: String,
    request: Message,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<Message>,
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<&'static str>,
    duration_ms: u64,
}

#[derive(Serialize)]
struct Message {
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    headers: Vec<String>,
    bytes: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    #[serde(skip_serializing_if = "is_false")]
    truncated: bool,
}

impl Exchange {
    /// Takes down the request, redacted at once so that no secret is kept for as long as the answer takes.
    pub(super) fn new(request: &Request, body_limit: usize, sink: Arc<Sink>) -> Self {
        let kept = request.body.get(..body_limit).unwrap_or(&request.body);
        let is_cut = kept.len() < request.body.len();
        let content_type = request.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        let is_form =
            content_type.is_some_and(|(_, value)| value.starts_with("application/x-www-form-urlencoded"));
        let line = Line {
            time: DateTime::<Utc>::from(SystemTime::now()).to_rfc3339_opts(SecondsFormat::Millis, true),
            method: request.method.as_str(),
            path: redact::path(&request.path),
            query: redact::form(&request.query, false),
            request: Message {
                status: None,
                headers: headers(request.headers.iter().map(|(name, value)| (*name, &**value))),
                bytes: length(request.body.len()),
                body: if is_form {
                    Some(redact::form(&String::from_utf8_lossy(kept), is_cut))
                } else {
                    json(kept, is_cut)
                },
                truncated: is_cut,
            },
            answer: None,
            failure: None,
            duration_ms: 0,
        };
        Self { line, kept: Vec::new(), body_limit, started: Instant::now(), end: End::GivenUp, sink }
    }

    /// Takes down the head of the answer.
    pub(super) fn answered(&mut self, reply: &Reply) {
        let headers = headers(reply.headers.iter().map(|(name, value)| (&**name, &**value)));
        self.line.answer =
            Some(Message { status: Some(reply.status), headers, bytes: 0, body: None, truncated: false });
    }

    /// Takes down a piece of the answer's body, as far as the limit goes.
    pub(super) fn passed(&mut self, piece: &Bytes) {
        let left = self.body_limit.saturating_sub(self.kept.len());
        self.kept.extend_from_slice(piece.get(..left).unwrap_or(piece));
        if let Some(answer) = &mut self.line.answer {
            answer.bytes = answer.bytes.saturating_add(length(piece.len()));
            answer.truncated |= left < piece.len();
        }
    }

    /// The exchange is over: writes it.
    pub(super) fn end(mut self, end: End) {
        self.end = end;
    }
}

impl Drop for Exchange {
    fn drop(&mut self) {
        self.line.failure = self.end.failure();
        let time: Duration = self.started.elapsed();
        self.line.duration_ms = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        if let Some(answer) = &mut self.line.answer {
            // An answer that broke off was cut just as well.
            answer.body = json(&self.kept, answer.truncated || self.end != End::Whole);
        }
        if let Ok(mut line) = serde_json::to_vec(&self.line) {
            line.push(b'\n');
            self.sink.write(&line);
        }
    }
}

/// A body's text when it looks like JSON, whatever its type is said to be.
fn json(body: &[u8], is_cut: bool) -> Option<String> {
    let first = body.iter().find(|byte| !byte.is_ascii_whitespace())?;
    let looks_like_json = matches!(first, b'{' | b'[' | b'"');
    looks_like_json.then(|| if is_cut { redact::json_head(body) } else { redact::json(body) })
}

fn headers<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<String> {
    let shown = pairs.take(HEADERS).map(|(name, value)| {
        let name = without_cards(name);
        let is_shown = SHOWN_HEADERS.iter().any(|shown| shown.eq_ignore_ascii_case(&name));
        let value = if is_shown { without_cards(value) } else { "[redacted]".into() };
        format!("{name}: {value}")
    });
    shown.collect()
}

fn without_cards(text: &str) -> String {
    let mut clean = String::from(redact::card_numbers_in(text.into()));
    clean.truncate(clean.floor_char_boundary(HEADER_BYTES));
    clean
}

fn length(bytes: usize) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX)
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for this signature")]
fn is_false(value: &bool) -> bool {
    !*value
}
