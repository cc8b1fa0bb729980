//! The REST door itself: sending, repeating reads, and [`Books`].

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use paysage_money::Currency;
use serde::de::DeserializeOwned;
use tracing::Instrument;
use tracing::field::Empty;
use url::Url;

use super::builder::{ApiKey, RestDoorBuilder};
use super::capabilities;
use super::entry::{self, AccountEntry, Entry};
use super::envelope::{self, Slice};
use super::outgoing;
use super::refusal;
use super::retry;
use super::tally::{self, Tally};
use super::transport::{Failure, Header, Method, Reply, Request, Transport};
use crate::books::{Books, Capabilities, List, Page, Posted};
use crate::error::{Error, ErrorKind, Outcome};
use crate::model::{Account, Document, Found, same_reference};

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
    pub(super) get: Arc<[Header]>,
    pub(super) post: Arc<[Header]>,
    pub(super) timeout: Duration,
    pub(super) currency: Currency,
}

#[derive(Debug, thiserror::Error)]
#[error("no whole answer within {} ms", .0.as_millis())]
struct TimedOut(Duration);

impl RestDoor {
    /// Settings of a door to the gateway at `base_url`, which is `https` unless it is on this machine.
    pub fn builder(base_url: Url, api_key: ApiKey) -> RestDoorBuilder {
        RestDoorBuilder::new(base_url, api_key)
    }

    /// Sends one request, once.
    async fn exchange(&self, request: Request) -> Result<Reply, Failure> {
        match tokio::time::timeout(self.timeout, self.transport.exchange(request)).await {
            Ok(answer) => answer,
            // Dropping the exchange closes its connection, but what was sent may have arrived.
            Err(_) => Err(Failure::NoAnswer(Box::new(TimedOut(self.timeout)))),
        }
    }

    async fn post_once(&self, document: &Document) -> Result<Posted, Error> {
        if document.amount().is_some_and(|amount| amount.currency() != self.currency) {
            return Err(Error::new(ErrorKind::Invalid, Outcome::Nothing)
                .with_problem("the document is not in the currency of the books"));
        }
        let path = outgoing::path(document.kind())?;
        let body = outgoing::body(document)?;
        let request = Request {
            method: Method::Post,
            path: Cow::Borrowed(path),
            headers: Arc::clone(&self.post),
            body: Bytes::from(body),
        };
        let reply = self.exchange(request).await.map_err(|failure| failed(failure, Outcome::Unknown))?;
        match reply.status {
            // 202 says that the document waits; only these two say that it stands in the books.
            200 | 201 => {
                entry::posted(document, &reply.body).map_err(|error| error.with_status(reply.status))
            }
            _ => Err(refusal::of_post(&reply)),
        }
    }

    /// Reads, with repeats. Only 200 is an answer: 203, 204, 206 or 304 could pass for "nothing found".
    async fn read(&self, path: String) -> Result<Bytes, Error> {
        let mut attempt = 0_u32;
        loop {
            let request = Request {
                method: Method::Get,
                path: Cow::Owned(path.clone()),
                headers: Arc::clone(&self.get),
                body: Bytes::new(),
            };
            let error = match self.exchange(request).await {
                Ok(reply) if reply.status == 200 => return Ok(reply.body),
                Ok(reply) => refusal::of_read(&reply),
                Err(failure) => failed(failure, Outcome::Nothing),
            };
            attempt = attempt.saturating_add(1);
            let Some(wait) = retry::wait_before(&error, attempt, retry::random_share()) else {
                return Err(error);
            };
            tokio::time::sleep(wait).await;
        }
    }

    async fn read_slice<T: DeserializeOwned>(&self, path: String) -> Result<Slice<T>, Error> {
        let body = self.read(path).await?;
        envelope::read(&body).map_err(|error| unreadable("it is no list").with_source(error))
    }

    /// Every entry of a list: all pages, counted, each entry once.
    async fn read_all<T: DeserializeOwned>(
        &self,
        page_path: impl Fn(u32) -> String + Send,
        key: impl Fn(&T) -> Option<Box<str>> + Send,
    ) -> Result<Vec<T>, Error> {
        let mut tally = Tally::new();
        loop {
            let slice = self.read_slice(page_path(tally.page())).await?;
            let incomplete = |error| unreadable("the list is not complete").with_source(error);
            if tally.take(slice).map_err(incomplete)? {
                break;
            }
        }
        let items = tally.into_items();
        let mut keys = HashSet::with_capacity(items.len());
        for item in &items {
            let key = key(item).ok_or_else(|| unreadable("an entry has no key"))?;
            if !keys.insert(key) {
                return Err(unreadable("an entry came twice: the list changed while it was read"));
            }
        }
        Ok(items)
    }

