//! People at the Sage 50 screen, while a document is in doubt.

use paysage_money::{Currency, Money};
use paysage_sandbox::fault::Fault;
use paysage_sync::ledger::PostingState;
use sage50::Kind;

use crate::desk::{DAY, Desk, day, sale};

/// Loses the answer to the document's post, lets a person do something to it, and ends the pass.
async fn meanwhile(path: &str, kind: Kind, reference: &str, act: impl FnOnce(&Desk)) -> Desk {
    let desk = Desk::open(&[sale(1, "DELTA", "19.99"), sale(2, "EAGLE", "5.00")]).await;
    let engine = desk.engine().await;
    let path_of_one = vec![Some(Fault::LostAnswer), Some(Fault::LostAnswer)];
    desk.script(path, path_of_one);
    let person = async {
        desk.until_booked(kind, reference).await;
        act(&desk);
    };
    let (result, ()) = tokio::join!(engine.run(day(DAY), day(DAY)), person);
    result.unwrap();
    desk.assert_stands_once(&[(2, "5.00")], "nobody touched it");
    desk
}

#[tokio::test]
async fn an_invoice_edited_while_in_doubt_is_a_conflict_and_not_posted_again() {
    let amount = Money::from_minor(2_500, Currency::Usd);
    let desk = meanwhile("/v1/invoices", Kind::Invoice, "PT1-I", |desk| {
        assert!(desk.company.edit_amount(Kind::Invoice, "PT1-I", amount));
    })
    .await;
    let invoice = desk.posting("PT1-I").await;
    assert_eq!(invoice.state, PostingState::Conflict);
    let trouble = invoice.trouble.unwrap();
    assert!(trouble.contains("19.99") && trouble.contains("25.00"), "{trouble}");
    assert_eq!(desk.posting("PT1-R").await.state, PostingState::Blocked);
    assert_eq!(desk.booked(Kind::Invoice, "PT1-I").len(), 1);
    let differences = desk.reconcile().await.differences;
    let subjects: Vec<_> = differences.iter().map(|one| one.subject.as_ref()).collect();
    assert_eq!(subjects, ["PT1-I"], "it stands there and is not ours as it is: {differences:?}");
    assert_eq!(desk.company.faults().hits("POST", "/v1/invoices"), 2);
}

#[tokio::test]
async fn an_invoice_voided_while_in_doubt_is_a_conflict_and_not_posted_again() {
    let desk = meanwhile("/v1/invoices", Kind::Invoice, "PT1-I", |desk| {
        assert!(desk.company.void(Kind::Invoice, "PT1-I"));
    })
    .await;
    let invoice = desk.posting("PT1-I").await;
    assert_eq!(invoice.state, PostingState::Conflict);
    assert!(invoice.trouble.unwrap().contains("voided"));
    assert_eq!(desk.booked(Kind::Invoice, "PT1-I").len(), 1);
    assert!(desk.booked(Kind::Receipt, "PT1-R").is_empty());
}

#[tokio::test]
async fn a_receipt_voided_while_in_doubt_is_a_conflict_and_not_posted_again() {
    let desk = meanwhile("/v1/payments", Kind::Receipt, "PT1-R", |desk| {
        assert!(desk.company.void(Kind::Receipt, "PT1-R"));
    })
    .await;
    assert_eq!(desk.posting("PT1-R").await.state, PostingState::Conflict);
    assert_eq!(desk.booked(Kind::Receipt, "PT1-R").len(), 1);
    assert_eq!(desk.company.faults().hits("POST", "/v1/payments"), 2);
}

#[tokio::test]
async fn a_document_of_a_person_under_our_reference_is_a_conflict() {
    let mut desk = Desk::open(&[sale(1, "DELTA", "19.99")]).await;
    desk.run().await.unwrap();
    desk.forget();
    assert!(desk.gateway.edit_row(1, |row| row["amount"] = "21.00".into()));
    desk.run().await.unwrap();
    assert_eq!(desk.posting("PT1-I").await.state, PostingState::Conflict);
    assert_eq!(desk.posting("PT1-R").await.state, PostingState::Blocked);
    assert_eq!(desk.company.posts(), 3);
}
