use serde_json::json;

use super::*;
use crate::model::{CustomerId, GlAccount, PaymentHead, PaymentMethod, Receipt, Reference, Tender};

fn receipt() -> Document {
    let amount = Money::from_minor(1999, Currency::Usd);
    let head = PaymentHead::new(
        Reference::new("PT1").unwrap(),
        CustomerId::new("ACME-001").unwrap(),
        "2026-07-01".parse().unwrap(),
        Tender::new(GlAccount::new("10300").unwrap(), PaymentMethod::new("Card").unwrap()),
    );
    Receipt::of_invoice(head, Reference::new("INV1").unwrap(), amount).unwrap().into()
}

fn answer(changes: &Value) -> Vec<u8> {
    let mut answer = json!({"key": "b1", "kind": "receipt", "referenceNumber": "PT1", "customerId": "acme-001",
        "transactionDate": "2026-07-01T00:00:00", "amount": "19.9900000", "status": "posted", "new": {"x": [1.5]}});
    for (field, value) in changes.as_object().unwrap() {
        answer[field] = value.clone();
    }
    answer.to_string().into_bytes()
}

#[test]
fn an_answer_about_this_document_is_believed_in_every_tolerated_spelling() {
    let tolerated = [
        json!({}),
        json!({"amount": 19.99}),
        json!({"referenceNumber": " pt1 "}),
        json!({"transactionDate": "0001-01-01"}),
        json!({"transactionDate": null, "amount": null, "kind": null, "customerId": null}),
        json!({"kind": "Receipt", "status": "unheard of"}),
        json!({"kind": "money in"}),
    ];
    for changes in tolerated {
        assert_eq!(posted(&receipt(), &answer(&changes)).unwrap(), Posted::in_books("b1"), "{changes}");
    }
    let pascal = br#"{"Key":"b1","ReferenceNumber":"PT1","TransactionDate":"2026-07-01","Status":"open"}"#;
    assert!(posted(&receipt(), pascal).is_ok());
}

#[test]
fn a_success_that_cannot_be_believed_is_in_doubt() {
    let doubtful = [
        json!({"key": null}),
        json!({"key": ""}),
        json!({"key": "00000000-0000-0000-0000-000000000000"}),
        json!({"key": ["b1"]}),
        json!({"success": false}),
        json!({"referenceNumber": "PT10"}),
        json!({"customerId": "BAYSIDE"}),
        json!({"kind": "refund"}),
        json!({"transactionDate": "2026-07-02"}),
        json!({"amount": "1999"}),
        json!({"amount": "-19.99"}),
        json!({"amount": "19.991"}),
        json!({"amount": {}}),
        json!({"status": "Voided"}),
    ];
    for changes in doubtful {
        let error = posted(&receipt(), &answer(&changes)).unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unreadable, Outcome::Unknown), "{changes}");
        assert!(!error.is_retryable());
    }
    for body in [
        "",
        "{}",
        "null",
        "\"b1\"",
        "[]",
        "{\"key\":\"b1\"",
        "{\"key\":\"b1\"}}",
        "<html></html>",
        r#"{"key":"b1","Key":"b2"}"#,
        r#"{"success":true}"#,
        r#"{"receipt":{"key":"b1"}}"#,
    ] {
        let error = posted(&receipt(), body.as_bytes()).unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unreadable, Outcome::Unknown), "{body}");
    }
}

#[test]
fn an_entry_is_read_as_far_as_it_is_exact() {
    let found = |changes: Value| {
        let entry: Entry = serde_json::from_slice(&answer(&changes)).unwrap();
        entry.found(Kind::Receipt, Currency::Usd)
    };
    let whole = found(json!({})).unwrap();
    assert_eq!(receipt().compare(&whole), []);
    assert_eq!((&*whole.key, whole.status.as_deref(), whole.voided), ("b1", Some("posted"), false));
    assert!(found(json!({"status": "VOIDED"})).unwrap().voided);
    for inexact in [json!("19.995"), json!("nineteen"), json!(true), json!(null)] {
        assert_eq!(found(json!({"amount": inexact})).unwrap().amount, None);
    }
    assert_eq!(found(json!({"transactionDate": "1/1/0001"})).unwrap().date, None);
    assert_eq!(found(json!({"kind": "prepayment"})).unwrap().kind, Kind::Receipt);
    assert_eq!(found(json!({"kind": "barter"})), Err("an entry is of a kind this version does not know"));
    assert_eq!(found(json!({"kind": null})), Err("an entry does not say its kind"));
    assert_eq!(found(json!({"key": null})), Err("an entry has no key"));
    assert_eq!(found(json!({"kind": "refund"})).unwrap().kind, Kind::Refund);
}

#[test]
fn a_customers_balance_is_not_its_amount() {
    let entry: Entry = serde_json::from_value(json!({"key": "c1", "customerId": "ACME-001", "name": "Acme",
        "balance": "5.00", "amount": "5.00", "transactionDate": "2026-07-01"}))
    .unwrap();
    let found = entry.found(Kind::Customer, Currency::Usd).unwrap();
    assert_eq!((&*found.reference, found.customer.as_deref()), ("ACME-001", Some("ACME-001")));
    assert_eq!((found.amount, found.date), (None, None));
}

