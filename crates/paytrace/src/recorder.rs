//! Keeps a redacted line of every exchange with PayTrace: evidence for support, and a log to replay by eye.

mod line;

use std::fmt;
use std::io::{self, Write};
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use async_trait::async_trait;
use bytes::Bytes;
use futures_core::Stream;

use self::line::{End, Exchange};
use crate::transport::{BodyStream, Failure, Reply, Request, Transport};

/// How much of each body is kept, unless set: 64 KiB.
const BODY_LIMIT: usize = 64 * 1024;

/// A [`Transport`] that writes every exchange of another one as a line of JSON, without secrets.
///
/// The line is written when the exchange is over: its answer ended, broke off, never came, or was given up by the
/// caller, as when time runs out. Authorization, passwords, tokens, security codes, encrypted values and account
/// numbers are gone from it, and of card numbers the first six and last four digits are left. Customers' names and
/// addresses are **not** taken out.
///
/// ```
/// use std::sync::Arc;
///
/// use paytrace::{Client, Credentials, Recorder, Transport};
///
/// # fn client(transport: Arc<dyn Transport>, file: std::fs::File) -> Result<Client, paytrace::Error> {
/// let recorder = Recorder::new(transport, file);
/// Client::builder("https://api.paytrace.com".parse().unwrap(), Credentials::new("u", "p", "i"))
///     .with_transport(Arc::new(recorder))
///     .build()
/// # }
/// ```
///
/// # The line
/// An object with `time` (UTC, RFC 3339), `method`, `path`, `query` when there is one, `request`, `answer` when its
/// head came, `failure` when there is no whole answer, and `duration_ms`. `request` and `answer` have `headers`
/// (lines `name: value`), `bytes` (the body's length as far as it came), `body` when it is JSON or a form (a text,
/// redacted), and `"truncated": true` when only the body's first part is kept; `answer` has `status` besides.
/// `failure` is `not_sent`, `no_answer` (none came, or it broke off) or `given_up` (by the caller).
///
/// # What it costs
/// Memory for the kept part of each body under way. A line is written and flushed while its call waits, one line
/// at a time: give it a sink that is fast. A sink that fails fails no call: what is lost is counted by
/// [`Recorder::lost`] and told once, as a warning of `tracing`.
#[derive(Clone)]
pub struct Recorder {
    inner: Arc<dyn Transport>,
    sink: Arc<Sink>,
    body_limit: usize,
}

impl Recorder {
    /// Records what goes through `transport` into `sink`: a file, a pipe, a `Vec<u8>` behind a lock.
    pub fn new(transport: Arc<dyn Transport>, sink: impl Write + Send + 'static) -> Self {
        let sink = Sink {
            writer: Mutex::new(Writer { sink: Box::new(sink), is_cut: false }),
            lost: AtomicU64::new(0),
        };
        Self { inner: transport, sink: Arc::new(sink), body_limit: BODY_LIMIT }
    }

    /// How many bytes of each body are kept; 64 KiB unless set. 0 keeps lengths only.
    #[must_use]
    pub fn with_body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// How many lines the sink failed to take.
    pub fn lost(&self) -> u64 {
        self.sink.lost.load(Ordering::Relaxed)
    }
}

#[async_trait]
impl Transport for Recorder {
    async fn exchange(&self, request: Request) -> Result<Reply, Failure> {
        // Dropped with this future when the caller gives up, and written by that.
        let mut exchange = Exchange::new(&request, self.body_limit, Arc::clone(&self.sink));
        match self.inner.exchange(request).await {
            Ok(reply) => {
                exchange.answered(&reply);
                let body = Tee { body: reply.body, exchange: Some(exchange) };
                Ok(Reply { status: reply.status, headers: reply.headers, body: Box::pin(body) })
            }
            Err(failure) => {
                exchange.end(End::of(&failure));
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

/// Where the lines go.
struct Sink {
    writer: Mutex<Writer>,
    lost: AtomicU64,
}

struct Writer {
    sink: Box<dyn Write + Send>,
    /// Whether the last line may have been written in part.
    is_cut: bool,
}

impl Sink {
    /// Writes one line, which ends with a line feed.
    fn write(&self, line: &[u8]) {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = writer.write(line)
            && self.lost.fetch_add(1, Ordering::Relaxed) == 0
        {
            tracing::warn!(kind = %error.kind(), "the recorder's sink failed; exchanges go on but are not recorded");
        }
    }
}

impl Writer {
    fn write(&mut self, line: &[u8]) -> io::Result<()> {
        let was_cut = std::mem::replace(&mut self.is_cut, true);
        if was_cut {
            self.sink.write_all(b"\n")?;
        }
        self.sink.write_all(line)?;
        self.sink.flush()?;
        self.is_cut = false;
        Ok(())
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder")
            .field("inner", &self.inner)
            .field("lost", &self.lost())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Sink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sink").field("lost", &self.lost).finish_non_exhaustive()
    }
}
