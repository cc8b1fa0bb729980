//! A memory ledger on a disk that is slow, fails, and sometimes writes without saying so.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use paysage_sync::ledger::{
    AuditEntry, Claim, ClaimedLane, LedgerError, LedgerErrorKind, Op, Posting, PostingQuery, PostingState,
    Record, RecordQuery, StoreTime, Summary,
};
use paysage_sync::{Ledger, MemoryLedger};
use tokio::time::sleep;

use super::books::StormyBooks;
use super::chance::Chance;
use super::world::{LEASE, Mutant, World};

/// One worker's way to the shared ledger.
#[derive(Debug)]
pub struct StormyLedger {
    pub inner: Arc<MemoryLedger>,
    world: Arc<World>,
    books: StormyBooks,
    chance: Mutex<Chance>,
    /// When the last lanes were leased, for the mutant whose clock stops there.
    leased_at: Mutex<Option<StoreTime>>,
    pub claims: AtomicU64,
}

impl StormyLedger {
    pub fn new(inner: Arc<MemoryLedger>, world: Arc<World>, books: StormyBooks, life: (u64, u64)) -> Self {
        let chance = Mutex::new(Chance::of(world.seed, ("store", life)));
        Self { inner, world, books, chance, leased_at: Mutex::default(), claims: AtomicU64::new(0) }
    }

    fn chance<T>(&self, draw: impl FnOnce(&mut Chance) -> T) -> T {
        draw(&mut self.chance.lock().unwrap())
    }

    /// The time a call takes; now and then the whole worker stands still for longer than a lease.
    async fn takes(&self, most: u64) {
        let pause = !self.books.is_calm() && self.chance(|chance| chance.permille(self.world.pause));
        let time = self.chance(|chance| {
            let time = chance.millis(0, most);
            if pause { time + chance.span(LEASE * 8) } else { time }
        });
        if !time.is_zero() {
            sleep(time).await;
        }
    }

    fn fails(&self, kind: LedgerErrorKind) -> Result<(), LedgerError> {
        if self.books.is_calm() || !self.chance(|chance| chance.permille(self.world.store)) {
            return Ok(());
        }
        Err(LedgerError::new(kind, "the disk failed"))
    }
}

fn forget(posting: &mut Posting) {
    if posting.state == PostingState::InFlight {
        posting.state = PostingState::Planned;
        (posting.sent_at, posting.not_before, posting.absent_since) = (None, None, None);
    }
}

#[async_trait]
impl Ledger for StormyLedger {
    async fn commit(&self, ops: Vec<Op>) -> Result<(), LedgerError> {
        self.takes(4).await;
        self.fails(LedgerErrorKind::Unavailable)?;
        self.inner.commit(ops).await?;
        self.takes(4).await;
        self.fails(LedgerErrorKind::OutcomeUnknown)
    }

    async fn claim(&self, claim: Claim) -> Result<Vec<ClaimedLane>, LedgerError> {
        self.claims.fetch_add(1, Ordering::Relaxed);
        self.takes(4).await;
        self.fails(LedgerErrorKind::Unavailable)?;
        let mut lanes = self.inner.claim(claim).await?;
        for lane in &mut lanes {
            *self.leased_at.lock().unwrap() = Some(lane.claimed_at);
            if self.world.mutant == Mutant::ForgottenIntents {
                lane.postings.iter_mut().for_each(forget);
            }
        }
        self.takes(4).await;
        self.fails(LedgerErrorKind::OutcomeUnknown)?;
        Ok(lanes)
    }

    async fn records(&self, query: RecordQuery) -> Result<Vec<Record>, LedgerError> {
        self.takes(1).await;
        self.fails(LedgerErrorKind::Unavailable)?;
        self.inner.records(query).await
    }

    async fn postings(&self, query: PostingQuery) -> Result<Vec<Posting>, LedgerError> {
        self.takes(1).await;
        self.fails(LedgerErrorKind::Unavailable)?;
        self.inner.postings(query).await
    }

    async fn summary(&self) -> Result<Summary, LedgerError> {
        self.takes(1).await;
        self.inner.summary().await
    }

    async fn cursor(&self, name: &str) -> Result<Option<Box<str>>, LedgerError> {
        self.inner.cursor(name).await
    }

    async fn audit(&self, after: u64, limit: u32) -> Result<Vec<AuditEntry>, LedgerError> {
        self.inner.audit(after, limit).await
    }

    async fn now(&self) -> Result<StoreTime, LedgerError> {
        // A pause comes before the clock is read: behind it nothing stands still.
        self.takes(1).await;
        let now = self.inner.now().await?;
        let leased_at = *self.leased_at.lock().unwrap();
        Ok(leased_at.filter(|_| self.world.mutant == Mutant::StoppedClock).unwrap_or(now))
    }

    async fn wait(&self, limit: Duration) {
        self.inner.wait(limit).await;
    }
}
