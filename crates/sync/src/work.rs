//! The dispatcher: leases lanes, runs them side by side, and knows when there is nothing left to do.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::engine::{Engine, EngineError};
use crate::ledger::{Claim, ClaimedLane, Summary};

/// The longest sleep between two looks for work.
const NAP: Duration = Duration::from_millis(250);

impl Engine {
    /// Posts whatever is planned until `polled` says that nothing new will come and nothing is left to do.
    ///
    /// # Errors
    /// The books let nobody in, the ledger fails, or nothing could be posted for too long.
    pub async fn work(self: &Arc<Self>, polled: watch::Receiver<bool>) -> Result<(), EngineError> {
        let mut running = JoinSet::new();
        let result = self.dispatch(&mut running, &polled).await;
        // Whatever ended it: calls that are under way finish and write their results down.
        let mut drained = Ok(());
        while let Some(ended) = running.join_next().await {
            drained = drained.and(lane_result(ended));
        }
        result.and(drained)
    }

    async fn dispatch(
        self: &Arc<Self>,
        running: &mut JoinSet<Result<(), EngineError>>,
        polled: &watch::Receiver<bool>,
    ) -> Result<(), EngineError> {
        let most = usize::try_from(self.settings.concurrency).unwrap_or(usize::MAX).saturating_mul(2).max(1);
        let mut moved = (self.progress.posted(), Instant::now());
        loop {
            while let Some(ended) = running.try_join_next() {
                lane_result(ended)?;
            }
            let free = most.saturating_sub(running.len());
            // Lanes are leased by the handful: one commit for many.
            let worth = running.is_empty() || free >= most.div_ceil(2);
            let paused = self.gate.closed_for();
            if worth && paused.is_none() {
                let polled_before = *polled.borrow();
                let lanes = self.claim(free).await?;
                let found = !lanes.is_empty();
                for lane in lanes {
                    let engine = Arc::clone(self);
                    running.spawn(async move { engine.run_lane(lane).await });
                }
                if found {
                    continue;
                }
                if running.is_empty() && self.finished(polled_before, &mut moved).await? {
                    return Ok(());
                }
            } else if running.is_empty() {
                self.finished(false, &mut moved).await?;
            }
            let nap = paused.unwrap_or(NAP).min(NAP);
            if running.is_empty() {
                self.ledger.wait(nap).await;
            } else {
                tokio::select! {
                    biased;
                    Some(ended) = running.join_next() => lane_result(ended)?,
                    () = self.ledger.wait(nap), if worth => {}
                }
            }
        }
    }

    async fn claim(&self, free: usize) -> Result<Vec<ClaimedLane>, EngineError> {
        Ok(self
            .ledger
            .claim(Claim {
                worker: self.settings.worker.clone(),
                lanes: u32::try_from(free).unwrap_or(u32::MAX),
                depth: self.settings.depth,
                lease: self.timing.lease,
            })
            .await?)
    }

    /// Whether nothing is left, now that no lane is at work; an error when nothing has moved for too long.
    async fn finished(&self, polled: bool, moved: &mut (u64, Instant)) -> Result<bool, EngineError> {
        let summary: Summary = self.ledger.summary().await?;
        if summary.open() == 0 {
            *moved = (self.progress.posted(), Instant::now());
            return Ok(polled);
        }
        if self.progress.posted() != moved.0 {
            *moved = (self.progress.posted(), Instant::now());
        }
        let patience = self.settings.patience.saturating_add(self.timing.quiet().saturating_mul(2));
        let waited = moved.1.elapsed();
        if waited > patience {
            return Err(EngineError::Stalled { open: summary.open(), waited, trouble: self.gate.trouble() });
        }
        Ok(false)
    }
}

fn lane_result(ended: Result<Result<(), EngineError>, tokio::task::JoinError>) -> Result<(), EngineError> {
    ended.map_err(|_| EngineError::Worker)?
}
