//! Signing in: one token for all calls, fetched by one of them while the others wait.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::operation::{Dialect, RawReply};
use crate::wire::object::{self, Slot};
use crate::wire::scalar;
use crate::{Error, ErrorKind, Outcome};

/// The path of the token call.
pub(crate) const fn token_path(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::V1 => "/oauth/token",
        Dialect::V3 => "/v3/token",
    }
}

/// How long before its end a token is replaced.
const EARLY: Duration = Duration::from_mins(5);

/// The life of a token whose answer names none.
const LIFE_UNSAID: u64 = 15 * 60;

/// The most characters PayTrace takes for each part of the credentials.
const LONGEST: usize = 50;

/// The most characters v3 takes for the integrator id.
const LONGEST_INTEGRATOR_V3: usize = 12;

/// An API user of PayTrace, and the id of the software that acts for it; for both dialects.
///
/// Use an API user: the passwords of web users expire every 90 days. `Debug` shows none of the parts.
#[derive(Clone)]
pub struct Credentials {
    username: Box<str>,
    password: SecretString,
    integrator_id: Box<str>,
}

impl Credentials {
    /// User name, password and integrator id, 50 characters each at most; checked when the client is built.
    ///
    /// The integrator id belongs to the software, not to the merchant, and comes with the sandbox account. The
    /// sandbox and the production system each need their own set.
    pub fn new(
        username: impl Into<Box<str>>,
        password: impl Into<SecretString>,
        integrator_id: impl Into<Box<str>>,
    ) -> Self {
        Self { username: username.into(), password: password.into(), integrator_id: integrator_id.into() }
    }

    pub(crate) fn integrator_id(&self) -> &str {
        &self.integrator_id
    }

    pub(crate) fn check(&self) -> Result<(), Error> {
        let parts = [
            ("user name", &*self.username),
            ("password", self.password.expose_secret()),
            ("integrator id", &*self.integrator_id),
        ];
        for (what, text) in parts {
            // The error names the part only, never its text.
            paysage_money::check_text(what, text, LONGEST)
                .map_err(|error| Error::configuration(error.to_string()))?;
        }
        Ok(())
    }

    /// The integrator id as the header of v3, which takes 12 characters.
    pub(crate) fn integrator_header(&self) -> Result<String, Error> {
        if self.integrator_id.chars().count() > LONGEST_INTEGRATOR_V3 {
            return Err(Error::configuration(
                "the integrator id must not have more than 12 characters for calls of v3; ask PayTrace for one, or use v1",
            ));
        }
        Ok(self.integrator_id.to_string())
    }

    /// The form of the grant: `password` in v1, `client_credentials` in v3. Every character that a form gives a
    /// meaning is encoded. v3's refresh token is not used: the vendor has it in the address, where logs keep it.
    pub(crate) fn form(&self, dialect: Dialect) -> Bytes {
        let [grant, user, password] = match dialect {
            Dialect::V1 => ["password", "username", "password"],
            Dialect::V3 => ["client_credentials", "client_id", "client_secret"],
        };
        let form = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("grant_type", grant)
            .append_pair(user, &self.username)
            .append_pair(password, self.password.expose_secret())
            .finish();
        form.into()
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").finish_non_exhaustive()
    }
}

/// A token as it stands in the `authorization` header.
#[derive(Clone)]
pub(crate) struct Token {
    header: Arc<SecretString>,
    renew_at: Instant,
    refused: Arc<AtomicBool>,
}

impl Token {
    pub(crate) fn header(&self) -> String {
        self.header.expose_secret().to_owned()
    }

    /// Marks a token that PayTrace refused: the cache forgets it, whoever noticed.
    pub(crate) fn refuse(&self) {
        self.refused.store(true, Ordering::Release);
    }

    fn is_good(&self) -> bool {
        Instant::now() < self.renew_at && !self.refused.load(Ordering::Acquire)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token").finish_non_exhaustive()
    }
}

/// The current token, or why the last attempt to get one failed.
#[derive(Debug, Default)]
pub(crate) struct TokenCache {
    state: Mutex<State>,
    attempts: AtomicU64,
}

