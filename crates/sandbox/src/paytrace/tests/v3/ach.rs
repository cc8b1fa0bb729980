use serde_json::{Value, json};

use super::super::super::checks;
use super::super::moment;
use super::{Desk, MERCHANT_ID, named, query, sealed};

fn payment(amount: &str) -> Value {
    let amount: Value = serde_json::from_str(amount).unwrap();
    json!({
        "std_entry_class": "WEB", "amount": amount, "billing_name": "Bo Example", "invoice_number": "I-5",
        "bank_account": {"account_number": sealed("123456789"), "routing_number": "325070760",
                         "account_type": "CHECKING"},
    })
}

fn pay(desk: &mut Desk, amount: &str, key: &str) -> Value {
    let mut body = payment(amount);
    body["idempotency_key"] = json!(key);
    desk.done("checks/payment", body)
}

#[test]
fn a_payment_is_initiated_and_read_back_by_id_and_by_key() {
    let mut desk = Desk::open();
    let data = pay(&mut desk, "80.55", "order 1/a+b");
    let id = data["transaction_id"].as_str().unwrap().to_owned();
    let expected = json!({
        "response_code": 120, "response_message": "Your check was successfully processed.", "transaction_id": id,
        "transaction_status": "INITIATED", "amount": 80.55, "idempotency_key": "order 1/a+b",
    });
    assert_eq!(data, expected);
    let record = desk.read(&format!("checks/transactions/{id}"));
    let expected = json!({
        "transaction_id": id, "merchant_id": MERCHANT_ID, "transaction_status": "INITIATED",
        "transaction_type": 1, "amount": 80.55, "reversible_amount": 80.55, "std_entry_class": "WEB",
        "entry_method": "API", "customer_id": null, "customer_label": "", "account_masked": "*****6789",
        "routing_number": "325070760", "account_type": "CHECKING", "billing_name": "Bo Example",
        "invoice_number": "I-5", "description": "", "idempotency_key": "order 1/a+b",
        "original_transaction_id": null, "created_at": "2026-03-01T10:05:09Z", "processed_at": null,
        "settled_at": null, "deposit_id": null, "return_code": null, "return_reason": null, "returned_at": null,
    });
    assert_eq!(record, expected);
    assert_eq!(desk.read("checks/transactions/idempotency-keys/order%201%2Fa+b"), record);
    assert_eq!(desk.get("checks/transactions/idempotency-keys/else").0, 404);
    assert_eq!(desk.get("checks/transactions/00000000-0000-0000-0000-000000000000").0, 404);
}

#[test]
fn the_same_key_gives_the_first_answer_and_no_second_debit() {
    let mut desk = Desk::open();
    let first = pay(&mut desk, "10", "k1");
    checks::progress(&mut desk.state, moment(2, 0));
    assert_eq!(pay(&mut desk, "10", "k1"), first);
    assert_eq!(pay(&mut desk, "99", "k1"), first);
    assert_eq!(desk.state.checks.all().count(), 1);
    desk.done("checks/payment", payment("10"));
    desk.done("checks/payment", payment("10"));
    assert_eq!(desk.state.checks.all().count(), 3);
}

#[test]
fn an_accepted_payment_may_be_answered_as_if_it_were_not() {
    let mut desk = Desk::open();
    let mut body = payment("4.22");
    body["idempotency_key"] = json!("k2");
    assert_eq!(desk.flaws("checks/payment", body.clone()), named(&[("path/record_id", "CONSTRAINT")]));
    let record = desk.read("checks/transactions/idempotency-keys/k2");
    assert_eq!((&record["transaction_status"], &record["amount"]), (&json!("INITIATED"), &json!(4.22)));
    assert_eq!(desk.flaws("checks/payment", body), named(&[("path/record_id", "CONSTRAINT")]));
    assert_eq!(desk.state.checks.all().count(), 1);
}

#[test]
fn a_declined_payment_is_no_http_error() {
    let mut desk = Desk::open();
    let data = pay(&mut desk, "0.29", "k3");
    assert_eq!((&data["response_code"], &data["transaction_status"]), (&json!(125), &json!("DECLINED")));
    assert!(data["ach_code"].is_u64() && data["ach_message"].is_string());
    assert_eq!(desk.read("checks/transactions/idempotency-keys/k3")["reversible_amount"], 0);
}

