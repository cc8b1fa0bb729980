//! The `HyperAccounts` door, which makes many calls for one document and one at a time.

use std::sync::Arc;
use std::time::Duration;

use paysage_mapping::Profile;
use paysage_money::Currency;
use paysage_sandbox::sage50::API_KEY;
use paysage_sandbox::server;
use paysage_sync::ledger::PostingState;
use paysage_sync::{Engine, MemoryLedger, Ports};
use sage50::uk::Ledger;
use sage50::uk::hyper_accounts::{AuthToken, HyperAccountsDoor};
use sage50::{Books, Edition, GlAccount, Kind};

use crate::desk::{DAY, Desk, day, sale};

/// A call of 10 ms, 16 customers at a time, and this time-out of the engine.
async fn sixteen_customers(timeout: Duration) {
    let rows: Vec<_> = (1..=16).map(|id| sale(id, &format!("C{id}"), "10.00")).collect();
    let desk = Desk::open(&rows).await;
    let served =
        server::serve(desk.company.hyper_accounts_router(), ([127, 0, 0, 1], 0).into()).await.unwrap();
    let account = |id| GlAccount::new(id).unwrap();
    let mut ledger = Ledger::new(account("11000"), account("23100"));
    ledger.currency = Currency::Usd;
    let door = HyperAccountsDoor::builder(served.url().parse().unwrap(), AuthToken::new(API_KEY), ledger)
        .with_timeout(Duration::from_millis(600))
        .build()
        .unwrap();
    let ports = Ports {
        gateway: Arc::new(desk.client()),
        books: Arc::new(door.clone()),
        ledger: Arc::<MemoryLedger>::clone(&desk.ledger),
    };
    let mut profile = Profile::default();
    profile.edition = Edition::Uk;
    let mut settings = desk.settings();
    (settings.timeout, settings.lease) = (timeout, timeout * 4);
    settings.concurrency = 16;
    let engine = Engine::connect(ports, profile, settings).await.unwrap();
    desk.company.faults().set_latency(Duration::from_millis(10));
    // A receipt in doubt would be left alone for many minutes.
    let run = tokio::time::timeout(Duration::from_mins(1), engine.run(day(DAY), day(DAY)));
    run.await.unwrap().unwrap();
    desk.company.faults().set_latency(Duration::ZERO);
    let postings = desk.postings().await;
    assert_eq!(postings.len(), 48);
    for posting in postings {
        let context = format!("{timeout:?} {}", posting.document.reference());
        assert_eq!((posting.state, posting.attempt), (PostingState::Confirmed, 1), "{context}");
        // Whole: a receipt that is not allocated would differ.
        let found = door.find(&posting.document).await.unwrap();
        let differences: Vec<_> = found.iter().map(|one| posting.document.compare(one)).collect();
        assert_eq!(differences, [vec![]], "{context}");
    }
    assert_eq!(desk.company.documents().iter().filter(|one| one.kind == Kind::Receipt).count(), 16);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn receipts_of_many_calls_are_not_cut_in_half_by_many_customers_at_once() {
    sixteen_customers(Duration::from_millis(600)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn receipts_that_take_longer_than_the_engine_allows_are_given_the_time_their_door_declares() {
    sixteen_customers(Duration::from_millis(40)).await;
}
