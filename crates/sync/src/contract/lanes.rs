//! Leases, fences, order and what stops what.

use std::time::Duration;

use futures_util::FutureExt;

use super::Case;
use super::sample::{claim, claim_for, commit, key, plan, record_key, refused, sale, shift, shift_from};
use crate::ledger::{Fence, Ledger, LedgerErrorKind, Op, PostingQuery, PostingState};

pub(super) const CASES: &[(&str, Case)] = &[
    ("a lane is leased to one caller at a time", |ledger| one_at_a_time(ledger).boxed()),
    ("a claim gives the open postings in order", |ledger| in_order(ledger).boxed()),
    ("a claim writes the intent of what it gives out", |ledger| intents(ledger).boxed()),
    ("a lane given back is ready again with a higher fence", |ledger| given_back(ledger).boxed()),
    ("a lease that ran out is taken over, and the old fence changes nothing", |ledger| {
        taken_over(ledger).boxed()
    }),
    ("a move from another state fails the whole commit", |ledger| wrong_state(ledger).boxed()),
    ("a lane whose lowest posting must wait is not ready", |ledger| must_wait(ledger).boxed()),
    ("what stands behind a stopped posting is blocked, now and later", |ledger| blocked(ledger).boxed()),
    ("what was planned from a record and not given out can be kept back", |ledger| withheld(ledger).boxed()),
    ("two moves of one posting in one commit follow each other", |ledger| two_moves(ledger).boxed()),
    ("an extended lease lasts longer", |ledger| extended(ledger).boxed()),
];

async fn one_at_a_time(ledger: &dyn Ledger) {
    plan(ledger, &[(1, "A"), (2, "B"), (3, "C")]).await;
    let first = claim(ledger, 2).await;
    let second = claim(ledger, 9).await;
    assert_eq!((first.len(), second.len()), (2, 1));
    assert!(claim(ledger, 9).await.is_empty());
    let mut lanes: Vec<_> = first.iter().chain(&second).map(|lane| lane.fence.lane.as_str()).collect();
    lanes.sort_unstable();
    assert_eq!(lanes, ["A", "B", "C"]);
}

async fn in_order(ledger: &dyn Ledger) {
    plan(ledger, &[(1, "A"), (2, "A")]).await;
    let lanes = claim(ledger, 9).await;
    let keys: Vec<_> =
        lanes.iter().flat_map(|lane| &lane.postings).map(|posting| posting.key.as_str()).collect();
    // The customer is planned by both sales and stands there once.
    let expected = ["customer/A", "invoice/PT1-I", "receipt/PT1-R", "invoice/PT2-I", "receipt/PT2-R"];
    assert_eq!(keys, expected);
}

async fn intents(ledger: &dyn Ledger) {
    plan(ledger, &[(1, "A")]).await;
    let stored = async || {
        let read = ledger.postings(PostingQuery::Record(record_key(1))).await.unwrap_or_default();
        read.into_iter().map(|one| (one.state, one.attempt, one.sent_at)).collect::<Vec<_>>()
    };
    let first = claim(ledger, 1).await.remove(0);
    let given: Vec<_> = first.postings.iter().map(|one| (one.state, one.attempt, one.sent_at)).collect();
    assert_eq!(given, [(PostingState::Planned, 0, None); 3], "given out as they stood");
    assert_eq!(stored().await, [(PostingState::InFlight, 1, Some(first.claimed_at)); 3], "kept as intents");
    // The second one must wait: it is taken back, and what stands behind it is not given out.
    let soon = first.lease_until;
    let mut ops = Vec::new();
    for (posting, not_before) in first.postings.iter().zip([None, Some(soon), None]) {
        let customer = posting.key.as_str() == "customer/A";
        let state = if customer { PostingState::InFlight } else { PostingState::Planned };
        ops.push(shift_from(&first, posting, PostingState::InFlight, state, not_before));
    }
    ops.push(Op::Release { fence: first.fence.clone() });
    commit(ledger, ops).await;
    let second = claim(ledger, 1).await.remove(0);
    let given: Vec<_> = second.postings.iter().map(|one| one.state).collect();
    assert_eq!(given, [PostingState::InFlight], "an older doubt stays what it is");
    let states: Vec<_> = stored().await.into_iter().map(|one| one.0).collect();
    assert_eq!(states, [PostingState::InFlight, PostingState::Planned, PostingState::Planned]);
}

async fn given_back(ledger: &dyn Ledger) {
    plan(ledger, &[(1, "A")]).await;
    let first = claim(ledger, 1).await.remove(0);
    commit(ledger, vec![Op::Release { fence: first.fence.clone() }]).await;
    let second = claim(ledger, 1).await.remove(0);
    assert!(second.fence.number > first.fence.number);
    let done = second.postings.iter().map(|posting| shift(&second, posting, PostingState::Confirmed));
    commit(ledger, done.chain([Op::Release { fence: second.fence.clone() }]).collect()).await;
    assert!(claim(ledger, 1).await.is_empty(), "nothing open: not ready");
    plan(ledger, &[(2, "A")]).await;
    let third = claim(ledger, 1).await.remove(0);
    assert_eq!(third.postings.len(), 2, "new work makes it ready again");
}

