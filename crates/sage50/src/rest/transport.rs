//! The one method between the REST door and the network.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use secrecy::{ExposeSecret, SecretString};

/// Carries requests to the gateway and answers back.
///
/// An implementation sends each request at most once: it repeats nothing, follows no redirect, and says
/// [`Failure::NotSent`] only when it knows that no byte of the request left. The door ends a wait that is too
/// long by dropping the future.
#[async_trait]
pub trait Transport: Send + Sync + fmt::Debug {
    /// Sends one request and reads the whole answer, whatever its status.
    async fn exchange(&self, request: Request) -> Result<Reply, Failure>;
}

/// The method of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Creates.
    Post,
    /// Changes.
    Put,
    /// Changes what it names and leaves the rest.
    Patch,
}

impl Method {
    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
        }
    }
}

/// A header of a request; its value may be a secret and is never shown.
pub struct Header {
    name: &'static str,
    value: SecretString,
}

impl Header {
    /// A header by its lower-case name.
    pub fn new(name: &'static str, value: impl Into<SecretString>) -> Self {
        Self { name, value: value.into() }
    }

    /// Its lower-case name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Its value, to be sent and not to be shown.
    pub fn value(&self) -> &str {
        self.value.expose_secret()
    }
}

impl fmt::Debug for Header {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// A request, relative to the gateway's address. `Debug` shows neither header values nor the body.
#[derive(Clone)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// Path and query, from the slash: `/v1/invoices?referenceNumber=PT1`.
    pub path: Cow<'static, str>,
    /// The headers, complete but for those the connection itself adds.
    pub headers: Arc<[Header]>,
    /// The body; empty for reads.
    pub body: Bytes,
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("path", &self.path)
            .field("headers", &self.headers)
            .field("body_bytes", &self.body.len())
            .finish()
    }
}

/// An answer: its status, the two headers the door reads, and its whole body, which `Debug` does not show.
#[derive(Clone)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// `Retry-After` as it came.
    pub retry_after: Option<Box<str>>,
    /// `Date` as it came; only needed beside a `Retry-After` that is a date.
    pub date: Option<Box<str>>,
    /// The body.
    pub body: Bytes,
}

impl Reply {
    /// An answer without `Retry-After`.
    pub fn new(status: u16, body: impl Into<Bytes>) -> Self {
        Self { status, retry_after: None, date: None, body: body.into() }
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("status", &self.status)
            .field("retry_after", &self.retry_after)
            .field("date", &self.date)
            .field("body_bytes", &self.body.len())
            .finish()
    }
}

type Source = Box<dyn std::error::Error + Send + Sync>;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Failure {
    /// No byte of the request left: the name did not resolve, the connection was refused, TLS failed.
    #[error("the request was not sent")]
    NotSent(#[source] Source),
    /// The request may have arrived, but no whole answer came back.
    #[error("no whole answer came back")]
    NoAnswer(#[source] Source),
    /// The answer is larger than the transport takes.
    #[error("the answer is larger than {limit} bytes")]
    TooLarge {
        /// The most bytes it takes.
        limit: usize,
    },
}
