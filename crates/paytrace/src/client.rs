//! The client: the only place that waits.

mod builder;
mod exchange;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use serde_json::Value;
use tracing::Instrument;
use url::Url;

pub use builder::ClientBuilder;
#[cfg(feature = "http")]
pub(crate) use builder::check_base;
pub(crate) use exchange::{broken, too_late};

use crate::v1::answer;
use crate::auth::{Credentials, TOKEN_PATH, Token, TokenCache};
use crate::export::ExportStream;
use crate::operation::{Effect, Export, Operation, Outgoing, RawReply};
use crate::transport::{Method, Reply, Request, Timeout, Transport};
use crate::{Error, Outcome, retry};

/// A client of one PayTrace account. Cheap to clone; clones share the connections and the token.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    transport: Arc<dyn Transport>,
    credentials: Credentials,
    tokens: TokenCache,
    limits: Limits,
}

/// How long and how large things may get.
#[derive(Debug, Clone, Copy)]
struct Limits {
    write: Duration,
    read: Duration,
    idle: Duration,
    export_bytes: u64,
}

impl Client {
    /// Starts to set up a client of the API at `base_url`, e.g. `https://api.paytrace.com`.
    ///
    /// ```
    /// use paytrace::{Client, Credentials, SecretString};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # #[cfg(feature = "http")] {
    /// let credentials = Credentials::new("api-user", SecretString::from("secret"), "IntegratorId");
    /// let client = Client::builder("http://127.0.0.1:7101".parse()?, credentials).build()?;
    /// # let _ = client; }
    /// # Ok(())
    /// # }
    /// ```
    pub fn builder(base_url: Url, credentials: Credentials) -> ClientBuilder {
        ClientBuilder::new(base_url, credentials)
    }

    /// Carries out one call.
    ///
    /// A call is repeated in two cases only: once with a new token when PayTrace refused the token, since such a
    /// call was not carried out; and up to three times when it is a read that failed for a passing cause.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind). After an error of a call that moves money look at
    /// [`Error::outcome`] first.
    pub async fn send<O: Operation>(&self, operation: &O) -> Result<O::Reply, Error> {
        let outgoing = operation.outgoing()?;
        let span = tracing::info_span!(
            "paytrace",
            operation = O::NAME,
            status = tracing::field::Empty,
            outcome = tracing::field::Empty,
            attempts = tracing::field::Empty,
        );
        let work = self.repeat(O::EFFECT, || async {
            let raw = self.call(&outgoing, O::EFFECT).await?;
            operation.reply(&raw)
        });
        work.instrument(span).await
    }

    /// Starts an export and gives its rows as they come.
    ///
    /// Memory does not grow with the export. Starting is repeated like every read; once rows have come, a failure
    /// is the stream's last item, and the export has to be started again.
    ///
    /// # Errors
    /// The export could not be started.
    pub async fn export<E: Export>(&self, export: &E) -> Result<ExportStream, Error> {
        let outgoing = export.outgoing()?;
        let span = tracing::info_span!(
            "paytrace",
            operation = E::NAME,
            status = tracing::field::Empty,
            outcome = tracing::field::Empty,
            attempts = tracing::field::Empty,
        );
        let work = self.repeat(Effect::Read, || self.open(&outgoing));
        work.instrument(span).await
    }

    /// Tries until it is done, or must not be tried again.
    async fn repeat<T, F>(&self, effect: Effect, attempt: impl Fn() -> F) -> Result<T, Error>
    where
        F: Future<Output = Result<T, Error>>,
    {
        let mut waits = retry::waits(effect);
        let mut attempts = 0_u64;
        let result = loop {
            attempts = attempts.saturating_add(1);
            let error = match attempt().await {
                Ok(done) => break Ok(done),
                Err(error) if effect == Effect::Read => error.with_outcome(Outcome::Nothing),
                Err(error) => error,
            };
            match retry::next(&error, &mut waits) {
                Some(wait) => tokio::time::sleep(wait).await,
                None => break Err(error),
            }
        };
        let span = tracing::Span::current();
        span.record("attempts", attempts);
        if let Err(error) = &result {
            span.record("outcome", tracing::field::debug(error.outcome()));
        }
        result
    }

