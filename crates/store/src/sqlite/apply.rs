//! The operations of a commit as SQL: one statement per kind of operation, whatever their number.
//!
//! Each statement takes its rows as one JSON array of arrays. They are materialized (or cross-joined) before the
//! table is looked up, so that SQLite goes from the few rows to the table by its key and never scans the table. A statement that should touch n rows and touches
//! fewer means that a fence, state, digest or cursor is not what the caller said: the transaction is refused.

use std::collections::HashSet;

use paysage_sync::audit::{GENESIS, link};
use paysage_sync::ledger::{Fence, NewPosting, Op, Record, StoreTime};
use serde_json::{Value, json};
use sqlx::{Row, SqliteConnection};

/// The last link of the audit chain.
#[derive(Debug, Clone)]
pub(super) struct ChainEnd {
    hash: Box<str>,
    seq: u64,
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

pub(super) async fn chain_end(
    connection: &mut SqliteConnection,
    company: i64,
) -> Result<ChainEnd, sqlx::Error> {
    let row =
        sqlx::query("SELECT seq, lower(hex(hash)) FROM audit WHERE company = ? ORDER BY seq DESC LIMIT 1")
            .bind(company)
            .fetch_optional(connection)
            .await?;
    match row {
        Some(row) => {
            let seq: i64 = row.try_get(0)?;
            Ok(ChainEnd { hash: row.try_get::<String, _>(1)?.into(), seq: u64::try_from(seq).unwrap_or(0) })
        }
        None => Ok(ChainEnd { hash: GENESIS.into(), seq: 0 }),
    }
}

/// Applies operations inside an open transaction and gives the audit chain's new end.
pub(super) async fn apply(
    connection: &mut SqliteConnection,
    company: i64,
    now: StoreTime,
    chain: &ChainEnd,
    ops: &[&Op],
) -> Result<ChainEnd, Refusal> {
    let mut to = Transaction { connection, company, now };
    to.remember(ops).await?;
    to.plan(ops).await?;
    to.shift(ops).await?;
    to.extend_and_release(ops).await?;
    to.cursors(ops).await?;
    to.audit(ops, chain).await
}

struct Transaction<'a> {
    connection: &'a mut SqliteConnection,
    company: i64,
    now: StoreTime,
}

