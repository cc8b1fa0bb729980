//! The SQLite ledger against the contract of its port, and what only a file can show.
#![expect(clippy::unwrap_used, reason = "test code")]

use paysage_store::SqliteLedger;
use paysage_sync::ledger::{CompanyId, Ledger, LedgerErrorKind, Op};

fn company(name: &str) -> CompanyId {
    CompanyId::new(name).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_keeps_the_contract() {
    let folder = tempfile::tempdir().unwrap();
    let count = std::sync::atomic::AtomicU32::new(0);
    paysage_sync::contract::ledger(|| {
        let number = count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let path = folder.path().join(format!("{number}.ledger"));
        async move { SqliteLedger::open(path, &company("acme")).await.unwrap() }
    })
    .await;
}

#[tokio::test]
async fn two_companies_in_one_file_do_not_see_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("books.ledger");
    let cursor = |to: &str| vec![Op::Cursor { name: "days".into(), expect: None, to: to.into() }];
    let first = SqliteLedger::open(&path, &company("first")).await.unwrap();
    first.commit(cursor("1")).await.unwrap();
    drop(first);
    let second = SqliteLedger::open(&path, &company("second")).await.unwrap();
    assert_eq!(second.cursor("days").await.unwrap(), None);
    second.commit(cursor("2")).await.unwrap();
    drop(second);
    let first = SqliteLedger::open(&path, &company("first")).await.unwrap();
    assert_eq!(first.cursor("days").await.unwrap().as_deref(), Some("1"));
}

#[tokio::test]
async fn a_second_process_is_kept_out_until_the_first_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("books.ledger");
    let first = SqliteLedger::open(&path, &company("acme")).await.unwrap();
    let refused = SqliteLedger::open(&path, &company("acme")).await.unwrap_err();
    assert_eq!(refused.kind(), LedgerErrorKind::InUse);
    assert!(refused.to_string().contains("in use"), "{refused}");
    drop(first);
    assert!(SqliteLedger::open(&path, &company("acme")).await.is_ok());
}

#[tokio::test]
async fn a_folder_that_is_not_there_and_a_file_that_is_no_ledger_are_told_in_one_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let missing =
        SqliteLedger::open(folder.path().join("no/such/folder.ledger"), &company("acme")).await.unwrap_err();
    assert_eq!(missing.kind(), LedgerErrorKind::Unavailable);
    let path = folder.path().join("notes.txt");
    std::fs::write(&path, "these are notes, and no ledger at all, however long they may be".repeat(100))
        .unwrap();
    let foreign = SqliteLedger::open(&path, &company("acme")).await.unwrap_err();
    assert!(matches!(foreign.kind(), LedgerErrorKind::Unavailable | LedgerErrorKind::Corrupt), "{foreign}");
    assert_eq!(foreign.to_string().lines().count(), 1, "{foreign}");
    assert!(std::fs::read_to_string(&path).unwrap().starts_with("these are notes"), "left as it was");
}

#[tokio::test]
async fn the_audit_chain_goes_on_after_the_file_was_closed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("books.ledger");
    for _ in 0..3 {
        let ledger = SqliteLedger::open(&path, &company("acme")).await.unwrap();
        let entry = Op::Audit { what: "confirmed", subject: "invoice/PT1-I".into(), detail: "key".into() };
        ledger.commit(vec![entry]).await.unwrap();
    }
    let ledger = SqliteLedger::open(&path, &company("acme")).await.unwrap();
    let entries = ledger.audit(0, 10).await.unwrap();
    assert_eq!(entries.len(), 3);
    paysage_sync::audit::verify((paysage_sync::audit::GENESIS, 0), &entries).unwrap();
}
