//! The transport over HTTP(S), by `reqwest`.

use std::time::Duration;

use async_trait::async_trait;
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
            .retry(::reqwest::retry::never())
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
        Ok(Self { base, client })
    }

    fn url(&self, request: &Request) -> Url {
        let mut url = self.base.clone();
        let joined = format!("{}{}", url.path().trim_end_matches('/'), request.path);
        url.set_path(&joined);
        url.set_query((!request.query.is_empty()).then_some(&*request.query));
        url
    }
}

/// The headers of an answer that anyone reads.
const KEPT_HEADERS: [&str; 5] = ["content-type", "content-length", "date", "retry-after", "x-request-id"];

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
        let url = self.url(&request);
        let mut out = match request.method {
            Method::Get => self.client.get(url),
            Method::Post => self.client.post(url),
            Method::Delete => self.client.delete(url),
        };
        for (name, value) in request.headers {
            out = out.header(name, value);
        }
        // Time is the client's: it drops this future when it is up, which closes the connection.
        let answer = out.body(request.body).send().await.map_err(failure)?;
        let text =
            |name: &&str| Some(((*name).to_owned(), answer.headers().get(*name)?.to_str().ok()?.to_owned()));
        Ok(Reply {
            status: answer.status().as_u16(),
            headers: KEPT_HEADERS.iter().filter_map(text).collect(),
            body: answer.bytes_stream().map_err(no_answer).boxed(),
        })
    }
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
