//! One leased lane: its postings in order, each sent once, with the intent on the disk before.

use std::collections::{HashMap, HashSet, VecDeque};

use sage50::{Document, ErrorKind, Kind, Posted};

use crate::decide::{self, Answer, Next, Sighting};
use crate::engine::{Engine, EngineError};
use crate::gate::{Call, TurnedAway};
use crate::ledger::{
    Change, ClaimedLane, Fence, LedgerError, LedgerErrorKind, Op, Posting, PostingKey, PostingQuery,
    PostingState, StoreTime,
};

/// How the lane goes on after a posting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Flow {
    /// With the next one.
    GoOn,
    /// Not: this one must be settled first.
    Stop,
    /// Not: this one was not sent, so its intent is taken back.
    Unsent,
}

/// A lane at work. Everything it was given stands in flight in the ledger: by the intents its lease wrote, or by an
/// older doubt. Results gather in `ops` and are committed when the lane is given back; until then a crash leaves
/// the postings in flight, which is what they are.
struct LaneRun<'a> {
    engine: &'a Engine,
    fence: Fence,
    claimed_at: StoreTime,
    /// The lease as it was given: the intents written with it may be sent until then and not later.
    intents_until: StoreTime,
    /// The lease as it is now.
    until: StoreTime,
    rest: VecDeque<Posting>,
    stopped: HashSet<PostingKey>,
    /// Documents that this lease made, by an answer that said so.
    made: HashMap<PostingKey, Kind>,
    confirmed: String,
    ops: Vec<Op>,
}

impl Engine {
    /// Works on a leased lane until its postings are done, one must wait, or the lease is lost.
    pub(crate) async fn run_lane(&self, lane: ClaimedLane) -> Result<(), EngineError> {
        let mut run = LaneRun {
            engine: self,
            fence: lane.fence,
            claimed_at: lane.claimed_at,
            intents_until: lane.lease_until,
            until: lane.lease_until,
            rest: lane.postings.into(),
            stopped: HashSet::new(),
            made: HashMap::new(),
            confirmed: String::new(),
            ops: Vec::new(),
        };
        let result = run.work().await;
        match result {
            // Somebody else has the lane: nothing of it may be touched any more, not even to give it back.
            Err(EngineError::Ledger(error)) if error.kind() == LedgerErrorKind::LostLease => {
                run.lost();
                Ok(())
            }
            Err(EngineError::Ledger(error)) => Err(EngineError::Ledger(error)),
            other => match run.give_back().await {
                Err(error) if error.kind() == LedgerErrorKind::LostLease => {
                    run.lost();
                    other
                }
                given_back => other.and(given_back.map_err(EngineError::Ledger)),
            },
        }
    }
}

