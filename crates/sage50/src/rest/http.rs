//! The transport over HTTP, by reqwest.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use async_trait::async_trait;
use bytes::{Bytes, BytesMut};
use reqwest::header::{DATE, HeaderName, HeaderValue, RETRY_AFTER};
use url::Url;

use super::transport::{Failure, Header, Method, Reply, Request, Transport};
use crate::error::{Error, ErrorKind, Outcome};

/// The largest answer taken.
const BODY_LIMIT: usize = 8 * 1024 * 1024;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// How long an idle connection is kept: shorter than servers usually keep theirs, so that a request seldom meets
/// a connection that is just being closed (a post that does is in doubt and costs a look-up).
const IDLE_TIMEOUT: Duration = Duration::from_secs(20);

/// Speaks HTTP/1.1 with the gateway: no redirects, no retries, no proxy from the environment, no compression,
/// at most 8 MiB per answer, 10 seconds to connect.
#[derive(Debug, Clone)]
pub struct HttpTransport {
    client: reqwest::Client,
    base: Box<str>,
    /// The addresses of the fixed paths called so far: there are few, and each is put together once.
    fixed: Arc<RwLock<HashMap<&'static str, Url>>>,
}

impl HttpTransport {
    /// A transport to the gateway at `base_url`.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`] when TLS cannot be set up on this machine.
    pub fn new(base_url: &Url) -> Result<Self, Error> {
        install_tls_provider();
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            // None at all, so that no copy of the request is made for one.
            .retry(reqwest::retry::never().max_retries_per_request(0))
            .no_proxy()
            .referer(false)
            .http1_only()
            .no_gzip()
            .no_brotli()
            .no_zstd()
            .no_deflate()
            .connect_timeout(CONNECT_TIMEOUT)
            .pool_idle_timeout(IDLE_TIMEOUT)
            .build()
            .map_err(|error| {
                Error::new(ErrorKind::Invalid, Outcome::Nothing)
                    .with_problem("the HTTP client cannot be set up on this machine")
                    .with_source(error)
            })?;
        let base = base_url.as_str().trim_end_matches('/').into();
        Ok(Self { client, base, fixed: Arc::default() })
    }

    /// The address of a path; one that is always the same is put together once.
    #[expect(clippy::ptr_arg, reason = "whether the path is always the same is what counts")]
    fn url(&self, path: &Cow<'static, str>) -> Result<Url, Failure> {
        let Cow::Borrowed(fixed) = *path else {
            return self.joined(path);
        };
        if let Some(url) = self.fixed.read().unwrap_or_else(PoisonError::into_inner).get(fixed) {
            return Ok(url.clone());
        }
        let url = self.joined(fixed)?;
        self.fixed.write().unwrap_or_else(PoisonError::into_inner).insert(fixed, url.clone());
        Ok(url)
    }

    fn joined(&self, path: &str) -> Result<Url, Failure> {
        let not_sent = |error: url::ParseError| Failure::NotSent(Box::new(error));
        Url::parse(&[&self.base, path].concat()).map_err(not_sent)
    }
}

/// Makes `ring` the provider of the process when it has none yet; a provider the program chose itself stays.
#[cfg(feature = "rustls-ring")]
fn install_tls_provider() {
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // Losing the race against another installation leaves a provider in place, which is all that is needed.
        let _ = rustls::crypto::ring::default_provider().install_default();
    }
}

#[cfg(not(feature = "rustls-ring"))]
fn install_tls_provider() {}

#[async_trait]
impl Transport for HttpTransport {
    async fn exchange(&self, request: Request) -> Result<Reply, Failure> {
        let url = self.url(&request.path)?;
        let mut outgoing = match request.method {
            Method::Get => reqwest::Request::new(reqwest::Method::GET, url),
            Method::Post => reqwest::Request::new(reqwest::Method::POST, url),
            Method::Put => reqwest::Request::new(reqwest::Method::PUT, url),
            Method::Patch => reqwest::Request::new(reqwest::Method::PATCH, url),
        };
        for header in request.headers.iter() {
            outgoing.headers_mut().insert(HeaderName::from_static(header.name()), value(header)?);
        }
        if request.method != Method::Get {
            *outgoing.body_mut() = Some(request.body.into());
        }
        let answer = self.client.execute(outgoing).await.map_err(failure)?;
        read(answer).await
    }
}

fn value(header: &Header) -> Result<HeaderValue, Failure> {
    let mut value =
        HeaderValue::from_str(header.value()).map_err(|error| Failure::NotSent(Box::new(error)))?;
    value.set_sensitive(matches!(header.name(), "authorization" | "authtoken"));
    Ok(value)
}

/// Only a failure to connect (name, refusal, TLS, connect timeout) proves that nothing was sent.
fn failure(error: reqwest::Error) -> Failure {
    let sent = !(error.is_connect() || error.is_builder());
    let source = Box::new(error.without_url());
    if sent { Failure::NoAnswer(source) } else { Failure::NotSent(source) }
}

async fn read(mut answer: reqwest::Response) -> Result<Reply, Failure> {
    let status = answer.status().as_u16();
    let text = |name| answer.headers().get(name).and_then(|value| value.to_str().ok()).map(Box::from);
    let (retry_after, date) =
        if answer.status().is_success() { (None, None) } else { (text(RETRY_AFTER), text(DATE)) };
    let body = body(&mut answer).await?;
    Ok(Reply { status, retry_after, date, body })
}

/// Reads the whole body, copying nothing when it comes in one piece, as nearly all do.
async fn body(answer: &mut reqwest::Response) -> Result<Bytes, Failure> {
    let cut = |error: reqwest::Error| Failure::NoAnswer(Box::new(error.without_url()));
    let Some(first) = answer.chunk().await.map_err(cut)? else {
        return Ok(Bytes::new());
    };
    let Some(second) = answer.chunk().await.map_err(cut)? else {
        return within_limit(first.len()).map(|()| first);
    };
    let mut whole = BytesMut::from(first);
    let mut next = Some(second);
    while let Some(piece) = next {
        within_limit(whole.len().saturating_add(piece.len()))?;
        whole.extend_from_slice(&piece);
        next = answer.chunk().await.map_err(cut)?;
    }
    Ok(whole.freeze())
}

fn within_limit(length: usize) -> Result<(), Failure> {
    if length > BODY_LIMIT { Err(Failure::TooLarge { limit: BODY_LIMIT }) } else { Ok(()) }
}
