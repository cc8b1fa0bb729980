//! Reading rows back.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::str::FromStr;

use paysage_money::{Currency, Money};
use paysage_sync::ledger::{
    AuditEntry, LaneKey, Posting, PostingKey, PostingQuery, PostingState, Record, RecordKey, RecordQuery,
    RecordState, StoreTime, Summary,
};
use sqlx::sqlite::{SqlitePool, SqliteRow};
use sqlx::{AssertSqlSafe, Row};

const RECORD: &str = "SELECT key, digest, state, reason, watched, day, stake, currency, payload FROM record";
const POSTING: &str =
    "SELECT posting.seq, key, record, lane, after, document.json, state, attempt, sent_at, not_before,
                              absent_since, remote_key, trouble
                       FROM posting CROSS JOIN document ON document.seq = posting.seq";

/// A stored value that this version cannot read.
pub(super) fn corrupt(error: impl Display) -> sqlx::Error {
    sqlx::Error::Decode(format!("a stored value cannot be read: {error}").into())
}

pub(super) async fn records(
    pool: &SqlitePool,
    company: i64,
    query: RecordQuery,
) -> Result<Vec<Record>, sqlx::Error> {
    let page =
        |filter: &str| format!("{RECORD} WHERE company = ?1 AND key > ?2 AND {filter} ORDER BY key LIMIT ?3");
    let (sql, after, limit) = match query {
        RecordQuery::Keys(keys) => {
            let keys: Vec<&str> = keys.iter().map(RecordKey::as_str).collect();
            let keys = serde_json::to_string(&keys).map_err(corrupt)?;
            let sql = format!(
                "{RECORD} WHERE company = ?1 AND key IN (SELECT value FROM json_each(?2)) ORDER BY key"
            );
            let rows = sqlx::query(AssertSqlSafe(sql)).bind(company).bind(keys).fetch_all(pool).await?;
            return rows.iter().map(record).collect();
        }
        RecordQuery::Watched { after, limit } => (page("watched = 1"), after, limit),
        RecordQuery::State { state, after, limit } => {
            (page(&format!("state = {}", state.code())), after, limit)
        }
        RecordQuery::Waiting { after, limit } => (
            page(
                "(state IN (3, 4, 5) OR (state = 2 AND key IN (
                    SELECT posting.record FROM posting WHERE posting.company = ?1 AND posting.open = 1
                    UNION ALL
                    SELECT posting.record FROM posting WHERE posting.company = ?1 AND posting.state >= 3)))",
            ),
            after,
            limit,
        ),
        _ => return Err(corrupt("a query of a newer version")),
    };
    let after = after.map_or_else(String::new, |key| key.as_str().to_owned());
    let rows = sqlx::query(AssertSqlSafe(sql)).bind(company).bind(after).bind(limit).fetch_all(pool).await?;
    rows.iter().map(record).collect()
}

pub(super) async fn postings(
    pool: &SqlitePool,
    company: i64,
    query: PostingQuery,
) -> Result<Vec<Posting>, sqlx::Error> {
    let rows = match query {
        PostingQuery::Record(key) => {
            let sql = format!("{POSTING} WHERE company = ?1 AND record = ?2 ORDER BY posting.seq");
            sqlx::query(AssertSqlSafe(sql))
                .bind(company)
                .bind(key.as_str().to_owned())
                .fetch_all(pool)
                .await?
        }
        PostingQuery::Keys(keys) => {
            let keys: Vec<&str> = keys.iter().map(PostingKey::as_str).collect();
            let keys = serde_json::to_string(&keys).map_err(corrupt)?;
            let sql = format!(
                "{POSTING} WHERE company = ?1 AND key IN (SELECT value FROM json_each(?2)) ORDER BY posting.seq"
            );
            sqlx::query(AssertSqlSafe(sql)).bind(company).bind(keys).fetch_all(pool).await?
        }
        PostingQuery::State { state, after, limit } => {
            let filter = state.map_or_else(String::new, |state| format!("AND state = {}", state.code()));
            let sql = format!(
                "{POSTING} WHERE company = ?1 AND posting.seq > ?2 {filter} ORDER BY posting.seq LIMIT ?3"
            );
            sqlx::query(AssertSqlSafe(sql)).bind(company).bind(after).bind(limit).fetch_all(pool).await?
        }
        _ => return Err(corrupt("a query of a newer version")),
    };
    rows.iter().map(posting).collect()
}

