//! One call at a time, and the wait for one's turn counts as time of the call.

use std::time::Duration;

use sage50::uk::hyper_accounts::{AuthToken, HyperAccountsDoor};
use sage50::{Books, ErrorKind, Outcome};

use super::fake::{Fake, Fault};
use super::{TOKEN, invoice_of, ledger};

#[tokio::test]
async fn a_post_that_is_given_up_while_it_waits_for_its_turn_is_never_sent() {
    let fake = Fake::start().await;
    let built = HyperAccountsDoor::builder(fake.address(), AuthToken::new(TOKEN), ledger());
    let door = built.with_timeout(Duration::from_millis(400)).build().unwrap();
    // The first one holds the turn until its own time is over.
    fake.fault("/api/batchtransactionPost", Fault::LateAnswer);
    let (first, second) = (invoice_of("INV-1", "10.00", "2.00"), invoice_of("INV-2", "10.00", "2.00"));
    let (slow, waiting) = tokio::join!(door.post(&first), async {
        // Let the first one reach its posting.
        tokio::time::sleep(Duration::from_millis(150)).await;
        let post = door.post(&second);
        tokio::time::timeout(Duration::from_millis(100), post).await
    });
    assert_eq!(slow.unwrap_err().outcome(), Outcome::Unknown);
    assert!(waiting.is_err(), "it waited for its turn");
    tokio::time::sleep(Duration::from_millis(600)).await;
    assert_eq!(fake.sent("/api/batchtransactionPost").len(), 1, "nothing left after its caller gave up");
}

#[tokio::test]
async fn the_wait_for_its_turn_is_within_the_time_out_of_a_call() {
    let fake = Fake::start().await;
    let built = HyperAccountsDoor::builder(fake.address(), AuthToken::new(TOKEN), ledger());
    let door = built.with_timeout(Duration::from_secs(1)).build().unwrap();
    for _ in 0..2 {
        fake.fault("/api/batchtransactionPost", Fault::LateAnswer);
    }
    let (first, second) = (invoice_of("INV-1", "10.00", "2.00"), invoice_of("INV-2", "10.00", "2.00"));
    // One after the other they would take twice the time-out.
    let both = async { tokio::join!(door.post(&first), door.post(&second)) };
    let (first, second) = tokio::time::timeout(Duration::from_millis(1700), both).await.unwrap();
    for error in [first.unwrap_err(), second.unwrap_err()] {
        assert_eq!(error.kind(), ErrorKind::Transport);
    }
    let sent = fake.sent("/api/batchtransactionPost").len();
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(fake.sent("/api/batchtransactionPost").len(), sent, "nothing leaves after its time");
}