async fn taken_over(ledger: &dyn Ledger) {
    plan(ledger, &[(1, "A")]).await;
    let old = claim_for(ledger, 1, Duration::ZERO).await.remove(0);
    let new = claim(ledger, 1).await.remove(0);
    let posting = old.postings.first().cloned().into_iter();
    let lost = Some(LedgerErrorKind::LostLease);
    for posting in posting {
        let stale = shift(&old, &posting, PostingState::Confirmed);
        assert_eq!(refused(ledger, vec![stale]).await, lost);
        commit(ledger, vec![shift(&new, &posting, PostingState::Confirmed)]).await;
    }
    assert_eq!(refused(ledger, vec![Op::Release { fence: old.fence.clone() }]).await, lost);
    let until = new.lease_until;
    assert_eq!(refused(ledger, vec![Op::Extend { fence: old.fence, until }]).await, lost);
    let unknown = Fence { lane: new.fence.lane.clone(), number: new.fence.number.saturating_add(1) };
    assert_eq!(refused(ledger, vec![Op::Release { fence: unknown }]).await, lost);
}

async fn wrong_state(ledger: &dyn Ledger) {
    plan(ledger, &[(1, "A")]).await;
    let lane = claim(ledger, 1).await.remove(0);
    let first = lane.postings.first().cloned().into_iter();
    for posting in first {
        let good = shift(&lane, &posting, PostingState::Confirmed);
        let wrong = lane
            .postings
            .iter()
            .skip(1)
            .take(1)
            .map(|next| shift_from(&lane, next, PostingState::Confirmed, PostingState::Planned, None));
        let ops = [good].into_iter().chain(wrong).collect();
        assert_eq!(refused(ledger, ops).await, Some(LedgerErrorKind::LostLease));
        let stored = ledger.postings(PostingQuery::Keys(vec![posting.key.clone()])).await.unwrap_or_default();
        let states: Vec<_> = stored.iter().map(|stored| stored.state).collect();
        assert_eq!(states, [PostingState::InFlight], "all or nothing");
    }
}

async fn must_wait(ledger: &dyn Ledger) {
    plan(ledger, &[(1, "A")]).await;
    let lane = claim(ledger, 1).await.remove(0);
    let soon = lane.lease_until;
    let wait = lane.postings.iter().take(1).map(|posting| {
        shift_from(&lane, posting, PostingState::InFlight, PostingState::InFlight, Some(soon))
    });
    commit(ledger, wait.chain([Op::Release { fence: lane.fence.clone() }]).collect()).await;
    assert!(claim(ledger, 1).await.is_empty());
    let summary = ledger.summary().await.unwrap_or_default();
    assert_eq!(summary.next_ready, Some(soon));
    assert_eq!(summary.open(), 3);
}

async fn blocked(ledger: &dyn Ledger) {
    plan(ledger, &[(1, "A"), (2, "A")]).await;
    let lane = claim(ledger, 1).await.remove(0);
    let invoice = lane.postings.iter().filter(|posting| posting.key.as_str() == "invoice/PT1-I");
    let stop = invoice.map(|posting| shift(&lane, posting, PostingState::Rejected)).collect();
    commit(ledger, stop).await;
    let state = async |text: &str| {
        let stored = ledger.postings(PostingQuery::Keys(vec![key(text)])).await.unwrap_or_default();
        stored.first().map(|posting| posting.state)
    };
    assert_eq!(state("receipt/PT1-R").await, Some(PostingState::Blocked));
    assert_eq!(state("invoice/PT2-I").await, Some(PostingState::InFlight), "independent: goes on");
    assert_eq!(ledger.summary().await.map(|summary| summary.stopped_records).ok(), Some(1));
    // The customer itself is stopped: everything behind it, and what is planned behind it later.
    let customer = lane.postings.iter().filter(|posting| posting.key.as_str() == "customer/A");
    let stop = customer.map(|posting| shift(&lane, posting, PostingState::Parked)).collect();
    commit(ledger, stop).await;
    assert_eq!(state("receipt/PT2-R").await, Some(PostingState::Blocked));
    let later: Vec<Op> = sale(3, "A").into_iter().map(Op::Plan).collect();
    commit(ledger, later).await;
    assert_eq!(state("invoice/PT3-I").await, Some(PostingState::Blocked));
    assert_eq!(state("receipt/PT3-R").await, Some(PostingState::Blocked), "in one commit, in order");
    assert_eq!(ledger.summary().await.map(|summary| summary.open()).ok(), Some(0));
}

async fn withheld(ledger: &dyn Ledger) {
    plan(ledger, &[(1, "A"), (2, "A")]).await;
    commit(ledger, vec![Op::Withhold { record: record_key(1) }]).await;
    let lane = claim(ledger, 1).await.remove(0);
    let keys: Vec<_> = lane.postings.iter().map(|posting| posting.key.as_str()).collect();
    assert_eq!(keys, ["customer/A", "invoice/PT2-I", "receipt/PT2-R"], "its customer serves others");
    commit(ledger, vec![Op::Withhold { record: record_key(2) }]).await;
    let open = ledger.summary().await.map(|summary| summary.open()).ok();
    assert_eq!(open, Some(3), "what was given out is not touched");
}

async fn two_moves(ledger: &dyn Ledger) {
    plan(ledger, &[(1, "A")]).await;
    let lane = claim(ledger, 1).await.remove(0);
    let first: Vec<_> = lane.postings.iter().take(1).collect();
    for posting in first {
        let there = shift(&lane, posting, PostingState::InFlight);
        let on = shift_from(&lane, posting, PostingState::InFlight, PostingState::Confirmed, None);
        commit(ledger, vec![there, on]).await;
    }
    assert_eq!(ledger.summary().await.map(|summary| summary.open()).ok(), Some(2));
}

async fn extended(ledger: &dyn Ledger) {
    plan(ledger, &[(1, "A")]).await;
    let lane = claim_for(ledger, 1, Duration::ZERO).await.remove(0);
    let until = lane.lease_until.after(Duration::from_mins(10));
    commit(ledger, vec![Op::Extend { fence: lane.fence.clone(), until }]).await;
    assert!(claim(ledger, 1).await.is_empty());
}