    /// One call with a token; a second time with a new one when the token is refused.
    async fn call(&self, outgoing: &Outgoing, effect: Effect) -> Result<RawReply, Error> {
        let time = if effect == Effect::Read { self.0.limits.read } else { self.0.limits.write };
        let timeout = Timeout::Whole(time);
        let token = self.token().await?;
        let raw = exchange::whole(&*self.0.transport, self.request(outgoing, &token, timeout)).await?;
        if !answer::refuses_token(&raw) {
            return Ok(raw);
        }
        self.0.tokens.forget(&token).await;
        let token = self.token().await?;
        let raw = exchange::whole(&*self.0.transport, self.request(outgoing, &token, timeout)).await?;
        if answer::refuses_token(&raw) {
            self.0.tokens.forget(&token).await;
            return Err(answer::token_refused());
        }
        Ok(raw)
    }

    /// Opens an export: a good status gives a stream, any other is judged like every answer.
    async fn open(&self, outgoing: &Outgoing) -> Result<ExportStream, Error> {
        let token = self.token().await?;
        let first = match self.opened(outgoing, &token).await? {
            Ok(stream) => return Ok(stream),
            Err(raw) => raw,
        };
        if !answer::refuses_token(&first) {
            return Err(answer::refusal(&first));
        }
        self.0.tokens.forget(&token).await;
        let token = self.token().await?;
        match self.opened(outgoing, &token).await? {
            Ok(stream) => Ok(stream),
            Err(raw) if answer::refuses_token(&raw) => {
                self.0.tokens.forget(&token).await;
                Err(answer::token_refused())
            }
            Err(raw) => Err(answer::refusal(&raw)),
        }
    }

    async fn opened(
        &self,
        outgoing: &Outgoing,
        token: &Token,
    ) -> Result<Result<ExportStream, RawReply>, Error> {
        let Limits { read, idle, export_bytes, .. } = self.0.limits;
        let request = self.request(outgoing, token, Timeout::EachRead(idle));
        let reply: Reply = exchange::head(&*self.0.transport, request).await?;
        if (200..300).contains(&reply.status) {
            return Ok(Ok(ExportStream::new(reply.body, idle, export_bytes)));
        }
        let raw = tokio::time::timeout(read, exchange::collect(reply)).await;
        raw.map_err(|_| exchange::too_late())?.map(Err)
    }

    async fn token(&self) -> Result<Token, Error> {
        let fetch = async {
            let request = Request {
                method: Method::Post,
                path: TOKEN_PATH,
                headers: vec![
                    ("accept", "*/*".to_owned()),
                    ("content-type", "application/x-www-form-urlencoded".to_owned()),
                ],
                body: self.0.credentials.form(),
                timeout: Timeout::Whole(self.0.limits.read),
            };
            self.repeat(Effect::Read, || async {
                let raw = exchange::whole(&*self.0.transport, request.clone()).await?;
                match answer::by_status(&raw) {
                    Some(error) if retry_worth(&raw) => Err(error),
                    _ => Ok(raw),
                }
            })
            .await
            .map_err(Error::with_repeats_spent)
        };
        self.0.tokens.token(fetch).await
    }

    fn request(&self, outgoing: &Outgoing, token: &Token, timeout: Timeout) -> Request {
        let mut body = outgoing.body().clone();
        let integrator = Value::from(self.0.credentials.integrator_id());
        body.insert("integrator_id".to_owned(), integrator);
        Request {
            method: Method::Post,
            path: outgoing.path(),
            headers: vec![
                ("accept", "application/json".to_owned()),
                ("content-type", "application/json".to_owned()),
                ("authorization", token.header()),
            ],
            body: Bytes::from(Value::Object(body).to_string()),
            timeout,
        }
    }
}

/// Whether a token call's answer has a status that passes by itself.
fn retry_worth(raw: &RawReply) -> bool {
    raw.status == 429 || raw.status >= 500
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("transport", &self.0.transport)
            .field("limits", &self.0.limits)
            .finish_non_exhaustive()
    }
}
