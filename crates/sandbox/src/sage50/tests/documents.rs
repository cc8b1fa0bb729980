//! What the books take, refuse and answer.

use super::*;
use Resource::{Customers, Invoices, JournalEntries, Payments};

#[test]
fn a_new_invoice_is_open_and_answered_whole() {
    let mut books = Company::new();
    let body = json!({
        "kind": "invoice", "referenceNumber": "PT100000001", "customerId": "acme-001",
        "transactionDate": "2026-03-09", "dueDate": "2026-04-09", "customerPurchaseOrder": "PO 7",
        "receivableAccount": "11000",
        "lines": [
            {"account": "40000", "amount": "100.00", "description": "Goods"},
            {"account": "23100", "amount": 8.25, "description": "Sales tax", "salesTax": true},
        ],
    });
    let mut answer = post(&mut books, Invoices, &body);
    let key = answer["key"].take();
    assert_eq!(key.as_str().unwrap().len(), 36, "a GUID");
    assert_eq!(
        answer,
        json!({
            "key": null, "kind": "invoice", "referenceNumber": "PT100000001", "customerId": "ACME-001",
            "transactionDate": "2026-03-09", "total": "108.25", "amountDue": "108.25", "status": "open",
        })
    );
    assert_eq!(balance(&books, "11000"), "108.25");
    assert_eq!(balance(&books, "40000"), "-100.00");
    assert_eq!(balance(&books, "23100"), "-8.25");
    assert_whole(&books);
}

#[test]
fn a_used_number_is_refused_on_invoices_and_credit_memos_alike_in_any_case() {
    let mut books = Company::new();
    post(&mut books, Invoices, &invoice("Inv-1", "10.00"));
    for body in [invoice("Inv-1", "10.00"), invoice("INV-1", "7.00"), credit_memo("inv-1", "1.00")] {
        let problems = refused(&mut books, Invoices, &body);
        assert_eq!(problems, only(Code::DuplicateValue, "referenceNumber"));
    }
    let other = with(invoice("INV-1", "10.00"), "customerId", json!("BAYSIDE"));
    assert_eq!(
        refused(&mut books, Invoices, &other),
        only(Code::DuplicateValue, "referenceNumber"),
        "company-wide"
    );
}

#[test]
fn a_used_customer_id_is_refused_in_any_case() {
    let mut books = Company::new();
    let body = json!({"customerId": "Acme-001", "name": "Another"});
    assert_eq!(refused(&mut books, Customers, &body), only(Code::DuplicateValue, "customerId"));
    assert_eq!(books.posts, 0, "the known customers are no posts");
}

#[test]
fn a_duplicate_is_answered_409_and_anything_else_422() {
    let mut books = Company::new();
    let body = serde_json::to_vec(&json!({"customerId": "BAYSIDE", "name": "x"})).unwrap();
    let request = Request::read(Customers, &body).unwrap();
    assert_eq!(books.create(&request, today()).unwrap_err().status(), 409);
    let body = serde_json::to_vec(&json!({"customerId": "NEW"})).unwrap();
    assert_eq!(Request::read(Customers, &body).unwrap_err().status(), 422);
}

#[test]
fn payments_and_journal_entries_may_repeat_a_number() {
    let mut books = Company::new();
    post(&mut books, Invoices, &invoice("I-1", "10.00"));
    let body = receipt("CASH", &[("I-1", "4.00")], "4.00");
    let keys = [post(&mut books, Payments, &body), post(&mut books, Payments, &body)]
        .map(|answer| answer["key"].clone());
    assert_ne!(keys[0], keys[1]);
    assert_eq!(due(&books, "I-1"), "2.00", "both were applied");
    let lines = json!([{"account": "10200", "debit": "1.00"}, {"account": "10300", "credit": "1.00"}]);
    post(&mut books, JournalEntries, &journal_entry("BATCH 7", &lines));
    post(&mut books, JournalEntries, &journal_entry("BATCH 7", &lines));
    assert_eq!(balance(&books, "10200"), "2.00");
    assert_eq!(books.posts, 5);
}

/// The customer's invoice `I-1` and credit memo `C-1`, and another customer's invoice `I-2`.
fn with_documents() -> Company {
    let mut books = Company::new();
    post(&mut books, Invoices, &invoice("I-1", "10.00"));
    post(&mut books, Invoices, &credit_memo("C-1", "10.00"));
    post(&mut books, Invoices, &with(invoice("I-2", "10.00"), "customerId", json!("BAYSIDE")));
    books
}

#[test]
fn whom_and_what_the_books_do_not_know_is_refused_by_name() {
    let mut books = with_documents();
    let cases = [
        (invoice("N", "1.00"), "customerId", "NOBODY", Code::UnknownCustomer),
        (invoice("N", "1.00"), "receivableAccount", "99", Code::UnknownAccount),
        (invoice("N", "1.00"), "receivableAccount", "10200", Code::InvalidValue),
        (credit_memo("N", "1.00"), "appliesTo", "NONE", Code::UnknownInvoice),
        (credit_memo("N", "1.00"), "appliesTo", "C-1", Code::UnknownInvoice),
        (credit_memo("N", "1.00"), "appliesTo", "I-2", Code::UnknownInvoice),
    ];
    for (body, name, value, code) in cases {
        let problems = refused(&mut books, Invoices, &with(body, name, json!(value)));
        assert_eq!(problems, only(code, name), "{value}");
    }
    for (account, code) in [("99", Code::UnknownAccount), ("11000", Code::InvalidValue)] {
        let lines = json!([{"account": account, "amount": "1.00", "description": "x"}]);
        let problems = refused(&mut books, Invoices, &with(invoice("N", "1.00"), "lines", lines));
        assert_eq!(problems, only(code, "lines[0].account"));
    }
}