impl LaneRun<'_> {
    async fn work(&mut self) -> Result<(), EngineError> {
        while let Some(posting) = self.rest.pop_front() {
            match self.step(&posting).await {
                Ok(Flow::GoOn) => {}
                Ok(Flow::Stop) => break,
                Ok(Flow::Unsent) => {
                    self.rest.push_front(posting);
                    break;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn lost(&self) {
        tracing::warn!(lane = self.fence.lane.as_str(), "lease lost; its new holder goes on");
    }

    /// Takes back the intents of what was not sent, writes the results down and gives the lane back.
    async fn give_back(&mut self) -> Result<(), LedgerError> {
        for posting in std::mem::take(&mut self.rest) {
            // What stands behind a stopped posting was blocked together with it.
            if posting.after.as_ref().is_some_and(|after| self.stopped.contains(after)) {
                self.stopped.insert(posting.key);
            } else if posting.state == PostingState::Planned {
                self.push_move(&posting, PostingState::InFlight, Change::of(&posting));
            }
        }
        self.ops.push(Op::Release { fence: self.fence.clone() });
        self.commit().await
    }

    async fn step(&mut self, posting: &Posting) -> Result<Flow, EngineError> {
        let now = self.engine.ledger.now().await?;
        match decide::next(posting, now, &self.engine.timing) {
            Next::Wait(moment) => {
                // The store would lease the lane again at once if it did not know.
                if posting.not_before != Some(moment) {
                    let change = Change { not_before: Some(moment), ..Change::of(posting) };
                    self.push_move(posting, PostingState::InFlight, change);
                }
                Ok(Flow::Stop)
            }
            Next::Probe => self.probe(posting, now).await,
            Next::Send if self.must_look_first(posting) => match self.look(posting).await? {
                Some(Sighting::Absent) => self.send(posting).await,
                Some(sighting) => self.settle(posting, sighting).await,
                None => Ok(Flow::Stop),
            },
            Next::Send => self.send(posting).await,
        }
    }

    fn must_look_first(&self, posting: &Posting) -> bool {
        let made = posting.after.as_ref().and_then(|after| self.made.get(after)).copied();
        decide::must_look_first(posting, &self.engine.capabilities, made)
    }

    /// The document may be there: look it up, and send it only when it was absent twice.
    async fn probe(&mut self, posting: &Posting, now: StoreTime) -> Result<Flow, EngineError> {
        let Some(sighting) = self.look(posting).await? else {
            return Ok(Flow::Stop);
        };
        if sighting != Sighting::Absent {
            return self.settle(posting, sighting).await;
        }
        let ended = self.engine.ledger.now().await?;
        let (timing, capabilities) = (&self.engine.timing, &self.engine.capabilities);
        match decide::after_probe(posting, sighting, (now, ended), timing, capabilities) {
            None => self.send_again(posting).await,
            Some(change) => {
                self.push_move(posting, PostingState::InFlight, change);
                Ok(Flow::Stop)
            }
        }
    }

    /// A complete look-up; `None` when it failed, in which case nothing may be concluded and the posting waits, in the
    /// end for a person.
    async fn look(&mut self, posting: &Posting) -> Result<Option<Sighting>, EngineError> {
        let error = match self.engine.books.find(&posting.document).await {
            Ok(found) => {
                self.engine.gate.answered(&posting.key, Call::LookUp);
                return Ok(Some(decide::sight(posting, &found)));
            }
            Err(error) => error,
        };
        self.engine.gate.note(error.to_string());
        let barred = matches!(error.kind(), ErrorKind::Auth | ErrorKind::Permission);
        let unclear = !barred && !decide::passes(error.kind());
        let times = self.engine.gate.saw_nothing(&posting.key, unclear);
        let now = self.engine.ledger.now().await?;
        let change = decide::after_failed_look(posting, &error, times, now);
        self.push_move(posting, PostingState::InFlight, change);
        if barred { Err(EngineError::Books(error)) } else { Ok(None) }
    }

    /// Writes down what a look-up found: there, or something a person must see.
    async fn settle(&mut self, posting: &Posting, sighting: Sighting) -> Result<Flow, EngineError> {
        let now = self.engine.ledger.now().await?;
        let there = matches!(sighting, Sighting::There(_));
        let (timing, capabilities) = (&self.engine.timing, &self.engine.capabilities);
        let Some(change) = decide::after_probe(posting, sighting, (now, now), timing, capabilities) else {
            return Ok(Flow::Stop);
        };
        self.push_move(posting, PostingState::InFlight, change);
        if there { self.doubt_followers(posting, now).await } else { Ok(Flow::Stop) }
    }

    /// A document stood there before this call: what follows it may stand there, too, and must be looked up first
    /// where Sage 50 would take it a second time.
    async fn doubt_followers(&mut self, posting: &Posting, now: StoreTime) -> Result<Flow, EngineError> {
        let stored = self.engine.ledger.postings(PostingQuery::Record(posting.record.clone())).await?;
        let capabilities = &self.engine.capabilities;
        let doubtful: Vec<Posting> = stored
            .into_iter()
            .filter(|next| next.after.as_ref() == Some(&posting.key) && next.state.is_open())
            .filter(|next| !capabilities.refuses_duplicate_reference(next.document.kind()))
            .collect();
        for next in &doubtful {
            let given = self.rest.iter().find(|given| given.key == next.key).cloned();
            let as_given = given.as_ref().unwrap_or(next);
            // Never sent by this ledger, or its intent was written just now and is not used.
            if as_given.state == PostingState::Planned {
                self.push_move(as_given, next.state, decide::doubt(as_given, now));
                self.rest.retain(|given| given.key != next.key);
            }
        }
        Ok(if doubtful.is_empty() { Flow::GoOn } else { Flow::Stop })
    }

    /// A document whose intent the lease wrote: one call, if the lease lasts longer than the call can.
    async fn send(&mut self, posting: &Posting) -> Result<Flow, EngineError> {
        let _permit = self.engine.calls.acquire().await.map_err(|_| EngineError::Worker)?;
        let now = self.engine.ledger.now().await?;
        let too_late = now.after(self.engine.timing.margin()) > self.intents_until;
        if too_late || self.engine.gate.closed_for().is_some() {
            return Ok(Flow::Unsent);
        }
        let intent = decide::intent(posting, self.claimed_at);
        self.call(posting, &intent).await
    }

    /// A document that was looked up and absent twice: a new intent, on the disk, then one call.
    async fn send_again(&mut self, posting: &Posting) -> Result<Flow, EngineError> {
        if self.engine.gate.closed_for().is_some() {
            return Ok(Flow::Stop);
        }
        let now = self.engine.ledger.now().await?;
        let intent = decide::intent(posting, now);
        self.until = self.until.max(now.after(self.engine.timing.lease));
        self.push_move(posting, PostingState::InFlight, intent.clone());
        self.ops.push(Op::Extend { fence: self.fence.clone(), until: self.until });
        self.commit().await?;
        let _permit = self.engine.calls.acquire().await.map_err(|_| EngineError::Worker)?;
        let now = self.engine.ledger.now().await?;
        if now.after(self.engine.timing.margin()) > self.until {
            // The commit took so long that the call could outlast the lease: left in doubt, unsent.
            return Ok(Flow::Stop);
        }
        self.call(posting, &intent).await
    }

    async fn call(&mut self, posting: &Posting, intent: &Change) -> Result<Flow, EngineError> {
        let result = self.posted(&posting.document).await;
        let now = self.engine.ledger.now().await?;
        let turned_away = self.hear(posting, &result);
        let answer = decide::after_post(intent, &result, now, &self.engine.timing, turned_away);
        let (change, flow) = match answer {
            Answer::Taken(absent) => {
                let sent = Posting {
                    state: PostingState::InFlight,
                    attempt: intent.attempt,
                    sent_at: intent.sent_at,
                    ..posting.clone()
                };
                match self.look(&sent).await? {
                    None => return Ok(Flow::Stop),
                    Some(Sighting::Absent) => (absent, Ok(Flow::Stop)),
                    Some(sighting) => return self.settle(&sent, sighting).await,
                }
            }
            Answer::Change(change) if change.state == PostingState::Confirmed => {
                self.made.insert(posting.key.clone(), posting.document.kind());
                (change, Ok(Flow::GoOn))
            }
            Answer::Change(change) => (change, Ok(Flow::Stop)),
            Answer::Pause(change, pause) => {
                self.engine.gate.close(pause);
                (change, Ok(Flow::Stop))
            }
            Answer::Locked(change) => (change, result.map(|_| Flow::Stop).map_err(EngineError::Books)),
        };
        self.push_move(posting, PostingState::InFlight, change);
        flow
    }

    /// Counts how a post ended; gives how often in a row it was turned away for no reason of its own, if it was.
    fn hear(&self, posting: &Posting, result: &Result<Posted, sage50::Error>) -> Option<TurnedAway> {
        let gate = &self.engine.gate;
        let Err(error) = result else {
            gate.answered(&posting.key, Call::Post);
            return None;
        };
        gate.note(error.to_string());
        if error.outcome() != sage50::Outcome::Nothing {
            self.engine.progress.add_doubt();
            return None;
        }
        let unclear = error.kind() == ErrorKind::Unreadable;
        if unclear || decide::passes(error.kind()) {
            return Some(gate.turned_away(&posting.key, unclear));
        }
        gate.answered(&posting.key, Call::Post);
        None
    }

    /// One post, within T whatever the door does before it sends (a queue, a token, reads of its own): what has not left
    /// by then never leaves, since the lease and the quiet time count on it. A door that makes several calls has ended them
    /// by then, for T is at least what it declares.
    async fn posted(&self, document: &Document) -> Result<Posted, sage50::Error> {
        let call = tokio::time::timeout(self.engine.timing.timeout, self.engine.books.post(document));
        call.await.unwrap_or_else(|_| {
            let unknown = sage50::Outcome::Unknown;
            Err(sage50::Error::new(sage50::ErrorKind::Transport, unknown).with_problem("no answer in time"))
        })
    }

    fn push_move(&mut self, posting: &Posting, from: PostingState, to: Change) {
        if to.state == PostingState::Confirmed {
            self.engine.progress.add_posted(1);
        }
        if to.state.is_stopped() {
            self.stopped.insert(posting.key.clone());
            self.engine.gate.forget(&posting.key);
        }
        if to.state == PostingState::Confirmed {
            let separator = if self.confirmed.is_empty() { "" } else { ", " };
            let key = to.remote_key.as_deref().unwrap_or_default();
            self.confirmed.extend([separator, posting.key.as_str(), "=", key]);
        } else if to.state.is_stopped() {
            self.ops.push(Op::Audit {
                what: to.state.as_str(),
                subject: posting.key.as_str().into(),
                detail: to.trouble.clone().unwrap_or_default(),
            });
        }
        self.ops.push(Op::Move { posting: posting.key.clone(), fence: self.fence.clone(), from, to });
    }

    async fn commit(&mut self) -> Result<(), LedgerError> {
        if !self.confirmed.is_empty() {
            // One link for all that was confirmed under one lease: each document's key and Sage 50's.
            self.ops.push(Op::Audit {
                what: PostingState::Confirmed.as_str(),
                subject: self.fence.lane.as_str().into(),
                detail: std::mem::take(&mut self.confirmed).into(),
            });
        }
        if self.ops.is_empty() {
            return Ok(());
        }
        self.engine.ledger.commit(std::mem::take(&mut self.ops)).await
    }
}
