//! Keeps a redacted line of every exchange with PayTrace: evidence for support, and a log to replay by eye.

use std::io::Write;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use async_trait::async_trait;
use bytes::Bytes;
use futures_core::Stream;
use paysage_record::{End, Exchange, Log};

use crate::transport::{BodyStream, Failure, Reply, Request, Transport};

/// A [`Transport`] that writes every exchange of another one as a line of JSON, without secrets.
///
/// The line is written when the exchange is over: its answer ended, broke off, never came, or was given up by the
/// caller, as when time runs out. Authorization, passwords, tokens, security codes, encrypted values and the values of
/// account number fields are gone from it, and of card numbers the first six and last four digits are left. What a
/// request hides in this way is taken out of its answer's words too, and what the client signs in with out of those of
/// every later one. Customers' names
/// and addresses are **not** taken out.
/// [`Log`] describes the line and what it costs.
///
/// `ClientBuilder::with_recorder` makes one of the client's own transport:
///
/// ```
/// # #[cfg(feature = "http")] {
/// use paytrace::{Client, Credentials};
///
/// # fn client(file: std::fs::File) -> Result<(), Box<dyn std::error::Error>> {
/// let credentials = Credentials::new("api-user", "password", "IntegratorId");
/// let client = Client::builder("https://api.paytrace.com".parse()?, credentials).with_recorder(file).build()?;
/// assert_eq!(client.recorder().map(|recorder| recorder.lost()), Some(0));
/// # Ok(())
/// # }
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Recorder {
    inner: Arc<dyn Transport>,
    log: Log,
}

impl Recorder {
    /// Records what goes through `transport` into `sink`: a file, a pipe, a `Vec<u8>` behind a lock.
    pub fn new(transport: Arc<dyn Transport>, sink: impl Write + Send + 'static) -> Self {
        Self::over(transport, Log::new(sink))
    }

    pub(crate) fn over(inner: Arc<dyn Transport>, log: Log) -> Self {
        Self { inner, log }
    }

    /// How many bytes of each body are kept; 64 KiB unless set. 0 keeps lengths only.
    #[must_use]
    pub fn with_body_limit(mut self, bytes: usize) -> Self {
        self.log = self.log.with_body_limit(bytes);
        self
    }

    /// How many lines the sink failed to take.
    pub fn lost(&self) -> u64 {
        self.log.lost()
    }
}

#[async_trait]
impl Transport for Recorder {
    async fn exchange(&self, request: Request) -> Result<Reply, Failure> {
        // Dropped with this future when the caller gives up, and written by that.
        let pairs = request.headers.iter().map(|(name, value)| (*name, &**value));
        let line = self.log.begin(request.method.as_str(), &request.path, &request.query);
        let mut exchange = line.with_request(pairs, &request.body);
        match self.inner.exchange(request).await {
            Ok(reply) => {
                let pairs = reply.headers.iter().map(|(name, value)| (&**name, &**value));
                exchange.answered(reply.status, pairs);
                let body = Tee { body: reply.body, exchange: Some(exchange) };
                Ok(Reply { status: reply.status, headers: reply.headers, body: Box::pin(body) })
            }
            Err(failure) => {
                exchange.end(match failure {
                    Failure::NotSent(_) => End::NotSent,
                    Failure::NoAnswer(_) => End::NoAnswer,
                });
                Err(failure)
            }
        }
    }
}

/// The body of an answer, kept in part as it passes.
struct Tee {
    body: BodyStream,
    /// `None` once it is written.
    exchange: Option<Exchange>,
}

impl Stream for Tee {
    type Item = Result<Bytes, Failure>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let item = std::task::ready!(self.body.as_mut().poll_next(cx));
        match &item {
            Some(Ok(piece)) => {
                if let Some(exchange) = &mut self.exchange {
                    exchange.passed(piece);
                }
            }
            // Whatever the failure is called: the request had been sent.
            Some(Err(_)) => self.end(End::NoAnswer),
            None => self.end(End::Whole),
        }
        Poll::Ready(item)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.body.size_hint()
    }
}

impl Tee {
    fn end(&mut self, end: End) {
        if let Some(exchange) = self.exchange.take() {
            exchange.end(end);
        }
    }
}
