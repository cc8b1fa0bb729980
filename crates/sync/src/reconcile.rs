//! Three sums, each from its own source, and every document's amount compared: do the books tie out?
//!
//! The gateway is exported afresh, the ledger's confirmed postings are read, and the documents are read back from
//! Sage 50. Nothing here uses a counter of the engine: a cent that is wrong in any of the three shows.

mod tally;

use std::collections::HashSet;

use futures_util::StreamExt;
use paysage_mapping::{stake, stake_of_bad_row};
use paysage_money::{Currency, Money};
use paytrace::{Status, TransactionId};
use sage50::{Books, Kind, List};

use crate::engine::EngineError;
use crate::gateway::{Days, Gateway};
use crate::ingest::Keys;
use crate::ledger::{
    Ledger, LedgerError, LedgerErrorKind, PostingQuery, PostingState, RecordKey, RecordQuery, RecordState,
};
use tally::Tally;

/// Postings and records read at a time.
const PAGE: u32 = 1_000;

/// What a reconciliation found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Distinct transactions of the fresh export.
    pub transactions: u64,
    /// Of these, how many have not settled yet.
    pub pending: u64,
    /// Settled sales and captures less refunds, as the gateway reports them now; amounts whose status nobody can
    /// read are counted in, because they wait for a person.
    pub gateway: Money,
    /// The part of `gateway` that waits for a person: held, dead-lettered, or stopped on its way.
    pub waiting: Money,
    /// Confirmed receipts less confirmed refunds in the ledger.
    pub ledger: Money,
    /// Receipts less refunds of ours that stand in Sage 50.
    pub sage50: Money,
    /// Every transaction, document or sum that differs.
    pub differences: Vec<Difference>,
    /// Rows without a number that wait in the ledger and that the gateway no longer reports: corrected there, and
    /// not counted in `waiting`. [`Engine::retire`](crate::Engine::retire) lays them down.
    pub vanished: Vec<RecordKey>,
}

impl Report {
    /// Whether gateway − waiting = ledger = Sage 50, and every document agrees.
    pub fn ties(&self) -> bool {
        self.differences.is_empty()
    }
}

/// Something that does not agree between two of the three.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// The transaction, the document's reference, or which sums.
    pub subject: Box<str>,
    /// What each side says, in plain words.
    pub words: Box<str>,
}

/// Adds up all three sides over `days` and compares them, in sum and one by one.
///
/// `days` must cover every day the ledger has read; see [`Engine::covered`](crate::Engine::covered).
///
/// # Errors
/// One of the three could not be read completely; nothing is concluded from a part.
pub async fn reconcile(
    gateway: &dyn Gateway,
    ledger: &dyn Ledger,
    books: &dyn Books,
    days: Days,
) -> Result<Report, EngineError> {
    let mut tally = Tally::new(Currency::Usd);
    read_gateway(gateway, days, &mut tally).await?;
    read_waiting(ledger, &mut tally).await?;
    read_confirmed(ledger, &mut tally).await?;
    for kind in [Kind::Invoice, Kind::CreditMemo, Kind::Receipt, Kind::Refund] {
        read_books(books, List { from: Some(days.first), ..List::new(kind) }, &mut tally).await?;
    }
    tally.report().map_err(|error| {
        EngineError::Ledger(
            LedgerError::new(LedgerErrorKind::Corrupt, "the sums are too large").with_source(error),
        )
    })
}

async fn read_gateway(gateway: &dyn Gateway, days: Days, tally: &mut Tally) -> Result<(), EngineError> {
    let mut rows = gateway.export(days).await.map_err(EngineError::Gateway)?;
    let mut keys = Keys::default();
    while let Some(row) = rows.next().await {
        let row = row.map_err(EngineError::Gateway)?;
        match &row.content {
            Ok(row) => tally.reported(row.id, stake(row), row.status == Status::PendingSettlement),
            Err(bad) => match bad.id {
                Some(id) => tally.reported(id, stake_of_bad_row(bad), false),
                None => tally.reported_nameless(keys.key(&row), stake_of_bad_row(bad)),
            },
        }
    }
    Ok(())
}

async fn read_waiting(ledger: &dyn Ledger, tally: &mut Tally) -> Result<(), EngineError> {
    let mut after = None;
    loop {
        let page = ledger.records(RecordQuery::Waiting { after, limit: PAGE }).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = Some(last.key.clone());
        for record in page {
            if record.state == RecordState::Disputed && was_sent(ledger, &record.key).await? {
                // Its documents stand as they were planned: nothing of it waits, and it may well differ.
                continue;
            }
            match record.key.as_str().strip_prefix('T').and_then(|id| id.parse::<TransactionId>().ok()) {
                Some(id) => tally.waits(id, record.stake),
                None => tally.waits_nameless(record.key.clone(), record.stake),
            }
        }
    }
}

/// Whether any document of a record's own was ever given out to be sent; its customer belongs to others as well.
async fn was_sent(ledger: &dyn Ledger, record: &RecordKey) -> Result<bool, EngineError> {
    let postings = ledger.postings(PostingQuery::Record(record.clone())).await?;
    Ok(postings.iter().any(|posting| posting.document.kind() != Kind::Customer && posting.attempt > 0))
}

async fn read_confirmed(ledger: &dyn Ledger, tally: &mut Tally) -> Result<(), EngineError> {
    let mut after = 0;
    loop {
        let state = Some(PostingState::Confirmed);
        let page = ledger.postings(PostingQuery::State { state, after, limit: PAGE }).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = last.seq;
        for posting in &page {
            if let Some(amount) = posting.document.amount() {
                tally.confirmed(posting.document.reference(), amount);
            }
        }
    }
}

async fn read_books(books: &dyn Books, first: List, tally: &mut Tally) -> Result<(), EngineError> {
    let mut list = first;
    let mut seen = HashSet::new();
    let mut total = None;
    loop {
        let page = books.list(&list).await.map_err(EngineError::Books)?;
        let shifted = *total.get_or_insert(page.total) != page.total;
        for found in page.items {
            // An entry on two pages, or another count: somebody wrote meanwhile, and one may have been skipped.
            if shifted || !seen.insert(found.key) {
                return Err(EngineError::Books(shifting()));
            }
            if !found.voided {
                tally.stands(&found.reference, found.amount);
            }
        }
        match page.next {
            Some(next) => list = list.with_page(next),
            None if u64::try_from(seen.len()) == Ok(page.total) => return Ok(()),
            None => return Err(EngineError::Books(shifting())),
        }
    }
}

fn shifting() -> sage50::Error {
    sage50::Error::new(sage50::ErrorKind::Unreadable, sage50::Outcome::Nothing)
        .with_problem("the entries changed while they were listed; compare again when nobody writes")
}

/// An amount as sums print it.
fn money(minor: i64, currency: Currency) -> Money {
    Money::from_minor(minor, currency)
}
