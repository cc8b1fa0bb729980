//! What every door into Sage 50 offers.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::num::NonZeroUsize;
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};

use crate::error::Error;
use crate::model::{Account, AmountsDue, Document, Found, Kind, Product, Reference};

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

    /// Changes the customer, product, order or invoice with the document's reference to what the document says.
    ///
    /// Sent once, as [`post`](Self::post); a lost answer is looked up the same way. A door that cannot change
    /// entries, or entries of this kind, says [`ErrorKind::Unsupported`](crate::ErrorKind::Unsupported).
    async fn update(&self, document: &Document) -> Result<Posted, Error> {
        let _ = document;
        Err(Error::unsupported("it cannot change entries"))
    }

    /// What is still open of these invoices and credit memos; those that the books do not hold are left out.
    ///
    /// Sage computes it at the moment it is asked: check a receipt against it just before posting.
    async fn due(&self, references: &[Reference]) -> Result<AmountsDue, Error> {
        let _ = references;
        Err(Error::unsupported("it cannot say what is due"))
    }

    /// One page of the items of the inventory, from page 1, with the quantities on hand where the door knows them.
    async fn products(&self, page: u32) -> Result<Page<Product>, Error> {
        let _ = page;
        Err(Error::unsupported("it cannot list products"))
    }

    /// One page of the entries of a kind that were saved since a moment.
    ///
    /// Sage keeps no such moment for entries untouched since the company was created; they are included.
    async fn changed_since(&self, query: &Changes) -> Result<Page, Error> {
        let _ = query;
        Err(Error::unsupported("it cannot list changes"))
    }
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
    /// It can say what is due of an invoice.
    pub can_tell_due: bool,
    /// It can list products.
    pub can_list_products: bool,
    /// It can list what changed since a moment.
    pub can_list_changes: bool,
    /// The kinds of which it refuses a second entry with the same reference.
    pub refuses_duplicates: BTreeSet<Kind>,
    /// How long after a lost answer a post may still take effect; `None` is unknown.
    pub late_apply: Option<Duration>,
    /// How long after a post took effect a read may still miss it; `None` is unknown.
    pub read_lag: Option<Duration>,
    /// How many posts it takes at the same time; `None` is any number.
    pub posts_at_once: Option<NonZeroUsize>,
    /// How long one whole post may take at a door that makes several calls for it; `None` when one call is all.
    ///
    /// A caller who gives up earlier can cut a post in half. The door itself ends the post within this time.
    pub longest_post: Option<Duration>,
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

/// What a door did with a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Posted {
    /// It stands in the books.
    InBooks {
        /// Sage's own key of the entry.
        key: Box<str>,
    },
    /// It waits to be imported: sent, but not confirmed until a look-up shows it. It must not be sent again.
    Queued {
        /// What it waits in, e.g. the name of the import file's manifest.
        manifest: Box<str>,
    },
}

impl Posted {
    /// A document that stands in the books under this key.
    pub fn in_books(key: impl Into<Box<str>>) -> Self {
        Self::InBooks { key: key.into() }
    }

    /// Sage's own key of the entry; none while it only waits.
    pub fn key(&self) -> Option<&str> {
        match self {
            Self::InBooks { key } => Some(key),
            Self::Queued { .. } => None,
        }
    }
}

/// Which page of which entries to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// The kind of entries.
    pub kind: Kind,
    /// The first day; ignored for customers and products.
    pub from: Option<NaiveDate>,
    /// The last day; ignored for customers and products.
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

/// Which page of which changed entries to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    /// The kind of entries.
    pub kind: Kind,
    /// The moment; entries saved at it are included.
    pub since: DateTime<Utc>,
    /// The page, from 1.
    pub page: u32,
}

impl Changes {
    /// The first page of the entries of a kind that were saved since a moment.
    pub fn new(kind: Kind, since: DateTime<Utc>) -> Self {
        Self { kind, since, page: 1 }
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
pub struct Page<T = Found> {
    /// The entries.
    pub items: Vec<T>,
    /// The page to ask for next; `None` at the end.
    pub next: Option<u32>,
    /// How many entries the books hold on all pages; add up the pages and compare.
    pub total: u64,
}
