//! The REST door itself: sending, and [`Books`].

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use paysage_money::Currency;
use tokio::time::Instant;
use tracing::field::Empty;
use url::Url;

use super::access::{Access, TokenSource};
use super::builder::{ApiKey, Identity, RestDoorBuilder};
use super::capabilities;
use super::entry::{self, AccountEntry};
use super::exchange::{self, observed};
use super::outgoing;
use super::product::ProductEntry;
use super::reading::unreadable;
use super::refusal;
use super::transport::{Method, Reply, Request, Transport};
use crate::books::{Books, Capabilities, Changes, List, Page, Posted};
use crate::error::{Error, ErrorKind, Outcome};
use crate::model::{Account, AmountsDue, Document, Edition, Found, Product, Reference};

/// The door to a gateway in front of one Sage 50 company.
///
/// Reads are repeated up to three times when the gateway is busy, fails or does not answer; posts are sent once
/// and never repeated. Cheap to clone; clones share their connections.
///
/// ```no_run
/// use sage50::rest::{ApiKey, RestDoor};
/// use sage50::{Books, Document};
///
/// # #[cfg(feature = "http")]
/// # async fn example(document: Document) -> Result<(), Box<dyn std::error::Error>> {
/// let door = RestDoor::builder("https://sage.example.com".parse()?, ApiKey::new("key")).build()?;
/// match door.post(&document).await {
///     Ok(posted) => println!("{posted:?}"),
///     Err(error) if error.outcome() == sage50::Outcome::Unknown => {
///         // After the quiet time, not at once: the post may still take effect.
///         let entries = door.find(&document).await?;
///         println!("{} entries with this reference", entries.len());
///     }
///     Err(error) => println!("{error}"),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct RestDoor {
    pub(super) transport: Arc<dyn Transport>,
    pub(super) access: Arc<Access>,
    pub(super) timeout: Duration,
    pub(super) currency: Currency,
    /// The gateway said that its answer to a post means no more than that the document waits.
    pub(super) only_queues: Arc<AtomicBool>,
}

impl RestDoor {
    /// Settings of a door to the gateway at `base_url`, which is `https` unless it is on this machine.
    pub fn builder(base_url: Url, api_key: ApiKey) -> RestDoorBuilder {
        RestDoorBuilder::new(base_url, Identity::Key(api_key))
    }

    /// Settings of a door to a gateway that takes `OAuth2` tokens.
    ///
    /// A call that the gateway answers with 401 is made once more with a renewed token: a 401 says that nothing
    /// was done, so this repeats no post.
    pub fn builder_with_tokens(base_url: Url, tokens: Arc<dyn TokenSource>) -> RestDoorBuilder {
        RestDoorBuilder::new(base_url, Identity::Tokens(tokens))
    }

    /// Sends one request, once, and waits for its answer until `deadline`.
    async fn exchange(&self, request: Request, deadline: Instant) -> Result<Reply, Error> {
        // Whether what was sent and not answered may have changed the books.
        let if_sent = if request.method == Method::Get { Outcome::Nothing } else { Outcome::Unknown };
        let left = deadline.saturating_duration_since(Instant::now());
        exchange::exchange(&*self.transport, left, request, if_sent).await
    }

    /// Sends one request, and once more when the gateway refused its token and there is another. The wait for tokens
    /// is part of the call's time-out.
    pub(super) async fn call(
        &self,
        method: Method,
        path: Cow<'static, str>,
        body: Bytes,
    ) -> Result<Reply, Error> {
        let now = Instant::now();
        let deadline = now.checked_add(self.timeout).unwrap_or(now);
        let (headers, token) = in_time(deadline, self.access.headers(method)).await?;
        let request = Request { method, path, headers, body };
        let Some(token) = token else {
            return self.exchange(request, deadline).await;
        };
        let reply = self.exchange(request.clone(), deadline).await?;
        if reply.status != 401 {
            return Ok(reply);
        }
        match in_time(deadline, self.access.renewed(&token, method)).await? {
            Some(headers) => self.exchange(Request { headers, ..request }, deadline).await,
            None => Ok(reply),
        }
    }

