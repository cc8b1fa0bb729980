//! Receipts: booked once, allocated wholly, or said not to be.

use sage50::{Books, Document, ErrorKind, Outcome, Receipt, ReceiptLine, SageDetail};
use serde_json::json;

use super::fake::{Fake, Fault};
use super::{door, gbp, invoice_of, receipt_of, reference, settles, text};

const ALLOCATE: &str = "/api/allocatePaymentOnAccount";

async fn with_invoices() -> Fake {
    let fake = Fake::start().await;
    door(&fake).post(&invoice_of("INV-1", "250.00", "50.00")).await.unwrap();
    door(&fake).post(&invoice_of("INV-2", "100.00", "20.00")).await.unwrap();
    fake
}

fn both() -> Receipt {
    let prepaid = ReceiptLine::Prepayment { amount: gbp("5.00"), description: text("deposit") };
    receipt_of("PT1", vec![settles("INV-1", "300.00"), settles("INV-2", "20.01"), prepaid])
}

fn open(fake: &Fake, reference: &str) -> Vec<String> {
    let books = fake.books.lock().unwrap();
    let rows = books.trail.iter().filter(|row| row["invRef"] == reference);
    rows.map(|row| row["outstanding"].to_string()).collect()
}

#[tokio::test]
async fn a_receipt_is_one_payment_allocated_part_by_part() {
    let fake = with_invoices().await;
    door(&fake).post(&both().into()).await.unwrap();
    let payment = json!({
        "type": 4, "date": "04/06/2026", "invRef": "PT1", "accountRef": "ACME001", "bankCode": "1200",
        "nominalCode": "1200", "details": "Card", "taxCode": 9, "netAmount": 325.01, "taxAmount": 0.0,
        "deptNumber": 2, "userName": "PAYTRACE",
    });
    assert_eq!(fake.sent("/api/transactionPost"), [payment]);
    let part = |invoice: &str, amount: &str| json!({"accountRef": "ACME001", "paymentTransactionNumber": 1002, "invRef": invoice, "amount": amount});
    assert_eq!(fake.sent(ALLOCATE), [part("INV-1", "300.00"), part("INV-2", "20.01")]);
    assert_eq!(open(&fake, "PT1"), ["5.0"]);
    let asked = ["INV-1", "INV-2", "PT1", "NO"].map(reference);
    let due = door(&fake).due(&asked).await.unwrap();
    assert_eq!(due.get(&reference("INV-1")), Some(gbp("0.00")));
    assert_eq!(due.get(&reference("INV-2")), Some(gbp("99.99")));
    assert_eq!(due.get(&reference("PT1")), Some(gbp("5.00")));
    assert_eq!(due.get(&reference("NO")), None);
}

#[tokio::test]
async fn a_receipt_above_what_is_due_or_for_no_invoice_is_refused_before_it_is_booked() {
    let fake = with_invoices().await;
    for (line, sage) in [
        (settles("INV-1", "300.01"), SageDetail::AmountMismatch),
        (settles("INV-7", "1.00"), SageDetail::UnknownInvoice),
    ] {
        let error = door(&fake).post(&receipt_of("PT1", vec![line]).into()).await.unwrap_err();
        assert_eq!((error.sage(), error.outcome()), (Some(sage), Outcome::Nothing));
    }
    let sale = ReceiptLine::DirectSale {
        account: super::account("4000"),
        amount: gbp("1.00"),
        description: text("counter"),
        item: None,
    };
    let error = door(&fake).post(&receipt_of("PT1", vec![sale]).into()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unsupported, Outcome::Nothing));
    assert_eq!(fake.sent("/api/transactionPost"), Vec::<serde_json::Value>::new());
}

#[tokio::test]
async fn a_receipt_that_is_booked_and_not_allocated_says_so_and_can_be_completed() {
    let fake = with_invoices().await;
    let door = door(&fake);
    fake.fault(ALLOCATE, Fault::Busy);
    let error = door.post(&both().into()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::RateLimited, Outcome::Happened));
    assert!(!error.is_retryable());
    assert_eq!(
        &*error.detail().unwrap().message,
        "it is booked as 603; allocated: none; not, or not surely, allocated: INV-1 300.00, INV-2 20.01"
    );
    let document = Document::from(both());
    let differences = document.compare(&door.find(&document).await.unwrap()[0]);
    assert_eq!(differences.len(), 1);
    assert_eq!(
        (differences[0].field, &*differences[0].theirs),
        ("status", "booked, and 325.01 of it not allocated")
    );
    door.allocate(&both()).await.unwrap();
    assert_eq!(open(&fake, "PT1"), ["5.0"]);
    door.allocate(&both()).await.unwrap();
    assert_eq!(fake.sent(ALLOCATE).len(), 3, "a second time does nothing");
    assert_eq!(fake.sent("/api/transactionPost").len(), 1);
}

