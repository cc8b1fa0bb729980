//! What every door into Sage 50 offers.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::time::Duration;

use async_trait::async_trait;
use chrono::NaiveDate;

use crate::error::Error;
use crate::model::{Document, Found, Kind};

/// A door into the books of one Sage 50 company.
#[async_trait]
pub trait Books: Send + Sync + Debug {
    /// What this door can do and how long its effects may take to show.
    async fn capabilities(&self) -> Result<Capabilities, Error>;

    /// Posts a document with exactly one attempt; a door never repeats it by itself.
    ///
    /// # If the answer is lost
    /// The error's outcome is [`Outcome::Unknown`](crate::Outcome::Unknown): wait
    /// [`Capabilities::late_apply`] and [`Capabilities::read_lag`], then [`find`](Self::find) the document. Posting
    /// it again without that look-up can book the money twice.
    async fn post(&self, document: &Document) -> Result<Posted, Error>;

    /// Every entry of the document's kind with its reference (of a customer: its id), whoever's it is.
    ///
    /// All pages are read and counted; when the count does not agree with what the books say they hold, the
    /// answer is an error, because a look-up that misses an entry makes a second one.
    async fn find(&self, document: &Document) -> Result<Vec<Found>, Error>;

    /// One page of entries of a kind.
    async fn list(&self, query: &List) -> Result<Page, Error>;

    /// The chart of accounts.
    async fn accounts(&self) -> Result<Vec<Account>, Error>;
}

/// What a door can do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own about a door, and no states exclude each other"
)]
pub struct Capabilities {
    /// It can read entries back.
    pub can_read: bool,
    /// It can change entries.
    pub can_update: bool,
    /// It gives the key that Sage made for a new entry.
    pub assigns_keys: bool,
    /// Its answer to a post means that the entry stands in the books, not only that it waits to be imported.
    pub confirms_posting: bool,
    /// It can book stock adjustments.
    pub can_adjust_stock: bool,
    /// The kinds of which it refuses a second entry with the same reference.
    pub refuses_duplicates: BTreeSet<Kind>,
    /// How long after a lost answer a post may still take effect; `None` is unknown.
    pub late_apply: Option<Duration>,
    /// How long after a post took effect a read may still miss it; `None` is unknown.
    pub read_lag: Option<Duration>,
    /// The books are a simulation and no company's.
    pub simulated: bool,
    /// The company's name.
    pub company: Option<Box<str>>,
}

impl Capabilities {
    /// Whether a second entry of this kind with the same reference is refused.
    pub fn refuses_duplicate_reference(&self, kind: Kind) -> bool {
        self.refuses_duplicates.contains(&kind)
    }
}

/// A document that stands in the books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    /// Sage's own key of the entry.
    pub key: Box<str>,
}

/// Which page of which entries to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// The kind of entries.
    pub kind: Kind,
    /// The first day; ignored for customers.
    pub from: Option<NaiveDate>,
    /// The last day; ignored for customers.
    pub to: Option<NaiveDate>,
    /// The page, from 1.
    pub page: u32,
}

impl List {
    /// The first page of all entries of a kind.
    pub fn new(kind: Kind) -> Self {
        Self { kind, from: None, to: None, page: 1 }
    }

    /// Only entries of the days from `from` to `to`, both included.
    #[must_use]
    pub fn between(mut self, from: NaiveDate, to: NaiveDate) -> Self {
        (self.from, self.to) = (Some(from), Some(to));
        self
    }

    /// Another page of the same entries.
    #[must_use]
    pub fn with_page(mut self, page: u32) -> Self {
        self.page = page;
        self
    }
}

/// One page of entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The entries.
    pub items: Vec<Found>,
    /// The page to ask for next; `None` at the end.
    pub next: Option<u32>,
    /// How many entries the books hold on all pages; add up the pages and compare.
    pub total: u64,
}

/// An account of the chart of accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its id, as documents name it.
    pub id: Box<str>,
    /// What it is called.
    pub description: Box<str>,
    /// Its type as Sage words it, e.g. `Income`.
    pub kind: Box<str>,
    /// Nothing should be posted on it any more.
    pub inactive: bool,
}
