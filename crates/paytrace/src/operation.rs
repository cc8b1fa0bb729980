//! A call as pure data: what goes out, and what an answer means.

use std::borrow::Cow;
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
    /// Changes something but moves no money; what a second time does stands at the call. Never repeated by the client.
    Repeatable,
    /// Moves money, or commits to: never repeated by the client.
    MovesMoney,
}

/// One of PayTrace's two ways to speak JSON. Accounts can have one of them or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// The older "JSON API": `POST` for everything, a flat envelope, the password grant.
    V1,
    /// The "Trace API", also called North's B2B API: verbs, a `data` envelope, client credentials.
    V3,
}

/// The HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Method {
    /// `GET`; v3 has one that carries a body.
    Get,
    /// `POST`, which v1 uses for everything.
    Post,
    /// `DELETE`; v3 has one that carries a body.
    Delete,
}

impl Method {
    /// The method as HTTP writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Delete => "DELETE",
        }
    }
}

/// Where a call lives: dialect, method, and path as the vendor writes it, `{places}` included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Endpoint {
    dialect: Dialect,
    method: Method,
    path: &'static str,
}

impl Endpoint {
    /// A call of v1, always a `POST`; the path begins with `/`.
    pub const fn v1(path: &'static str) -> Self {
        Self { dialect: Dialect::V1, method: Method::Post, path }
    }

    /// A call of v3; the path begins with `/` and may hold `{places}`.
    pub const fn v3(method: Method, path: &'static str) -> Self {
        Self { dialect: Dialect::V3, method, path }
    }

    /// The dialect.
    pub const fn dialect(self) -> Dialect {
        self.dialect
    }

    /// The method.
    pub const fn method(self) -> Method {
        self.method
    }

    /// The path, with its `{places}`.
    pub const fn path(self) -> &'static str {
        self.path
    }
}

/// One call of the PayTrace API.
///
/// Both halves are pure, so a call can be tested without a network; `Client::send` is the only place that waits.
pub trait Operation {
    /// What a good answer becomes. A decline is an answer, not an error.
    type Reply;

    /// The call's name in logs, e.g. `sale.by_customer`.
    const NAME: &'static str;

    /// Where it lives.
    const ENDPOINT: Endpoint;

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
/// Sent by `Client::export`; always a read.
pub trait Export {
    /// The call's name in logs.
    const NAME: &'static str;

    /// Where it lives.
    const ENDPOINT: Endpoint;

    /// The request, without credentials.
    ///
    /// # Errors
    /// A value cannot be sent.
    fn outgoing(&self) -> Result<Outgoing, Error>;
}

/// Where a call of v3 names the merchant's account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MerchantIn {
    /// As the field `merchant_id` of the body.
    Body,
    /// As the pair `merchant_id` of the query.
    Query,
    /// At the place `{merchant_id}` of the path.
    Path,
}

