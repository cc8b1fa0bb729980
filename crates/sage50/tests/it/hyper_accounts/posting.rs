//! What is posted stands in the books once, or the error says so.

use sage50::{
    Books, Document, ErrorKind, Goods, Invoice, InvoiceLine, ItemId, JournalEntry, JournalLine, Kind,
    Outcome, Posted, SageDetail,
};
use serde_json::json;

use super::fake::{Fake, Fault};
use super::{
    account, acme, credit_memo, customer, door, gbp, invoice, journal, june, lines, receipt_of, reference,
    sale, settles, text,
};

#[tokio::test]
async fn what_is_posted_is_found_and_equal() {
    let fake = Fake::start().await;
    let door = door(&fake);
    for (document, key) in [
        (invoice(), "601"),
        (credit_memo(), "602"),
        (journal(), "1002"),
        (customer().into(), "ACME001"),
        (receipt_of("PT1", vec![settles("INV-1", "300.00")]).into(), "606"),
    ] {
        let posted = door.post(&document).await.unwrap();
        assert_eq!(posted, Posted::in_books(key));
        let found = door.find(&document).await.unwrap();
        assert_eq!(found.len(), 1, "{document:?}");
        assert_eq!(document.compare(&found[0]), []);
        assert_eq!(posted.key(), Some(&*found[0].key));
    }
}

#[tokio::test]
async fn an_invoice_and_a_journal_entry_are_sent_cell_by_cell() {
    let fake = Fake::start().await;
    door(&fake).post(&invoice()).await.unwrap();
    door(&fake).post(&journal()).await.unwrap();
    let invoice = json!({
        "type": 1, "date": "03/06/2026", "dueDate": "30/06/2026", "invRef": "INV-1", "accountRef": "ACME001",
        "details": "Blue widget", "userName": "PAYTRACE",
        "Lines": [{"nominalCode": "4000", "details": "Blue widget", "netAmount": 250.0, "taxAmount": 50.0,
            "taxCode": 1, "deptNumber": 2}],
    });
    assert_eq!(fake.sent("/api/batchtransactionPost"), [invoice]);
    let split = |nominal: &str, details: &str, kind: u8, net: &str, place: &str| {
        let net: serde_json::Value = serde_json::from_str(net).unwrap();
        json!({"nominalCode": nominal, "details": details, "type": kind, "netAmount": net, "taxAmount": 0.0,
            "taxCode": 9, "deptNumber": "2", "extraRef": place})
    };
    let journal = json!({
        "date": "05/06/2026", "invRef": "SET-1",
        "splits": [
            split("1200", "Settlement net", 15, "475.79", "1/3"),
            split("7901", "Settlement", 15, "14.21", "2/3"),
            split("1201", "Settlement", 16, "490.0", "3/3"),
        ],
    });
    assert_eq!(fake.sent("/api/journal"), [journal]);
}

#[tokio::test]
async fn a_customer_is_sent_whole_and_changed_whole() {
    let fake = Fake::start().await;
    let door = door(&fake);
    door.post(&customer().into()).await.unwrap();
    let expected = json!({
        "accountRef": "ACME001", "name": "Acme Widgets Ltd", "contactName": "Ann Example",
        "telephone": "0113 496 0100", "email": "ap@acme.example", "www": "acme.example", "countryCode": "GB",
        "paymentDueDays": 30, "paymentDueFrom": 0, "inactiveAccount": false,
        "address1": "1 High Street", "address3": "Leeds", "address5": "LS1 1AA",
    });
    assert_eq!(fake.sent("/api/customer/"), [expected]);
    let error = door.post(&customer().into()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Duplicate, Outcome::Nothing));
    let mut changed = customer();
    changed.email = None;
    changed.details.terms = None;
    door.update(&changed.into()).await.unwrap();
    let record = fake.books.lock().unwrap().customers["ACME001"].clone();
    assert_eq!((&record["email"], &record["telephone"]), (&json!(""), &json!("0113 496 0100")));
    assert_eq!((&record["paymentDueDays"], &record["deliveryAddress1"]), (&json!(30), &json!("")));
    let calls = fake.books.lock().unwrap().calls.clone();
    assert_eq!(calls.last().map(|(method, path, _)| (&**method, &**path)), Some(("PATCH", "/api/customer/")));
}

