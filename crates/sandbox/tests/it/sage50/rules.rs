//! What belongs to one kind of document only: the contract's schemas and the simulator say the same of it.

use reqwest::Method;
use serde_json::{Value, json};

use super::contract::DOCUMENT;
use super::{Desk, invoice, problem, receipt};

fn with(mut body: Value, changes: &Value) -> Value {
    for (name, value) in changes.as_object().unwrap() {
        body[name] = value.clone();
    }
    body.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    body
}

/// Bodies as the contract wants them, each with what makes it wrong and the property that is named then.
fn mixed() -> Vec<(&'static str, Value, Value, &'static str)> {
    let line = |more: Value| json!({"lines": [with(json!({"account": "40000", "amount": "39.98", "description": "W"}), &more)]});
    let invoice = || invoice("I-9", "39.98");
    let memo = || with(invoice(), &json!({"kind": "credit_memo", "dueDate": null}));
    let receipt = || receipt("R-9", "I-1", "10.00");
    let refund = || with(receipt(), &json!({"kind": "refund"}));
    let customer = |terms: Value| json!({"customerId": "NEW-1", "name": "New", "terms": terms});
    let days = || customer(json!({"type": "days", "dueDays": 30}));
    let entry = |one: Value, other: Value| json!({"referenceNumber": "J-1", "transactionDate": "2026-07-01", "lines": [one, other]});
    let debit = || json!({"account": "10200", "debit": "5.00"});
    let journal = || entry(debit(), json!({"account": "40000", "credit": "5.00"}));
    let both =
        json!({"lines": [with(debit(), &json!({"credit": "5.00"})), {"account": "40000", "credit": "5.00"}]});
    let sale = [json!({"type": "direct_sale", "account": "40000", "amount": "10.00", "description": "W"})];
    vec![
        ("/v1/invoices", invoice(), json!({"appliesTo": "I-1"}), "appliesTo"),
        ("/v1/invoices", memo(), json!({"dueDate": "2026-07-31"}), "dueDate"),
        ("/v1/invoices", memo(), json!({"terms": "Net 30"}), "terms"),
        ("/v1/invoices", memo(), json!({"shipVia": "Truck"}), "shipVia"),
        ("/v1/invoices", invoice(), json!({"discountAmount": "1.00"}), "discountAmount"),
        ("/v1/invoices", invoice(), line(json!({"quantity": "2"})), "lines[0].unitPrice"),
        ("/v1/invoices", invoice(), line(json!({"unitPrice": "19.99"})), "lines[0].quantity"),
        ("/v1/payments", receipt(), json!({"originalReference": "R-1"}), "originalReference"),
        ("/v1/payments", receipt(), json!({"kind": "chargeback"}), "originalReference"),
        ("/v1/payments", receipt(), json!({"kind": "prepayment"}), "kind"),
        ("/v1/payments", refund(), json!({"applies": sale}), "applies[0].type"),
        ("/v1/customers", days(), json!({"terms": {"type": "days"}}), "terms.dueDays"),
        ("/v1/customers", days(), json!({"terms": {"type": "month_end", "dueDays": 3}}), "terms.dueDays"),
        (
            "/v1/customers",
            days(),
            json!({"terms": {"type": "days", "dueDays": 30, "discountDays": 10}}),
            "terms.discountDays",
        ),
        (
            "/v1/customers",
            days(),
            json!({"terms": {"type": "prepaid", "discountDays": 10, "discountPercent": "2"}}),
            "terms.discountDays",
        ),
        ("/v1/journal_entries", journal(), both, "lines[0]"),
        (
            "/v1/journal_entries",
            journal(),
            json!({"lines": [{"account": "10200"}, {"account": "40000", "credit": "5.00"}]}),
            "lines[0]",
        ),
    ]
}

#[tokio::test]
async fn what_belongs_to_another_kind_is_refused_by_contract_and_simulator_alike() {
    let desk = Desk::open().await;
    assert_eq!(desk.post("/v1/invoices", &invoice("I-1", "50.00")).await.0, 201);
    for (path, good, change, property) in mixed() {
        assert!(DOCUMENT.takes("POST", path, &good), "{path}: {good}");
        let wrong = with(good, &change);
        assert!(!DOCUMENT.takes("POST", path, &wrong), "the contract takes {wrong}");
        let (status, body) = desk.post(path, &wrong).await;
        assert_eq!(status, 422, "the simulator takes {wrong}: {body}");
        let named: Vec<&str> =
            body.as_array().unwrap().iter().filter_map(|problem| problem["$source"].as_str()).collect();
        assert!(named.iter().any(|source| source.starts_with(property)), "{wrong}: {body}");
    }
    let memo = json!({"kind": "credit_memo"});
    let put = with(with(invoice("I-1", "50.00"), &json!({"dueDate": null})), &memo);
    assert!(!DOCUMENT.takes("PUT", "/v1/invoices", &put), "a credit memo cannot be changed");
    let answer = desk.request(Method::PUT, "/v1/invoices").json(&put).send().await.unwrap();
    assert!(answer.status().is_client_error(), "{}", answer.status());
}

#[tokio::test]
async fn a_receipt_of_nothing_nets_a_credit_memo_with_an_invoice() {
    let desk = Desk::open().await;
    assert_eq!(desk.post("/v1/invoices", &invoice("I-1", "50.00")).await.0, 201);
    let memo = with(invoice("C-1", "50.00"), &json!({"kind": "credit_memo", "dueDate": null}));
    assert_eq!(desk.post("/v1/invoices", &memo).await.0, 201);
    let mut net = receipt("N-1", "I-1", "50.00");
    net["amount"] = json!("0.00");
    let (status, body) = desk.post("/v1/payments", &net).await;
    assert_eq!((status.as_u16(), problem(&body).1), (422, "amount"), "nothing pays for the invoice");
    net["applies"] = json!([{"type": "invoice", "referenceNumber": "I-1", "amount": "50.00"},
        {"type": "credit_used", "referenceNumber": "C-1", "amount": "50.00"}]);
    let (status, body) = desk.post("/v1/payments", &net).await;
    assert_eq!(status, 201, "{body}");
    for reference in ["I-1", "C-1"] {
        let (_, body) = desk.get(&format!("/v1/invoices?referenceNumber={reference}")).await;
        assert_eq!(body["$items"][0]["amountDue"], "0.00", "{body}");
    }
}

#[tokio::test]
async fn a_refund_that_names_a_receipt_names_one_of_the_customers() {
    let desk = Desk::open().await;
    let memo = with(invoice("C-1", "50.00"), &json!({"kind": "credit_memo", "dueDate": null}));
    assert_eq!(desk.post("/v1/invoices", &memo).await.0, 201);
    let refund = with(
        receipt("F-1", "C-1", "50.00"),
        &json!({"kind": "refund", "originalReference": "R-404",
        "applies": [{"referenceNumber": "C-1", "amount": "50.00"}]}),
    );
    let (status, body) = desk.post("/v1/payments", &refund).await;
    assert_eq!((status.as_u16(), problem(&body)), (422, ("UnknownReceipt", "originalReference")));
    let (status, body) = desk.post("/v1/payments", &with(refund, &json!({"originalReference": null}))).await;
    assert_eq!(status, 201, "{body}");
}
