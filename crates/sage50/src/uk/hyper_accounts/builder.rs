//! Settings of the `HyperAccounts` door.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::call::Turn;
use super::door::HyperAccountsDoor;
use crate::error::{Error, ErrorKind, Outcome};
use crate::rest::access::is_plain;
use crate::rest::builder::{check_address, default_transport};
use crate::rest::{Header, Transport};
use crate::uk::Ledger;

/// Sage itself works on each call, which takes longer than a web service does.
const DEFAULT_TIMEOUT: Duration = Duration::from_mins(1);

/// The customer's token at `HyperAccounts`. Never shown by `Debug`, wiped from memory when dropped.
#[derive(Clone)]
pub struct AuthToken(SecretString);

impl AuthToken {
    /// Takes over the token.
    pub fn new(token: impl Into<SecretString>) -> Self {
        Self(token.into())
    }
}

impl fmt::Debug for AuthToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AuthToken(hidden)")
    }
}

/// Settings of a [`HyperAccountsDoor`]; see [`HyperAccountsDoor::builder`].
#[derive(Debug)]
pub struct HyperAccountsDoorBuilder {
    base_url: Url,
    token: AuthToken,
    ledger: Ledger,
    timeout: Duration,
    transport: Option<Arc<dyn Transport>>,
}

impl HyperAccountsDoorBuilder {
    pub(super) fn new(base_url: Url, token: AuthToken, ledger: Ledger) -> Self {
        Self { base_url, token, ledger, timeout: DEFAULT_TIMEOUT, transport: None }
    }

    /// Sets how long one call may take from the connection to the last byte of the answer; a minute by default.
    ///
    /// A whole document may take eight times as long, its wait for its turn included.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets another transport than reqwest.
    #[must_use]
    pub fn with_transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.transport = Some(transport);
        self
    }

    /// Checks the settings and builds the door. Nothing is sent yet.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`]: an address that is not `https` (`http` is taken for this machine only) or carries
    /// a user, query or fragment; a token that is blank or not plain ASCII; a timeout of zero; no transport in a
    /// build without the feature `http`.
    pub fn build(self) -> Result<HyperAccountsDoor, Error> {
        check_address(&self.base_url)?;
        let invalid = |problem| Error::new(ErrorKind::Invalid, Outcome::Nothing).with_problem(problem);
        if self.timeout.is_zero() {
            return Err(invalid("the timeout is zero"));
        }
        let token = self.token.0.expose_secret();
        if !is_plain(token) {
            return Err(invalid("the token is blank or not plain ASCII"));
        }
        let headers = vec![
            Header::new("authtoken", token),
            Header::new("accept", "application/json"),
            Header::new("content-type", "application/json"),
            Header::new("user-agent", concat!("paysage-sage50/", env!("CARGO_PKG_VERSION"))),
        ];
        let transport = match self.transport {
            Some(transport) => transport,
            None => default_transport(&self.base_url)?,
        };
        Ok(HyperAccountsDoor {
            transport,
            headers: headers.into(),
            timeout: self.timeout,
            ledger: Arc::new(self.ledger),
            turn: Turn::default(),
        })
    }
}
