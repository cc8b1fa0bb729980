//! One document at a time, and the wait for one's turn counts as its time.

use std::time::Duration;

use sage50::uk::hyper_accounts::{AuthToken, HyperAccountsDoor};
use sage50::{Books, ErrorKind, Outcome};

use super::fake::{Fake, Fault};
use super::{TOKEN, door, invoice_of, ledger, receipt_of, settles};

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

/// A door whose documents have 1.6 s, 0.6 s of it for their turn and what is read first.
fn hasty(fake: &Fake) -> HyperAccountsDoor {
    let built = HyperAccountsDoor::builder(fake.address(), AuthToken::new(TOKEN), ledger());
    built.with_timeout(Duration::from_millis(200)).build().unwrap()
}

#[tokio::test]
async fn a_turn_that_does_not_come_in_time_is_given_up_and_nothing_is_sent() {
    let fake = Fake::start().await;
    let door = hasty(&fake);
    // The first one reads in vain, with its repeats, for more than a second.
    for _ in 0..4 {
        fake.fault("/api/company", Fault::LateAnswer);
    }
    let (first, second) = (invoice_of("INV-1", "10.00", "2.00"), invoice_of("INV-2", "10.00", "2.00"));
    let both = async { tokio::join!(door.post(&first), door.post(&second)) };
    let (first, second) = tokio::time::timeout(Duration::from_secs(3), both).await.unwrap();
    for error in [first.unwrap_err(), second.unwrap_err()] {
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Transport, Outcome::Nothing));
    }
    let sent = fake.books.lock().unwrap().calls.len();
    assert!((3..=4).contains(&sent), "{sent} calls: the second one sent something");
}

#[tokio::test]
async fn a_first_write_that_leaves_no_time_for_what_follows_is_not_sent() {
    let fake = Fake::start().await;
    for _ in 0..3 {
        fake.fault("/api/company", Fault::LateAnswer);
    }
    let error = hasty(&fake).post(&invoice_of("INV-1", "10.00", "2.00")).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Transport, Outcome::Nothing));
    assert_eq!(fake.sent("/api/company").len(), 4, "the fourth one was answered");
    assert_eq!(fake.sent("/api/batchtransactionPost").len(), 0);
}

#[tokio::test]
async fn a_document_has_its_turn_for_all_of_its_calls() {
    let fake = Fake::start().await;
    let door = door(&fake);
    for number in ["INV-1", "INV-2", "INV-3"] {
        door.post(&invoice_of(number, "10.00", "2.00")).await.unwrap();
    }
    let receipt = |number, invoice| receipt_of(number, vec![settles(invoice, "12.00")]).into();
    let paths = || {
        let calls = std::mem::take(&mut fake.books.lock().unwrap().calls);
        calls.into_iter().map(|(_, path, _)| path).collect::<Vec<_>>()
    };
    paths();
    door.post(&receipt("PAY-1", "INV-1")).await.unwrap();
    let alone = paths();
    assert!(alone.len() > 5, "{alone:?}");
    let (two, three) = (receipt("PAY-2", "INV-2"), receipt("PAY-3", "INV-3"));
    let (second, third) = tokio::join!(door.post(&two), door.post(&three));
    assert!(second.is_ok() && third.is_ok(), "{second:?} {third:?}");
    assert_eq!(paths(), [alone.clone(), alone].concat());
}

#[tokio::test]
async fn it_says_that_it_takes_one_post_at_a_time_and_how_long_that_may_take() {
    let fake = Fake::start().await;
    let door = hasty(&fake);
    let capabilities = door.capabilities().await.unwrap();
    assert_eq!(capabilities.posts_at_once, std::num::NonZeroUsize::new(1));
    assert_eq!(capabilities.longest_post, Some(Duration::from_millis(1_600)));
}