/// The receipt as it is read back with these changes, compared with what was posted.
fn read_back(changes: &Value) -> Vec<&'static str> {
    let mut entry = json!({"key": "b1", "kind": "receipt", "referenceNumber": "PT1", "customerId": "ACME-001",
        "transactionDate": "2026-07-01", "amount": "19.99", "status": "posted", "cashAccount": "10300",
        "discountAccount": null, "applies": [{"referenceNumber": "INV1", "amount": "19.99"}]});
    for (field, value) in changes.as_object().unwrap() {
        entry[field] = value.clone();
    }
    let entry: Entry = json::read(entry.to_string().as_bytes()).unwrap();
    let found = entry.found(Kind::Receipt, Currency::Usd).unwrap();
    receipt().compare(&found).into_iter().map(|difference| difference.field).collect()
}

#[test]
fn an_entry_that_differs_in_money_customer_day_account_or_invoice_is_no_confirmation() {
    let line = |invoice: &str, amount: Value| json!([{"referenceNumber": invoice, "amount": amount}]);
    let equal = [
        json!({}),
        json!({"applies": line("inv1", json!(19.99)), "cashAccount": 10300}),
        json!({"applies": [{"Type": "invoice", "ReferenceNumber": "INV1", "Amount": "19.9900000"}]}),
        json!({"applies": [{"referenceNumber": "INV1", "amount": "10"}, {"referenceNumber": "INV1", "amount": "9.99"}]}),
        // A gateway that tells no more than the head.
        json!({"applies": null, "cashAccount": null}),
    ];
    for changes in equal {
        assert_eq!(read_back(&changes), Vec::<&str>::new(), "{changes}");
    }
    let other: [(Value, &[&str]); 14] = [
        (json!({"amount": "19.98"}), &["amount"]),
        (json!({"amount": null}), &["amount"]),
        (json!({"customerId": "BAYSIDE"}), &["customer"]),
        (json!({"transactionDate": "2026-07-02"}), &["date"]),
        (json!({"cashAccount": "10200"}), &["account"]),
        (json!({"applies": line("INV2", json!("19.99"))}), &["settled document", "settled document"]),
        (json!({"applies": line("INV1", json!("19.98"))}), &["settled document"]),
        (json!({"applies": line("INV1", json!("19.991"))}), &["settled document"]),
        (json!({"applies": []}), &["settled document"]),
        (json!({"applies": "INV1"}), &["settled document"]),
        (
            json!({"applies": [{"type": "credit_used", "referenceNumber": "INV1", "amount": "19.99"}]}),
            &["settled document", "credit used"],
        ),
        (
            json!({"applies": [{"type": "prepayment", "amount": "19.99"}]}),
            &["settled document", "prepayment"],
        ),
        (
            json!({"applies": [{"type": "barter", "referenceNumber": "INV1", "amount": "19.99"}]}),
            &["settled document"],
        ),
        (
            json!({"applies": [{"referenceNumber": "INV1", "amount": "19.99", "discount": "1.00"}]}),
            &["discount"],
        ),
    ];
    for (changes, fields) in other {
        assert_eq!(read_back(&changes), fields, "{changes}");
    }
}

#[test]
fn sales_and_journal_entries_are_read_back_by_account() {
    let read = |kind, body: Value| {
        let entry: Entry = json::read(body.to_string().as_bytes()).unwrap();
        entry.found(kind, Currency::Usd).unwrap().booking
    };
    let words = |booking: &crate::model::Booking| {
        let parts = booking.parts.iter().flatten();
        parts.map(|part| format!("{} {}", part.share, part.amount)).collect::<Vec<_>>()
    };
    let memo = read(
        Kind::Invoice,
        json!({"key": "k", "kind": "credit_memo", "total": "5.40", "appliesTo": "PT1-I",
        "receivableAccount": "11000", "lines": [{"account": "48000", "amount": "5.00"},
        {"account": "23100", "amount": "0.40", "salesTax": true}]}),
    );
    assert_eq!(memo.account.as_deref(), Some("11000"));
    assert_eq!(words(&memo), ["23100 0.40", "48000 5.00", "pt1-i 5.40"]);
    let journal = read(
        Kind::JournalEntry,
        json!({"key": "k", "total": "5.00", "lines": [
        {"account": "10200", "debit": "5.00"}, {"account": "10300", "credit": "2.00", "debit": null},
        {"account": "10300", "credit": "3.00"}]}),
    );
    assert_eq!(words(&journal), ["10200 5.00", "10300 -5.00"]);
    for lines in [json!([{"account": "1"}]), json!([{"debit": "1"}]), json!([7]), json!({})] {
        let broken = read(Kind::JournalEntry, json!({"key": "k", "lines": lines}));
        assert_eq!(broken.parts, Some(Vec::new()), "{lines}");
    }
}
