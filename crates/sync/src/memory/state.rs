//! The rows of a memory ledger and the rules of a commit.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::audit::{Fact, GENESIS};
use crate::ledger::{
    AuditEntry, Change, Claim, ClaimedLane, Fence, LaneKey, LedgerError, LedgerErrorKind, NewPosting, Op,
    Posting, PostingKey, PostingQuery, PostingState, Record, RecordKey, RecordQuery, RecordState, StoreTime,
    Summary,
};

#[derive(Debug, Default)]
pub(super) struct State {
    records: BTreeMap<RecordKey, Record>,
    postings: BTreeMap<i64, Posting>,
    by_key: HashMap<PostingKey, i64>,
    by_record: HashMap<RecordKey, Vec<i64>>,
    lanes: BTreeMap<LaneKey, Lane>,
    pub(super) cursors: HashMap<Box<str>, Box<str>>,
    pub(super) audit: Vec<AuditEntry>,
}

#[derive(Debug, Default)]
struct Lane {
    lease_until: StoreTime,
    fence: i64,
    open: BTreeSet<i64>,
}

fn refused(kind: LedgerErrorKind, message: &str) -> LedgerError {
    LedgerError::new(kind, message)
}

impl State {
    /// Checks everything first, then applies everything.
    pub(super) fn commit(&mut self, ops: Vec<Op>, now: StoreTime) -> Result<(), LedgerError> {
        self.check(&ops)?;
        let mut ops = ops;
        ops.sort_by_key(rank);
        for op in ops {
            match op {
                Op::Remember { record, .. } => {
                    self.records.insert(record.key.clone(), record);
                }
                Op::Plan(new) => self.plan(new),
                Op::Withhold { record } => self.withhold(&record),
                Op::Move { posting, to, .. } => self.shift(&posting, to),
                Op::Extend { fence, until } => self.lane(&fence).lease_until = until,
                Op::Release { fence } => self.lane(&fence).lease_until = StoreTime::default(),
                Op::Cursor { name, to, .. } => {
                    self.cursors.insert(name, to);
                }
                Op::Audit { what, subject, detail } => self.append(now, what, subject, detail),
            }
        }
        Ok(())
    }

    fn check(&self, ops: &[Op]) -> Result<(), LedgerError> {
        let mut moved: HashMap<&PostingKey, PostingState> = HashMap::new();
        for op in ops {
            match op {
                Op::Remember { record, expect } => {
                    if self.records.get(&record.key).map(|known| known.digest) != *expect {
                        return Err(refused(LedgerErrorKind::Stale, "a record changed since it was read"));
                    }
                }
                Op::Move { posting, fence, from, to } => {
                    let stored = self.by_key.get(posting).and_then(|seq| self.postings.get(seq));
                    let current = moved.get(posting).copied().or(stored.map(|stored| stored.state));
                    let in_lane = stored.is_some_and(|stored| stored.lane == fence.lane);
                    if current != Some(*from) || !in_lane || !self.holds(fence) {
                        return Err(refused(LedgerErrorKind::LostLease, "the lane has another holder"));
                    }
                    moved.insert(posting, to.state);
                }
                Op::Extend { fence, .. } | Op::Release { fence } => {
                    if !self.holds(fence) {
                        return Err(refused(LedgerErrorKind::LostLease, "the lane has another holder"));
                    }
                }
                Op::Cursor { name, expect, .. } => {
                    if self.cursors.get(name) != expect.as_ref() {
                        return Err(refused(LedgerErrorKind::Stale, "the cursor moved since it was read"));
                    }
                }
                Op::Plan(_) | Op::Withhold { .. } | Op::Audit { .. } => {}
            }
        }
        Ok(())
    }

    fn holds(&self, fence: &Fence) -> bool {
        self.lanes.get(&fence.lane).is_some_and(|lane| lane.fence == fence.number)
    }

    fn lane(&mut self, fence: &Fence) -> &mut Lane {
        self.lanes.entry(fence.lane.clone()).or_default()
    }