#[test]
fn a_payment_for_what_the_customer_does_not_have_is_refused() {
    let mut books = with_documents();
    let paid = |reference: &str| receipt("R", &[(reference, "1.00")], "1.00");
    let cases = [
        ("customerId", "NOBODY", Code::UnknownCustomer),
        ("cashAccount", "99", Code::UnknownAccount),
        ("cashAccount", "11000", Code::InvalidValue),
    ];
    for (name, value, code) in cases {
        let problems = refused(&mut books, Payments, &with(paid("I-1"), name, json!(value)));
        assert_eq!(problems, only(code, name), "{value}");
    }
    let back = refund("R", &[("I-1", "1.00")], "1.00");
    for body in [paid("NONE"), paid("C-1"), paid("I-2"), back] {
        let problems = refused(&mut books, Payments, &body);
        assert_eq!(problems, only(Code::UnknownInvoice, "applies[0].referenceNumber"), "{body}");
    }
}

#[test]
fn days_outside_the_open_periods_are_refused() {
    let mut books = Company::new();
    post(&mut books, Invoices, &invoice("I-1", "10.00"));
    let lines = json!([{"account": "10200", "debit": "1.00"}, {"account": "10300", "credit": "1.00"}]);
    let bodies = [
        (Invoices, invoice("N", "1.00")),
        (Payments, receipt("N", &[("I-1", "1.00")], "1.00")),
        (JournalEntries, journal_entry("N", &lines)),
    ];
    for (resource, body) in bodies {
        for day in ["1989-12-31", "2027-03-11"] {
            let body = with(body.clone(), "transactionDate", json!(day));
            assert_eq!(refused(&mut books, resource, &body), only(Code::ClosedPeriod, "transactionDate"));
        }
    }
    for (reference, day) in [("FIRST", "1990-01-01"), ("LAST", "2027-03-10")] {
        post(&mut books, Invoices, &with(invoice(reference, "1.00"), "transactionDate", json!(day)));
    }
}

#[test]
fn an_inactive_account_is_refused() {
    let mut books = Company::new();
    assert!(books.chart.set_inactive("40000", true));
    assert_eq!(
        refused(&mut books, Invoices, &invoice("I-1", "1.00")),
        only(Code::InvalidValue, "lines[0].account")
    );
    assert!(books.chart.set_inactive("40000", false));
    post(&mut books, Invoices, &invoice("I-1", "1.00"));
    assert!(!books.chart.set_inactive("99", true));
}

#[test]
fn a_journal_entry_balances_and_leaves_the_control_account_alone() {
    let mut books = Company::new();
    let cases = [
        (
            json!([{"account": "10200", "debit": "1.00"}, {"account": "57500", "credit": "0.99"}]),
            Code::Unbalanced,
            "lines",
        ),
        (
            json!([{"account": "10200", "debit": "1.00"}, {"account": "57500", "debit": "1.00"}]),
            Code::Unbalanced,
            "lines",
        ),
        (
            json!([{"account": "11000", "debit": "1.00"}, {"account": "57500", "credit": "1.00"}]),
            Code::InvalidValue,
            "lines[0].account",
        ),
        (
            json!([{"account": "10200", "debit": "1.00"}, {"account": "99", "credit": "1.00"}]),
            Code::UnknownAccount,
            "lines[1].account",
        ),
        (
            json!([{"account": "10200", "debit": "1.00", "credit": "1.00"}, {"account": "57500", "credit": "1.00"}]),
            Code::InvalidValue,
            "lines[0].debit",
        ),
    ];
    for (lines, code, source) in cases {
        assert_eq!(refused(&mut books, JournalEntries, &journal_entry("J", &lines)), only(code, source));
    }
    let zeros = json!([{"account": "10200", "debit": "0.00"}, {"account": "57500", "credit": "0.00"}]);
    let problems = refused(&mut books, JournalEntries, &journal_entry("J", &zeros));
    assert_eq!(problems, only(Code::InvalidValue, "lines"));
    let lines = json!([
        {"account": "10200", "debit": "96.80", "description": "net"}, {"account": "57500", "debit": 3.2},
        {"account": "58000", "debit": "0.00"},
        {"account": "10300", "credit": "100.00"},
    ]);
    let answer = post(&mut books, JournalEntries, &journal_entry("BATCH 12", &lines));
    assert_eq!((&answer["total"], &answer["status"]), (&json!("100.00"), &json!("posted")));
    assert_eq!((balance(&books, "10300"), balance(&books, "57500")), ("-100.00".into(), "3.20".into()));
    assert_whole(&books);
}