#[test]
fn what_is_wrong_with_a_payment_stands_at_its_field() {
    let mut desk = Desk::open();
    let body = json!({"std_entry_class": "XYZ", "amount": 0, "idempotency_key": "k".repeat(51)});
    let expected = named(&[
        ("body/idempotency_key", "CONSTRAINT"),
        ("body/std_entry_class", "CONSTRAINT"),
        ("body/amount", "CONSTRAINT"),
    ]);
    assert_eq!(desk.flaws("checks/payment", body), expected);
    let mut plain = payment("5");
    plain["bank_account"]["account_number"] = json!("123456789");
    plain["bank_account"]["routing_number"] = json!("325070761");
    let expected = named(&[
        ("body/bank_account/account_number", "CONSTRAINT"),
        ("body/bank_account/account_number", "45"),
        ("body/bank_account/routing_number", "46"),
    ]);
    assert_eq!(desk.flaws("checks/payment", plain), expected);
    let body = json!({"std_entry_class": "WEB", "amount": 5, "customer_id": 1});
    assert_eq!(desk.flaws("checks/payment", body), named(&[("body/customer_id", "CONSTRAINT")]));
    assert_eq!(desk.state.checks.all().count(), 0);
}

#[test]
fn records_are_listed_by_pages_of_at_most_thirty() {
    let mut desk = Desk::open();
    for number in 1..=12 {
        pay(&mut desk, &number.to_string(), &format!("k{number}"));
    }
    let body = json!({"amount": "3.00", "check": {"account_number": "1", "routing_number": "325070760"}});
    super::call(&mut desk.state, "/v1/checks/sale/by_account", &body, 3);
    checks::progress(&mut desk.state, moment(3, 23));
    let page = desk.read(&format!("checks/transactions{}", query(&[("offset", "10")])));
    let totals = [&page["total"], &page["limit"], &page["offset"]];
    assert_eq!(totals, [&json!(13), &json!(10), &json!(10)]);
    assert_eq!(page["items"].as_array().unwrap().len(), 3);
    for (name, value, total) in [
        ("status", "SETTLED", 12),
        ("status", "ORIGINATED", 1),
        ("idempotency_key", "k7", 1),
        ("transaction_type", "2", 0),
        ("entry_method", "RE", 0),
        ("date_type", "SETTLED", 12),
        ("start_date", "2026-03-02", 1),
        ("end_date", "2026-03-01T23:59:59Z", 12),
        ("search_term", "i-5", 12),
        ("customer_id", "1", 0),
    ] {
        let found = desk.read(&format!("checks/transactions{}", query(&[(name, value), ("limit", "30")])));
        assert_eq!(found["total"], total, "{name} {value}");
    }
    let (status, answer) = desk.get("checks/transactions?limit=31");
    let fields: Vec<&Value> = answer["data"].as_array().unwrap().iter().map(|flaw| &flaw["field"]).collect();
    assert_eq!((status, fields), (422, vec![&json!("query/merchant_id"), &json!("query/limit")]));
}

#[test]
fn a_returned_debit_says_why_and_lessens_a_later_deposit() {
    let mut desk = Desk::open();
    // The 1st of March 2026 is a Sunday.
    let returned = pay(&mut desk, "1.25", "r")["transaction_id"].as_str().unwrap().to_owned();
    pay(&mut desk, "10", "k1");
    desk.day = 2;
    let body = json!({"amount": "40.00", "check": {"account_number": "1", "routing_number": "325070760"}});
    super::call(&mut desk.state, "/v1/checks/sale/by_account", &body, 2);
    checks::progress(&mut desk.state, moment(6, 23));
    desk.sign_in();
    let record = desk.read(&format!("checks/transactions/{returned}"));
    assert_eq!(
        [
            &record["transaction_status"],
            &record["return_code"],
            &record["return_reason"],
            &record["returned_at"]
        ],
        [&json!("RETURNED"), &json!("R01"), &json!("NSF"), &json!("2026-03-04T12:00:00Z")]
    );
    let found = desk.done("checks/deposit/search", json!({}));
    let expected = json!([
        {"deposit_id": "20260303-D0001", "deposit_date": "2026-03-03", "amount": 11.25, "debit_count": 2,
         "debit_amount": 11.25, "credit_count": 0, "credit_amount": 0, "return_count": 0, "return_amount": 0},
        {"deposit_id": "20260304-D0001", "deposit_date": "2026-03-04", "amount": 38.75, "debit_count": 1,
         "debit_amount": 40, "credit_count": 0, "credit_amount": 0, "return_count": 1, "return_amount": 1.25},
    ]);
    assert_eq!(found["items"], expected);
    let body = json!({"start_date": "2026-03-04", "return_all_results": true});
    assert_eq!(desk.done("checks/deposit/search", body)["total"], 1);
    let body = json!({"deposit_id": "20260304-D0001"});
    assert_eq!(desk.done("checks/deposit/transactions", body)["total"], 2);
    assert_eq!(desk.post("checks/deposit/transactions", json!({"deposit_id": "x"})).0, 404);
}
