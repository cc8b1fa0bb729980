//! Records, cursors, the audit chain and reading back.

use futures_util::FutureExt;

use super::Case;
use super::sample::{claim, commit, plan, record, record_key, refused, sale, shift};
use crate::audit::{self, GENESIS};
use crate::ledger::{Ledger, LedgerErrorKind, Op, PostingQuery, PostingState, RecordQuery, RecordState};

pub(super) const CASES: &[(&str, Case)] = &[
    ("a record comes back as it was kept", |ledger| round_trip(ledger).boxed()),
    ("a record that changed since it was read is stale", |ledger| stale_record(ledger).boxed()),
    ("a refused commit keeps nothing of itself", |ledger| nothing_kept(ledger).boxed()),
    ("planning twice is planning once", |ledger| plan_twice(ledger).boxed()),
    ("a cursor moves only from where it was seen", |ledger| cursor(ledger).boxed()),
    ("the audit chain has no gaps and holds", |ledger| chain(ledger).boxed()),
    ("records are found by state, by watch and by waiting, page by page", |ledger| pages(ledger).boxed()),
    ("the clock does not go back", |ledger| clock(ledger).boxed()),
];

async fn round_trip(ledger: &dyn Ledger) {
    let dead = record(7, RecordState::Dead);
    commit(ledger, vec![Op::Remember { record: dead.clone(), expect: None }]).await;
    let read =
        ledger.records(RecordQuery::Keys(vec![dead.key.clone(), record_key(8)])).await.unwrap_or_default();
    assert_eq!(read, [dead]);
    plan(ledger, &[(9, "A")]).await;
    let read = ledger.postings(PostingQuery::Record(record_key(9))).await.unwrap_or_default();
    let documents: Vec<_> = read.iter().map(|posting| &posting.document).collect();
    let planned = sale(9, "A");
    assert_eq!(documents, planned.iter().map(|posting| &posting.document).collect::<Vec<_>>());
}

async fn stale_record(ledger: &dyn Ledger) {
    let stale = Some(LedgerErrorKind::Stale);
    let pending = record(1, RecordState::Pending);
    commit(ledger, vec![Op::Remember { record: pending.clone(), expect: None }]).await;
    assert_eq!(refused(ledger, vec![Op::Remember { record: pending.clone(), expect: None }]).await, stale);
    let mut settled = record(1, RecordState::Planned);
    settled.digest = [2; 32];
    let wrong = Op::Remember { record: settled.clone(), expect: Some([9; 32]) };
    assert_eq!(refused(ledger, vec![wrong]).await, stale);
    commit(ledger, vec![Op::Remember { record: settled.clone(), expect: Some(pending.digest) }]).await;
    let read = ledger.records(RecordQuery::Keys(vec![settled.key.clone()])).await.unwrap_or_default();
    assert_eq!(read, [settled]);
}

async fn nothing_kept(ledger: &dyn Ledger) {
    let mut ops: Vec<Op> = sale(1, "A").into_iter().map(Op::Plan).collect();
    ops.push(Op::Remember { record: record(1, RecordState::Planned), expect: None });
    ops.push(Op::Cursor { name: "days".into(), expect: Some("never".into()), to: "now".into() });
    ops.push(Op::Audit { what: "planned", subject: "T1".into(), detail: "".into() });
    assert_eq!(refused(ledger, ops).await, Some(LedgerErrorKind::Stale));
    assert_eq!(ledger.summary().await.ok(), Some(crate::ledger::Summary::default()));
    assert!(claim(ledger, 9).await.is_empty());
    assert_eq!(ledger.audit(0, 9).await.map(|entries| entries.len()).ok(), Some(0));
}

