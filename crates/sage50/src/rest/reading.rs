//! Reading: with repeats, page by page, counted.

use std::borrow::Cow;
use std::collections::HashSet;

use bytes::Bytes;
use serde::de::DeserializeOwned;

use super::door::RestDoor;
use super::entry::Entry;
use super::envelope::{self, Slice};
use super::exchange;
use super::outgoing;
use super::refusal;
use super::tally::{self, Tally};
use super::transport::Method;
use crate::books::Page;
use crate::error::{Error, ErrorKind, Outcome};
use crate::model::{AmountsDue, Document, Found, Kind, Reference, same_reference};

impl RestDoor {
    /// Reads, with repeats. Only 200 is an answer: 203, 204, 206 or 304 could pass for "nothing found".
    pub(super) async fn read(&self, path: String) -> Result<Bytes, Error> {
        exchange::repeated(|| async {
            let reply = self.call(Method::Get, Cow::Owned(path.clone()), Bytes::new()).await?;
            if reply.status == 200 { Ok(reply.body) } else { Err(refusal::of_read(&reply)) }
        })
        .await
    }

    async fn read_slice<T: DeserializeOwned>(&self, path: String) -> Result<Slice<T>, Error> {
        let body = self.read(path).await?;
        envelope::read(&body).map_err(|error| unreadable("it is no list").with_source(error))
    }

    /// Every entry of a list: all pages, counted, each entry once.
    pub(super) async fn read_all<T: DeserializeOwned>(
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

    pub(super) async fn find_all(&self, document: &Document) -> Result<Vec<Found>, Error> {
        let kind = document.kind();
        let entries = self.read_all(|page| outgoing::find_page(document, page), Entry::key).await?;
        let mut found = Vec::with_capacity(entries.len());
        for entry in entries {
            if !is_of(&entry, kind, document.reference())? {
                continue;
            }
            let read = entry.found(kind, self.currency);
            let read = read.map_err(|problem| unreadable(problem).with_details(entry.evidence()))?;
            if read.kind == kind {
                found.push(read);
            }
        }
        Ok(found)
    }

    pub(super) async fn due_of(&self, references: &[Reference]) -> Result<AmountsDue, Error> {
        let mut due = AmountsDue::new();
        for reference in references {
            // A credit is a credit memo, or the prepayment that a receipt left.
            let mut entries = self.entries_of(Kind::Invoice, reference).await?;
            if entries.is_empty() {
                entries = self.entries_of(Kind::Receipt, reference).await?;
                entries.retain(|entry| entry.due(self.currency).is_some());
            }
            match &*entries {
                [] => {}
                [entry] => {
                    let open = entry.due(self.currency);
                    due.insert(reference, open.ok_or_else(|| unreadable("it does not say what is due"))?);
                }
                _ => return Err(unreadable("several entries have the reference, so what is due is unclear")),
            }
        }
        Ok(due)
    }

    async fn entries_of(&self, kind: Kind, reference: &Reference) -> Result<Vec<Entry>, Error> {
        let path = |page| outgoing::reference_page(kind, reference, page);
        let mut entries = Vec::new();
        for entry in self.read_all(path, Entry::key).await? {
            if is_of(&entry, kind, reference.as_str())? {
                entries.push(entry);
            }
        }
        Ok(entries)
    }

    /// One page of a list of entries of a kind.
    pub(super) async fn page_of_kind(&self, kind: Kind, page: u32, path: String) -> Result<Page, Error> {
        let read = |entry: &Entry| {
            let found = entry.found(kind, self.currency)?;
            if found.kind == kind { Ok(found) } else { Err("an entry is of another kind than asked for") }
        };
        self.page(page, path, read).await
    }

    /// One page of a list, which must say where it ends.
    pub(super) async fn page<T: DeserializeOwned, U>(
        &self,
        page: u32,
        path: String,
        read: impl Fn(&T) -> Result<U, &'static str> + Send,
    ) -> Result<Page<U>, Error> {
        if page == 0 {
            return Err(Error::new(ErrorKind::Invalid, Outcome::Nothing).with_problem("pages count from 1"));
        }
        let slice: Slice<T> = self.read_slice(path).await?;
        let past_the_end = slice.page.is_some_and(|given| given != u64::from(page));
        let got = slice.items.len();
        let total = match slice.total {
            Some(total) => total,
            None if page == 1 && !slice.more && !tally::fills_a_page(got) => {
                u64::try_from(got).unwrap_or(u64::MAX)
            }
            None => return Err(unreadable("it does not say whether the list is complete")),
        };
        if past_the_end {
            return Ok(Page { items: Vec::new(), next: None, total });
        }
        let per_page = slice.per_page.filter(|size| *size > 0).unwrap_or(outgoing::ITEMS_PER_PAGE.into());
        let so_far = u64::from(page).saturating_mul(per_page);
        let more = got > 0 && (slice.more || so_far < total);
        let items = slice.items.iter().map(|item| read(item).map_err(unreadable));
        Ok(Page {
            items: items.collect::<Result<_, _>>()?,
            next: page.checked_add(1).filter(|_| more),
            total,
        })
    }
}

/// Whether an entry has this reference; a gateway that ignores a filter gives others too.
fn is_of(entry: &Entry, kind: Kind, reference: &str) -> Result<bool, Error> {
    let theirs = entry.reference(kind).ok_or_else(|| unreadable("an entry has no reference"))?;
    Ok(same_reference(reference, &theirs))
}

pub(super) fn unreadable(problem: &'static str) -> Error {
    Error::new(ErrorKind::Unreadable, Outcome::Nothing).with_problem(problem)
}
