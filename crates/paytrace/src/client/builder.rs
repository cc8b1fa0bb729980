//! Setting up a client.

use std::fmt;
use std::io::Write;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use paysage_record::Log;
use url::{Host, Url};

use super::pace::{Budget, Pace};
use super::{Client, Inner, Limits};
use crate::auth::{Credentials, TokenCache};
use crate::transport::Transport;
use crate::{Error, MerchantId, Recorder};

/// The longest answer the vendor's recorded calls took was 19 seconds; integrators wait 60 to 90.
const TIMEOUT: Duration = Duration::from_mins(1);

/// The most bytes of an export, unless set: 4 GiB.
const EXPORT_BYTES: u64 = 4 * 1024 * 1024 * 1024;

/// The client's own rate limit, unless set. PayTrace publishes none; this is far above what a shop needs, and far
/// below what would make a gateway notice.
const PER_SECOND: NonZeroU32 = NonZeroU32::MIN.saturating_add(19);

/// Settings of a [`Client`]. `Debug` shows the host of the address only, which can hold a password.
#[must_use]
pub struct ClientBuilder {
    base_url: Url,
    credentials: Credentials,
    transport: Option<Arc<dyn Transport>>,
    log: Option<Log>,
    limits: Limits,
    merchant_id: Option<MerchantId>,
    per_second: Option<NonZeroU32>,
}

impl ClientBuilder {
    pub(super) fn new(base_url: Url, credentials: Credentials) -> Self {
        Self {
            base_url,
            credentials,
            transport: None,
            log: None,
            limits: Limits { write: TIMEOUT, read: TIMEOUT, idle: TIMEOUT, export_bytes: EXPORT_BYTES },
            merchant_id: None,
            per_second: Some(PER_SECOND),
        }
    }

    /// How long a call that changes something may take in all; 60 seconds unless set.
    ///
    /// Less is refused by [`build`](Self::build), except for an address of this machine, where tests run: a sale by
    /// customer was seen to take 19 seconds, and a sale given up too early has an unknown outcome.
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.limits.write = timeout;
        self
    }

    /// How long a read, or signing in, may take in all; 60 seconds unless set.
    pub fn with_read_timeout(mut self, timeout: Duration) -> Self {
        self.limits.read = timeout;
        self
    }

    /// How long an export may stay silent, before its first byte and between two pieces; 60 seconds unless set.
    pub fn with_export_idle_timeout(mut self, timeout: Duration) -> Self {
        self.limits.idle = timeout;
        self
    }

    /// The most bytes of one export; 4 GiB unless set.
    pub fn with_export_limit(mut self, bytes: u64) -> Self {
        self.limits.export_bytes = bytes;
        self
    }

    /// The number of the merchant's account, which most calls of v3 need.
    ///
    /// v3's [`ReadSelf`](crate::v3::user::ReadSelf) tells it; [`Client::with_merchant_id`] takes it later.
    pub fn with_merchant_id(mut self, id: MerchantId) -> Self {
        self.merchant_id = Some(id);
        self
    }

    /// The most requests a second, and the most at once; 20 unless set. A call that comes too early waits.
    pub fn with_rate_limit(mut self, per_second: NonZeroU32) -> Self {
        self.per_second = Some(per_second);
        self
    }

    /// Lets requests leave as they come.
    pub fn without_rate_limit(mut self) -> Self {
        self.per_second = None;
        self
    }

    /// Another transport than HTTP by `reqwest`, such as a simulator's; the base address is then not used.
    pub fn with_transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.transport = Some(transport);
        self
    }

    /// Keeps a line of JSON of every exchange in `sink`, without secrets; see [`Recorder`] for what stays in it.
    ///
    /// It wraps the transport that is built, whichever that is. [`Client::recorder`] tells how many lines were lost.
    pub fn with_recorder(mut self, sink: impl Write + Send + 'static) -> Self {
        self.log = Some(Log::new(sink));
        self
    }

    /// Makes the client. Nothing is sent yet.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration): credentials that are blank or too long; an
    /// address that is not `https` (plain `http` is for loopback hosts only); less than 60 seconds for calls that
    /// change something, unless the address is a loopback one; no transport, when the crate was built without the
    /// feature `http`.
    pub fn build(self) -> Result<Client, Error> {
        self.credentials.check()?;
        if self.limits.write < TIMEOUT && !is_loopback(&self.base_url) {
            return Err(Error::configuration(
                "the time limit of calls that change something must be 60 seconds or more: a payment given up \
                 earlier may be made all the same",
            ));
        }
        let transport = match self.transport {
            Some(transport) => transport,
            None => over_http(&self.base_url)?,
        };
        let recorder = self.log.map(|log| Recorder::over(Arc::clone(&transport), log));
        let transport = recorder.clone().map_or(transport, |recorder| Arc::new(recorder));
        let shared = Inner {
            transport,
            recorder,
            credentials: self.credentials,
            v1_tokens: TokenCache::default(),
            v3_tokens: TokenCache::default(),
            limits: self.limits,
            pace: self.per_second.map(Pace::new),
            budget: Budget::new(),
        };
        Ok(Client { shared: Arc::new(shared), merchant_id: self.merchant_id })
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("host", &self.base_url.host_str())
            .field("limits", &self.limits)
            .field("merchant_id", &self.merchant_id)
            .field("per_second", &self.per_second)
            .finish_non_exhaustive()
    }
}

