//! Leasing lanes.

use paysage_sync::ledger::{Claim, ClaimedLane, Fence, LaneKey, StoreTime};
use sqlx::{Row, SqliteConnection};

use super::read::{corrupt, posting};

pub(super) async fn claim(
    connection: &mut SqliteConnection,
    company: i64,
    now: StoreTime,
    claim: &Claim,
) -> Result<Vec<ClaimedLane>, sqlx::Error> {
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
    let mut lanes = Vec::with_capacity(rows.len());
    for row in rows {
        let lane: String = row.try_get(0)?;
        let postings = sqlx::query(
            "SELECT seq, key, record, lane, after, document, state, attempt, sent_at, not_before, absent_since,
                    remote_key, trouble
             FROM posting WHERE company = ?1 AND lane = ?2 AND state IN (0, 1) ORDER BY seq LIMIT ?3",
        )
        .bind(company)
        .bind(&lane)
        .bind(claim.depth)
        .fetch_all(&mut *connection)
        .await?;
        lanes.push(ClaimedLane {
            fence: Fence {
                lane: LaneKey::new(lane).map_err(corrupt)?,
                number: row.try_get(1)?,
            },
            lease_until: until,
            postings: postings.iter().map(posting).collect::<Result<_, _>>()?,
        });
    }
    Ok(lanes)
}
