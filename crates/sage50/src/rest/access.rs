//! What the gateway knows this program by: an API key for good, or tokens that run out.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use secrecy::{ExposeSecret, SecretString};

use super::transport::{Header, Method};
use crate::error::{Error, ErrorKind, Outcome};

/// A bearer token. Never shown by `Debug`, wiped from memory when dropped.
#[derive(Clone)]
pub struct AccessToken(SecretString);

impl AccessToken {
    /// Takes over the token.
    ///
    /// # Errors
    /// It is blank or not plain ASCII.
    pub fn new(token: impl Into<SecretString>) -> Result<Self, Error> {
        let token = token.into();
        if is_plain(token.expose_secret()) {
            Ok(Self(token))
        } else {
            Err(Error::new(ErrorKind::Auth, Outcome::Nothing)
                .with_problem("the access token is blank or not plain ASCII"))
        }
    }

    /// The token, to be sent and not to be shown.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessToken(hidden)")
    }
}

/// Where the tokens of an `OAuth2` gateway come from, e.g. [`ClientCredentials`](super::ClientCredentials).
#[async_trait]
pub trait TokenSource: Send + Sync + fmt::Debug {
    /// The token to use now; a source keeps it and asks its server only when it has run out.
    async fn token(&self) -> Result<AccessToken, Error>;

    /// A token other than `refused`, which the gateway answered with 401. The door asks once per call.
    ///
    /// A source without another gives the same one again; the call then ends with the gateway's refusal.
    async fn renew(&self, refused: &AccessToken) -> Result<AccessToken, Error>;
}

/// The headers of requests.
#[derive(Debug)]
pub(super) enum Access {
    /// The same for ever, so they are built once.
    Key { read: Arc<[Header]>, write: Arc<[Header]> },
    /// Built anew for each call.
    Tokens { source: Arc<dyn TokenSource>, business: Option<Box<str>> },
}

impl Access {
    pub(super) fn of_key(key: &str, business: Option<&str>) -> Self {
        let headers = |method| headers(key, business, method);
        Self::Key { read: headers(Method::Get), write: headers(Method::Post) }
    }

    /// The headers of a request, and the token in them when it may have run out.
    pub(super) async fn headers(
        &self,
        method: Method,
    ) -> Result<(Arc<[Header]>, Option<AccessToken>), Error> {
        match self {
            Self::Key { read, .. } if method == Method::Get => Ok((Arc::clone(read), None)),
            Self::Key { write, .. } => Ok((Arc::clone(write), None)),
            Self::Tokens { source, business } => {
                let token = source.token().await?;
                Ok((headers(token.expose(), business.as_deref(), method), Some(token)))
            }
        }
    }

    /// The headers with another token than the one refused; `None` when there is no other.
    pub(super) async fn renewed(
        &self,
        refused: &AccessToken,
        method: Method,
    ) -> Result<Option<Arc<[Header]>>, Error> {
        let Self::Tokens { source, business } = self else {
            return Ok(None);
        };
        let token = source.renew(refused).await?;
        let other = token.expose() != refused.expose();
        Ok(other.then(|| headers(token.expose(), business.as_deref(), method)))
    }
}

fn headers(bearer: &str, business: Option<&str>, method: Method) -> Arc<[Header]> {
    let mut headers = vec![
        Header::new("authorization", format!("Bearer {bearer}")),
        Header::new("accept", "application/json"),
        Header::new("user-agent", concat!("paysage-sage50/", env!("CARGO_PKG_VERSION"))),
    ];
    headers.extend(business.map(|business| Header::new("x-business", business)));
    headers.push(match method {
        // A look-up answered from a cache could miss an entry that stands in the books.
        Method::Get => Header::new("cache-control", "no-cache"),
        Method::Post | Method::Put | Method::Patch => Header::new("content-type", "application/json"),
    });
    headers.into()
}

/// Whether a header can carry the text.
pub(crate) fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())
}
