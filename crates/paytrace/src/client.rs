//! The client: the only place that waits.

mod body;
mod builder;
mod exchange;
mod pace;

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tracing::Instrument;
use url::Url;

pub use builder::ClientBuilder;
#[cfg(feature = "http")]
pub(crate) use builder::check_base;
pub(crate) use exchange::{broken, too_late};
use pace::{Budget, Pace};

use crate::auth::{Credentials, Token, TokenCache, token_path};
use crate::export::ExportStream;
use crate::operation::{
    Dialect, Effect, Endpoint, Export, MerchantIn, Method, Operation, Outgoing, RawReply,
};
use crate::transport::{Reply, Request, Timeout, Transport};
use crate::{Error, MerchantId, Outcome, Recorder, refusal, retry, v1, v3};

/// A client of one PayTrace account, for both dialects. Cheap to clone; clones share the connections, the tokens,
/// the rate limit and the budget of repeats.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Inner>,
    merchant_id: Option<MerchantId>,
}

struct Inner {
    transport: Arc<dyn Transport>,
    recorder: Option<Recorder>,
    credentials: Credentials,
    v1_tokens: TokenCache,
    v3_tokens: TokenCache,
    limits: Limits,
    pace: Option<Pace>,
    budget: Budget,
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

    /// The same client with the number of the merchant's account, which most calls of v3 need.
    ///
    /// It shares the connections, the tokens, the rate limit and the budget of repeats with this one, so that v3's
    /// [`ReadSelf`](crate::v3::user::ReadSelf) can be asked for the number first.
    #[must_use]
    pub fn with_merchant_id(&self, id: MerchantId) -> Self {
        Self { shared: Arc::clone(&self.shared), merchant_id: Some(id) }
    }

    /// What keeps the exchanges, when the builder was given [`ClientBuilder::with_recorder`].
    pub fn recorder(&self) -> Option<&Recorder> {
        self.shared.recorder.as_ref()
    }