    fn plan(&mut self, new: NewPosting) {
        if self.by_key.contains_key(&new.key) {
            return;
        }
        let seq = self.postings.last_key_value().map_or(1, |(seq, _)| seq.saturating_add(1));
        let stopped = new
            .after
            .as_ref()
            .and_then(|after| self.postings.get(self.by_key.get(after)?))
            .is_some_and(|before| before.state.is_stopped());
        let state = if stopped { PostingState::Blocked } else { PostingState::Planned };
        let lane = self.lanes.entry(new.lane.clone()).or_default();
        if state.is_open() {
            lane.open.insert(seq);
        }
        self.by_key.insert(new.key.clone(), seq);
        self.by_record.entry(new.record.clone()).or_default().push(seq);
        let posting = Posting {
            seq,
            key: new.key,
            record: new.record,
            lane: new.lane,
            after: new.after,
            document: new.document,
            state,
            attempt: 0,
            sent_at: None,
            not_before: None,
            absent_since: None,
            remote_key: None,
            trouble: None,
        };
        self.postings.insert(seq, posting);
    }

    fn shift(&mut self, key: &PostingKey, to: Change) {
        let Some(posting) = self.by_key.get(key).and_then(|seq| self.postings.get_mut(seq)) else {
            return;
        };
        posting.state = to.state;
        posting.attempt = to.attempt;
        posting.sent_at = to.sent_at;
        posting.not_before = to.not_before;
        posting.absent_since = to.absent_since;
        posting.remote_key = to.remote_key;
        posting.trouble = to.trouble;
        let (lane, seq) = (posting.lane.clone(), posting.seq);
        if !to.state.is_open()
            && let Some(lane) = self.lanes.get_mut(&lane)
        {
            lane.open.remove(&seq);
        }
        if to.state.is_stopped() {
            self.block_behind(key, &lane);
        }
    }

    fn withhold(&mut self, record: &RecordKey) {
        for seq in self.by_record.get(record).into_iter().flatten() {
            let Some(posting) = self.postings.get_mut(seq) else { continue };
            let own = posting.document.kind() != sage50::Kind::Customer;
            if own && posting.state == PostingState::Planned && posting.attempt == 0 {
                posting.state = PostingState::Blocked;
                if let Some(lane) = self.lanes.get_mut(&posting.lane) {
                    lane.open.remove(seq);
                }
            }
        }
    }

    /// Everything open that stands, directly or not, behind a stopped posting. Order of planning is order of
    /// dependence, so one pass finds them all.
    fn block_behind(&mut self, key: &PostingKey, lane: &LaneKey) {
        let Some(lane) = self.lanes.get_mut(lane) else {
            return;
        };
        let mut stopped = HashSet::from([key.clone()]);
        for seq in lane.open.clone() {
            let Some(posting) = self.postings.get_mut(&seq) else {
                continue;
            };
            if posting.after.as_ref().is_some_and(|after| stopped.contains(after)) {
                posting.state = PostingState::Blocked;
                stopped.insert(posting.key.clone());
                lane.open.remove(&seq);
            }
        }
    }

    fn append(&mut self, at: StoreTime, what: &str, subject: Box<str>, detail: Box<str>) {
        let (before, last) = self.audit.last().map_or((GENESIS, 0), |entry| (&entry.hash, entry.seq));
        let seq = last.saturating_add(1);
        let hash = Fact { seq, at, what, subject: &subject, detail: &detail }.hash(before);
        self.audit.push(AuditEntry { seq, at, what: what.into(), subject, detail, hash });
    }

    pub(super) fn claim(&mut self, claim: &Claim, now: StoreTime) -> Vec<ClaimedLane> {
        let most = usize::try_from(claim.lanes).unwrap_or(usize::MAX);
        let depth = usize::try_from(claim.depth).unwrap_or(usize::MAX);
        let due = |posting: &Posting| posting.not_before.is_none_or(|at| at <= now);
        let may_go = |posting: &Posting| posting.state != PostingState::Planned || due(posting);
        let postings = &mut self.postings;
        let mut claimed = Vec::new();
        for (key, lane) in &mut self.lanes {
            let lowest = lane.open.first().and_then(|seq| postings.get(seq));
            if claimed.len() >= most || lane.lease_until > now || !lowest.is_some_and(due) {
                continue;
            }
            lane.fence = lane.fence.saturating_add(1);
            lane.lease_until = now.after(claim.lease);
            let seqs: Vec<i64> = lane.open.iter().take(depth).copied().collect();
            let mut given = Vec::with_capacity(seqs.len());
            for posting in
                seqs.iter().filter_map(|seq| postings.get(seq)).take_while(|posting| may_go(posting))
            {
                given.push(posting.clone());
            }
            for posting in &given {
                if let Some(posting) = postings.get_mut(&posting.seq)
                    && posting.state == PostingState::Planned
                {
                    posting.state = PostingState::InFlight;
                    posting.attempt = posting.attempt.saturating_add(1);
                    posting.sent_at = Some(now);
                    posting.not_before = None;
                    posting.absent_since = None;
                }
            }
            claimed.push(ClaimedLane {
                fence: Fence { lane: key.clone(), number: lane.fence },
                claimed_at: now,
                lease_until: lane.lease_until,
                postings: given,
            });
        }
        claimed
    }