#[tokio::test]
async fn a_lost_answer_is_doubt_and_the_look_up_ends_it() {
    let paths = [
        (invoice(), "/api/batchtransactionPost"),
        (journal(), "/api/journal"),
        (receipt_of("PT1", vec![settles("INV-9", "10.00")]).into(), "/api/transactionPost"),
    ];
    let fake = Fake::start().await;
    let door = door(&fake);
    door.post(&super::invoice_of("INV-9", "10.00", "2.00")).await.unwrap();
    for (document, path) in paths {
        fake.fault(path, Fault::LateAnswer);
        let before = fake.writes();
        let error = door.post(&document).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Transport, Outcome::Unknown), "{path}");
        assert!(!error.is_retryable());
        assert_eq!(fake.writes() - before, 1, "nothing is sent again");
        let found = door.find(&document).await.unwrap();
        let fields: Vec<_> = document.compare(&found[0]).iter().map(|one| one.field).collect();
        // The receipt's cash is there, and it is allocated to nothing.
        let expected = if document.kind() == Kind::Receipt { vec!["status"] } else { vec![] };
        assert_eq!((found.len(), fields), (1, expected));
    }
}

#[tokio::test]
async fn an_answer_of_failure_is_doubt_and_a_refusal_is_not() {
    let fake = Fake::start().await;
    let door = door(&fake);
    fake.fault("/api/batchtransactionPost", Fault::Down);
    let error = door.post(&invoice()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unavailable, Outcome::Unknown));
    fake.fault("/api/batchtransactionPost", Fault::Busy);
    let error = door.post(&invoice()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::RateLimited, Outcome::Nothing));
    assert!(error.is_retryable());
    let mut nobody = sale("INV-2");
    nobody.customer = "NOBODY".parse().unwrap();
    let error = door.post(&Invoice::new(nobody, lines("1.00", "0.20")).unwrap().into()).await.unwrap_err();
    assert_eq!((error.kind(), error.sage()), (ErrorKind::NotFound, Some(SageDetail::UnknownCustomer)));
    assert_eq!(&*error.detail().unwrap().message, "Customer account NOBODY does not exist");
    assert_eq!((error.outcome(), fake.writes()), (Outcome::Nothing, 3));
    assert_eq!(door.find(&invoice()).await.unwrap(), []);
}

#[tokio::test]
async fn a_day_up_to_the_lock_date_is_refused_before_anything_is_sent() {
    let fake = Fake::start().await;
    let door = door(&fake);
    let on = |day: &str| {
        let mut head = sale("INV-1");
        head.date = day.parse().unwrap();
        Document::from(Invoice::new(head, lines("1.00", "0.20")).unwrap())
    };
    let error = door.post(&on("2026-05-31")).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::ClosedPeriod, Outcome::Nothing));
    assert!(
        error.to_string().contains("2026-05-31 lies in what the company locked up to 2026-05-31"),
        "{error}"
    );
    assert_eq!(fake.writes(), 0);
    door.post(&on("2026-06-01")).await.unwrap();
    fake.without_lock_date();
    door.post(&on("2026-05-31")).await.unwrap();
    fake.fault("/api/company", Fault::Down);
    door.post(&on("2026-05-30")).await.unwrap();
    for _ in 0..4 {
        fake.fault("/api/company", Fault::Down);
    }
    let error = door.post(&on("2026-05-29")).await.unwrap_err();
    assert_eq!((error.outcome(), fake.writes()), (Outcome::Nothing, 3), "unknown lock date, nothing sent");
}

