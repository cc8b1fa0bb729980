//! `OAuth2` tokens by client credentials.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::Value;
use tokio::sync::{Mutex, MutexGuard};
use tokio::time::Instant;
use url::form_urlencoded;

use super::access::{AccessToken, TokenSource};
use super::json;
use super::refusal;
use super::scalar;
use super::transport::{Failure, Header, Method, Request, Transport};
use crate::error::{Error, ErrorKind, Outcome};

/// How long before its end a token is no longer used, so that none runs out on its way.
const MARGIN: Duration = Duration::from_secs(30);
/// How long the server may take to give a token.
const TIMEOUT: Duration = Duration::from_secs(30);
/// How long a token is used whose server does not say: the five minutes of Sage's own.
const USUAL_LIFE: Duration = Duration::from_mins(5);

/// Gets tokens with a client id and secret (RFC 6749, section 4.4) and keeps each until shortly before its end.
///
/// Callers that need a token at the same moment wait for one request, and share its end, also when it fails or the caller
/// that makes it gives up: nobody's wait is as long as two requests. The door counts that wait into the time-out of its
/// call.
pub struct ClientCredentials {
    transport: Arc<dyn Transport>,
    path: Box<str>,
    client_id: Box<str>,
    secret: SecretString,
    scope: Option<Box<str>>,
    state: Mutex<State>,
    /// How many requests have ended.
    ended: AtomicU64,
}

#[derive(Default)]
struct State {
    kept: Option<Kept>,
    /// How the last request failed, if it did.
    failure: Option<Arc<Error>>,
}

/// A request under way; however it ends, also by being dropped, it has ended for all who wait.
struct Asking<'a> {
    ended: &'a AtomicU64,
    state: MutexGuard<'a, State>,
}

impl Drop for Asking<'_> {
    fn drop(&mut self) {
        self.ended.fetch_add(1, Ordering::Release);
    }
}

struct Kept {
    token: AccessToken,
    until: Instant,
}

impl ClientCredentials {
    /// Asks at `path` of the server that `transport` reaches.
    pub fn new(
        transport: Arc<dyn Transport>,
        path: impl Into<Box<str>>,
        client_id: impl Into<Box<str>>,
        secret: impl Into<SecretString>,
    ) -> Self {
        let (path, client_id, secret) = (path.into(), client_id.into(), secret.into());
        let (state, ended) = (Mutex::default(), AtomicU64::new(0));
        Self { transport, path, client_id, secret, scope: None, state, ended }
    }

    /// Asks at `token_url`, which is `https` unless it is on this machine.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`]: an address as [`RestDoorBuilder::build`](super::RestDoorBuilder::build) refuses it.
    #[cfg(feature = "http")]
    pub fn at(
        token_url: &url::Url,
        client_id: impl Into<Box<str>>,
        secret: impl Into<SecretString>,
    ) -> Result<Self, Error> {
        super::builder::check_address(token_url)?;
        let mut origin = token_url.clone();
        origin.set_path("");
        let transport = Arc::new(super::http::HttpTransport::new(&origin)?);
        Ok(Self::new(transport, token_url.path(), client_id, secret))
    }

    /// Asks for this scope.
    #[must_use]
    pub fn with_scope(mut self, scope: impl Into<Box<str>>) -> Self {
        self.scope = Some(scope.into());
        self
    }

    fn form(&self) -> String {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("grant_type", "client_credentials");
        form.append_pair("client_id", &self.client_id);
        form.append_pair("client_secret", self.secret.expose_secret());
        if let Some(scope) = &self.scope {
            form.append_pair("scope", scope);
        }
        form.finish()
    }

    /// The token kept, if it is `usable`, or a new one: by the request that is under way, or by one of its own.
    async fn get(&self, usable: impl Fn(&Kept) -> bool + Send) -> Result<AccessToken, Error> {
        let ended = self.ended.load(Ordering::Acquire);
        let state = self.state.lock().await;
        if let Some(kept) = state.kept.as_ref().filter(|kept| usable(kept)) {
            return Ok(kept.token.clone());
        }
        if let Some(failure) = state.failure.as_ref().filter(|_| self.ended.load(Ordering::Acquire) != ended)
        {
            return Err(Error::shared(failure));
        }
        let mut asking = Asking { ended: &self.ended, state };
        // What those who wait are told if this caller gives up.
        *asking.state = State { kept: None, failure: Some(Arc::new(unreached())) };
        match self.ask().await {
            Ok(fresh) => {
                let token = fresh.token.clone();
                *asking.state = State { kept: Some(fresh), failure: None };
                Ok(token)
            }
            Err(error) => {
                let failure = Arc::new(error);
                let error = Error::shared(&failure);
                asking.state.failure = Some(failure);
                Err(error)
            }
        }
    }

    async fn ask(&self) -> Result<Kept, Error> {
        let request = Request {
            method: Method::Post,
            path: Cow::Owned(self.path.to_string()),
            headers: Arc::new([
                Header::new("accept", "application/json"),
                Header::new("content-type", "application/x-www-form-urlencoded"),
            ]),
            body: self.form().into(),
        };
        let asked = Instant::now();
        let reply = match tokio::time::timeout(TIMEOUT, self.transport.exchange(request)).await {
            Ok(Ok(reply)) => reply,
            Ok(Err(failure)) => return Err(unreached().with_source(failure)),
            Err(late) => return Err(unreached().with_source(Failure::NoAnswer(Box::new(late)))),
        };
        match reply.status {
            200 => read(&reply.body, asked),
            // What 400 says of a document, the token's server says of the credentials (RFC 6749, section 5.2).
            400 => Err(Error::new(ErrorKind::Auth, Outcome::Nothing)
                .with_status(400)
                .with_problem("the token's server refused the client id or secret")),
            _ => Err(refusal::of_read(&reply)),
        }
    }
}

#[derive(Deserialize)]
struct Granted {
    access_token: Option<String>,
    expires_in: Option<Value>,
}

fn read(body: &[u8], asked: Instant) -> Result<Kept, Error> {
    let unreadable = |problem| Error::new(ErrorKind::Unreadable, Outcome::Nothing).with_problem(problem);
    let granted: Granted =
        json::read(body).map_err(|error| unreadable("it is not the JSON of a token").with_source(error))?;
    let token = granted.access_token.ok_or_else(|| unreadable("it has no access token"))?;
    let life = scalar::count(granted.expires_in.as_ref()).map_or(USUAL_LIFE, Duration::from_secs);
    let until = asked.checked_add(life.saturating_sub(MARGIN)).unwrap_or(asked);
    Ok(Kept { token: AccessToken::new(token)?, until })
}

fn unreached() -> Error {
    Error::new(ErrorKind::Transport, Outcome::Nothing).with_problem("the token's server gave no answer")
}

impl fmt::Debug for ClientCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientCredentials")
            .field("transport", &self.transport)
            .field("path", &self.path)
            .field("client_id", &self.client_id)
            .field("scope", &self.scope)
            .finish_non_exhaustive()
    }
}

#[async_trait]
impl TokenSource for ClientCredentials {
    async fn token(&self) -> Result<AccessToken, Error> {
        self.get(|kept| Instant::now() < kept.until).await
    }

    async fn renew(&self, refused: &AccessToken) -> Result<AccessToken, Error> {
        // Another call may have renewed it meanwhile.
        self.get(|kept| kept.token.expose() != refused.expose()).await
    }
}

#[cfg(test)]
mod tests;
