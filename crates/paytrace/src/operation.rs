//! A call as pure data: what goes out, and what an answer means.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use serde_json::{Map, Value};

use crate::Error;

/// What a call does at PayTrace, which decides whether it may be repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Changes nothing: the client repeats it by itself after a passing failure.
    Read,
    /// Changes something, but a second time changes nothing more or is refused. The client does not repeat it.
    Repeatable,
    /// Moves money, or commits to: never repeated by the client.
    MovesMoney,
}

/// One call of the PayTrace API.
///
/// Both halves are pure, so a call can be tested without a network; [`Client::send`](crate::Client::send) is the
/// only place that waits.
pub trait Operation {
    /// What a good answer becomes. A decline is an answer, not an error.
    type Reply;

    /// The call's name in logs, e.g. `sale.by_customer`.
    const NAME: &'static str;

    /// What it does at PayTrace.
    const EFFECT: Effect;

    /// The request, without credentials.
    ///
    /// # Errors
    /// A value cannot be sent.
    fn outgoing(&self) -> Result<Outgoing, Error>;

    /// Reads the answer, whatever its status.
    ///
    /// # Errors
    /// PayTrace refused the request, or the answer cannot be understood.
    fn reply(&self, raw: &RawReply) -> Result<Self::Reply, Error>;
}

/// A call that answers with a list of transactions of any length, read row by row.
///
/// Sent by [`Client::export`](crate::Client::export); always a read.
pub trait Export {
    /// The call's name in logs.
    const NAME: &'static str;

    /// The request, without credentials.
    ///
    /// # Errors
    /// A value cannot be sent.
    fn outgoing(&self) -> Result<Outgoing, Error>;
}

/// A request of the v1 API: always a POST of a JSON object.
///
/// The client adds `integrator_id` and the token. `Debug` shows the path and the names of the fields only, since
/// values can be card data.
#[derive(Clone, PartialEq)]
pub struct Outgoing {
    path: &'static str,
    body: Map<String, Value>,
}

impl Outgoing {
    /// A request to `path`, which begins with `/`.
    pub fn new(path: &'static str) -> Self {
        Self { path, body: Map::new() }
    }

    /// The same with one more field.
    #[must_use]
    pub fn with(mut self, field: &str, value: impl Into<Value>) -> Self {
        self.body.insert(field.to_owned(), value.into());
        self
    }

    /// The same with one more field when there is a value.
    #[must_use]
    pub fn with_some(self, field: &str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.with(field, value),
            None => self,
        }
    }

    /// The path.
    pub fn path(&self) -> &'static str {
        self.path
    }

    /// The fields of the body.
    pub fn body(&self) -> &Map<String, Value> {
        &self.body
    }
}

impl fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fields: Vec<&String> = self.body.keys().collect();
        f.debug_struct("Outgoing").field("path", &self.path).field("fields", &fields).finish_non_exhaustive()
    }
}

/// A whole answer as bytes. `Debug` shows the status and the length only.
#[derive(Clone, PartialEq, Eq)]
pub struct RawReply {
    /// The HTTP status; the body counts more than it.
    pub status: u16,
    /// The body.
    pub body: Bytes,
    /// What `Retry-After` asked for, in whole seconds.
    pub retry_after: Option<Duration>,
}

impl RawReply {
    /// An answer without `Retry-After`.
    pub fn new(status: u16, body: impl Into<Bytes>) -> Self {
        Self { status, body: body.into(), retry_after: None }
    }
}

impl fmt::Debug for RawReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawReply")
            .field("status", &self.status)
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}