    pub(super) fn records(&self, query: RecordQuery) -> Vec<Record> {
        let page = |after: Option<RecordKey>, limit: u32, keep: &dyn Fn(&Record) -> bool| {
            self.records
                .values()
                .filter(|record| after.as_ref().is_none_or(|after| record.key > *after))
                .filter(|record| keep(record))
                .take(usize::try_from(limit).unwrap_or(usize::MAX))
                .cloned()
                .collect()
        };
        match query {
            RecordQuery::Keys(keys) => {
                let keys: BTreeSet<_> = keys.into_iter().collect();
                keys.iter().filter_map(|key| self.records.get(key)).cloned().collect()
            }
            RecordQuery::Watched { after, limit } => page(after, limit, &|record| record.watched),
            RecordQuery::State { state, after, limit } => page(after, limit, &|record| record.state == state),
            RecordQuery::Waiting { after, limit } => page(after, limit, &|record| self.waits(record)),
        }
    }

    fn waits(&self, record: &Record) -> bool {
        match record.state {
            RecordState::Held | RecordState::Dead | RecordState::Disputed => true,
            RecordState::Planned => {
                self.own_states(&record.key).any(|state| state != PostingState::Confirmed)
            }
            RecordState::Pending | RecordState::Nothing => false,
        }
    }

    fn own_states(&self, record: &RecordKey) -> impl Iterator<Item = PostingState> {
        let seqs = self.by_record.get(record).map(Vec::as_slice).unwrap_or_default();
        seqs.iter().filter_map(|seq| self.postings.get(seq)).map(|posting| posting.state)
    }

    pub(super) fn postings(&self, query: PostingQuery) -> Vec<Posting> {
        let all =
            |seqs: BTreeSet<i64>| seqs.iter().filter_map(|seq| self.postings.get(seq)).cloned().collect();
        match query {
            PostingQuery::Record(key) => {
                all(self.by_record.get(&key).into_iter().flatten().copied().collect())
            }
            PostingQuery::Keys(keys) => {
                all(keys.iter().filter_map(|key| self.by_key.get(key)).copied().collect())
            }
            PostingQuery::State { state, after, limit } => self
                .postings
                .range(after.saturating_add(1)..)
                .map(|(_, posting)| posting)
                .filter(|posting| state.is_none_or(|state| posting.state == state))
                .take(usize::try_from(limit).unwrap_or(usize::MAX))
                .cloned()
                .collect(),
        }
    }

    pub(super) fn summary(&self, now: StoreTime) -> Summary {
        let mut summary = Summary::default();
        let bump = |count: &mut u64| *count = count.saturating_add(1);
        for record in self.records.values() {
            bump(summary.records.entry(record.state).or_default());
            let stopped = record.state == RecordState::Planned
                && self.own_states(&record.key).any(PostingState::is_stopped);
            if stopped {
                bump(&mut summary.stopped_records);
            }
        }
        for posting in self.postings.values() {
            bump(summary.postings.entry(posting.state).or_default());
            if posting.state == PostingState::Confirmed {
                bump(summary.confirmed.entry(posting.document.kind()).or_default());
            }
        }
        summary.next_ready = self
            .lanes
            .values()
            .filter_map(|lane| {
                let lowest = lane.open.first().and_then(|seq| self.postings.get(seq))?;
                Some(lowest.not_before.unwrap_or(now).max(lane.lease_until))
            })
            .min();
        summary
    }
}

/// The order of kinds within a commit.
fn rank(op: &Op) -> u8 {
    match op {
        Op::Remember { .. } => 0,
        Op::Plan(_) => 1,
        Op::Withhold { .. } => 2,
        Op::Move { .. } => 3,
        Op::Extend { .. } => 4,
        Op::Release { .. } => 5,
        Op::Cursor { .. } => 6,
        Op::Audit { .. } => 7,
    }
}