    async fn send(&self, method: Method, path: &'static str, document: &Document) -> Result<Posted, Error> {
        if document.amount().is_some_and(|amount| amount.currency() != self.currency) {
            return Err(Error::new(ErrorKind::Invalid, Outcome::Nothing)
                .with_problem("the document is not in the currency of the books"));
        }
        Edition::Us.accept(document)?;
        let body = outgoing::body(document)?;
        let reply = self.call(method, Cow::Borrowed(path), Bytes::from(body)).await?;
        let read = match reply.status {
            202 => entry::queued,
            200 | 201 if self.only_queues.load(Ordering::Relaxed) => entry::queued,
            200 | 201 => entry::posted,
            _ => return Err(refusal::of_post(&reply)),
        };
        read(document, &reply.body).map_err(|error| error.with_status(reply.status))
    }
}

/// Waits for a token, with which nothing was sent yet.
async fn in_time<T>(deadline: Instant, token: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    tokio::time::timeout_at(deadline, token).await.unwrap_or_else(|late| {
        let error = Error::new(ErrorKind::Transport, Outcome::Nothing);
        Err(error.with_problem("no token in time").with_source(late))
    })
}

#[async_trait]
impl Books for RestDoor {
    /// Reads `/v1/capabilities`; a gateway without it is taken to do what every gateway does and no more.
    ///
    /// Of a gateway that says here that it confirms no posting, this door and its clones take every later success
    /// for [`Posted::Queued`]; an answer of 202 is one with any gateway.
    async fn capabilities(&self) -> Result<Capabilities, Error> {
        let read = async {
            match self.read("/v1/capabilities".to_owned()).await {
                Ok(body) => {
                    let said = capabilities::read(&body)?;
                    self.only_queues.store(!said.confirms_posting, Ordering::Relaxed);
                    Ok(said)
                }
                Err(error) if error.status() == Some(404) => Ok(capabilities::unsaid()),
                Err(error) => Err(error),
            }
        };
        observed(tracing::debug_span!("sage50.capabilities", status = Empty, outcome = Empty), read).await
    }

    async fn post(&self, document: &Document) -> Result<Posted, Error> {
        let kind = document.kind().as_str();
        let post = async {
            let path = outgoing::creating(document.kind())?;
            self.send(Method::Post, path, document).await
        };
        let span = tracing::debug_span!("sage50.post", kind, status = Empty, outcome = Empty);
        observed(span, post).await
    }

    async fn update(&self, document: &Document) -> Result<Posted, Error> {
        let kind = document.kind().as_str();
        let put = async {
            let path = outgoing::changing(document.kind())?;
            self.send(Method::Put, path, document).await
        };
        let span = tracing::debug_span!("sage50.update", kind, status = Empty, outcome = Empty);
        observed(span, put).await
    }

    async fn find(&self, document: &Document) -> Result<Vec<Found>, Error> {
        let kind = document.kind().as_str();
        let span = tracing::debug_span!("sage50.find", kind, status = Empty, outcome = Empty);
        observed(span, self.find_all(document)).await
    }

    async fn list(&self, query: &List) -> Result<Page, Error> {
        let (kind, page) = (query.kind.as_str(), query.page);
        let span = tracing::debug_span!("sage50.list", kind, page, status = Empty, outcome = Empty);
        observed(span, self.page_of_kind(query.kind, page, outgoing::list_page(query))).await
    }

    async fn accounts(&self) -> Result<Vec<Account>, Error> {
        let read = async {
            let entries = self.read_all(outgoing::accounts_page, AccountEntry::id).await?;
            entries.iter().map(|entry| entry.account().map_err(unreadable)).collect()
        };
        observed(tracing::debug_span!("sage50.accounts", status = Empty, outcome = Empty), read).await
    }

    /// One look-up per reference, two for one that is no invoice or credit memo.
    async fn due(&self, references: &[Reference]) -> Result<AmountsDue, Error> {
        let span = tracing::debug_span!("sage50.due", status = Empty, outcome = Empty);
        observed(span, self.due_of(references)).await
    }

    async fn products(&self, page: u32) -> Result<Page<Product>, Error> {
        let span = tracing::debug_span!("sage50.products", page, status = Empty, outcome = Empty);
        observed(span, self.page(page, outgoing::products_page(page), ProductEntry::product)).await
    }

    async fn changed_since(&self, query: &Changes) -> Result<Page, Error> {
        let (kind, page) = (query.kind.as_str(), query.page);
        let span = tracing::debug_span!("sage50.changed_since", kind, page, status = Empty, outcome = Empty);
        observed(span, self.page_of_kind(query.kind, page, outgoing::changes_page(query))).await
    }
}

#[cfg(test)]
mod tests;