/// The fields of a body. Bodies are small: a list is searched faster than a map is made.
type Fields = Vec<(Cow<'static, str>, Value)>;

fn no_fields() -> Fields {
    Vec::with_capacity(8)
}

/// A request, complete but for what the client adds: the token, `integrator_id` and, where asked for, `merchant_id`.
///
/// `Debug` shows the endpoint and the names of the fields only, since values can be card data.
#[derive(Clone, PartialEq)]
pub struct Outgoing {
    endpoint: Endpoint,
    path: Cow<'static, str>,
    query: Vec<(&'static str, String)>,
    body: Option<Fields>,
    merchant: Option<MerchantIn>,
}

impl Outgoing {
    /// A request to `endpoint`. In v1 it has a body, if an empty one; in v3 only when a field is added.
    pub fn to(endpoint: Endpoint) -> Self {
        let body = (endpoint.dialect == Dialect::V1).then(no_fields);
        Self { endpoint, path: Cow::Borrowed(endpoint.path), query: Vec::new(), body, merchant: None }
    }

    /// The same with one more field in the body.
    #[must_use]
    pub fn with(mut self, field: impl Into<Cow<'static, str>>, value: impl Into<Value>) -> Self {
        let (field, value) = (field.into(), value.into());
        let fields = self.body.get_or_insert_with(no_fields);
        match fields.iter_mut().find(|(name, _)| *name == field) {
            Some((_, old)) => *old = value,
            None => fields.push((field, value)),
        }
        self
    }

    /// The same with one more field in the body when there is a value.
    #[must_use]
    pub fn with_some(self, field: impl Into<Cow<'static, str>>, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.with(field, value),
            None => self,
        }
    }

    /// The same with `value` at the place `{name}` of the path, encoded so that it stays one segment.
    #[must_use]
    pub fn with_segment(mut self, name: &str, value: &str) -> Self {
        self.path = self.path.replace(&format!("{{{name}}}"), &segment(value)).into();
        self
    }

    /// The same with one more pair in the query.
    #[must_use]
    pub fn with_query(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.query.push((name, value.into()));
        self
    }

    /// The same with one more pair in the query when there is a value.
    #[must_use]
    pub fn with_some_query(self, name: &'static str, value: Option<impl Into<String>>) -> Self {
        match value {
            Some(value) => self.with_query(name, value),
            None => self,
        }
    }

    /// The same with the client's `merchant_id`, which the client must have been given.
    #[must_use]
    pub fn with_merchant(mut self, place: MerchantIn) -> Self {
        self.merchant = Some(place);
        self
    }

    /// Where it goes.
    pub fn endpoint(&self) -> Endpoint {
        self.endpoint
    }

    /// The path as it will be sent, but for `{merchant_id}`.
    pub fn path(&self) -> &str {
        &self.path
    }

    #[cfg(feature = "client")]
    pub(crate) fn sent_path(&self) -> Cow<'static, str> {
        self.path.clone()
    }

    /// The pairs of the query.
    pub fn query(&self) -> &[(&'static str, String)] {
        &self.query
    }

    /// The body as a JSON object; `None` when there is none.
    pub fn body(&self) -> Option<Map<String, Value>> {
        let fields = self.body.as_ref()?;
        Some(fields.iter().map(|(name, value)| (name.clone().into_owned(), value.clone())).collect())
    }

    /// The fields of the body in the order in which they were added; `None` when there is no body.
    #[cfg(feature = "client")]
    pub(crate) fn fields(&self) -> Option<&[(Cow<'static, str>, Value)]> {
        self.body.as_deref()
    }

    /// Where the client puts its `merchant_id`.
    pub fn merchant(&self) -> Option<MerchantIn> {
        self.merchant
    }
}

/// Text as one segment of a path: everything but letters, digits and `-._~` is percent-encoded.
pub(crate) fn segment(text: &str) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Points too, so that `..` cannot climb.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

impl fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fields: Vec<&str> = self.body.iter().flatten().map(|(name, _)| &**name).collect();
        let query: Vec<&str> = self.query.iter().map(|(name, _)| *name).collect();
        f.debug_struct("Outgoing")
            .field("endpoint", &self.endpoint)
            .field("query", &query)
            .field("fields", &fields)
            .finish_non_exhaustive()
    }
}

/// A whole answer as bytes. `Debug` shows the status and the length only.
#[derive(Clone, PartialEq, Eq)]
pub struct RawReply {
    /// The HTTP status; the body counts more than it.
    pub status: u16,
    /// The body.
    pub body: Bytes,
    /// How long `Retry-After` asked to wait.
    pub retry_after: Option<Duration>,
    /// What PayTrace calls the exchange (`X-Request-Id`), for its support.
    pub request_id: Option<Box<str>>,
}

impl RawReply {
    /// An answer without any headers of interest.
    pub fn new(status: u16, body: impl Into<Bytes>) -> Self {
        Self { status, body: body.into(), retry_after: None, request_id: None }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_segment_cannot_leave_its_place() {
        let endpoint = Endpoint::v3(Method::Get, "/v3/checks/{id}/x");
        let outgoing = Outgoing::to(endpoint).with_segment("id", "../a?b=c#d/e %é");
        assert_eq!(outgoing.path(), "/v3/checks/%2E%2E%2Fa%3Fb%3Dc%23d%2Fe%20%25%C3%A9/x");
    }
}
