//! One exchange, from its request to its end, and the line it becomes.

use std::fmt;
use std::time::{Instant, SystemTime};

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;

use super::Log;
use crate::redact::{self, Secrets};

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
pub enum End {
    /// The whole answer came.
    Whole,
    /// Nothing was sent.
    NotSent,
    /// No answer came, or it broke off.
    NoAnswer,
    /// The caller gave up, as when time ran out.
    GivenUp,
}

impl End {
    fn failure(self) -> Option<&'static str> {
        match self {
            Self::Whole => None,
            Self::NotSent => Some("not_sent"),
            Self::NoAnswer => Some("no_answer"),
            Self::GivenUp => Some("given_up"),
        }
    }
}

/// An exchange under way. Its line is written when it is dropped, so that none is missed.
pub struct Exchange {
    line: Line,
    /// What the request hides, for as long as the answer takes.
    secrets: Secrets,
    /// The first part of the answer's body.
    kept: Vec<u8>,
    started: Instant,
    end: End,
    log: Log,
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

#[derive(Default, Serialize)]
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
    pub(super) fn new(log: Log, method: &'static str, path: &str, query: &str) -> Self {
        let line = Line {
            time: DateTime::<Utc>::from(SystemTime::now()).to_rfc3339_opts(SecondsFormat::Millis, true),
            method,
            path: redact::path(path),
            query: redact::form(query, false),
            request: Message::default(),
            answer: None,
            failure: None,
            duration_ms: 0,
        };
        Self {
            line,
            secrets: Secrets::default(),
            kept: Vec::new(),
            started: Instant::now(),
            end: End::GivenUp,
            log,
        }
    }

    /// Takes down the request, redacted. Its secrets are remembered until the answer is over, since some servers repeat
    /// in the words of an error what they were sent.
    #[must_use]
    pub fn with_request<'a>(
        mut self,
        pairs: impl Iterator<Item = (&'a str, &'a str)> + Clone,
        body: &[u8],
    ) -> Self {
        let kept = body.get(..self.log.body_limit).unwrap_or(body);
        let is_cut = kept.len() < body.len();
        let content_type = pairs.clone().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        let is_form =
            content_type.is_some_and(|(_, value)| value.starts_with("application/x-www-form-urlencoded"));
        pairs
            .clone()
            .filter(|(name, _)| !is_shown(name))
            .for_each(|(_, value)| self.secrets.add_header(value));
        if is_form {
            self.secrets.add_form(&String::from_utf8_lossy(body));
        } else {
            self.secrets.add_json(body);
        }
        self.log.remember(&self.secrets);
        self.line.request = Message {
            status: None,
            headers: headers(pairs),
            bytes: length(body.len()),
            body: if is_form {
                Some(redact::form(&String::from_utf8_lossy(kept), is_cut))
            } else {
                json(kept, is_cut)
            },
            truncated: is_cut,
        };
        self
    }

    /// Takes down the head of the answer.
    pub fn answered<'a>(&mut self, status: u16, pairs: impl Iterator<Item = (&'a str, &'a str)>) {
        let headers = headers(pairs);
        self.line.answer = Some(Message { status: Some(status), headers, ..Message::default() });
    }

    /// Takes down a piece of the answer's body, as far as the limit goes.
    pub fn passed(&mut self, piece: &[u8]) {
        let left = self.log.body_limit.saturating_sub(self.kept.len());
        self.kept.extend_from_slice(piece.get(..left).unwrap_or(piece));
        if let Some(answer) = &mut self.line.answer {
            answer.bytes = answer.bytes.saturating_add(length(piece.len()));
            answer.truncated |= left < piece.len();
        }
    }

    /// The exchange is over: writes it.
    pub fn end(mut self, end: End) {
        self.end = end;
    }
}

impl Drop for Exchange {
    fn drop(&mut self) {
        self.line.failure = self.end.failure();
        self.line.duration_ms = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        if let Some(answer) = &mut self.line.answer {
            // An answer that broke off was cut just as well.
            let body = json(&self.kept, answer.truncated || self.end != End::Whole);
            answer.body = body.map(|body| self.log.out_of(self.secrets.out_of(body)));
        }
        if let Ok(mut line) = serde_json::to_vec(&self.line) {
            line.push(b'\n');
            self.log.write(&line);
        }
    }
}

/// Shows where it goes and what is known of the end, nothing of headers and bodies.
impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exchange")
            .field("method", &self.line.method)
            .field("path", &self.line.path)
            .field("end", &self.end)
            .finish_non_exhaustive()
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
        let value = if is_shown(&name) { without_cards(value) } else { "[redacted]".into() };
        format!("{name}: {value}")
    });
    shown.collect()
}

fn is_shown(name: &str) -> bool {
    SHOWN_HEADERS.iter().any(|shown| shown.eq_ignore_ascii_case(name))
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
