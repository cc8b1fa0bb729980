//! A day of payments, rows that change between two passes, and a ledger that was lost.

use paysage_sandbox::fault::Fault;
use paysage_sync::EngineError;
use paysage_sync::ledger::{PostingState, RecordState};
use sage50::{Books, Kind};
use serde_json::Value;

use crate::desk::{DAY, Desk, day, named, sale, with_status};

fn refund(id: i64, customer: &str, amount: &str) -> Value {
    let mut row = sale(id, customer, amount);
    row["transaction_type"] = "REFUND".into();
    row
}

#[tokio::test]
async fn a_day_of_sales_and_refunds_is_booked_and_a_second_pass_changes_nothing() {
    let rows = [
        sale(1, "DELTA", "19.99"),
        sale(2, "DELTA", "30.00"),
        sale(3, "", "12.50"),
        refund(4, "DELTA", "5.00"),
        with_status(sale(5, "EAGLE", "9.00"), "N", "Voided"),
        with_status(sale(6, "EAGLE", "9.00"), "N", "Declined"),
        with_status(sale(7, "EAGLE", "9.00"), "Q", "Something else"),
    ];
    let desk = Desk::open(&rows).await;
    desk.run().await.unwrap();
    let booked: Vec<String> = desk.postings().await.iter().map(|one| named(&one.document)).collect();
    let expected = [
        "customer DELTA",
        "invoice PT1-I",
        "receipt PT1-R",
        "invoice PT2-I",
        "receipt PT2-R",
        "customer CARD-SALES",
        "invoice PT3-I",
        "receipt PT3-R",
        "credit memo PT4-C",
        "refund PT4-F",
    ];
    assert_eq!(booked, expected);
    assert!(desk.postings().await.iter().all(|one| one.state == PostingState::Confirmed));
    desk.assert_booked_once(&[(1, "19.99"), (2, "30.00"), (3, "12.50")], "a day").await;
    assert_eq!(desk.booked(Kind::CreditMemo, "PT4-C").len(), 1);
    assert_eq!(desk.booked(Kind::Refund, "PT4-F").len(), 1);
    let report = desk.reconcile().await;
    let sums = [report.gateway, report.waiting, report.ledger, report.sage50].map(|sum| sum.to_string());
    assert_eq!(sums, ["66.49", "9.00", "57.49", "57.49"], "the unknown status waits for a person");
    assert_eq!(desk.record(7).await.state, RecordState::Held);
    let posts = desk.company.faults().hits("POST", "/v1/");
    assert_eq!(posts, 10, "one post for each document");
    desk.run().await.unwrap();
    assert_eq!(desk.company.faults().hits("POST", "/v1/"), posts);
}

#[tokio::test]
async fn a_pending_sale_is_posted_when_it_has_settled_between_two_passes() {
    let desk = Desk::open(&[with_status(sale(1, "DELTA", "19.99"), "Y", "Pending Settlement")]).await;
    desk.run().await.unwrap();
    assert_eq!((desk.record(1).await.state, desk.company.posts()), (RecordState::Pending, 0));
    desk.gateway.settle_now();
    desk.run().await.unwrap();
    desk.assert_booked_once(&[(1, "19.99")], "settled later").await;
}

#[tokio::test]
async fn an_authorization_captured_weeks_later_is_posted_with_the_captured_amount() {
    // One row of its day is read again by its number, many are read again with their whole day.
    for count in [1, 6] {
        let mut rows: Vec<Value> = (1..=count)
            .map(|id| {
                let mut row = with_status(sale(id, "DELTA", "300.00"), "N", "Authorization Only");
                row["transaction_type"] = "AUTHORIZATION".into();
                row
            })
            .collect();
        let mut late = sale(100, "EAGLE", "1.00");
        late["created"]["at"] = "7/8/2026 9:00:00 AM".into();
        rows.push(late);
        let desk = Desk::open(&rows).await;
        let engine = desk.engine().await;
        engine.run(day(DAY), day("2026-07-08")).await.unwrap();
        assert_eq!(desk.record(1).await.state, RecordState::Nothing);
        assert!(desk.gateway.edit_row(1, |row| {
            row["amount"] = "250.25".into();
            row["status_code"] = "Y".into();
            row["status_message"] = "Pending Settlement".into();
        }));
        engine.run(day(DAY), day("2026-07-08")).await.unwrap();
        assert_eq!(desk.record(1).await.state, RecordState::Pending);
        desk.gateway.settle_now();
        engine.run(day(DAY), day("2026-07-08")).await.unwrap();
        desk.assert_booked_once(&[(1, "250.25")], "captured late").await;
        let by_id = desk.gateway.faults().hits("POST", "/v1/transactions/export/by_id");
        assert_eq!(by_id > 0, count == 1, "{count}: {by_id} rows read one by one");
    }
}