    async fn find_all(&self, document: &Document) -> Result<Vec<Found>, Error> {
        let kind = document.kind();
        let path = outgoing::path(kind)?;
        let entries = self.read_all(|page| outgoing::find_page(path, document, page), Entry::key).await?;
        let mut found = Vec::with_capacity(entries.len());
        for entry in entries {
            let reference = entry.reference(kind).ok_or_else(|| unreadable("an entry has no reference"))?;
            if !same_reference(document.reference(), &reference) {
                continue;
            }
            let entry = entry.found(kind, self.currency).map_err(unreadable)?;
            if entry.kind == kind {
                found.push(entry);
            }
        }
        Ok(found)
    }

    async fn list_page(&self, query: &List) -> Result<Page, Error> {
        if query.page == 0 {
            return Err(Error::new(ErrorKind::Invalid, Outcome::Nothing).with_problem("pages count from 1"));
        }
        let path = outgoing::path(query.kind)?;
        let slice: Slice<Entry> = self.read_slice(outgoing::list_page(path, query)).await?;
        let past_the_end = slice.page.is_some_and(|page| page != u64::from(query.page));
        let got = slice.items.len();
        let total = match slice.total {
            Some(total) => total,
            None if query.page == 1 && !slice.more && !tally::fills_a_page(got) => {
                u64::try_from(got).unwrap_or(u64::MAX)
            }
            None => return Err(unreadable("it does not say whether the list is complete")),
        };
        if past_the_end {
            return Ok(Page { items: Vec::new(), next: None, total });
        }
        let per_page = slice.per_page.filter(|size| *size > 0).unwrap_or(outgoing::ITEMS_PER_PAGE.into());
        let read = u64::from(query.page).saturating_mul(per_page);
        let more = got > 0 && (slice.more || read < total);
        let mut items = Vec::with_capacity(got);
        for entry in &slice.items {
            let found = entry.found(query.kind, self.currency).map_err(unreadable)?;
            if found.kind != query.kind {
                return Err(unreadable("an entry is of another kind than asked for"));
            }
            items.push(found);
        }
        Ok(Page { items, next: query.page.checked_add(1).filter(|_| more), total })
    }
}

#[async_trait]
impl Books for RestDoor {
    /// Reads `/v1/capabilities`; a gateway without it is taken to do what every gateway does and no more.
    async fn capabilities(&self) -> Result<Capabilities, Error> {
        let read = async {
            match self.read("/v1/capabilities".to_owned()).await {
                Ok(body) => capabilities::read(&body),
                Err(error) if error.status() == Some(404) => Ok(capabilities::unsaid()),
                Err(error) => Err(error),
            }
        };
        observed(tracing::debug_span!("sage50.capabilities", status = Empty, outcome = Empty), read).await
    }

    async fn post(&self, document: &Document) -> Result<Posted, Error> {
        let kind = document.kind().as_str();
        let span = tracing::debug_span!("sage50.post", kind, status = Empty, outcome = Empty);
        observed(span, self.post_once(document)).await
    }

    async fn find(&self, document: &Document) -> Result<Vec<Found>, Error> {
        let kind = document.kind().as_str();
        let span = tracing::debug_span!("sage50.find", kind, status = Empty, outcome = Empty);
        observed(span, self.find_all(document)).await
    }

    async fn list(&self, query: &List) -> Result<Page, Error> {
        let (kind, page) = (query.kind.as_str(), query.page);
        let span = tracing::debug_span!("sage50.list", kind, page, status = Empty, outcome = Empty);
        observed(span, self.list_page(query)).await
    }

    async fn accounts(&self) -> Result<Vec<Account>, Error> {
        let read = async {
            let entries = self.read_all(outgoing::accounts_page, AccountEntry::id).await?;
            entries.iter().map(|entry| entry.account().map_err(unreadable)).collect()
        };
        observed(tracing::debug_span!("sage50.accounts", status = Empty, outcome = Empty), read).await
    }
}

/// Runs a call in its span and records how it failed.
async fn observed<T>(span: tracing::Span, call: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let result = call.instrument(span.clone()).await;
    if let Err(error) = &result {
        span.record("status", error.status());
        span.record("outcome", tracing::field::debug(error.outcome()));
    }
    result
}

fn failed(failure: Failure, if_sent: Outcome) -> Error {
    let (kind, outcome) = match failure {
        Failure::NotSent(_) => (ErrorKind::Transport, Outcome::Nothing),
        Failure::NoAnswer(_) => (ErrorKind::Transport, if_sent),
        Failure::TooLarge { .. } => (ErrorKind::Unreadable, if_sent),
    };
    Error::new(kind, outcome).with_source(failure)
}

fn unreadable(problem: &'static str) -> Error {
    Error::new(ErrorKind::Unreadable, Outcome::Nothing).with_problem(problem)
}

#[cfg(test)]
mod tests;