#[tokio::test]
async fn a_lock_date_that_is_there_and_cannot_be_read_leaves_no_day_open() {
    let fake = Fake::start().await;
    let door = door(&fake);
    let on_day_three = invoice();
    for date in ["30/6/2026", "30/06/2026 00:00:00", "2026-6-30", "2026-06-30T00:00:00", "3/6/2026"] {
        fake.lock(&json!(date));
        let error = door.post(&on_day_three).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::ClosedPeriod, Outcome::Nothing), "{date}");
    }
    let unread = ["30/06/26", "30 Jun 2026", "06/30/2026", "30.06.2026", "31/06/2026", "26-06-30", "none"];
    let unread =
        unread.map(|text| json!(text)).into_iter().chain([json!(20_260_630), json!(true), json!({})]);
    for date in unread {
        fake.lock(&date);
        let error = door.post(&on_day_three).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unreadable, Outcome::Nothing), "{date}");
    }
    fake.set_company(json!(null));
    assert_eq!(door.post(&on_day_three).await.unwrap_err().kind(), ErrorKind::Unreadable);
    assert_eq!(fake.writes(), 0);
    let empty = ["", " ", "30/12/1899 00:00:00", "01/01/0001", "0001-01-01T00:00:00", "2/6/2026"];
    for date in empty.map(|text| json!(text)).into_iter().chain([json!(null)]) {
        fake.lock(&date);
        door.post(&on_day_three).await.unwrap_or_else(|error| panic!("{date}: {error}"));
    }
}

#[tokio::test]
async fn what_the_api_would_book_otherwise_is_refused_before_anything_is_sent() {
    let fake = Fake::start().await;
    let door = door(&fake);
    let entry = |number: &str, words: &str, debit: &str| {
        let lines = vec![
            JournalLine::debit(account(debit), gbp("1.00")).unwrap(),
            JournalLine::credit(account("4000"), gbp("1.00")).unwrap(),
        ];
        Document::from(
            JournalEntry::new(reference(number), june(5), lines).unwrap().with_description(text(words)),
        )
    };
    let mut lower = sale("A");
    lower.customer = "acme".parse().unwrap();
    let mut elsewhere = sale("A");
    elsewhere.receivable = account("1101");
    let wrong = Invoice::new(elsewhere, lines("1.00", "0.20")).unwrap();
    let described = |words: &str| {
        let line = InvoiceLine::new(account("4000"), gbp("1.00"), text(words)).unwrap();
        Document::from(Invoice::new(sale("A"), vec![line]).unwrap())
    };
    let on_debtors = InvoiceLine::new(account("1100"), gbp("1.00"), text("Widget")).unwrap();
    let on = |day: &str| {
        let mut head = sale("A");
        head.date = chrono::NaiveDate::parse_from_str(day, "%Y-%m-%d")
            .unwrap_or_else(|_| chrono::NaiveDate::from_ymd_opt(12026, 6, 3).unwrap());
        head
    };
    let mut abroad = customer();
    abroad.billing.as_mut().unwrap().country = Some("England".parse().unwrap());
    let invalid: [(Document, &str); 12] = [
        (entry("O'NEIL", "x", "1200"), "apostrophe"),
        (entry("A", &"x".repeat(31), "1200"), "at most 30 characters are allowed: shorten it"),
        (entry("A", "x", "1100"), "debtors control account"),
        (Invoice::new(lower, lines("1.00", "0.20")).unwrap().into(), "only capitals"),
        (wrong.into(), "what customers owe on 1101"),
        (abroad.into(), "no code of two capitals"),
        (described("Refund: Blue widget"), "that do not begin with Refund:, Chargeback:, Discount:"),
        (described(&"x".repeat(61)), "at most 60 characters are allowed: shorten it"),
        (Invoice::new(on("12026-06-03"), lines("1.00", "0.20")).unwrap().into(), "years from 1980 to 9999"),
        (Invoice::new(on("1979-12-31"), lines("1.00", "0.20")).unwrap().into(), "years from 1980 to 9999"),
        (Invoice::new(sale("A"), vec![on_debtors]).unwrap().into(), "account is \"1100\""),
        (receipt_of("A", vec![settles("IT'S", "1.00")]).into(), "reference IT'S has an apostrophe"),
    ];
    for (document, reason) in invalid {
        let error = door.post(&document).await.unwrap_err();
        assert!(error.to_string().contains(reason), "{error}");
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Invalid, Outcome::Nothing));
    }
    let goods = Goods { item: Some(ItemId::new("W1").unwrap()), ..Goods::default() };
    let line = lines("1.00", "0.20").remove(0).with_goods(goods).unwrap();
    let error = door.post(&Invoice::new(sale("A"), vec![line]).unwrap().into()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unsupported, Outcome::Nothing));
    assert!(fake.books.lock().unwrap().calls.is_empty());
    assert_eq!(acme().as_str(), "ACME001");
}
