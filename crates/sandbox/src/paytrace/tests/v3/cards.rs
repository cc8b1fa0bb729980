use serde_json::{Value, json};

use super::super::super::card::Card;
use super::super::super::fields::Fields;
use super::{Desk, MERCHANT_ID, exports, named, query, sealed, sealed_card, visa};

/// Tokens of a card that a browser handed in.
fn protected(desk: &mut Desk) -> Value {
    let card = Card::read(Fields::of(&visa()));
    let (hpf_token, enc_key) = desk.state.protect.take(card, "999".to_owned());
    json!({"hpf_token": hpf_token, "enc_key": enc_key})
}

#[test]
fn a_keyed_sale_answers_in_v3s_words() {
    let mut desk = Desk::open();
    let body = json!({
        "amount": 80.55, "card": sealed_card(), "csc": sealed("999"), "billing_name": "Bo Example",
        "billing_address": {"street": "8320 E. West St.", "postal_code": "85284"}, "invoice_number": "I-1",
    });
    let expected = json!({
        "response_code": 101, "response_message": "Your transaction was successfully approved.",
        "transaction_id": "100000001", "approval_code": "TAS001",
        "approval_message": "EXACT MATCH - Approved and completed", "avs_response": "Full Exact Match",
        "csc_response": "Match", "external_transaction_id": "", "masked_card_number": "xxxxxxxxxxxx5439",
    });
    assert_eq!(desk.done("card/sale/keyed", body), expected);
}

#[test]
fn a_plain_card_or_code_is_refused_before_anything_is_done() {
    let mut desk = Desk::open();
    let body = json!({"amount": 1, "card": visa(), "csc": "999"});
    let expected = named(&[("body/csc", "CONSTRAINT"), ("body/card/number", "CONSTRAINT")]);
    assert_eq!(desk.flaws("card/sale/keyed", body), expected);
    assert!(desk.state.rows.first_day().is_none());
}

#[test]
fn everything_missing_is_named_with_its_path() {
    let mut desk = Desk::open();
    let (status, answer) = desk.raw("POST", "card/sale/keyed", b"");
    let fields: Vec<&str> =
        answer["data"].as_array().unwrap().iter().map(|flaw| flaw["field"].as_str().unwrap()).collect();
    assert_eq!((status, fields), (422, vec!["body/merchant_id", "body/amount", "body/card"]));
    let (status, answer) = desk.raw("POST", "card/sale/keyed", b"[1]");
    assert_eq!((status, &answer["data"][0]["field"]), (422, &json!("body")));
    let body = json!({"merchant_id": 7, "amount": "x"}).to_string();
    let (_, answer) = desk.raw("POST", "card/sale/customer/1", body.as_bytes());
    let codes: Vec<&Value> = answer["data"].as_array().unwrap().iter().map(|flaw| &flaw["code"]).collect();
    assert_eq!(codes, ["CONSTRAINT", "TYPE"]);
}

#[test]
fn what_the_gateway_refuses_stands_at_its_v3_field_with_its_number() {
    let mut desk = Desk::open();
    let card = json!({"encrypted_number": sealed("54545454545454"), "expiration_month": 14, "expiration_year": 1999});
    let expected = named(&[("body/card/number", "35"), ("body/card/expiration_month", "43")]);
    assert_eq!(desk.flaws("card/sale/keyed", json!({"amount": 1, "card": card})), expected);
    let zero = desk.flaws("card/sale/customer/1", json!({"amount": 0}));
    assert_eq!(zero, named(&[("body/amount", "9001")]));
    let unknown = json!({"hpf_token": "x", "enc_key": "y", "amount": 1});
    assert_eq!(desk.flaws("card/sale/pt-protect", unknown), named(&[("body/hpf_token", "9015")]));
}

#[test]
fn a_decline_is_no_http_error() {
    let mut desk = Desk::open();
    let data = desk.done("card/sale/customer/1", json!({"amount": 0.29}));
    assert_eq!(data["response_code"], 102);
    assert_eq!(data["approval_message"], "  EXPIRED CARD - Expired card");
    let id = data["transaction_id"].as_str().unwrap();
    let record = desk.read(&format!("card/transaction/{id}{}", query(&[])));
    assert_eq!(record["transaction_status"], "DECLINED");
}

#[test]
fn a_sale_of_v3_is_a_row_of_v1_and_the_reverse() {
    let mut desk = Desk::open();
    let id: i64 = desk.sale("19.99").parse().unwrap();
    let row = super::super::exported(&mut desk.state, id);
    assert_eq!((&row["amount"], &row["customer_id"]), (&json!(19.99), &json!("C1")));
    let id = super::super::sale(&mut desk.state, "5.00", 1);
    let record = desk.read(&format!("card/transaction/{id}{}", query(&[])));
    assert_eq!((&record["transaction_id"], &record["customer_id"]), (&json!(id.to_string()), &json!(1)));
    assert_eq!((&record["transaction_status"], &record["settle_amount"]), (&json!("APPROVED"), &Value::Null));
}

