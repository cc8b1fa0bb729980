//! One leased lane: its postings in order, each by intent, send, result.

use crate::decide::{self, Answer, Next, Sighting};
use crate::engine::{Engine, EngineError};
use crate::ledger::{
    Change, ClaimedLane, Fence, LedgerError, LedgerErrorKind, Op, Posting, PostingQuery, PostingState,
    StoreTime,
};

/// Whether the lane goes on with its next posting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Flow {
    GoOn,
    Stop,
}

/// A lane at work. `ops` holds results that are not committed yet: they go with the next intent, in one commit.
struct LaneRun<'a> {
    engine: &'a Engine,
    fence: Fence,
    until: StoreTime,
    ops: Vec<Op>,
}

impl Engine {
    /// Works on a leased lane until its postings are done, one must wait, or the lease is lost.
    pub(crate) async fn run_lane(&self, lane: ClaimedLane) -> Result<(), EngineError> {
        let mut run = LaneRun {
            engine: self,
            fence: lane.fence,
            until: lane.lease_until,
            ops: Vec::new(),
        };
        let mut result = Ok(());
        for posting in lane.postings {
            match run.step(posting).await {
                Ok(Flow::GoOn) => {}
                Ok(Flow::Stop) => break,
                Err(error) => {
                    result = Err(error);
                    break;
                }
            }
        }
        match result {
            Err(EngineError::Ledger(error)) if error.kind() == LedgerErrorKind::LostLease => {
                // Somebody else has the lane: nothing of it may be touched any more, not even to give it back.
                tracing::warn!(lane = run.fence.lane.as_str(), "lease lost");
                Ok(())
            }
            Err(EngineError::Ledger(error)) => Err(EngineError::Ledger(error)),
            other => {
                run.ops.push(Op::Release {
                    fence: run.fence.clone(),
                });
                match run.commit().await {
                    Err(error) if error.kind() == LedgerErrorKind::LostLease => other,
                    Err(error) => other.and(Err(error.into())),
                    Ok(()) => other,
                }
            }
        }
    }
}

