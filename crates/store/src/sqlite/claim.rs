//! Leasing lanes, and writing the intents of what they give out.

use std::collections::HashMap;

use paysage_sync::ledger::{Claim, ClaimedLane, Fence, LaneKey, Posting, PostingState, StoreTime};
use sqlx::sqlite::SqlitePool;
use sqlx::{Row, SqliteConnection};

use super::read::{corrupt, posting};

/// Lanes leased in the writer's transaction; their postings are read once it is committed.
pub(super) struct Leases {
    lanes: Vec<(String, i64)>,
    at: StoreTime,
    until: StoreTime,
    depth: u32,
}

/// Leases lanes that are ready and turns their lowest planned postings that are due into intents.
pub(super) async fn lease(
    connection: &mut SqliteConnection,
    company: i64,
    now: StoreTime,
    claim: &Claim,
) -> Result<Leases, sqlx::Error> {
    let until = now.after(claim.lease);
    let rows = sqlx::query(
        "UPDATE lane SET lease_until = ?3, fence = fence + 1, holder = ?4
         WHERE company = ?1 AND lane IN (
            SELECT lane FROM lane
            WHERE company = ?1 AND ready_at IS NOT NULL AND ready_at <= ?2 AND lease_until <= ?2
            ORDER BY ready_at LIMIT ?5)
         RETURNING lane, fence",
    )
    .bind(company)
    .bind(now.millis())
    .bind(until.millis())
    .bind(claim.worker.as_ref())
    .bind(claim.lanes)
    .fetch_all(&mut *connection)
    .await?;
    let lanes = rows
        .iter()
        .map(|row| Ok((row.try_get(0)?, row.try_get(1)?)))
        .collect::<Result<Vec<_>, sqlx::Error>>()?;
    let leases = Leases { lanes, at: now, until, depth: claim.depth };
    if !leases.lanes.is_empty() {
        sqlx::query(
            "WITH lowest AS MATERIALIZED (
                SELECT (SELECT fence FROM lane WHERE lane.company = ?1 AND lane.lane = value) AS fence, posting.seq,
                       max(posting.state = 0 AND coalesce(posting.not_before, 0) > ?4)
                           OVER (PARTITION BY posting.lane ORDER BY posting.seq) AS behind_one_that_waits
                FROM json_each(?2) CROSS JOIN posting ON posting.seq IN (
                    SELECT seq FROM posting WHERE company = ?1 AND lane = value AND open = 1
                    ORDER BY seq LIMIT ?3))
             UPDATE posting SET state = 1, attempt = attempt + 1, fence = lowest.fence, sent_at = ?4,
                    not_before = NULL, absent_since = NULL
             FROM lowest
             WHERE posting.seq = lowest.seq AND posting.state = 0 AND NOT lowest.behind_one_that_waits",
        )
        .bind(company)
        .bind(leases.names()?)
        .bind(claim.depth)
        .bind(now.millis())
        .execute(connection)
        .await?;
    }
    Ok(leases)
}

impl Leases {
    fn names(&self) -> Result<String, sqlx::Error> {
        let names: Vec<&str> = self.lanes.iter().map(|(lane, _)| lane.as_str()).collect();
        serde_json::to_string(&names).map_err(corrupt)
    }

    /// Reads what the committed leases give out.
    pub(super) async fn read(
        self,
        readers: &SqlitePool,
        company: i64,
    ) -> Result<Vec<ClaimedLane>, sqlx::Error> {
        if self.lanes.is_empty() {
            return Ok(Vec::new());
        }
        let rows = sqlx::query(
            "SELECT posting.seq, posting.key, record, posting.lane, after, document.json, state, attempt, sent_at, not_before,
                    absent_since, remote_key, trouble, fence
             FROM json_each(?2) CROSS JOIN posting ON posting.seq IN (
                SELECT seq FROM posting WHERE company = ?1 AND lane = value AND open = 1
                ORDER BY seq LIMIT ?3)
             CROSS JOIN document ON document.seq = posting.seq",
        )
        .bind(company)
        .bind(self.names()?)
        .bind(self.depth)
        .fetch_all(readers)
        .await?;
        let mut given: HashMap<String, Vec<(Posting, i64)>> = HashMap::new();
        for row in &rows {
            let posting = posting(row)?;
            given.entry(posting.lane.as_str().to_owned()).or_default().push((posting, row.try_get(13)?));
        }
        let (at, until) = (self.at, self.until);
        let lane = |(lane, number): (String, i64)| {
            let mut postings = given.remove(&lane).unwrap_or_default();
            postings.sort_by_key(|(posting, _)| posting.seq);
            // Planned still: it must wait, or was planned since the lease. No intent is written for it.
            let intended =
                postings.into_iter().take_while(|(posting, _)| posting.state != PostingState::Planned);
            Ok(ClaimedLane {
                fence: Fence { lane: LaneKey::new(lane).map_err(corrupt)?, number },
                claimed_at: at,
                lease_until: until,
                postings: intended.map(|(posting, fence)| as_before(posting, fence == number)).collect(),
            })
        };
        self.lanes.into_iter().map(lane).collect()
    }
}

/// A posting as it stood before its intent was written under this lease.
fn as_before(posting: Posting, intended: bool) -> Posting {
    if !intended {
        return posting;
    }
    Posting {
        state: PostingState::Planned,
        attempt: posting.attempt.saturating_sub(1),
        sent_at: None,
        ..posting
    }
}
