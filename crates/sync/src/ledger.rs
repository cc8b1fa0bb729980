//! The ledger port: what the engine remembers, so that every effect happens exactly once.
//!
//! A ledger keeps four things per company: **records** (what the gateway reported and what was decided about
//! it), **postings** (one row per document, with its state), **lanes** (one per customer: lease and fence) and
//! an **audit chain**. The engine keeps nothing else; kill it at any moment and another one goes on.

mod op;
mod row;
mod time;

use std::fmt::Debug;
use std::time::Duration;

use async_trait::async_trait;

pub use op::{Change, NewPosting, Op};
pub use row::{
    AuditEntry, ClaimedLane, CompanyId, Fence, LaneKey, Posting, PostingKey, PostingState, Record, RecordKey,
    RecordState, Summary,
};
pub use time::StoreTime;

/// A store of one company's records, postings, lanes and audit chain.
///
/// Rules every implementation keeps (the suite in `contract`, behind the feature of that name, checks them):
/// - [`commit`](Ledger::commit) applies all operations or none, and has reached the disk when it returns `Ok`.
/// - A [`Op::Move`] whose lane has another fence, or whose posting is not in the state it names, fails the
///   whole commit with [`LedgerErrorKind::LostLease`].
/// - [`claim`](Ledger::claim) gives a lane to one caller at a time, raises its fence each time, and writes in the same
///   commit the intent of every posting it gives out to be sent.
/// - Times are the store's own ([`now`](Ledger::now)) and never go back while the store is open.
#[async_trait]
pub trait Ledger: Send + Sync + Debug {
    /// Applies all operations, or none.
    async fn commit(&self, ops: Vec<Op>) -> Result<(), LedgerError>;

    /// Leases up to `claim.lanes` lanes that are ready, each with its lowest open postings in order, and writes the
    /// intent of those that are due: they may be sent as soon as this returns.
    async fn claim(&self, claim: Claim) -> Result<Vec<ClaimedLane>, LedgerError>;

    /// The records that the query names, ordered by key.
    async fn records(&self, query: RecordQuery) -> Result<Vec<Record>, LedgerError>;

    /// The postings that the query names, ordered by sequence.
    async fn postings(&self, query: PostingQuery) -> Result<Vec<Posting>, LedgerError>;

    /// Counts and sums over everything the ledger holds.
    async fn summary(&self) -> Result<Summary, LedgerError>;

    /// The value a named cursor was last moved to.
    async fn cursor(&self, name: &str) -> Result<Option<Box<str>>, LedgerError>;

    /// Audit entries behind sequence `after`, at most `limit`, oldest first.
    async fn audit(&self, after: u64, limit: u32) -> Result<Vec<AuditEntry>, LedgerError>;

    /// The store's clock.
    async fn now(&self) -> Result<StoreTime, LedgerError>;

    /// Returns when there may be work to claim, at the latest after `limit`.
    async fn wait(&self, limit: Duration);
}

/// How many lanes to lease, for how long, and how much of each to see.
#[derive(Debug, Clone)]
pub struct Claim {
    /// Who asks; kept beside the lease for people who look at the ledger.
    pub worker: Box<str>,
    /// The most lanes to lease.
    pub lanes: u32,
    /// The most postings of each lane to return.
    pub depth: u32,
    /// How long the lease lasts unless it is extended.
    pub lease: Duration,
}

/// Which records to read.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum RecordQuery {
    /// These, as far as they exist.
    Keys(Vec<RecordKey>),
    /// Those that are read again until they are final, behind `after`, at most `limit`.
    Watched {
        /// The last key of the page before.
        after: Option<RecordKey>,
        /// The most to return.
        limit: u32,
    },
    /// Those in `state`, behind `after`, at most `limit`.
    State {
        /// The state.
        state: RecordState,
        /// The last key of the page before.
        after: Option<RecordKey>,
        /// The most to return.
        limit: u32,
    },
    /// Those that wait for a person: held, dead, disputed, or planned with a document that was stopped.
    Waiting {
        /// The last key of the page before.
        after: Option<RecordKey>,
        /// The most to return.
        limit: u32,
    },
}

/// Which postings to read.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum PostingQuery {
    /// All of one record.
    Record(RecordKey),
    /// These, as far as they exist.
    Keys(Vec<PostingKey>),
    /// Those in `state` (`None`: in any), with a sequence above `after`, at most `limit`.
    State {
        /// The state, or any.
        state: Option<PostingState>,
        /// The last sequence of the page before; 0 for the first page.
        after: i64,
        /// The most to return.
        limit: u32,
    },
}

/// What the caller of a ledger has to decide about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum LedgerErrorKind {
    /// Another worker holds the lane now, or the posting moved on: stop and touch nothing.
    LostLease,
    /// A cursor or a record changed since it was read: read it again.
    Stale,
    /// Another process has the store open.
    InUse,
    /// The store cannot be opened, read or written; nothing of the commit was kept.
    Unavailable,
    /// The connection was lost during the commit: it may have been kept. Read the rows again.
    OutcomeUnknown,
    /// The store holds what this version cannot read.
    Corrupt,
}

/// A ledger's failure.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct LedgerError {
    kind: LedgerErrorKind,
    message: Box<str>,
    #[source]
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl LedgerError {
    /// A failure of `kind`, with one plain sentence.
    pub fn new(kind: LedgerErrorKind, message: impl Into<Box<str>>) -> Self {
        Self { kind, message: message.into(), source: None }
    }

    /// Adds what caused it.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// What to decide about.
    pub const fn kind(&self) -> LedgerErrorKind {
        self.kind
    }
}
