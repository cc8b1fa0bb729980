//! A ledger in memory: for tests and first steps. It forgets everything when the program ends.

mod state;

use std::sync::Mutex;
use std::time::Duration;

use async_trait::async_trait;
use tokio::sync::Notify;
use tokio::time::Instant;

use crate::ledger::{
    AuditEntry, Claim, ClaimedLane, Ledger, LedgerError, Op, Posting, PostingQuery, Record, RecordQuery,
    StoreTime, Summary,
};
use state::State;

/// A ledger that lives as long as the value. Its clock starts at 0 and follows the runtime's (paused) clock.
#[derive(Debug)]
pub struct MemoryLedger {
    state: Mutex<State>,
    started: Instant,
    changed: Notify,
}

impl Default for MemoryLedger {
    fn default() -> Self {
        Self { state: Mutex::default(), started: Instant::now(), changed: Notify::new() }
    }
}

impl MemoryLedger {
    /// An empty ledger.
    pub fn new() -> Self {
        Self::default()
    }

    fn time(&self) -> StoreTime {
        StoreTime::default().after(self.started.elapsed())
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[async_trait]
#[deny(clippy::missing_trait_methods)]
impl Ledger for MemoryLedger {
    async fn commit(&self, ops: Vec<Op>) -> Result<(), LedgerError> {
        let now = self.time();
        self.state().commit(ops, now)?;
        self.changed.notify_waiters();
        Ok(())
    }

    async fn claim(&self, claim: Claim) -> Result<Vec<ClaimedLane>, LedgerError> {
        let now = self.time();
        Ok(self.state().claim(&claim, now))
    }

    async fn records(&self, query: RecordQuery) -> Result<Vec<Record>, LedgerError> {
        Ok(self.state().records(query))
    }

    async fn postings(&self, query: PostingQuery) -> Result<Vec<Posting>, LedgerError> {
        Ok(self.state().postings(query))
    }

    async fn summary(&self) -> Result<Summary, LedgerError> {
        let now = self.time();
        Ok(self.state().summary(now))
    }

    async fn cursor(&self, name: &str) -> Result<Option<Box<str>>, LedgerError> {
        Ok(self.state().cursors.get(name).cloned())
    }

    async fn audit(&self, after: u64, limit: u32) -> Result<Vec<AuditEntry>, LedgerError> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        Ok(self.state().audit.iter().filter(|entry| entry.seq > after).take(limit).cloned().collect())
    }

    async fn now(&self) -> Result<StoreTime, LedgerError> {
        Ok(self.time())
    }

    async fn wait(&self, limit: Duration) {
        // The deadline is the net under a notification that came just before we listened.
        let _ = tokio::time::timeout(limit, self.changed.notified()).await;
    }
}