#[test]
fn a_protected_card_is_charged_once_and_may_make_a_customer() {
    let mut desk = Desk::open();
    let mut body = protected(&mut desk);
    body["amount"] = json!(3);
    assert_eq!(desk.done("card/sale/pt-protect", body.clone())["response_code"], 101);
    assert_eq!(desk.flaws("card/sale/pt-protect", body), named(&[("body/hpf_token", "9015")]));
    let mut body = protected(&mut desk);
    body["amount"] = json!(4);
    body["create_customer"] = json!(true);
    body["customer_label"] = json!("NEW");
    body["billing_name"] = json!("Cy Example");
    let data = desk.done("card/sale/pt-protect/customer/", body);
    assert_eq!((&data["customer_id"], &data["customer_label"]), (&json!(2), &json!("NEW")));
    assert_eq!(desk.done("card/sale/customer/2", json!({"amount": 5}))["response_code"], 101);
    let mut body = protected(&mut desk);
    body["amount"] = json!(0);
    assert_eq!(desk.done("card/authorize/pt-protect", body)["response_code"], 101);
}

#[test]
fn a_chip_is_charged_by_its_data_objects() {
    let mut desk = Desk::open();
    let body = json!({"amount": 6, "emv_data": "5A0840120000987654395F2403301231"});
    let data = desk.done("card/sale/emv", body);
    assert_eq!(data["masked_card_number"], "xxxxxxxxxxxx5439");
    assert_eq!(desk.post("card/authorize/emv", json!({"amount": 6})).0, 404);
    let flaws = desk.flaws("card/sale/emv", json!({"amount": 6, "emv_data": "5A08"}));
    assert_eq!(flaws, named(&[("body/emv_data", "CONSTRAINT")]));
}

#[test]
fn an_unknown_customer_is_not_found_in_a_path_and_wrong_in_a_body() {
    let mut desk = Desk::open();
    let (status, answer) = desk.post("card/sale/customer/7", json!({"amount": 1}));
    assert_eq!((status, &answer["message"]), (404, &json!("Customer not found")));
    let flaws = desk.flaws("card/sale/keyed", json!({"amount": 1, "card": sealed_card(), "customer_id": 7}));
    assert_eq!(flaws, named(&[("body/customer_id", "CONSTRAINT")]));
    let body = json!({"amount": 1, "card": sealed_card(), "customer_id": 1});
    let data = desk.done("card/authorize/keyed", body);
    let row = exports::one(&mut desk, data["transaction_id"].as_str().unwrap());
    assert_eq!((&row["customer_id"], &row["customer_label"]), (&json!(1), &json!("C1")));
}

#[test]
fn a_refund_without_a_sale_is_forbidden_until_the_merchant_allows_it() {
    let mut desk = Desk::open();
    let body = json!({"amount": 9, "card": sealed_card()});
    let (status, answer) = desk.post("card/refund-auth/keyed", body.clone());
    assert_eq!((status, &answer["message"]), (403, &json!("Log in failed for insufficient permissions.")));
    desk.state.settings.unreferenced_refunds = true;
    assert_eq!(desk.done("card/refund-auth/keyed", body)["response_code"], 106);
}

#[test]
fn what_can_be_captured_or_voided_is_listed_by_pages() {
    let mut desk = Desk::open();
    let held = desk.done("card/authorize/customer/1", json!({"amount": 7, "invoice_number": "I-8"}));
    let sold = desk.sale("8");
    let capturable = desk.read(&format!("card/transactions/capturable/{MERCHANT_ID}"));
    assert_eq!((&capturable["total"], &capturable["limit"]), (&json!(1), &json!(50)));
    assert_eq!(capturable["items"][0]["transaction_id"], held["transaction_id"]);
    let voidable = desk.read(&format!("card/transactions/voidable/{MERCHANT_ID}?limit=1&offset=1"));
    assert_eq!((&voidable["total"], &voidable["offset"]), (&json!(2), &json!(1)));
    assert_eq!(voidable["items"][0]["transaction_id"], json!(sold));
    for (filter, total) in [
        ("order_id=I-8", 1),
        ("search_term=i-7", 1),
        ("date_from=03/02/2026", 0),
        ("date_from=2026-03-01&date_to=03/01/2026", 2),
    ] {
        let found = desk.read(&format!("card/transactions/voidable/{MERCHANT_ID}?{filter}"));
        assert_eq!(found["total"], total, "{filter}");
    }
    desk.settle();
    assert_eq!(desk.read(&format!("card/transactions/voidable/{MERCHANT_ID}"))["total"], 1);
    let (status, answer) = desk.get("card/transactions/voidable/7?limit=51");
    let fields: Vec<&Value> = answer["data"].as_array().unwrap().iter().map(|flaw| &flaw["field"]).collect();
    assert_eq!((status, fields), (422, vec![&json!("path/merchant_id"), &json!("query/limit")]));
}

#[test]
fn a_record_needs_the_merchants_number_and_an_id_that_is_there() {
    let mut desk = Desk::open();
    let id = desk.sale("1");
    let (status, answer) = desk.get(&format!("card/transaction/{id}"));
    assert_eq!((status, &answer["data"][0]["field"]), (422, &json!("query/merchant_id")));
    assert_eq!(desk.get(&format!("card/transaction/77{}", query(&[]))).0, 404);
}
