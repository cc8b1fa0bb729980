//! Calls: one at a time, each within its time-out, reads repeated and writes never.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;
use serde_json::{Value, json};

use super::answer::{self, Answer, Effect, unusable};
use super::door::HyperAccountsDoor;
use super::search::Filter;
use crate::error::{Error, ErrorKind, Outcome};
use crate::rest::exchange::{exchange, repeated};
use crate::rest::{Method, Request, scalar};

impl HyperAccountsDoor {
    /// Makes one call, once. The wait for its turn counts: after the time-out nothing leaves any more.
    pub(super) async fn call(
        &self,
        method: Method,
        path: Cow<'static, str>,
        body: Bytes,
        effect: Effect,
    ) -> Result<Answer, Error> {
        let request = Request { method, path, headers: Arc::clone(&self.headers), body };
        let leaves = AtomicBool::new(false);
        let call = async {
            let _turn = self.turn.lock().await;
            leaves.store(true, Ordering::Relaxed);
            exchange(&*self.transport, self.timeout, request, effect.if_sent()).await
        };
        let reply = tokio::time::timeout(self.timeout, call).await.unwrap_or_else(|_| {
            Err(if leaves.load(Ordering::Relaxed) {
                Error::new(ErrorKind::Transport, effect.if_sent())
                    .with_problem("no whole answer within the time-out")
            } else {
                Error::new(ErrorKind::Transport, Outcome::Nothing)
                    .with_problem("its turn did not come within the time-out, so it was not sent")
            })
        })?;
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
