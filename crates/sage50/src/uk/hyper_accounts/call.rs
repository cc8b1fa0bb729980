//! Calls: one at a time, each within its time-out, reads repeated and writes never. A document takes its turn once, for
//! all of its calls.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bytes::Bytes;
use serde_json::{Value, json};
use tokio::sync::{Mutex, OwnedMutexGuard};
use tokio::time::Instant;

use super::answer::{self, Answer, Effect, unusable};
use super::door::HyperAccountsDoor;
use super::search::Filter;
use crate::error::{Error, ErrorKind, Outcome};
use crate::rest::exchange::{exchange, repeated};
use crate::rest::{Method, Request, scalar};

/// The calls of an ordinary receipt from its first write on: the payment, its number, the allocation, and two to read it
/// back.
const CALLS_FROM_FIRST_WRITE: u32 = 5;
/// How many time-outs of a call a whole document has. Three are for its turn and what is read before the first write.
const CALLS_OF_DOCUMENT: u32 = 8;

/// The order in which callers are let through; of a document's door, that it is let through.
#[derive(Debug, Clone, Default)]
pub(super) struct Turn {
    queue: Arc<Mutex<()>>,
    document: Option<Arc<OneDocument>>,
}

/// A document that has its turn.
#[derive(Debug)]
struct OneDocument {
    /// When its last call must have ended; `None` is beyond all clocks.
    until: Option<Instant>,
    written: AtomicBool,
    _turn: OwnedMutexGuard<()>,
}

impl OneDocument {
    /// Whether a call may begin: it has the time to end, and what is begun by a first write has the time to be finished.
    fn admits(&self, timeout: Duration, effect: Effect) -> bool {
        let first_write = effect == Effect::Writes && !self.written.load(Ordering::Relaxed);
        let calls = if first_write { CALLS_FROM_FIRST_WRITE } else { 1 };
        let needed = timeout.saturating_mul(calls);
        let admits = self.until.is_none_or(|until| needed <= until.saturating_duration_since(Instant::now()));
        if admits && first_write {
            self.written.store(true, Ordering::Relaxed);
        }
        admits
    }
}

fn too_late(problem: &'static str) -> Error {
    Error::new(ErrorKind::Transport, Outcome::Nothing).with_problem(problem)
}

impl HyperAccountsDoor {
    /// How long a whole document may take, its wait for its turn included.
    pub(super) fn longest_post(&self) -> Duration {
        self.timeout.saturating_mul(CALLS_OF_DOCUMENT)
    }

    /// This door for one document: nobody else calls until it is dropped. A caller who gives up the wait leaves nothing
    /// behind.
    pub(super) async fn for_document(&self) -> Result<Self, Error> {
        let longest = self.longest_post();
        let until = Instant::now().checked_add(longest);
        let wait = longest.saturating_sub(self.timeout.saturating_mul(CALLS_FROM_FIRST_WRITE));
        let turn = self.turn(wait).await?;
        let document = OneDocument { until, written: AtomicBool::new(false), _turn: turn };
        let turn = Turn { queue: Arc::clone(&self.turn.queue), document: Some(Arc::new(document)) };
        Ok(Self { turn, ..self.clone() })
    }

    async fn turn(&self, wait: Duration) -> Result<OwnedMutexGuard<()>, Error> {
        let turn = tokio::time::timeout(wait, Arc::clone(&self.turn.queue).lock_owned());
        turn.await.map_err(|_| too_late("its turn did not come in time, so it was not sent"))
    }

    /// Makes one call, once.
    pub(super) async fn call(
        &self,
        method: Method,
        path: Cow<'static, str>,
        body: Bytes,
        effect: Effect,
    ) -> Result<Answer, Error> {
        let _turn = match &self.turn.document {
            Some(document) if document.admits(self.timeout, effect) => None,
            Some(_) => {
                return Err(too_late("too little is left of the time of its document, so it was not sent"));
            }
            // A whole document may be before it.
            None => Some(self.turn(self.longest_post()).await?),
        };
        let request = Request { method, path, headers: Arc::clone(&self.headers), body };
        let reply = exchange(&*self.transport, self.timeout, request, effect.if_sent()).await?;
        answer::read(&reply, effect)
    }

    pub(super) async fn get(&self, path: &'static str) -> Result<Answer, Error> {
        repeated(|| self.call(Method::Get, path.into(), Bytes::new(), Effect::Reads)).await
    }

    /// The rows of a list.
    pub(super) async fn rows(&self, path: &'static str) -> Result<Vec<Value>, Error> {
        self.get(path).await?.results.ok_or_else(|| unusable("it holds no results", Effect::Reads))
    }

    /// Searches, which the API does by POST; the rows are all there are, for it has no pages.
    pub(super) async fn search(&self, path: &'static str, filters: &[Filter]) -> Result<Vec<Value>, Error> {
        let body = Bytes::from(json!(filters).to_string());
        let answer = repeated(|| self.call(Method::Post, path.into(), body.clone(), Effect::Reads)).await?;
        answer.results.ok_or_else(|| unusable("it holds no results", Effect::Reads))
    }

    /// Posts, once.
    pub(super) async fn write(&self, path: &'static str, body: &Value) -> Result<Answer, Error> {
        self.call(Method::Post, path.into(), body.to_string().into(), Effect::Writes).await
    }

    /// Posts what the API numbers; the answer is the number.
    pub(super) async fn post_numbered(&self, path: &'static str, body: &Value) -> Result<Box<str>, Error> {
        let answer = self.write(path, body).await?;
        let key = scalar::key(Some(&answer.response));
        key.ok_or_else(|| unusable("it names no number of what it booked", Effect::Writes))
    }
}