    /// Carries out one call.
    ///
    /// A call is repeated in two cases only: once with a new token when PayTrace refused the token, since such a
    /// call was not carried out; and up to three times when it is a read that failed for a passing cause, as long
    /// as the budget that all calls of the client share has repeats left (20 at once, one more every 3 seconds).
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind). After an error of a call that moves money look at
    /// [`Error::outcome`] first.
    pub async fn send<O: Operation>(&self, operation: &O) -> Result<O::Reply, Error> {
        let outgoing = operation.outgoing()?;
        let span = span(O::NAME, O::ENDPOINT);
        let work = self.repeat(O::EFFECT, || async {
            let raw = self.call(&outgoing, O::EFFECT).await?;
            operation.reply(&raw).map_err(|error| error.with_request_id(raw.request_id.as_deref()))
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
        let span = span(E::NAME, E::ENDPOINT);
        let work = self.repeat(Effect::Read, || self.open(&outgoing));
        work.instrument(span).await
    }

    /// Tries until it is done, or must not be tried again.
    async fn repeat<T, F>(&self, effect: Effect, attempt: impl Fn() -> F) -> Result<T, Error>
    where
        F: Future<Output = Result<T, Error>>,
    {
        let span = tracing::Span::current();
        let start = (!span.is_disabled()).then(tokio::time::Instant::now);
        let mut waits = None;
        let mut attempts = 0_u64;
        let result = loop {
            attempts = attempts.saturating_add(1);
            let error = match attempt().await {
                Ok(done) => break Ok(done),
                Err(error) if effect == Effect::Read => error.with_outcome(Outcome::Nothing),
                Err(error) => error,
            };
            let waits = waits.get_or_insert_with(|| retry::waits(effect));
            match retry::next(&error, waits).filter(|_| self.shared.budget.take()) {
                Some(wait) => tokio::time::sleep(wait).await,
                None => break Err(error),
            }
        };
        if let Some(start) = start {
            span.record("attempts", attempts);
            span.record("duration_ms", u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX));
            match &result {
                Ok(_) => span.record("outcome", "done"),
                Err(error) => span.record("outcome", tracing::field::debug(error.outcome())),
            };
        }
        result
    }

    /// One call with a token; a second time with a new one when the token is refused.
    async fn call(&self, outgoing: &Outgoing, effect: Effect) -> Result<RawReply, Error> {
        let time = if effect == Effect::Read { self.shared.limits.read } else { self.shared.limits.write };
        let timeout = Timeout::Whole(time);
        let dialect = outgoing.endpoint().dialect();
        let token = self.token(dialect).await?;
        let raw = self.exchanged(self.request(outgoing, &token, timeout)?).await?;
        if !refusal::doubts_token(&raw) {
            return Ok(raw);
        }
        token.refuse();
        // A read does no harm a second time, so a doubt is enough.
        if effect != Effect::Read && !refusal::refuses_token(&raw) {
            return Ok(raw);
        }
        let token = self.token(dialect).await?;
        let raw = self.exchanged(self.request(outgoing, &token, timeout)?).await?;
        if refusal::refuses_token(&raw) || (effect == Effect::Read && refusal::doubts_token(&raw)) {
            token.refuse();
            return Err(refusal::token_refused().with_request_id(raw.request_id.as_deref()));
        }
        Ok(raw)
    }

    async fn exchanged(&self, request: Request) -> Result<RawReply, Error> {
        self.turn().await;
        exchange::whole(&*self.shared.transport, request).await
    }

    async fn turn(&self) {
        if let Some(pace) = &self.shared.pace {
            pace.turn().await;
        }
    }

    /// Opens an export: a good status gives a stream, any other is judged like every answer.
    async fn open(&self, outgoing: &Outgoing) -> Result<ExportStream, Error> {
        let dialect = outgoing.endpoint().dialect();
        let token = self.token(dialect).await?;
        let first = match self.opened(outgoing, &token).await? {
            Ok(stream) => return Ok(stream),
            Err(raw) => raw,
        };
        if !refusal::doubts_token(&first) {
            return Err(refused(dialect, &first));
        }
        token.refuse();
        let token = self.token(dialect).await?;
        match self.opened(outgoing, &token).await? {
            Ok(stream) => Ok(stream),
            Err(raw) if refusal::doubts_token(&raw) => {
                token.refuse();
                Err(refusal::token_refused().with_request_id(raw.request_id.as_deref()))
            }
            Err(raw) => Err(refused(dialect, &raw)),
        }
    }

    async fn opened(
        &self,
        outgoing: &Outgoing,
        token: &Token,
    ) -> Result<Result<ExportStream, RawReply>, Error> {
        let Limits { read, idle, export_bytes, .. } = self.shared.limits;
        let request = self.request(outgoing, token, Timeout::EachRead(idle))?;
        self.turn().await;
        let reply: Reply = exchange::head(&*self.shared.transport, request).await?;
        if (200..300).contains(&reply.status) {
            let dialect = outgoing.endpoint().dialect();
            return Ok(Ok(ExportStream::new(reply.body, token.clone(), dialect, idle, export_bytes)));
        }
        let raw = tokio::time::timeout(read, exchange::collect(reply)).await;
        raw.map_err(|_| exchange::too_late())?.map(Err)
    }

    fn tokens(&self, dialect: Dialect) -> &TokenCache {
        match dialect {
            Dialect::V1 => &self.shared.v1_tokens,
            Dialect::V3 => &self.shared.v3_tokens,
        }
    }

    async fn token(&self, dialect: Dialect) -> Result<Token, Error> {
        match self.tokens(dialect).current() {
            Some(token) => Ok(token),
            // Seldom, and large: in a box, so that the future of every call is small.
            None => Box::pin(self.new_token(dialect)).await,
        }
    }

    async fn new_token(&self, dialect: Dialect) -> Result<Token, Error> {
        let fetch = async {
            let mut headers = vec![
                ("accept", Cow::Borrowed("*/*")),
                ("content-type", Cow::Borrowed("application/x-www-form-urlencoded")),
            ];
            if dialect == Dialect::V3 {
                headers.push(("x-integrator-id", self.shared.credentials.integrator_header()?.into()));
            }
            let request = Request {
                method: Method::Post,
                path: Cow::Borrowed(token_path(dialect)),
                query: String::new(),
                headers,
                body: self.shared.credentials.form(dialect),
                timeout: Timeout::Whole(self.shared.limits.read),
            };
            self.repeat(Effect::Read, || async {
                let raw = self.exchanged(request.clone()).await?;
                match refusal::by_status(&raw) {
                    Some(error) if retry_worth(&raw) => Err(error),
                    _ => Ok(raw),
                }
            })
            .await
            .map_err(Error::with_repeats_spent)
        };
        self.tokens(dialect).token(fetch).await
    }

    fn request(&self, outgoing: &Outgoing, token: &Token, timeout: Timeout) -> Result<Request, Error> {
        let mut headers = Vec::with_capacity(4);
        headers.push(("accept", Cow::Borrowed("application/json")));
        headers.push(("authorization", token.header().into()));
        let mut added = body::Added::default();
        let mut path = outgoing.sent_path();
        let mut query = outgoing.query().to_vec();
        match outgoing.endpoint().dialect() {
            Dialect::V1 => added.integrator_id = Some(self.shared.credentials.integrator_id()),
            Dialect::V3 => {
                headers.push(("x-integrator-id", self.shared.credentials.integrator_header()?.into()));
            }
        }
        if let Some(place) = outgoing.merchant() {
            let id = self.merchant_id.ok_or_else(no_merchant)?;
            match place {
                MerchantIn::Body => added.merchant_id = Some(id.get()),
                MerchantIn::Query => query.push(("merchant_id", id.to_string())),
                MerchantIn::Path => path = path.replace("{merchant_id}", &id.to_string()).into(),
            }
        }
        let body = body::json(outgoing.fields(), added);
        if body.is_some() {
            headers.push(("content-type", Cow::Borrowed("application/json")));
        }
        Ok(Request {
            method: outgoing.endpoint().method(),
            path,
            query: body::form(&query),
            headers,
            body: body.unwrap_or_default(),
            timeout,
        })
    }
}

/// The span of one call. Its name in OpenTelemetry is `paytrace.` with the call's name.
fn span(name: &'static str, endpoint: Endpoint) -> tracing::Span {
    tracing::info_span!(
        "paytrace",
        otel.name = %format_args!("paytrace.{name}"),
        operation = name,
        dialect = ?endpoint.dialect(),
        status = tracing::field::Empty,
        outcome = tracing::field::Empty,
        attempts = tracing::field::Empty,
        request_id = tracing::field::Empty,
        duration_ms = tracing::field::Empty,
    )
}

fn refused(dialect: Dialect, raw: &RawReply) -> Error {
    let error = match dialect {
        Dialect::V1 => v1::answer::refusal(raw),
        Dialect::V3 => v3::answer::refusal(raw),
    };
    error.with_request_id(raw.request_id.as_deref())
}

fn no_merchant() -> Error {
    Error::configuration(
        "this call needs the number of the merchant's account: set the client's merchant id; v3's user/self tells it",
    )
}

/// Whether a token call's answer has a status that passes by itself.
fn retry_worth(raw: &RawReply) -> bool {
    raw.status == 429 || raw.status >= 500
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("transport", &self.shared.transport)
            .field("limits", &self.shared.limits)
            .finish_non_exhaustive()
    }
}
