//! The operations of a commit as SQL: one statement per kind of operation, whatever their number.
//!
//! Each statement takes its rows as one JSON array of arrays (read with `jsonb_each`, which, unlike `json_each`, does
//! not write every row out as text again for every column taken from it). They are materialized (or cross-joined) before the
//! table is looked up, so that SQLite goes from the few rows to the table by its key and never scans the table.
//! A statement that should touch n rows and touches fewer means that a fence, state, digest or cursor is not what
//! the caller said: the transaction is refused.

mod rows;

use std::collections::HashSet;

use paysage_sync::audit::{Fact, GENESIS, hex};
use paysage_sync::ledger::{NewPosting, Op, PostingKey, Record, StoreTime};
use sqlx::{Row, SqliteConnection};

use rows::Rows;

/// What the next rows follow: the last link of the audit chain and the last posting's number.
#[derive(Debug, Clone)]
pub(super) struct Ends {
    hash: Box<str>,
    audit: u64,
    posting: i64,
}

/// Why a transaction may not stand.
pub(super) enum Refusal {
    LostLease,
    Stale,
    Store(sqlx::Error),
}

impl From<sqlx::Error> for Refusal {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error)
    }
}

type Applied = Result<(), Refusal>;

pub(super) async fn ends(connection: &mut SqliteConnection, company: i64) -> Result<Ends, sqlx::Error> {
    // Postings are numbered through all companies of the file.
    let last = sqlx::query("SELECT coalesce(max(seq), 0) FROM posting").fetch_one(&mut *connection).await?;
    let row =
        sqlx::query("SELECT seq, lower(hex(hash)) FROM audit WHERE company = ? ORDER BY seq DESC LIMIT 1")
            .bind(company)
            .fetch_optional(connection)
            .await?;
    let (audit, hash) = match row {
        Some(row) => (row.try_get::<i64, _>(0)?, row.try_get::<String, _>(1)?.into()),
        None => (0, GENESIS.into()),
    };
    Ok(Ends { hash, audit: u64::try_from(audit).unwrap_or(0), posting: last.try_get(0)? })
}

/// Applies operations inside an open transaction and gives the new ends.
pub(super) async fn apply(
    connection: &mut SqliteConnection,
    company: i64,
    now: StoreTime,
    ends: &Ends,
    ops: &[&Op],
) -> Result<Ends, Refusal> {
    let mut to = Transaction { connection, company, now, ends: ends.clone() };
    to.remember(ops).await?;
    to.plan(ops).await?;
    to.withhold(ops).await?;
    to.shift(ops).await?;
    to.extend_and_release(ops).await?;
    to.cursors(ops).await?;
    to.audit(ops).await?;
    Ok(to.ends)
}

struct Transaction<'a> {
    connection: &'a mut SqliteConnection,
    company: i64,
    now: StoreTime,
    ends: Ends,
}