#[tokio::test]
async fn a_row_that_changes_after_posting_is_disputed_and_its_documents_stay() {
    let desk = Desk::open(&[sale(1, "DELTA", "19.99"), sale(2, "DELTA", "5.00")]).await;
    desk.run().await.unwrap();
    assert!(desk.gateway.edit_row(1, |row| row["amount"] = "29.99".into()));
    desk.run().await.unwrap();
    let record = desk.record(1).await;
    assert_eq!(record.state, RecordState::Disputed);
    assert!(record.reason.contains("19.99") && record.reason.contains("29.99"), "{}", record.reason);
    assert_eq!(desk.booked(Kind::Invoice, "PT1-I")[0].amount.to_string(), "19.99");
    assert_eq!(desk.company.posts(), 5);
    let report = desk.reconcile().await;
    let subjects: Vec<_> = report.differences.iter().map(|one| one.subject.as_ref()).collect();
    assert_eq!(subjects, ["transaction 1"], "a dispute does not tie: {:?}", report.differences);
    // Put right at the gateway, it is no dispute any more.
    assert!(desk.gateway.edit_row(1, |row| row["amount"] = "19.99".into()));
    desk.run().await.unwrap();
    assert_eq!(desk.record(1).await.state, RecordState::Planned);
    desk.assert_booked_once(&[(1, "19.99"), (2, "5.00")], "put right").await;
}

#[tokio::test]
async fn a_sale_that_is_voided_after_posting_is_disputed_and_not_posted_again() {
    let desk = Desk::open(&[sale(1, "DELTA", "19.99")]).await;
    desk.run().await.unwrap();
    assert!(desk.gateway.edit_row(1, |row| {
        row["status_code"] = "N".into();
        row["status_message"] = "Voided".into();
    }));
    desk.run().await.unwrap();
    assert_eq!(desk.record(1).await.state, RecordState::Disputed);
    assert_eq!(desk.company.posts(), 3);
    assert!(!desk.reconcile().await.ties());
}

#[tokio::test]
async fn a_lost_ledger_posts_nothing_twice() {
    let rows = [
        sale(1, "DELTA", "19.99"),
        sale(2, "DELTA", "30.00"),
        refund(3, "DELTA", "5.00"),
        sale(4, "EAGLE", "7.00"),
    ];
    let mut desk = Desk::open(&rows).await;
    desk.run().await.unwrap();
    let posts = desk.company.posts();
    desk.forget();
    desk.run().await.unwrap();
    assert_eq!(desk.company.posts(), posts, "everything was found");
    assert!(desk.postings().await.iter().all(|one| one.state == PostingState::Confirmed));
    desk.assert_booked_once(&[(1, "19.99"), (2, "30.00"), (4, "7.00")], "ledger lost").await;
    assert_eq!(desk.booked(Kind::Refund, "PT3-F").len(), 1);
}

#[tokio::test]
async fn a_ledger_lost_between_invoice_and_receipt_books_the_receipt_once() {
    let mut desk = Desk::open(&[sale(1, "DELTA", "19.99"), sale(2, "DELTA", "8.00")]).await;
    // The first receipt is refused before it is booked, and the ledger is lost right then.
    desk.script("/v1/payments", vec![Some(Fault::ErrorBefore(401))]);
    assert!(matches!(desk.run().await, Err(EngineError::Books(_))));
    assert_eq!(desk.booked(Kind::Receipt, "PT1-R").len(), 0);
    desk.forget();
    desk.run().await.unwrap();
    desk.assert_booked_once(&[(1, "19.99"), (2, "8.00")], "ledger lost halfway").await;
}

#[tokio::test]
async fn a_receipt_that_stands_there_twice_is_parked_and_shown() {
    let mut desk = Desk::open(&[sale(1, "DELTA", "20.00"), sale(2, "DELTA", "20.00")]).await;
    desk.run().await.unwrap();
    // Two receipts of one reference: the second is posted past the engine, on another invoice of the customer.
    let receipt = desk.posting("PT1-R").await.document;
    assert!(desk.company.void(Kind::Receipt, "PT1-R"));
    desk.door().post(&receipt).await.unwrap();
    desk.forget();
    desk.run().await.unwrap();
    let receipt = desk.posting("PT1-R").await;
    assert_eq!(receipt.state, PostingState::Parked);
    assert!(receipt.trouble.as_deref().is_some_and(|trouble| trouble.contains("2 times")));
    assert_eq!(desk.posting("PT2-R").await.state, PostingState::Confirmed);
}

#[tokio::test]
async fn two_engines_on_one_ledger_share_the_work_and_post_once() {
    let sales: Vec<(i64, &str)> = (1..=60).map(|id| (id, "10.00")).collect();
    let rows: Vec<_> = sales.iter().map(|(id, amount)| sale(*id, &format!("C{}", id % 12), amount)).collect();
    let desk = Desk::open(&rows).await;
    desk.script("/v1/payments", vec![None, None, Some(Fault::LostAnswer), None, Some(Fault::LostRequest)]);
    let (one, other) = (desk.engine().await, desk.engine().await);
    let (first, second) = tokio::join!(one.run(day(DAY), day(DAY)), other.run(day(DAY), day(DAY)));
    first.unwrap();
    second.unwrap();
    desk.assert_booked_once(&sales, "two engines").await;
    let posts = desk.company.faults().hits("POST", "/v1/");
    assert_eq!(posts, 12 + 2 * 60 + 1, "each document once, and once more what was lost");
}
