//! `OAuth2` tokens by client credentials.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::Value;
use tokio::sync::Mutex;
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
/// Callers that need a token at the same moment wait for one request.
pub struct ClientCredentials {
    transport: Arc<dyn Transport>,
    path: Box<str>,
    client_id: Box<str>,
    secret: SecretString,
    scope: Option<Box<str>>,
    kept: Mutex<Option<Kept>>,
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
        Self { transport, path, client_id, secret, scope: None, kept: Mutex::const_new(None) }
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
        let mut kept = self.kept.lock().await;
        if let Some(kept) = kept.as_ref().filter(|kept| Instant::now() < kept.until) {
            return Ok(kept.token.clone());
        }
        let fresh = self.ask().await?;
        Ok(kept.insert(fresh).token.clone())
    }

    async fn renew(&self, refused: &AccessToken) -> Result<AccessToken, Error> {
        let mut kept = self.kept.lock().await;
        // Another call may have renewed it meanwhile.
        if let Some(kept) = kept.as_ref().filter(|kept| kept.token.expose() != refused.expose()) {
            return Ok(kept.token.clone());
        }
        *kept = None;
        let fresh = self.ask().await?;
        Ok(kept.insert(fresh).token.clone())
    }
}

#[cfg(test)]
mod tests;
