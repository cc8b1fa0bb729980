//! The poller: windows in, one commit per handful of rows out, and the rows that are not final read again.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::Duration;

use chrono::NaiveDate;
use futures_util::StreamExt;
use paytrace::{ExportRow, TransactionId};

use crate::engine::{Engine, EngineError};
use crate::gateway::{Days, Rows};
use crate::ingest::{self, Decisions, Keys};
use crate::ledger::{LedgerErrorKind, Op, PostingQuery, Record, RecordKey, RecordQuery, RecordState};
use crate::windows::{self, Covered, Windows};

/// The cursor that remembers which days were read.
pub const CURSOR: &str = "gateway.days";
/// Rows decided about in one commit.
const BATCH: usize = 512;
/// How many watched rows of one day are read one by one before the whole day is.
const FEW: usize = 4;
/// Watched rows looked at in one pass; the rest have their turn in the next.
const MOST_WATCHED: usize = 50_000;
/// Attempts at one window before the pass fails.
const ATTEMPTS: u32 = 4;

impl Engine {
    /// Reads every day from `since` to `until` that may have changed, and again every row that was not final.
    ///
    /// Days that an earlier pass of this ledger has read are not asked for again, but for the overlap and the days
    /// with rows that were not final then. Rows that were seen before, unchanged, change nothing.
    ///
    /// # Errors
    /// The gateway could not be read or the ledger not be written; what was decided before stays.
    pub async fn poll(&self, since: NaiveDate, until: NaiveDate) -> Result<(), EngineError> {
        let covered = self.covered().await?;
        let first = windows::start(covered, since, until, self.settings.overlap_days);
        let mut windows = Windows::new(first, until);
        while let Some(days) = windows.next() {
            let rows = self.read_window(days).await?;
            windows.saw(rows);
            self.advance(since, days.last).await?;
        }
        self.read_watched(first).await
    }

    /// The days this ledger has read.
    ///
    /// # Errors
    /// The ledger could not be read.
    pub async fn covered(&self) -> Result<Option<Covered>, EngineError> {
        Ok(self.ledger.cursor(CURSOR).await?.and_then(|text| Covered::parse(&text)))
    }

    async fn advance(&self, since: NaiveDate, last: NaiveDate) -> Result<(), EngineError> {
        loop {
            let expect = self.ledger.cursor(CURSOR).await?;
            let now = expect.as_deref().and_then(Covered::parse);
            let to = match now {
                Some(now) if now.first <= since => Covered { first: now.first, last: now.last.max(last) },
                _ => Covered { first: since, last },
            };
            match self.ledger.commit(vec![Op::Cursor { name: CURSOR.into(), expect, to: to.to_text() }]).await
            {
                // Another poller moved it: both read, the further one stands.
                Err(error) if error.kind() == LedgerErrorKind::Stale => {}
                result => return Ok(result?),
            }
        }
    }

    async fn read_window(&self, days: Days) -> Result<u64, EngineError> {
        let mut attempt = 1;
        loop {
            // Opening it is repeated by the client as far as that makes sense; here only one that broke off is.
            let rows = self.gateway.export(days).await.map_err(EngineError::Gateway)?;
            match self.read_rows(rows).await {
                Err(EngineError::Gateway(error)) if error.is_retryable() && attempt < ATTEMPTS => {
                    tracing::warn!(%error, attempt, "an export was cut; reading the window again");
                    let pause = Duration::from_millis(200).saturating_mul(2_u32.saturating_pow(attempt));
                    tokio::time::sleep(error.retry_after().unwrap_or(pause)).await;
                    attempt = attempt.saturating_add(1);
                }
                result => return result,
            }
        }
    }

    async fn read_rows(&self, mut rows: Rows) -> Result<u64, EngineError> {
        let mut keys = Keys::default();
        let mut batch = Vec::with_capacity(BATCH);
        let mut count: u64 = 0;
        while let Some(row) = rows.next().await {
            let row = row.map_err(EngineError::Gateway)?;
            batch.push((keys.key(&row), row));
            count = count.saturating_add(1);
            if batch.len() >= BATCH {
                self.ingest(std::mem::take(&mut batch)).await?;
            }
        }
        self.ingest(batch).await?;
        Ok(count)
    }

    /// Decides about rows and makes the decisions durable; rows that are known and unchanged cost one look-up.
    ///
    /// # Errors
    /// The ledger could not be read or written.
    pub(crate) async fn ingest(&self, rows: Vec<(RecordKey, ExportRow)>) -> Result<(), EngineError> {
        self.progress.add_rows(u64::try_from(rows.len()).unwrap_or(u64::MAX));
        let mut rows = rows;
        while !rows.is_empty() {
            // A key that comes twice in one batch: the second stands behind the commit of the first.
            let mut seen = HashSet::new();
            let (now, later) = rows.into_iter().partition(|(key, _)| seen.insert(key.clone()));
            self.ingest_distinct(now).await?;
            rows = later;
        }
        Ok(())
    }