pub(super) async fn summary(pool: &SqlitePool, company: i64) -> Result<Summary, sqlx::Error> {
    let mut summary = Summary::default();
    for row in
        counts(pool, company, "SELECT state, count(*) FROM record WHERE company = ? GROUP BY state").await?
    {
        summary.records.insert(state(RecordState::from_code, row.try_get(0)?)?, count(row.try_get(1)?));
    }
    let by_state = "SELECT state, kind, count(*) FROM posting WHERE company = ? GROUP BY state, kind";
    let mut postings: BTreeMap<PostingState, u64> = BTreeMap::new();
    for row in counts(pool, company, by_state).await? {
        let state = state(PostingState::from_code, row.try_get(0)?)?;
        let many = count(row.try_get(2)?);
        let all = postings.entry(state).or_default();
        *all = all.saturating_add(many);
        if state == PostingState::Confirmed {
            let kind = sage50::Kind::from_str(row.try_get(1)?).map_err(corrupt)?;
            summary.confirmed.insert(kind, many);
        }
    }
    summary.postings = postings;
    let stopped = "SELECT count(DISTINCT record.key) FROM posting JOIN record
                       ON record.company = posting.company AND record.key = posting.record
                   WHERE posting.company = ? AND posting.state >= 3 AND record.state = 2";
    for row in counts(pool, company, stopped).await? {
        summary.stopped_records = count(row.try_get(0)?);
    }
    let next = "SELECT min(max(ready_at, lease_until)) FROM lane WHERE company = ? AND ready_at IS NOT NULL";
    for row in counts(pool, company, next).await? {
        summary.next_ready = row.try_get::<Option<i64>, _>(0)?.map(StoreTime::from_millis);
    }
    Ok(summary)
}

async fn counts(
    pool: &SqlitePool,
    company: i64,
    statement: &'static str,
) -> Result<Vec<SqliteRow>, sqlx::Error> {
    sqlx::query(statement).bind(company).fetch_all(pool).await
}

pub(super) async fn cursor(
    pool: &SqlitePool,
    company: i64,
    name: &str,
) -> Result<Option<Box<str>>, sqlx::Error> {
    let row = sqlx::query("SELECT value FROM cursor WHERE company = ? AND name = ?")
        .bind(company)
        .bind(name.to_owned())
        .fetch_optional(pool)
        .await?;
    row.map(|row| row.try_get::<String, _>(0).map(Into::into)).transpose()
}

pub(super) async fn audit(
    pool: &SqlitePool,
    company: i64,
    after: u64,
    limit: u32,
) -> Result<Vec<AuditEntry>, sqlx::Error> {
    let rows = sqlx::query(
        "SELECT seq, at, what, subject, detail, lower(hex(hash)) FROM audit
         WHERE company = ? AND seq > ? ORDER BY seq LIMIT ?",
    )
    .bind(company)
    .bind(i64::try_from(after).unwrap_or(i64::MAX))
    .bind(limit)
    .fetch_all(pool)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(AuditEntry {
                seq: count(row.try_get(0)?),
                at: StoreTime::from_millis(row.try_get(1)?),
                what: text(row, 2)?,
                subject: text(row, 3)?,
                detail: text(row, 4)?,
                hash: text(row, 5)?,
            })
        })
        .collect()
}

fn record(row: &SqliteRow) -> Result<Record, sqlx::Error> {
    let digest: Vec<u8> = row.try_get(1)?;
    let day: Option<String> = row.try_get(5)?;
    let currency = Currency::from_str(row.try_get(7)?).map_err(corrupt)?;
    Ok(Record {
        key: RecordKey::new(text(row, 0)?).map_err(corrupt)?,
        digest: digest.try_into().map_err(|_| corrupt("a digest of another length"))?,
        state: state(RecordState::from_code, row.try_get(2)?)?,
        reason: text(row, 3)?,
        watched: row.try_get::<i64, _>(4)? != 0,
        day: day.map(|day| day.parse().map_err(corrupt)).transpose()?,
        stake: Money::from_minor(row.try_get(6)?, currency),
        payload: row.try_get::<Option<String>, _>(8)?.map(Into::into),
    })
}

pub(super) fn posting(row: &SqliteRow) -> Result<Posting, sqlx::Error> {
    let document: &str = row.try_get(5)?;
    let moment =
        |at: usize| Ok::<_, sqlx::Error>(row.try_get::<Option<i64>, _>(at)?.map(StoreTime::from_millis));
    let after: Option<String> = row.try_get(4)?;
    Ok(Posting {
        seq: row.try_get(0)?,
        key: PostingKey::new(text(row, 1)?).map_err(corrupt)?,
        record: RecordKey::new(text(row, 2)?).map_err(corrupt)?,
        lane: LaneKey::new(text(row, 3)?).map_err(corrupt)?,
        after: after.map(|after| PostingKey::new(after).map_err(corrupt)).transpose()?,
        document: serde_json::from_str(document).map_err(corrupt)?,
        state: state(PostingState::from_code, row.try_get(6)?)?,
        attempt: row.try_get(7)?,
        sent_at: moment(8)?,
        not_before: moment(9)?,
        absent_since: moment(10)?,
        remote_key: row.try_get::<Option<String>, _>(11)?.map(Into::into),
        trouble: row.try_get::<Option<String>, _>(12)?.map(Into::into),
    })
}

fn text(row: &SqliteRow, at: usize) -> Result<Box<str>, sqlx::Error> {
    row.try_get::<String, _>(at).map(Into::into)
}

fn count(stored: i64) -> u64 {
    u64::try_from(stored).unwrap_or(0)
}

fn state<T>(from: fn(i64) -> Option<T>, code: i64) -> Result<T, sqlx::Error> {
    from(code).ok_or_else(|| corrupt(format!("state {code}")))
}