#[tokio::test]
async fn a_receipt_that_is_allocated_in_part_is_left_to_a_person() {
    let fake = with_invoices().await;
    let door = door(&fake);
    fake.fault(ALLOCATE, Fault::LateAnswer);
    let error = door.post(&both().into()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Transport, Outcome::Happened));
    let error = door.allocate(&both()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Conflict, Outcome::Nothing));
    assert_eq!(fake.sent(ALLOCATE).len(), 1);
    let missing = receipt_of("PT9", vec![settles("INV-1", "1.00")]);
    assert_eq!(door.allocate(&missing).await.unwrap_err().kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn an_allocation_that_booked_another_payment_is_no_success() {
    let fake = with_invoices().await;
    fake.fault(ALLOCATE, Fault::BooksAgain);
    let receipt = receipt_of("PT1", vec![settles("INV-1", "300.00")]);
    let error = door(&fake).post(&receipt.into()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Conflict, Outcome::Happened));
    assert_eq!(open(&fake, "PT1"), ["300.0"]);
}

#[tokio::test]
async fn an_earlier_payment_of_the_same_reference_is_never_allocated() {
    let fake = with_invoices().await;
    let door = door(&fake);
    let prepaid = ReceiptLine::Prepayment { amount: gbp("5.00"), description: text("deposit") };
    door.post(&receipt_of("PT1", vec![prepaid]).into()).await.unwrap();
    door.post(&receipt_of("PT1", vec![settles("INV-1", "1.00")]).into()).await.unwrap();
    assert_eq!(open(&fake, "PT1"), ["5.0", "0.0"]);
}

fn uses(credit: &str, amount: &str) -> ReceiptLine {
    ReceiptLine::CreditUsed { reference: reference(credit), amount: gbp(amount) }
}

#[tokio::test]
async fn a_receipt_of_which_credits_pay_everything_is_refused_before_anything_is_sent() {
    let fake = with_invoices().await;
    let door = door(&fake);
    door.post(&super::credit_memo()).await.unwrap();
    let before = fake.books.lock().unwrap().calls.len();
    let kept = ReceiptLine::Prepayment { amount: gbp("5.00"), description: text("deposit") };
    let netted = vec![settles("INV-2", "120.00"), uses("CN-1", "120.00")];
    for lines in [netted.clone(), [netted, vec![kept]].concat()] {
        let receipt = receipt_of("PT1", lines);
        let error = door.post(&receipt.clone().into()).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unsupported, Outcome::Nothing));
        assert_eq!(door.allocate(&receipt).await.unwrap_err().kind(), ErrorKind::Unsupported);
    }
    assert_eq!(fake.books.lock().unwrap().calls.len(), before);
}

#[tokio::test]
async fn a_receipt_is_equal_only_when_each_of_its_own_allocations_was_made() {
    // The last invoice is paid by a discount alone; what cash pays is allocated after it all the same.
    let kept = ReceiptLine::Invoice {
        reference: reference("INV-2"),
        amount: gbp("120.00"),
        discount: Some(gbp("120.00")),
    };
    let document =
        Document::from(receipt_of("PT1", vec![settles("INV-1", "300.00"), kept, uses("CN-1", "100.00")]));
    for place in 0..=3 {
        let fake = with_invoices().await;
        let door = door(&fake);
        door.post(&super::credit_memo()).await.unwrap();
        for _ in 0..place {
            fake.fault(ALLOCATE, Fault::Nothing);
        }
        fake.fault(ALLOCATE, Fault::Busy);
        let posted = door.post(&document).await;
        // Others settle whatever it should have, by other means.
        for row in &mut fake.books.lock().unwrap().trail {
            if row["type"] != "SA" {
                row["outstanding"] = json!(0);
            }
        }
        let found = door.find(&document).await.unwrap();
        let fields = document.compare(&found[0]).iter().map(|one| one.field).collect::<Vec<_>>();
        if place == 3 {
            assert!(posted.is_ok(), "{posted:?}");
            assert_eq!(fields, Vec::<&str>::new());
        } else {
            assert_eq!(posted.unwrap_err().outcome(), Outcome::Happened);
            assert_eq!(fields, ["status"], "allocation {place} was never made");
        }
    }
}

#[tokio::test]
async fn an_invoice_that_stands_twice_or_says_nothing_is_the_documents_fault_and_not_the_connections() {
    let fake = with_invoices().await;
    let door = door(&fake);
    let receipt = Document::from(receipt_of("PT1", vec![settles("INV-1", "300.00")]));
    door.post(&invoice_of("INV-1", "250.00", "50.00")).await.unwrap();
    let refused = (ErrorKind::Invalid, Some(SageDetail::AmountMismatch), Outcome::Nothing);
    let error = door.post(&receipt).await.unwrap_err();
    assert_eq!((error.kind(), error.sage(), error.outcome()), refused);
    assert!(error.to_string().contains("2 entries have the reference INV-1"), "{error}");
    assert_eq!(fake.sent("/api/transactionPost").len(), 0);
    // What is said of a receipt that is there is said all the same.
    fake.books.lock().unwrap().trail.truncate(2);
    door.post(&receipt).await.unwrap();
    door.post(&invoice_of("INV-1", "250.00", "50.00")).await.unwrap();
    let found = door.find(&receipt).await.unwrap();
    assert_eq!(&*receipt.compare(&found[0])[0].theirs, "booked, and not 300.00 of INV-1 is settled");
    fake.books.lock().unwrap().trail[1]["outstanding"] = json!(null);
    let error = door.post(&receipt_of("PT2", vec![settles("INV-2", "1.00")]).into()).await.unwrap_err();
    assert_eq!((error.kind(), error.sage(), error.outcome()), refused);
}
