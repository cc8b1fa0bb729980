//! The transport over HTTP(S), by `reqwest`.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use ::reqwest::header::{self, HeaderMap, HeaderName, HeaderValue};
use async_trait::async_trait;
use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt};
use url::Url;

use super::{Failure, Reply, Request, Transport};
use crate::Error;
use crate::operation::Method;

/// How long a connection may take to be made, TLS included.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How many idle connections are kept for the next calls.
const IDLE_CONNECTIONS: usize = 32;

/// Sends requests over HTTP(S). Follows no redirect, uses no proxy, repeats nothing.
#[derive(Debug, Clone)]
pub struct ReqwestTransport {
    base: Url,
    /// The addresses of the fixed paths called so far: there are as many as calls, and each is put together once.
    fixed: Arc<RwLock<HashMap<&'static str, Url>>>,
    client: ::reqwest::Client,
}

impl ReqwestTransport {
    /// A transport to the API at `base`, e.g. `https://api.paytrace.com`.
    ///
    /// # Errors
    /// The address is not `https` (plain `http` is for loopback hosts only), or TLS cannot be set up.
    pub fn new(base: Url) -> Result<Self, Error> {
        crate::client::check_base(&base)?;
        if base.scheme() == "https" && !HAS_TLS {
            return Err(Error::configuration(
                "this build has no TLS: switch on the feature rustls-ring or rustls-aws-lc of paytrace",
            ));
        }
        install_provider();
        let mut builder = ::reqwest::Client::builder()
            .redirect(::reqwest::redirect::Policy::none())
            // None at all, so that no copy of the request is made for one.
            .retry(::reqwest::retry::never().max_retries_per_request(0))
            .no_proxy()
            .no_gzip()
            .no_brotli()
            .no_zstd()
            .no_deflate()
            .http1_only()
            .tcp_nodelay(true)
            .connect_timeout(CONNECT_TIMEOUT)
            .pool_max_idle_per_host(IDLE_CONNECTIONS);
        if base.scheme() == "http" {
            builder = without_trust(builder);
        }
        let client = builder.build().map_err(|error| Error::configuration(NO_TLS).with_source(error))?;
        Ok(Self { base, fixed: Arc::default(), client })
    }

    fn url(&self, request: &Request) -> Url {
        let mut url = match request.path {
            Cow::Borrowed(path) => self.fixed(path),
            Cow::Owned(ref path) => self.joined(path),
        };
        if !request.query.is_empty() {
            url.set_query(Some(&request.query));
        }
        url
    }

    fn fixed(&self, path: &'static str) -> Url {
        if let Some(url) = self.fixed.read().unwrap_or_else(PoisonError::into_inner).get(path) {
            return url.clone();
        }
        let url = self.joined(path);
        self.fixed.write().unwrap_or_else(PoisonError::into_inner).insert(path, url.clone());
        url
    }

    fn joined(&self, path: &str) -> Url {
        let mut url = self.base.clone();
        url.set_path(&format!("{}{path}", self.base.path().trim_end_matches('/')));
        url
    }
}

/// The headers of an answer that anyone reads.
static KEPT_HEADERS: [HeaderName; 5] = [
    header::CONTENT_TYPE,
    header::CONTENT_LENGTH,
    header::DATE,
    header::RETRY_AFTER,
    HeaderName::from_static("x-request-id"),
];

const HAS_TLS: bool = cfg!(any(feature = "rustls-ring", feature = "rustls-aws-lc"));

const NO_TLS: &str = "TLS cannot be set up: check that the machine has root certificates installed";

#[cfg(any(feature = "rustls-ring", feature = "rustls-aws-lc"))]
fn without_trust(builder: ::reqwest::ClientBuilder) -> ::reqwest::ClientBuilder {
    // A loopback simulator needs no certificates; reading the machine's would only cost time, or fail.
    builder.tls_certs_only([])
}

#[cfg(not(any(feature = "rustls-ring", feature = "rustls-aws-lc")))]
fn without_trust(builder: ::reqwest::ClientBuilder) -> ::reqwest::ClientBuilder {
    builder
}

#[cfg(feature = "rustls-ring")]
fn install_provider() {
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // Fails only when another thread was first, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
    }
}

#[cfg(not(feature = "rustls-ring"))]
fn install_provider() {}

#[async_trait]
impl Transport for ReqwestTransport {
    async fn exchange(&self, request: Request) -> Result<Reply, Failure> {
        let method = match request.method {
            Method::Get => ::reqwest::Method::GET,
            Method::Post => ::reqwest::Method::POST,
            Method::Delete => ::reqwest::Method::DELETE,
        };
        let mut out = ::reqwest::Request::new(method, self.url(&request));
        *out.headers_mut() = headers(request.headers)?;
        *out.body_mut() = Some(request.body.into());
        // Time is the client's: it drops this future when it is up, which closes the connection.
        let answer = self.client.execute(out).await.map_err(failure)?;
        let mut kept = Vec::with_capacity(KEPT_HEADERS.len());
        kept.extend(KEPT_HEADERS.iter().filter_map(|name| {
            let value = answer.headers().get(name)?.to_str().ok()?;
            Some((Cow::Borrowed(name.as_str()), value.to_owned()))
        }));
        Ok(Reply {
            status: answer.status().as_u16(),
            headers: kept,
            body: answer.bytes_stream().map_err(no_answer).boxed(),
        })
    }
}

fn headers(pairs: Vec<(&'static str, Cow<'static, str>)>) -> Result<HeaderMap, Failure> {
    let mut headers = HeaderMap::with_capacity(pairs.len());
    for (name, value) in pairs {
        let name = match name {
            "accept" => header::ACCEPT,
            "authorization" => header::AUTHORIZATION,
            "content-type" => header::CONTENT_TYPE,
            other => HeaderName::from_bytes(other.as_bytes()).map_err(not_sent)?,
        };
        let value = match value {
            Cow::Borrowed(text) => Bytes::from_static(text.as_bytes()),
            Cow::Owned(text) => text.into(),
        };
        headers.append(name, HeaderValue::from_maybe_shared(value).map_err(not_sent)?);
    }
    Ok(headers)
}

fn not_sent(error: impl std::error::Error + Send + Sync + 'static) -> Failure {
    Failure::NotSent(Box::new(error))
}

fn failure(error: ::reqwest::Error) -> Failure {
    if error.is_connect() || error.is_builder() {
        Failure::NotSent(Box::new(error.without_url()))
    } else {
        no_answer(error)
    }
}

fn no_answer(error: ::reqwest::Error) -> Failure {
    Failure::NoAnswer(Box::new(error.without_url()))
}
