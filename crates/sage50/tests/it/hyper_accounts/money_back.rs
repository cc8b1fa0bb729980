//! Refunds and chargebacks: booked once, on their bank account, whatever becomes of their details.

use sage50::{
    Applied, Books, Chargeback, Document, ErrorKind, Outcome, PaymentHead, PaymentMethod, Refund, SageDetail,
    Tender,
};
use serde_json::json;

use super::fake::{Fake, Fault};
use super::{account, acme, credit_memo, door, gbp, invoice_of, june, receipt_of, reference, settles};

const BATCH: &str = "/api/batchtransactionPost";

fn head(number: &str) -> PaymentHead {
    let tender = Tender::new(account("1200"), PaymentMethod::new("Card").unwrap());
    PaymentHead::new(reference(number), acme(), june(6), tender)
}

fn chargeback(number: &str, receipt: &str, invoice: &str, amount: &str) -> Document {
    Chargeback::new(head(number), reference(receipt), reference(invoice), gbp(amount)).unwrap().into()
}

fn refund() -> Document {
    Refund::new(head("RF-1"), vec![Applied::new(reference("CN-1"), gbp("120.00")).unwrap()]).unwrap().into()
}

/// An invoice of 300 and its receipt.
async fn paid(invoice: &str, receipt: &str) -> Fake {
    let fake = Fake::start().await;
    let door = door(&fake);
    door.post(&invoice_of(invoice, "250.00", "50.00")).await.unwrap();
    door.post(&receipt_of(receipt, vec![settles(invoice, "300.00")]).into()).await.unwrap();
    fake
}

/// What the only entry of a look-up shows instead of ours.
fn differences(document: &Document, found: &[sage50::Found]) -> Vec<(&'static str, String)> {
    assert_eq!(found.len(), 1, "{found:?}");
    document.compare(&found[0]).into_iter().map(|one| (one.field, one.theirs)).collect()
}

#[tokio::test]
async fn a_chargeback_whose_answer_was_lost_is_never_booked_again_whatever_its_details_say_by_now() {
    let fake = paid("INV-1", "PT1").await;
    let door = door(&fake);
    let document = chargeback("CB-1", "PT1", "INV-1", "300.00");
    fake.fault(BATCH, Fault::LateAnswer);
    assert_eq!(door.post(&document).await.unwrap_err().outcome(), Outcome::Unknown);
    assert_eq!(differences(&document, &door.find(&document).await.unwrap()), []);
    // The bookkeeper words it otherwise.
    fake.books.lock().unwrap().trail.last_mut().unwrap()["details"] = json!("Card dispute, June");
    let seen = differences(&document, &door.find(&document).await.unwrap());
    assert_eq!(seen, [("kind", "invoice".to_owned())], "it may be it, so it is not absent");
    let sent = fake.sent(BATCH).len();
    let error = door.post(&document).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Duplicate, Outcome::Nothing));
    assert_eq!(fake.sent(BATCH).len(), sent);
}

#[tokio::test]
async fn chargebacks_of_one_receipt_never_add_up_to_more_than_it_brought() {
    let fake = paid("INV-1", "PT1").await;
    let door = door(&fake);
    door.post(&receipt_of("PT10", vec![prepaid("300.00")]).into()).await.unwrap();
    door.post(&chargeback("CB-1", "PT1", "INV-1", "200.00")).await.unwrap();
    let error = door.post(&chargeback("CB-2", "PT1", "INV-1", "100.01")).await.unwrap_err();
    assert_eq!((error.sage(), error.outcome()), (Some(SageDetail::AmountMismatch), Outcome::Nothing));
    assert!(error.to_string().contains("300.01, all its chargebacks, is more than"), "{error}");
    door.post(&chargeback("CB-2", "PT1", "INV-1", "100.00")).await.unwrap();
    // Another receipt's are its own, and a deleted one does not count.
    door.post(&chargeback("CB-3", "PT10", "INV-1", "300.00")).await.unwrap();
    for row in &mut fake.books.lock().unwrap().trail {
        if row["invRef"] == "CB-2" || row["invRef"] == "CB-3" {
            row["deletedFlag"] = json!(1);
        }
    }
    door.post(&chargeback("CB-4", "PT1", "INV-1", "100.00")).await.unwrap();
}

fn prepaid(amount: &str) -> sage50::ReceiptLine {
    sage50::ReceiptLine::Prepayment { amount: gbp(amount), description: super::text("deposit") }
}

#[tokio::test]
async fn a_refund_or_chargeback_that_stands_on_another_account_is_not_equal() {
    let fake = paid("INV-1", "PT1").await;
    let door = door(&fake);
    door.post(&credit_memo()).await.unwrap();
    for document in [refund(), chargeback("CB-1", "PT1", "INV-1", "300.00")] {
        door.post(&document).await.unwrap();
        assert_eq!(differences(&document, &door.find(&document).await.unwrap()), []);
        for (account, shown) in [(json!("1230"), "1230"), (json!(null), "no account that is shown")] {
            fake.books.lock().unwrap().trail.last_mut().unwrap()["nominalCode"] = account;
            let seen = differences(&document, &door.find(&document).await.unwrap());
            assert_eq!(seen, [("account", shown.to_owned())]);
        }
        // A part of it on another account.
        fake.books.lock().unwrap().trail.last_mut().unwrap()["nominalCode"] = json!("1200");
        let mut part = fake.books.lock().unwrap().trail.last().unwrap().clone();
        part["nominalCode"] = json!("7901");
        fake.books.lock().unwrap().splits.push(part);
        let seen = differences(&document, &door.find(&document).await.unwrap());
        assert_eq!(seen, [("account", "1200, 7901".to_owned())]);
    }
}

#[tokio::test]
async fn details_that_sage_would_cut_go_without_the_invoice() {
    let (receipt, invoice) = ("R".repeat(30), "I".repeat(30));
    let fake = paid(&invoice, &receipt).await;
    door(&fake).post(&chargeback("CB-1", &receipt, &invoice, "300.00")).await.unwrap();
    let sent = fake.sent(BATCH).pop().unwrap();
    let details = json!(format!("Chargeback: {receipt}"));
    assert_eq!((&sent["details"], &sent["Lines"][0]["details"]), (&details, &details));
    // So short, it is known as one all the same.
    let document = chargeback("CB-2", &receipt, &invoice, "0.01");
    let error = door(&fake).post(&document).await.unwrap_err();
    assert_eq!(error.sage(), Some(SageDetail::AmountMismatch));
}