    async fn ingest_distinct(&self, rows: Vec<(RecordKey, ExportRow)>) -> Result<(), EngineError> {
        loop {
            let keys = rows.iter().map(|(key, _)| key.clone()).collect();
            let known: HashMap<RecordKey, Record> = self
                .ledger
                .records(RecordQuery::Keys(keys))
                .await?
                .into_iter()
                .map(|record| (record.key.clone(), record))
                .collect();
            let mut decisions = Decisions::default();
            for (key, row) in &rows {
                self.decide(key, row, known.get(key), &mut decisions).await?;
            }
            let (planned, ops) = decisions.into_ops();
            if ops.is_empty() {
                return Ok(());
            }
            match self.ledger.commit(ops).await {
                // Another poller decided about one of them in between: read what it decided.
                Err(error) if error.kind() == LedgerErrorKind::Stale => {}
                result => {
                    result?;
                    self.progress.add_planned(u64::try_from(planned).unwrap_or(u64::MAX));
                    return Ok(());
                }
            }
        }
    }

    async fn decide(
        &self,
        key: &RecordKey,
        row: &ExportRow,
        known: Option<&Record>,
        decisions: &mut Decisions,
    ) -> Result<(), EngineError> {
        if known.is_some_and(|known| known.digest == row.digest) {
            return Ok(());
        }
        let mut draft = ingest::draft(row, key.clone(), &self.profile);
        if let Some(known) = known
            && matches!(known.state, RecordState::Planned | RecordState::Disputed)
        {
            let stored = self.ledger.postings(PostingQuery::Record(key.clone())).await?;
            draft = ingest::redraft(draft, known, &stored);
            if draft.record.state == RecordState::Disputed {
                decisions.withhold(key.clone());
            }
        }
        decisions.add(draft, known.map(|known| known.digest));
        Ok(())
    }

    /// Lays down records that a fresh and complete export no longer has: rows without a number that were corrected in
    /// the gateway, as [`Report::vanished`](crate::reconcile::Report::vanished) names them.
    ///
    /// # Errors
    /// The ledger could not be read or written.
    pub async fn retire(&self, keys: Vec<RecordKey>) -> Result<(), EngineError> {
        let known = self.ledger.records(RecordQuery::Keys(keys)).await?;
        let mut decisions = Decisions::default();
        for record in known.into_iter().filter(|record| record.state == RecordState::Dead) {
            let expect = Some(record.digest);
            let reason = format!("no longer reported by the gateway; it was: {}", record.reason).into();
            decisions
                .record(Record { state: RecordState::Nothing, reason, watched: false, ..record }, expect);
        }
        match decisions.into_ops().1 {
            ops if ops.is_empty() => Ok(()),
            ops => Ok(self.ledger.commit(ops).await?),
        }
    }

    /// Reads again the rows that were not final and that the windows from `first` on did not cover.
    async fn read_watched(&self, first: NaiveDate) -> Result<(), EngineError> {
        let mut by_day: BTreeMap<Option<NaiveDate>, Vec<RecordKey>> = BTreeMap::new();
        let mut after = None;
        let mut count: usize = 0;
        while count < MOST_WATCHED {
            let page = self.ledger.records(RecordQuery::Watched { after, limit: 1_000 }).await?;
            after = page.last().map(|record| record.key.clone());
            if after.is_none() {
                break;
            }
            count = count.saturating_add(page.len());
            for record in page.into_iter().filter(|record| record.day.is_none_or(|day| day < first)) {
                by_day.entry(record.day).or_default().push(record.key);
            }
        }
        for (day, keys) in by_day {
            match day {
                Some(day) if keys.len() > FEW => {
                    self.read_window(Days { first: day, last: day }).await?;
                }
                _ => self.read_one_by_one(keys).await?,
            }
        }
        Ok(())
    }

    async fn read_one_by_one(&self, keys: Vec<RecordKey>) -> Result<(), EngineError> {
        for key in keys {
            let id = key.as_str().strip_prefix('T').and_then(|id| id.parse::<TransactionId>().ok());
            let Some(id) = id else { continue };
            // What the gateway does not know (any more) stays as it was decided.
            if let Some(row) = self.gateway.transaction(id).await.map_err(EngineError::Gateway)? {
                self.ingest(vec![(key, row)]).await?;
            }
        }
        Ok(())
    }
}