async fn plan_twice(ledger: &dyn Ledger) {
    plan(ledger, &[(1, "A")]).await;
    let lane = claim(ledger, 1).await.remove(0);
    let done = lane.postings.iter().map(|posting| shift(&lane, posting, PostingState::Confirmed)).collect();
    commit(ledger, done).await;
    commit(ledger, sale(1, "A").into_iter().map(Op::Plan).collect()).await;
    let summary = ledger.summary().await.unwrap_or_default();
    assert_eq!((summary.open(), summary.postings.get(&PostingState::Confirmed).copied()), (0, Some(3)));
}

async fn cursor(ledger: &dyn Ledger) {
    let to = |expect: Option<&str>, to: &str| {
        vec![Op::Cursor { name: "days".into(), expect: expect.map(Into::into), to: to.into() }]
    };
    assert_eq!(ledger.cursor("days").await.ok().flatten(), None);
    commit(ledger, to(None, "1")).await;
    assert_eq!(refused(ledger, to(None, "2")).await, Some(LedgerErrorKind::Stale));
    assert_eq!(refused(ledger, to(Some("0"), "2")).await, Some(LedgerErrorKind::Stale));
    commit(ledger, to(Some("1"), "2")).await;
    assert_eq!(ledger.cursor("days").await.ok().flatten().as_deref(), Some("2"));
}

async fn chain(ledger: &dyn Ledger) {
    for number in ["T1", "T2", "T3"] {
        let entry = |what| Op::Audit { what, subject: number.into(), detail: "why".into() };
        commit(ledger, vec![entry("planned"), entry("confirmed")]).await;
    }
    let all = ledger.audit(0, 100).await.unwrap_or_default();
    assert_eq!(all.iter().map(|entry| entry.seq).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6]);
    assert!(audit::verify((GENESIS, 0), &all).is_ok());
    let part = ledger.audit(2, 2).await.unwrap_or_default();
    assert_eq!(part.iter().map(|entry| entry.seq).collect::<Vec<_>>(), [3, 4]);
}

async fn pages(ledger: &dyn Ledger) {
    let states = [
        RecordState::Pending,
        RecordState::Nothing,
        RecordState::Held,
        RecordState::Dead,
        RecordState::Disputed,
    ];
    let remember = states
        .iter()
        .zip(1..)
        .map(|(state, number)| Op::Remember { record: record(number, *state), expect: None });
    commit(ledger, remember.collect()).await;
    plan(ledger, &[(6, "A")]).await;
    let keys = async |query: RecordQuery| -> Vec<String> {
        let read = ledger.records(query).await.unwrap_or_default();
        read.iter().map(|record| record.key.as_str().to_owned()).collect()
    };
    assert_eq!(keys(RecordQuery::Watched { after: None, limit: 9 }).await, ["T1"]);
    assert_eq!(keys(RecordQuery::State { state: RecordState::Dead, after: None, limit: 9 }).await, ["T4"]);
    assert_eq!(keys(RecordQuery::Waiting { after: None, limit: 3 }).await, ["T3", "T4", "T5"]);
    assert_eq!(keys(RecordQuery::Waiting { after: Some(record_key(5)), limit: 9 }).await, ["T6"]);
    let lane = claim(ledger, 1).await.remove(0);
    let done = lane.postings.iter().map(|posting| shift(&lane, posting, PostingState::Confirmed)).collect();
    commit(ledger, done).await;
    assert_eq!(
        keys(RecordQuery::Waiting { after: Some(record_key(5)), limit: 9 }).await,
        Vec::<String>::new()
    );
    let summary = ledger.summary().await.unwrap_or_default();
    assert_eq!(summary.confirmed_of(sage50::Kind::Invoice), 1);
    assert_eq!(summary.records_in(RecordState::Held), 1);
    let one = PostingQuery::State { state: Some(PostingState::Confirmed), after: 1, limit: 1 };
    assert_eq!(ledger.postings(one).await.map(|read| read.len()).ok(), Some(1));
}

async fn clock(ledger: &dyn Ledger) {
    let mut before = ledger.now().await.unwrap_or_default();
    for _ in 0..1_000 {
        let now = ledger.now().await.unwrap_or_default();
        assert!(now >= before);
        before = now;
    }
}