#[cfg(feature = "http")]
fn over_http(base_url: &Url) -> Result<Arc<dyn Transport>, Error> {
    check_base(base_url)?;
    Ok(Arc::new(crate::transport::ReqwestTransport::new(base_url.clone())?))
}

#[cfg(not(feature = "http"))]
fn over_http(base_url: &Url) -> Result<Arc<dyn Transport>, Error> {
    check_base(base_url)?;
    Err(Error::configuration(
        "this build has no HTTP: switch on the feature http of paytrace, or give a transport",
    ))
}

/// Whether passwords and cards may be sent to an address.
pub(crate) fn check_base(base: &Url) -> Result<(), Error> {
    if base.host().is_none() {
        return Err(Error::configuration("the base address names no host"));
    }
    match base.scheme() {
        "https" => {}
        "http" if is_loopback(base) => {}
        _ => {
            return Err(Error::configuration(
                "the base address must begin with https://; plain http is allowed for this machine only \
                 (localhost, 127.0.0.1, [::1]), since passwords would be readable on the way",
            ));
        }
    }
    if !base.username().is_empty() || base.password().is_some() {
        return Err(Error::configuration(
            "the base address must hold no user name or password; give them as credentials",
        ));
    }
    if base.query().is_some() || base.fragment().is_some() {
        return Err(Error::configuration("the base address must end with its path, without ? and #"));
    }
    Ok(())
}

/// Whether an address is this machine's own.
fn is_loopback(base: &Url) -> bool {
    match base.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ErrorKind;

    #[test]
    fn secrets_go_over_tls_or_stay_on_this_machine() {
        for good in [
            "https://api.paytrace.com",
            "http://127.0.0.1:7101",
            "http://localhost:1/base",
            "http://[::1]:7101/",
        ] {
            check_base(&good.parse().expect(good)).expect(good);
        }
        for bad in [
            "http://api.paytrace.com",
            "http://192.168.0.1",
            "http://localhost.evil.example",
            "ftp://127.0.0.1",
            "https://user:secret@api.paytrace.com",
            "https://api.paytrace.com/?a=1",
            "data:text",
        ] {
            let error = check_base(&bad.parse().expect(bad)).expect_err(bad);
            assert_eq!(error.kind(), ErrorKind::Configuration, "{bad}");
            assert!(!error.to_string().contains("secret"), "{error}");
        }
    }

    #[test]
    fn a_payment_is_given_at_least_a_minute_but_for_tests_on_this_machine() {
        let refused = |base: &str, time: Duration| {
            let builder = Client::builder(base.parse().expect(base), Credentials::new("user", "word", "id"));
            let built = builder.with_timeout(time).build().map(drop);
            built.is_err_and(|error| error.to_string().contains("60 seconds or more"))
        };
        let short = TIMEOUT.saturating_sub(Duration::from_millis(1));
        assert!(refused("https://api.paytrace.com", Duration::from_millis(1)));
        assert!(refused("https://api.paytrace.com", short));
        assert!(!refused("https://api.paytrace.com", TIMEOUT));
        assert!(!refused("http://127.0.0.1:7101", Duration::from_millis(1)));
    }

    #[test]
    fn the_settings_show_no_password_of_the_address() {
        let base = "https://user:canary@api.paytrace.com/canary?key=canary".parse().expect("an address");
        let builder = Client::builder(base, Credentials::new("canary", "canary", "canary"));
        let shown = format!("{builder:?}");
        assert!(shown.contains("api.paytrace.com") && !shown.contains("canary"), "{shown}");
    }
}
