//! One JSON line for every exchange, written when it is over.

mod exchange;

use std::collections::VecDeque;
use std::fmt;
use std::io::{self, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

pub use exchange::{End, Exchange};

use crate::redact::{self, Secrets};

/// How many secrets by which a program signs in are remembered, the newest.
const LASTING: usize = 32;

/// How much of each body is kept, unless set: 64 KiB.
const BODY_LIMIT: usize = 64 * 1024;

/// Where the lines of exchanges go. Clones share the sink.
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
/// at a time: give it a sink that is fast and does not panic. A sink that fails fails no call: what is lost is counted
/// by [`Log::lost`] and told once, as a warning of `tracing`.
#[derive(Clone)]
pub struct Log {
    sink: Arc<Sink>,
    body_limit: usize,
}

impl Log {
    /// Writes into `sink`: a file, a pipe, a `Vec<u8>` behind a lock.
    pub fn new(sink: impl Write + Send + 'static) -> Self {
        let sink = Sink {
            writer: Mutex::new(Writer { sink: Box::new(sink), is_cut: false }),
            lost: AtomicU64::new(0),
            lasting: Mutex::default(),
        };
        Self { sink: Arc::new(sink), body_limit: BODY_LIMIT }
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

    /// Begins the line of a request: its method, its path and its query.
    pub fn begin(&self, method: &'static str, path: &str, query: &str) -> Exchange {
        Exchange::new(self.clone(), method, path, query)
    }

    fn write(&self, line: &[u8]) {
        self.sink.write(line);
    }

    /// Remembers what a program signs in with, so that no later answer repeats it in a line.
    fn remember(&self, secrets: &Secrets) {
        let mut lasting = self.sink.lasting.lock().unwrap_or_else(PoisonError::into_inner);
        for secret in secrets.lasting() {
            if !lasting.contains(secret) {
                lasting.push_front(secret.clone());
            }
        }
        lasting.truncate(LASTING);
    }

    /// A text without what is remembered.
    fn out_of(&self, text: String) -> String {
        let lasting = self.sink.lasting.lock().unwrap_or_else(PoisonError::into_inner);
        lasting.iter().fold(text, |text, secret| redact::without(text, secret))
    }
}

/// Where the lines go.
struct Sink {
    writer: Mutex<Writer>,
    lost: AtomicU64,
    lasting: Mutex<VecDeque<String>>,
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

impl fmt::Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Log").field("lost", &self.lost()).finish_non_exhaustive()
    }
}
