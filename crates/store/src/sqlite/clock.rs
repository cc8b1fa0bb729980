//! The ledger's clock: the wall clock at opening, the monotonic one from then on.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use paysage_sync::ledger::StoreTime;
use sqlx::{Row, SqliteConnection};

/// Never goes back: neither while open, when the wall clock is set, nor against what the file already holds.
#[derive(Debug, Clone)]
pub(super) struct Clock {
    opened: StoreTime,
    since: Instant,
}

impl Clock {
    pub(super) async fn start(connection: &mut SqliteConnection, company: i64) -> Result<Self, sqlx::Error> {
        let newest: Option<i64> = sqlx::query(
            "SELECT max(moment) FROM (
                SELECT max(sent_at) AS moment FROM posting WHERE company = ?1 AND open = 1
                UNION ALL
                SELECT at FROM (SELECT at FROM audit WHERE company = ?1 ORDER BY seq DESC LIMIT 1))",
        )
        .bind(company)
        .fetch_one(&mut *connection)
        .await?
        .try_get(0)?;
        let wall = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let wall = StoreTime::default().after(wall);
        let opened = newest.map_or(wall, |newest| wall.max(StoreTime::from_millis(newest)));
        // How long the file was closed nobody knows for certain (the wall clock may have been set meanwhile), so every
        // doubt begins its quiet time anew.
        sqlx::query(
            "UPDATE posting SET sent_at = ?2, not_before = NULL, absent_since = NULL
             WHERE company = ?1 AND open = 1 AND state = 1",
        )
        .bind(company)
        .bind(opened.millis())
        .execute(connection)
        .await?;
        Ok(Self { opened, since: Instant::now() })
    }

    pub(super) fn now(&self) -> StoreTime {
        self.opened.after(self.since.elapsed())
    }
}
