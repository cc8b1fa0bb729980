//! Settings of the REST door.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use paysage_money::Currency;
use secrecy::{ExposeSecret, SecretString};
use url::{Host, Url};

use super::access::{Access, TokenSource, is_plain};
use super::door::RestDoor;
use super::transport::Transport;
use crate::error::{Error, ErrorKind, Outcome};

const DEFAULT_TIMEOUT: Duration = Duration::from_secs(30);

/// The key the gateway knows this program by. Never shown by `Debug`, wiped from memory when dropped.
#[derive(Clone)]
pub struct ApiKey(SecretString);

impl ApiKey {
    /// Takes over the key.
    pub fn new(key: impl Into<SecretString>) -> Self {
        Self(key.into())
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey(hidden)")
    }
}

/// What the gateway knows this program by.
#[derive(Debug)]
pub(super) enum Identity {
    Key(ApiKey),
    Tokens(Arc<dyn TokenSource>),
}

/// Settings of a [`RestDoor`]; see [`RestDoor::builder`].
#[derive(Debug)]
pub struct RestDoorBuilder {
    base_url: Url,
    identity: Identity,
    timeout: Duration,
    business: Option<Box<str>>,
    currency: Currency,
    transport: Option<Arc<dyn Transport>>,
}

impl RestDoorBuilder {
    pub(super) fn new(base_url: Url, identity: Identity) -> Self {
        Self {
            base_url,
            identity,
            timeout: DEFAULT_TIMEOUT,
            business: None,
            currency: Currency::Usd,
            transport: None,
        }
    }

    /// Sets how long one attempt may take from the connection to the last byte of the answer; 30 seconds by default.
    ///
    /// A post that runs into it has the outcome `Unknown`. A read may take several attempts, each as long.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Names the company at a gateway that serves several, sent as `X-Business`.
    #[must_use]
    pub fn with_business(mut self, business: impl Into<Box<str>>) -> Self {
        self.business = Some(business.into());
        self
    }

    /// Sets the currency of the company's books, US dollars by default. A Sage 50 company keeps one currency and
    /// its gateway names none, so documents of another currency are refused before anything is sent.
    #[must_use]
    pub fn with_currency(mut self, currency: Currency) -> Self {
        self.currency = currency;
        self
    }

    /// Sets another transport than reqwest: a simulator in the same process, or one that observes.
    #[must_use]
    pub fn with_transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.transport = Some(transport);
        self
    }

    /// Checks the settings and builds the door. Nothing is sent yet.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`]: an address that is not `https` (`http` is taken for this machine only) or carries
    /// a user, query or fragment; a key or business that is blank or not plain ASCII; a timeout of zero; no
    /// transport in a build without the feature `http`.
    pub fn build(self) -> Result<RestDoor, Error> {
        check_address(&self.base_url)?;
        if self.timeout.is_zero() {
            return Err(invalid("the timeout is zero"));
        }
        if self.business.as_deref().is_some_and(|business| !is_plain(business)) {
            return Err(invalid("the business is blank or not plain ASCII"));
        }
        let access = match self.identity {
            Identity::Key(ApiKey(key)) if is_plain(key.expose_secret()) => {
                Access::of_key(key.expose_secret(), self.business.as_deref())
            }
            Identity::Key(_) => return Err(invalid("the API key is blank or not plain ASCII")),
            Identity::Tokens(source) => Access::Tokens { source, business: self.business },
        };
        let transport = match self.transport {
            Some(transport) => transport,
            None => default_transport(&self.base_url)?,
        };
        Ok(RestDoor {
            transport,
            access: Arc::new(access),
            timeout: self.timeout,
            currency: self.currency,
            only_queues: Arc::default(),
        })
    }
}

#[cfg(feature = "http")]
pub(crate) fn default_transport(base_url: &Url) -> Result<Arc<dyn Transport>, Error> {
    Ok(Arc::new(super::http::HttpTransport::new(base_url)?))
}

#[cfg(not(feature = "http"))]
pub(crate) fn default_transport(_base_url: &Url) -> Result<Arc<dyn Transport>, Error> {
    Err(invalid("this build has no network (feature `http`) and no other transport was set"))
}

pub(crate) fn check_address(url: &Url) -> Result<(), Error> {
    let local = match url.host() {
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => return Err(invalid("the address has no host")),
    };
    if !(url.scheme() == "https" || (url.scheme() == "http" && local)) {
        return Err(invalid("the address is not https, which only this machine's own may be without"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(invalid("the address carries a user or password, which logs would show"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(invalid("the address carries a query or fragment"));
    }
    Ok(())
}

fn invalid(problem: &'static str) -> Error {
    Error::new(ErrorKind::Invalid, Outcome::Nothing).with_problem(problem)
}