impl LaneRun<'_> {
    async fn step(&mut self, posting: Posting) -> Result<Flow, EngineError> {
        let now = self.engine.ledger.now().await?;
        match decide::next(&posting, now, &self.engine.timing) {
            Next::Wait(_) => Ok(Flow::Stop),
            Next::Probe => self.probe(posting).await,
            Next::Send if decide::must_look_first(&posting, &self.engine.capabilities) => {
                match self.look(&posting).await? {
                    Some(Sighting::Absent) => self.send(posting).await,
                    Some(sighting) => self.settle(&posting, sighting).await,
                    None => Ok(Flow::Stop),
                }
            }
            Next::Send => self.send(posting).await,
        }
    }

    /// The document may be there: look it up, and send it only when it was absent twice.
    async fn probe(&mut self, posting: Posting) -> Result<Flow, EngineError> {
        match self.look(&posting).await? {
            Some(sighting) => {
                let now = self.engine.ledger.now().await?;
                match decide::after_probe(&posting, sighting.clone(), now, &self.engine.timing) {
                    None => self.send(posting).await,
                    Some(_) if sighting != Sighting::Absent => self.settle(&posting, sighting).await,
                    Some(change) => {
                        self.push_move(&posting, PostingState::InFlight, change);
                        Ok(Flow::Stop)
                    }
                }
            }
            None => Ok(Flow::Stop),
        }
    }

    /// A complete look-up; `None` when it failed, in which case nothing may be concluded and the posting waits.
    async fn look(&mut self, posting: &Posting) -> Result<Option<Sighting>, EngineError> {
        self.commit().await?;
        match self.engine.books.find(&posting.document).await {
            Ok(found) => Ok(Some(decide::sight(posting, &found))),
            Err(error) => {
                self.engine.gate.note(error.to_string());
                let now = self.engine.ledger.now().await?;
                let pause = error
                    .retry_after()
                    .unwrap_or_else(|| decide::backoff(posting.attempt));
                let change = Change {
                    not_before: Some(now.after(pause)),
                    trouble: Some(error.to_string().into()),
                    ..Change::of(posting)
                };
                self.push_move(posting, posting.state, change);
                Ok(None)
            }
        }
    }

    /// Writes down what a look-up found: there, or something a person must see.
    async fn settle(&mut self, posting: &Posting, sighting: Sighting) -> Result<Flow, EngineError> {
        let now = self.engine.ledger.now().await?;
        let there = matches!(sighting, Sighting::There(_));
        let Some(change) = decide::after_probe(posting, sighting, now, &self.engine.timing) else {
            return Ok(Flow::Stop);
        };
        self.push_move(posting, posting.state, change);
        if !there {
            return Ok(Flow::Stop);
        }
        // It stood there before this call: what follows it may stand there, too, and must be looked up first
        // where Sage 50 would take it a second time.
        let refuses = |posting: &Posting| {
            self.engine
                .capabilities
                .refuses_duplicate_reference(posting.document.kind())
        };
        let doubtful: Vec<Posting> = self
            .engine
            .ledger
            .postings(PostingQuery::Record(posting.record.clone()))
            .await?
            .into_iter()
            .filter(|next| next.after.as_ref() == Some(&posting.key))
            .filter(|next| next.state == PostingState::Planned && !refuses(next))
            .collect();
        for next in &doubtful {
            self.push_move(next, PostingState::Planned, decide::doubt(next, now));
        }
        Ok(if doubtful.is_empty() {
            Flow::GoOn
        } else {
            Flow::Stop
        })
    }

    /// Intent on the disk, lease checked, one call, result.
    async fn send(&mut self, posting: Posting) -> Result<Flow, EngineError> {
        if self.engine.gate.closed_for().is_some() {
            return Ok(Flow::Stop);
        }
        let timing = &self.engine.timing;
        let now = self.engine.ledger.now().await?;
        let intent = decide::intent(&posting, now);
        self.push_move(&posting, posting.state, intent.clone());
        // Renewed when it would not outlast this call and the next.
        let needed = timing
            .margin()
            .saturating_add(timing.lease.saturating_sub(timing.margin()) / 2);
        if now.after(needed) > self.until {
            self.until = now.after(timing.lease);
            self.ops.push(Op::Extend {
                fence: self.fence.clone(),
                until: self.until,
            });
        }
        self.commit().await?;
        let now = self.engine.ledger.now().await?;
        if now.after(timing.margin()) > self.until {
            // The commit took so long that the call could outlast the lease: leave it in doubt, unsent.
            return Ok(Flow::Stop);
        }
        let result = self.engine.books.post(&posting.document).await;
        self.after_post(posting, &intent, result).await
    }

    async fn after_post(
        &mut self,
        posting: Posting,
        intent: &Change,
        result: Result<sage50::Posted, sage50::Error>,
    ) -> Result<Flow, EngineError> {
        let now = self.engine.ledger.now().await?;
        if let Err(error) = &result {
            self.engine.gate.note(error.to_string());
            if error.outcome() != sage50::Outcome::Nothing {
                self.engine.progress.add_doubt();
            }
        }
        let sent = Posting {
            state: PostingState::InFlight,
            attempt: intent.attempt,
            sent_at: intent.sent_at,
            ..posting
        };
        match decide::after_post(intent, &result, now, &self.engine.timing) {
            Answer::Change(change) => {
                let confirmed = change.state == PostingState::Confirmed;
                self.push_move(&sent, PostingState::InFlight, change);
                Ok(if confirmed { Flow::GoOn } else { Flow::Stop })
            }
            Answer::Taken => match self.look(&sent).await? {
                Some(Sighting::Absent) | None => Ok(Flow::Stop),
                Some(sighting) => self.settle(&sent, sighting).await,
            },
            Answer::Pause(change, pause) => {
                self.engine.gate.close(pause);
                self.push_move(&sent, PostingState::InFlight, change);
                Ok(Flow::Stop)
            }
            Answer::Locked(change) => {
                self.push_move(&sent, PostingState::InFlight, change);
                match result {
                    Err(error) => Err(EngineError::Books(error)),
                    Ok(_) => Ok(Flow::Stop),
                }
            }
        }
    }

    fn push_move(&mut self, posting: &Posting, from: PostingState, to: Change) {
        if to.state == PostingState::Confirmed {
            self.engine.progress.add_posted(1);
        }
        if to.state == PostingState::Confirmed || to.state.is_stopped() {
            self.ops.push(Op::Audit {
                what: to.state.as_str(),
                subject: posting.key.as_str().into(),
                detail: to
                    .remote_key
                    .clone()
                    .or_else(|| to.trouble.clone())
                    .unwrap_or_default(),
            });
        }
        self.ops.push(Op::Move {
            posting: posting.key.clone(),
            fence: self.fence.clone(),
            from,
            to,
        });
    }

    async fn commit(&mut self) -> Result<(), LedgerError> {
        if self.ops.is_empty() {
            return Ok(());
        }
        self.engine.ledger.commit(std::mem::take(&mut self.ops)).await
    }
}