#[derive(Debug, Default)]
struct State {
    token: Option<Token>,
    failed: Option<Error>,
}

impl TokenCache {
    /// The current token, if there is a good one and nobody is just getting another.
    pub(crate) fn current(&self) -> Option<Token> {
        let state = self.state.try_lock().ok()?;
        state.token.as_ref().filter(|token| token.is_good()).cloned()
    }

    /// The current token, or a new one by `fetch`; all who wait meanwhile get what the one attempt gave.
    ///
    /// That an attempt's failure is shared matters: a hundred waiting calls must not try a wrong password a
    /// hundred times.
    pub(crate) async fn token<F>(&self, fetch: F) -> Result<Token, Error>
    where
        F: Future<Output = Result<RawReply, Error>>,
    {
        let seen = self.attempts.load(Ordering::Acquire);
        let mut state = self.state.lock().await;
        if let Some(token) = state.token.as_ref().filter(|token| token.is_good()) {
            return Ok(token.clone());
        }
        let made_meanwhile = self.attempts.load(Ordering::Acquire) != seen;
        if let Some(error) = state.failed.as_ref().filter(|_| made_meanwhile) {
            return Err(error.clone());
        }
        let answer = fetch.await.and_then(|raw| grant(&raw));
        self.attempts.fetch_add(1, Ordering::AcqRel);
        match answer {
            Ok((header, life)) => {
                let early = EARLY.min(life.checked_div(4).unwrap_or_default());
                let now = Instant::now();
                let renew_at = now.checked_add(life.saturating_sub(early)).unwrap_or(now);
                let token = Token { header: Arc::new(header), renew_at, refused: Arc::default() };
                *state = State { token: Some(token.clone()), failed: None };
                Ok(token)
            }
            Err(error) => {
                let error = error.with_outcome(Outcome::Nothing);
                *state = State { token: None, failed: Some(error.clone()) };
                Err(error)
            }
        }
    }
}

const FIELDS: [&str; 5] = ["access_token", "expires_in", "error", "status", "data"];

/// Reads the answer of the token call: the header's value and the token's life.
///
/// v3 has them in `data`; one that has them beside it is understood too.
fn grant(raw: &RawReply) -> Result<(SecretString, Duration), Error> {
    let text = str::from_utf8(&raw.body).unwrap_or_default();
    let ([mut token, mut life, error, status, data], flaw) = object::read(text, &FIELDS);
    let failed = status == Slot::Raw("\"error\"");
    if flaw.is_none() && error == Slot::Absent && !failed && (200..300).contains(&raw.status) {
        if let Ok(Some(data)) = scalar::object(data) {
            ([token, life], _) = object::read(data, &["access_token", "expires_in"]);
        }
        let token = scalar::text(token).ok().flatten();
        let life = scalar::text(life).ok().flatten();
        let life = life.and_then(|life| life.parse().ok()).unwrap_or(LIFE_UNSAID);
        return token
            .filter(|token| token.bytes().all(|byte| byte.is_ascii_graphic()))
            .map(|token| (format!("Bearer {token}").into(), Duration::from_secs(life)))
            .ok_or(unreadable());
    }
    Err(match error {
        Slot::Raw("\"invalid_grant\"") => refused(
            "PayTrace refused the user name or password (invalid_grant); check the API user's credentials",
        ),
        _ if flaw.is_none() && failed && raw.status == 401 => refused(
            "PayTrace refused the user name or password (status 401); check the API user's credentials",
        ),
        _ if flaw.is_none() && ((failed && raw.status < 429) || error != Slot::Absent) => {
            refused("PayTrace refused to sign in; check that the API user and the address belong together")
        }
        _ => crate::refusal::by_status(raw).unwrap_or_else(unreadable),
    })
}

fn refused(message: &'static str) -> Error {
    Error::new(ErrorKind::Auth, Outcome::Nothing, message)
}

fn unreadable() -> Error {
    let message = "the answer to signing in is not PayTrace's; check the base address";
    Error::new(ErrorKind::Unreadable, Outcome::Nothing, message)
}