impl Transaction<'_> {
    /// Runs a statement whose `?1` is the company and whose `?2` is the rows; gives the number of rows touched.
    async fn bulk(&mut self, statement: &'static str, rows: Rows) -> Result<u64, sqlx::Error> {
        if rows.count() == 0 {
            return Ok(0);
        }
        let done =
            sqlx::query(statement).bind(self.company).bind(rows.into_json()).execute(&mut *self.connection);
        Ok(done.await?.rows_affected())
    }

    /// As [`bulk`](Self::bulk), and refused with `or` unless every row was touched.
    async fn exactly(&mut self, statement: &'static str, rows: Rows, or: Refusal) -> Applied {
        let expected = rows.count();
        if self.bulk(statement, rows).await? == expected { Ok(()) } else { Err(or) }
    }

    async fn remember(&mut self, ops: &[&Op]) -> Applied {
        let (mut new, mut changed) = (Rows::default(), Rows::default());
        for op in ops {
            let Op::Remember { record, expect } = op else {
                continue;
            };
            match expect {
                None => push_record(&mut new, record, None)?,
                Some(expect) => push_record(&mut changed, record, Some(expect))?,
            }
        }
        self.exactly(
            "INSERT INTO record (company, key, digest, state, reason, watched, day, stake, currency, payload)
             SELECT ?1, value->>0, unhex(value->>1), value->>2, value->>3, value->>4, value->>5, value->>6,
                    value->>7, value->>8
             FROM jsonb_each(?2) WHERE true ON CONFLICT DO NOTHING",
            new,
            Refusal::Stale,
        )
        .await?;
        self.exactly(
            "WITH rows AS MATERIALIZED (
                SELECT ?1 AS company, value->>0 AS key, unhex(value->>1) AS digest, value->>2 AS state,
                       value->>3 AS reason, value->>4 AS watched, value->>5 AS day, value->>6 AS stake,
                       value->>7 AS currency, value->>8 AS payload, unhex(value->>9) AS expect
                FROM jsonb_each(?2))
             UPDATE record SET digest = rows.digest, state = rows.state, reason = rows.reason,
                    watched = rows.watched, day = rows.day, stake = rows.stake, currency = rows.currency,
                    payload = rows.payload
             FROM rows
             WHERE record.company = rows.company AND record.key = rows.key AND record.digest = rows.expect",
            changed,
            Refusal::Stale,
        )
        .await
    }

    async fn plan(&mut self, ops: &[&Op]) -> Applied {
        let (mut postings, mut documents) = (Rows::default(), Rows::default());
        let (mut lanes, mut before) = (HashSet::new(), HashSet::new());
        for op in ops {
            let Op::Plan(posting) = op else { continue };
            lanes.insert(posting.lane.as_str());
            before.extend(posting.after.as_ref().map(PostingKey::as_str));
            self.ends.posting = self.ends.posting.saturating_add(1);
            push_posting(&mut postings, posting, self.ends.posting)?;
            let document = serde_json::to_string(&posting.document).map_err(rows::unencoded)?;
            documents.push(&(self.ends.posting, document))?;
        }
        self.bulk(
            "INSERT INTO posting (company, seq, key, record, lane, after, kind, open, state, attempt, fence)
             SELECT ?1, value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, 1, 0, 0, 0
             FROM jsonb_each(?2) WHERE true ON CONFLICT (company, key) DO NOTHING",
            postings,
        )
        .await?;
        // A posting that existed kept its own number, and its document.
        self.bulk(
            "INSERT INTO document (seq, json)
             SELECT value->>0, value->>1 FROM jsonb_each(?2)
             CROSS JOIN posting ON posting.seq = value->>0 AND posting.company = ?1",
            documents,
        )
        .await?;
        self.block_behind(Rows::of(before.into_iter().map(|key| (key,)))?).await?;
        let now = self.now.millis();
        self.bulk(
            "INSERT INTO lane (company, lane, lease_until, fence, ready_at)
             SELECT ?1, value->>0, 0, 0, value->>1 FROM jsonb_each(?2) WHERE true
             ON CONFLICT DO UPDATE SET ready_at = coalesce(ready_at, excluded.ready_at)",
            Rows::of(lanes.into_iter().map(|lane| (lane, now)))?,
        )
        .await?;
        Ok(())
    }

    async fn withhold(&mut self, ops: &[&Op]) -> Applied {
        let mut rows = Rows::default();
        for op in ops {
            let Op::Withhold { record } = op else { continue };
            rows.push(&(record.as_str(),))?;
        }
        self.bulk(
            "UPDATE posting SET state = 6, open = 0
             WHERE company = ?1 AND open = 1 AND state = 0 AND attempt = 0 AND kind <> 'customer' AND seq IN (
                SELECT own.seq FROM jsonb_each(?2)
                CROSS JOIN posting AS own ON own.company = ?1 AND own.record = value->>0)",
            rows,
        )
        .await?;
        Ok(())
    }

    async fn shift(&mut self, ops: &[&Op]) -> Applied {
        let (mut rows, mut stopped) = (Rows::default(), Rows::default());
        let mut keys = HashSet::new();
        for op in ops {
            let Op::Move { posting, fence, from, to } = op else { continue };
            // A posting that moves twice in one commit: the second move stands on the first.
            if !keys.insert(posting.as_str()) {
                self.shift_rows(std::mem::take(&mut rows)).await?;
                keys = HashSet::from([posting.as_str()]);
            }
            if to.state.is_stopped() {
                stopped.push(&(posting.as_str(),))?;
            }
            rows.push(&(
                posting.as_str(),
                fence.lane.as_str(),
                fence.number,
                from.code(),
                to.state.code(),
                to.attempt,
                to.sent_at,
                to.not_before,
                to.absent_since,
                &to.remote_key,
                &to.trouble,
            ))?;
        }
        self.shift_rows(rows).await?;
        self.block_behind(stopped).await
    }

    /// Blocks what is open behind those of these postings that were stopped, however far behind.
    async fn block_behind(&mut self, keys: Rows) -> Applied {
        self.bulk(
            "WITH RECURSIVE behind (key) AS (
                SELECT stopped.key FROM jsonb_each(?2)
                CROSS JOIN posting AS stopped ON stopped.company = ?1 AND stopped.key = value->>0 AND stopped.state >= 3
                WHERE EXISTS (SELECT 1 FROM posting AS any_stopped
                              WHERE any_stopped.company = ?1 AND any_stopped.state >= 3)
                UNION
                SELECT posting.key FROM behind
                CROSS JOIN posting AS before ON before.company = ?1 AND before.key = behind.key
                CROSS JOIN posting ON posting.company = ?1 AND posting.lane = before.lane
                    AND posting.open = 1 AND posting.after = behind.key)
             UPDATE posting SET state = 6, open = 0
             WHERE company = ?1 AND open = 1 AND key IN (SELECT key FROM behind)",
            keys,
        )
        .await?;
        Ok(())
    }

    async fn shift_rows(&mut self, rows: Rows) -> Applied {
        self.exactly(
            "WITH rows AS MATERIALIZED (
                SELECT ?1 AS company, value->>0 AS key, value->>1 AS lane, value->>2 AS fence, value->>3 AS was,
                       value->>4 AS state, value->>5 AS attempt, value->>6 AS sent_at, value->>7 AS not_before,
                       value->>8 AS absent_since, value->>9 AS remote_key, value->>10 AS trouble
                FROM jsonb_each(?2))
             UPDATE posting SET state = rows.state, open = rows.state IN (0, 1), attempt = rows.attempt, fence = 0, sent_at = rows.sent_at,
                    not_before = rows.not_before, absent_since = rows.absent_since, remote_key = rows.remote_key,
                    trouble = rows.trouble
             FROM rows
             WHERE posting.company = rows.company AND posting.key = rows.key AND posting.lane = rows.lane
                AND posting.state = rows.was
                AND EXISTS (SELECT 1 FROM lane
                            WHERE lane.company = rows.company AND lane.lane = rows.lane AND lane.fence = rows.fence)",
            rows,
            Refusal::LostLease,
        )
        .await
    }

    async fn extend_and_release(&mut self, ops: &[&Op]) -> Applied {
        let (mut extended, mut released) = (Rows::default(), Rows::default());
        for op in ops {
            match op {
                Op::Extend { fence, until } => extended.push(&(fence.lane.as_str(), fence.number, until))?,
                Op::Release { fence } => released.push(&(fence.lane.as_str(), fence.number))?,
                _ => {}
            }
        }
        self.exactly(
            "WITH rows AS MATERIALIZED (
                SELECT ?1 AS company, value->>0 AS lane, value->>1 AS fence, value->>2 AS until FROM jsonb_each(?2))
             UPDATE lane SET lease_until = rows.until FROM rows
             WHERE lane.company = rows.company AND lane.lane = rows.lane AND lane.fence = rows.fence",
            extended,
            Refusal::LostLease,
        )
        .await?;
        self.exactly(
            "WITH rows AS MATERIALIZED (
                SELECT ?1 AS company, value->>0 AS lane, value->>1 AS fence FROM jsonb_each(?2))
             UPDATE lane SET lease_until = 0, holder = NULL, ready_at = (
                SELECT coalesce(posting.not_before, 0) FROM posting
                WHERE posting.company = ?1 AND posting.lane = rows.lane AND posting.open = 1
                ORDER BY posting.seq LIMIT 1)
             FROM rows
             WHERE lane.company = rows.company AND lane.lane = rows.lane AND lane.fence = rows.fence",
            released,
            Refusal::LostLease,
        )
        .await
    }

    async fn cursors(&mut self, ops: &[&Op]) -> Applied {
        for op in ops {
            let Op::Cursor { name, expect, to } = op else {
                continue;
            };
            let (statement, row) = match expect {
                None => (
                    "INSERT INTO cursor (company, name, value)
                     SELECT ?1, value->>0, value->>1 FROM jsonb_each(?2) WHERE true ON CONFLICT DO NOTHING",
                    Rows::of([(name, to)])?,
                ),
                Some(expect) => (
                    "UPDATE cursor SET value = j.value->>1 FROM jsonb_each(?2) AS j
                     WHERE cursor.company = ?1 AND cursor.name = j.value->>0 AND cursor.value = j.value->>2",
                    Rows::of([(name, to, Some(expect))])?,
                ),
            };
            self.exactly(statement, row, Refusal::Stale).await?;
        }
        Ok(())
    }

    async fn audit(&mut self, ops: &[&Op]) -> Applied {
        let mut rows = Rows::default();
        for op in ops {
            let Op::Audit { what, subject, detail } = op else { continue };
            let seq = self.ends.audit.saturating_add(1);
            let hash = Fact { seq, at: self.now, what, subject, detail }.hash(&self.ends.hash);
            rows.push(&(seq, self.now, what, subject, detail, &hash))?;
            (self.ends.hash, self.ends.audit) = (hash, seq);
        }
        self.exactly(
            "INSERT INTO audit (company, seq, at, what, subject, detail, hash)
             SELECT ?1, value->>0, value->>1, value->>2, value->>3, value->>4, unhex(value->>5) FROM jsonb_each(?2)",
            rows,
            Refusal::Stale,
        )
        .await
    }
}

fn push_record(rows: &mut Rows, record: &Record, expect: Option<&[u8; 32]>) -> Result<(), sqlx::Error> {
    rows.push(&(
        record.key.as_str(),
        hex(&record.digest),
        record.state.code(),
        &record.reason,
        i64::from(record.watched),
        record.day,
        record.stake.minor(),
        record.stake.currency().code(),
        &record.payload,
        expect.map(|digest| hex(digest)),
    ))
}

fn push_posting(rows: &mut Rows, posting: &NewPosting, seq: i64) -> Result<(), sqlx::Error> {
    rows.push(&(
        seq,
        posting.key.as_str(),
        posting.record.as_str(),
        posting.lane.as_str(),
        posting.after.as_ref().map(PostingKey::as_str),
        posting.document.kind().as_str(),
    ))
}
