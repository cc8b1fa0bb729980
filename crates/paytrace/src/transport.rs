//! The one port to the network: bytes out, bytes in.

#[cfg(feature = "http")]
mod reqwest;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_core::Stream;

use crate::operation::Method;

#[cfg(feature = "http")]
pub use self::reqwest::ReqwestTransport;

/// Carries one request to PayTrace, or to something that stands for it.
///
/// An implementation sends a request **at most once**: it follows no redirect and repeats nothing, because
/// only the client knows which calls may be repeated.
#[async_trait]
pub trait Transport: Send + Sync + fmt::Debug {
    /// Sends the request and waits for the head of the answer.
    ///
    /// # Errors
    /// [`Failure::NotSent`] only when it is certain that no byte of the request can have been read by the other
    /// side; [`Failure::NoAnswer`] for everything else. An answer with a bad status is no failure.
    async fn exchange(&self, request: Request) -> Result<Reply, Failure>;
}

/// The body of an answer, in pieces.
pub type BodyStream = Pin<Box<dyn Stream<Item = Result<Bytes, Failure>> + Send>>;

/// How long a request may take. The client keeps to it too, whatever a transport does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timeout {
    /// From the first byte out to the last byte in.
    Whole(Duration),
    /// To the head of the answer, and then between two pieces of it: for answers of any length.
    EachRead(Duration),
}

impl Timeout {
    /// The time itself.
    pub fn duration(self) -> Duration {
        match self {
            Self::Whole(time) | Self::EachRead(time) => time,
        }
    }
}

/// A request ready to be sent. `Debug` shows neither header values, nor the query, nor the body.
#[derive(Clone)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The path below the base address, beginning with `/`, percent-encoded where needed.
    pub path: Cow<'static, str>,
    /// The query behind `?`, percent-encoded; blank when there is none.
    pub query: String,
    /// Header names in lower case with their values; `authorization` is among them.
    pub headers: Vec<(&'static str, Cow<'static, str>)>,
    /// The body.
    pub body: Bytes,
    /// How long it may take.
    pub timeout: Timeout,
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("path", &self.path)
            .field("bytes", &self.body.len())
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

/// The head of an answer, and its body as it comes.
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// Header names in lower case with their values, as text. Only those that the client or a recorder reads are needed:
    /// `content-type`, `content-length`, `date`, `retry-after` and `x-request-id`.
    pub headers: Vec<(Cow<'static, str>, String)>,
    /// The body.
    pub body: BodyStream,
}

impl Reply {
    /// An answer whose whole body is at hand.
    pub fn whole(status: u16, body: impl Into<Bytes>) -> Self {
        let body: Bytes = body.into();
        Self { status, headers: Vec::new(), body: Box::pin(futures_util::stream::iter([Ok(body)])) }
    }

    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        let (_, value) = self.headers.iter().find(|(found, _)| found.eq_ignore_ascii_case(name))?;
        Some(value.trim())
    }

    /// How long `Retry-After` asks to wait: whole seconds, or a date, which counts from the answer's own `Date`
    /// so that no clock of this machine has to be right.
    pub(crate) fn retry_after(&self) -> Option<Duration> {
        let value = self.header("retry-after")?;
        if let Ok(seconds) = value.parse() {
            return Some(Duration::from_secs(seconds));
        }
        let until = DateTime::parse_from_rfc2822(value).ok()?;
        let now = self.header("date").and_then(|date| DateTime::parse_from_rfc2822(date).ok());
        let now = now.map_or_else(|| DateTime::<Utc>::from(SystemTime::now()), |date| date.to_utc());
        Some(until.to_utc().signed_duration_since(now).to_std().unwrap_or_default())
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply").field("status", &self.status).finish_non_exhaustive()
    }
}

/// Why there is no whole answer.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// No byte of the request can have been read by the other side: name not found, connection refused, TLS
    /// failed, no connection in time.
    #[error("the request was not sent")]
    NotSent(#[source] Box<dyn StdError + Send + Sync>),
    /// Anything later: nobody knows whether the request was carried out.
    #[error("no whole answer came")]
    NoAnswer(#[source] Box<dyn StdError + Send + Sync>),
}
