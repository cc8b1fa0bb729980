//! The one port to the network: bytes out, bytes in.

#[cfg(feature = "http")]
mod reqwest;

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use futures_core::Stream;

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

/// The HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Method {
    /// `POST`, which the v1 API uses for everything.
    Post,
}

impl Method {
    /// The method as HTTP writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Post => "POST",
        }
    }
}

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

/// A request ready to be sent. `Debug` shows neither header values nor the body.
#[derive(Clone)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The path below the base address, beginning with `/`.
    pub path: &'static str,
    /// Header names in lower case with their values; `authorization` is among them.
    pub headers: Vec<(&'static str, String)>,
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
    /// Header names in lower case with their values; values that are no text are left out.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: BodyStream,
}

impl Reply {
    /// An answer whose whole body is at hand.
    pub fn whole(status: u16, body: impl Into<Bytes>) -> Self {
        let body: Bytes = body.into();
        Self { status, headers: Vec::new(), body: Box::pin(futures_util::stream::iter([Ok(body)])) }
    }

    /// What `Retry-After` asks for, when it is in whole seconds.
    pub(crate) fn retry_after(&self) -> Option<Duration> {
        let (_, value) = self.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("retry-after"))?;
        value.trim().parse().ok().map(Duration::from_secs)
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