impl Transaction<'_> {
    /// Runs a statement whose `?1` is the company and whose `?2` is the rows; gives the number of rows touched.
    async fn bulk(&mut self, statement: &'static str, rows: &[Value]) -> Result<u64, sqlx::Error> {
        let rows = serde_json::to_string(rows).map_err(|error| sqlx::Error::Encode(error.into()))?;
        let done =
            sqlx::query(statement).bind(self.company).bind(rows).execute(&mut *self.connection).await?;
        Ok(done.rows_affected())
    }

    /// As [`bulk`](Self::bulk), and refused with `or` unless every row was touched.
    async fn exactly(&mut self, statement: &'static str, rows: &[Value], or: Refusal) -> Applied {
        if rows.is_empty() {
            return Ok(());
        }
        let touched = self.bulk(statement, rows).await?;
        if touched == u64::try_from(rows.len()).unwrap_or(u64::MAX) { Ok(()) } else { Err(or) }
    }

    async fn remember(&mut self, ops: &[&Op]) -> Applied {
        let (mut new, mut changed) = (Vec::new(), Vec::new());
        for op in ops {
            let Op::Remember { record, expect } = op else {
                continue;
            };
            match expect {
                None => new.push(record_row(record, None)),
                Some(expect) => changed.push(record_row(record, Some(expect))),
            }
        }
        self.exactly(
            "INSERT INTO record (company, key, digest, state, reason, watched, day, stake, currency, payload)
             SELECT ?1, value->>0, unhex(value->>1), value->>2, value->>3, value->>4, value->>5, value->>6,
                    value->>7, value->>8
             FROM json_each(?2) WHERE true ON CONFLICT DO NOTHING",
            &new,
            Refusal::Stale,
        )
        .await?;
        self.exactly(
            "WITH rows AS MATERIALIZED (
                SELECT ?1 AS company, value->>0 AS key, unhex(value->>1) AS digest, value->>2 AS state,
                       value->>3 AS reason, value->>4 AS watched, value->>5 AS day, value->>6 AS stake,
                       value->>7 AS currency, value->>8 AS payload, unhex(value->>9) AS expect
                FROM json_each(?2))
             UPDATE record SET digest = rows.digest, state = rows.state, reason = rows.reason,
                    watched = rows.watched, day = rows.day, stake = rows.stake, currency = rows.currency,
                    payload = rows.payload
             FROM rows
             WHERE record.company = rows.company AND record.key = rows.key AND record.digest = rows.expect",
            &changed,
            Refusal::Stale,
        )
        .await
    }

    async fn plan(&mut self, ops: &[&Op]) -> Applied {
        let mut rows = Vec::new();
        let mut lanes = HashSet::new();
        let mut before = HashSet::new();
        for op in ops {
            let Op::Plan(posting) = op else { continue };
            lanes.insert(posting.lane.as_str());
            before.extend(posting.after.as_ref().map(|after| after.as_str()));
            rows.push(posting_row(posting)?);
        }
        if rows.is_empty() {
            return Ok(());
        }
        self.bulk(
            "INSERT INTO posting (company, key, record, lane, after, kind, document, state, attempt, fence)
             SELECT ?1, value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, 0, 0, 0
             FROM json_each(?2) WHERE true ON CONFLICT DO NOTHING",
            &rows,
        )
        .await?;
        let before: Vec<Value> = before.into_iter().map(|key| json!([key])).collect();
        self.block_behind(&before).await?;
        let now = self.now.millis();
        let lanes: Vec<Value> = lanes.into_iter().map(|lane| json!([lane, now])).collect();
        self.bulk(
            "INSERT INTO lane (company, lane, lease_until, fence, ready_at)
             SELECT ?1, value->>0, 0, 0, value->>1 FROM json_each(?2) WHERE true
             ON CONFLICT DO UPDATE SET ready_at = coalesce(ready_at, excluded.ready_at)",
            &lanes,
        )
        .await?;
        Ok(())
    }

    async fn shift(&mut self, ops: &[&Op]) -> Applied {
        let mut rows = Vec::new();
        let mut keys = HashSet::new();
        let mut stopped = Vec::new();
        for op in ops {
            let Op::Move { posting, fence, from, to } = op else {
                continue;
            };
            // A posting that moves twice in one commit: the second move stands on the first.
            if !keys.insert(posting.as_str()) {
                self.shift_rows(&std::mem::take(&mut rows)).await?;
                keys = HashSet::from([posting.as_str()]);
            }
            if to.state.is_stopped() {
                stopped.push(json!([posting.as_str()]));
            }
            let moment = |time: Option<StoreTime>| time.map(StoreTime::millis);
            rows.push(json!([
                posting.as_str(),
                fence.lane.as_str(),
                fence.number,
                from.code(),
                to.state.code(),
                to.attempt,
                moment(to.sent_at),
                moment(to.not_before),
                moment(to.absent_since),
                to.remote_key,
                to.trouble,
            ]));
        }
        self.shift_rows(&rows).await?;
        self.block_behind(&stopped).await
    }

    /// Blocks what is open behind those of these postings that were stopped, however far behind.
    async fn block_behind(&mut self, keys: &[Value]) -> Applied {
        if keys.is_empty() {
            return Ok(());
        }
        self.bulk(
            "WITH RECURSIVE behind (key) AS (
                SELECT stopped.key FROM json_each(?2)
                CROSS JOIN posting AS stopped ON stopped.company = ?1 AND stopped.key = value->>0 AND stopped.state >= 3
                UNION
                SELECT posting.key FROM behind
                CROSS JOIN posting AS before ON before.company = ?1 AND before.key = behind.key
                CROSS JOIN posting ON posting.company = ?1 AND posting.lane = before.lane
                    AND posting.state IN (0, 1) AND posting.after = behind.key)
             UPDATE posting SET state = 6
             WHERE company = ?1 AND state IN (0, 1) AND key IN (SELECT key FROM behind)",
            keys,
        )
        .await?;
        Ok(())
    }

    async fn shift_rows(&mut self, rows: &[Value]) -> Applied {
        self.exactly(
            "WITH rows AS MATERIALIZED (
                SELECT ?1 AS company, value->>0 AS key, value->>1 AS lane, value->>2 AS fence, value->>3 AS was,
                       value->>4 AS state, value->>5 AS attempt, value->>6 AS sent_at, value->>7 AS not_before,
                       value->>8 AS absent_since, value->>9 AS remote_key, value->>10 AS trouble
                FROM json_each(?2))
             UPDATE posting SET state = rows.state, attempt = rows.attempt, fence = 0, sent_at = rows.sent_at,
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
        let (mut extended, mut released) = (Vec::new(), Vec::new());
        for op in ops {
            match op {
                Op::Extend { fence, until } => {
                    extended.push(json!([fence.lane.as_str(), fence.number, until.millis()]))
                }
                Op::Release { fence } => released.push(fence_row(fence)),
                _ => {}
            }
        }
        self.exactly(
            "WITH rows AS MATERIALIZED (
                SELECT ?1 AS company, value->>0 AS lane, value->>1 AS fence, value->>2 AS until FROM json_each(?2))
             UPDATE lane SET lease_until = rows.until FROM rows
             WHERE lane.company = rows.company AND lane.lane = rows.lane AND lane.fence = rows.fence",
            &extended,
            Refusal::LostLease,
        )
        .await?;
        self.exactly(
            "WITH rows AS MATERIALIZED (
                SELECT ?1 AS company, value->>0 AS lane, value->>1 AS fence FROM json_each(?2))
             UPDATE lane SET lease_until = 0, holder = NULL, ready_at = (
                SELECT coalesce(posting.not_before, 0) FROM posting
                WHERE posting.company = ?1 AND posting.lane = rows.lane AND posting.state IN (0, 1)
                ORDER BY posting.seq LIMIT 1)
             FROM rows
             WHERE lane.company = rows.company AND lane.lane = rows.lane AND lane.fence = rows.fence",
            &released,
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
                     SELECT ?1, value->>0, value->>1 FROM json_each(?2) WHERE true ON CONFLICT DO NOTHING",
                    json!([name, to]),
                ),
                Some(expect) => (
                    "UPDATE cursor SET value = j.value->>1 FROM json_each(?2) AS j
                     WHERE cursor.company = ?1 AND cursor.name = j.value->>0 AND cursor.value = j.value->>2",
                    json!([name, to, expect]),
                ),
            };
            self.exactly(statement, &[row], Refusal::Stale).await?;
        }
        Ok(())
    }

    async fn audit(&mut self, ops: &[&Op], chain: &ChainEnd) -> Result<ChainEnd, Refusal> {
        let mut chain = chain.clone();
        let mut rows = Vec::new();
        for op in ops {
            let Op::Audit { what, subject, detail } = op else {
                continue;
            };
            let seq = chain.seq.saturating_add(1);
            let hash = link(&chain.hash, seq, self.now, what, subject, detail);
            rows.push(json!([seq, self.now.millis(), what, subject, detail, hash]));
            chain = ChainEnd { hash, seq };
        }
        self.exactly(
            "INSERT INTO audit (company, seq, at, what, subject, detail, hash)
             SELECT ?1, value->>0, value->>1, value->>2, value->>3, value->>4, unhex(value->>5) FROM json_each(?2)",
            &rows,
            Refusal::Stale,
        )
        .await?;
        Ok(chain)
    }
}

fn record_row(record: &Record, expect: Option<&[u8; 32]>) -> Value {
    json!([
        record.key.as_str(),
        hex(&record.digest),
        record.state.code(),
        record.reason,
        i64::from(record.watched),
        record.day.map(|day| day.to_string()),
        record.stake.minor(),
        record.stake.currency().code(),
        record.payload,
        expect.map(|digest| hex(digest)),
    ])
}

fn posting_row(posting: &NewPosting) -> Result<Value, sqlx::Error> {
    let document =
        serde_json::to_string(&posting.document).map_err(|error| sqlx::Error::Encode(error.into()))?;
    Ok(json!([
        posting.key.as_str(),
        posting.record.as_str(),
        posting.lane.as_str(),
        posting.after.as_ref().map(|after| after.as_str().to_owned()),
        posting.document.kind().as_str(),
        document,
    ]))
}

fn fence_row(fence: &Fence) -> Value {
    json!([fence.lane.as_str(), fence.number])
}

fn hex(bytes: &[u8; 32]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
