use serde_json::{Value, json};

use super::{Desk, named, sealed, visa};
use crate::paytrace::card::Card;
use crate::paytrace::fields::Fields;

fn protected(desk: &mut Desk, label: &str) -> Value {
    let card = Card::read(Fields::of(&visa()));
    let (hpf_token, enc_key) = desk.state.protect.take(card, String::new());
    json!({
        "hpf_token": hpf_token, "enc_key": enc_key, "customer_label": label, "email": "bo@example.com",
        "billing_address": {"name": "Bo Example", "street_address": "3 Elm St", "postal_code": "99203"},
    })
}

#[test]
fn a_customer_of_a_protected_card_is_known_by_number_and_label() {
    let mut desk = Desk::open();
    let body = protected(&mut desk, "B1");
    let data = desk.done("customer/create/pt-protect", body);
    assert_eq!(
        [&data["response_code"], &data["customer_id"], &data["customer_label"]],
        [&json!(160), &json!(2), &json!("B1")]
    );
    let profile = desk.read("customer/2");
    let expected = json!({
        "customer_id": 2, "customer_label": "B1", "name": "Bo Example", "email": "bo@example.com", "phone": "",
        "fax": "", "card_masked": "************5439",
        "credit_card": {"masked_number": "************5439", "expiration_month": 12, "expiration_year": 30},
        "billing_name": "Bo Example",
        "billing_address": {"street": "3 Elm St", "street2": "", "city": "", "state": "", "postal_code": "99203",
                            "country": ""},
        "shipping_name": "",
        "shipping_address": {"street": "", "street2": "", "city": "", "county": "", "state": "",
                             "postal_code": "", "country": ""},
        "ach": null, "discretionary_data": [],
    });
    assert_eq!(profile, expected);
    let body = protected(&mut desk, "B1");
    assert_eq!(desk.flaws("customer/create/pt-protect", body), named(&[("body/customer_label", "171")]));
}

#[test]
fn customers_are_listed_by_pages_and_exported_whole() {
    let mut desk = Desk::open();
    for label in ["B1", "B2"] {
        let body = protected(&mut desk, label);
        desk.done("customer/create/pt-protect", body);
    }
    let page = desk.read("customer?limit=1&offset=1");
    let expected = json!({"items": [
        {"customer_id": 2, "customer_label": "B1", "name": "Bo Example", "email": "bo@example.com"},
    ], "total": 3, "limit": 1, "offset": 1});
    assert_eq!(page, expected);
    let found = desk.read("customer?name_filter=ann&include_card_number=true");
    assert_eq!((&found["total"], &found["items"][0]["card_masked"]), (&json!(1), &json!("************5439")));
    let (status, answer) = desk.raw("GET", "customer/export", br#"{"customer_label":"B2"}"#);
    assert_eq!((status, answer["data"].as_array().unwrap().len()), (200, 1));
    assert_eq!(answer["data"][0], desk.read("customer/3"));
    let (_, all) = desk.raw("GET", "customer/export", b"");
    assert_eq!(all["data"].as_array().unwrap().len(), 3);
}

#[test]
fn a_customer_is_made_of_a_transaction_and_deleted() {
    let mut desk = Desk::open();
    let id = desk.sale("5");
    let body = json!({"transaction_id": id, "customer_label": "T1"});
    assert_eq!(desk.done("customer/create/by-transaction", body)["customer_id"], 2);
    assert_eq!(desk.read("customer/2")["card_masked"], "************5439");
    let (status, answer) = desk.raw("DELETE", "customer/2", b"");
    assert_eq!((status, &answer["data"]["response_code"]), (200, &json!(162)));
    assert_eq!(desk.get("customer/2").0, 404);
    let flaws =
        desk.flaws("customer/create/by-transaction", json!({"transaction_id": 7, "customer_label": "T2"}));
    assert_eq!(flaws, named(&[("body/transaction_id", "58")]));
    assert_eq!(desk.get("customer/x").1["data"][0]["field"], "path/customer_id");
}

#[test]
fn a_renamed_customer_keeps_its_number() {
    let mut desk = Desk::open();
    let rename = json!({"customer_id": "C1", "new_id": "C9"});
    super::call(&mut desk.state, "/v1/customer/update", &rename, 1);
    assert_eq!(desk.read("customer/1")["customer_label"], "C9");
}

#[test]
fn an_account_is_kept_from_a_check_and_shown_masked() {
    let mut desk = Desk::open();
    assert_eq!(desk.get("customer/ach/1").0, 404);
    let payment = json!({
        "std_entry_class": "WEB", "amount": 9, "billing_name": "Dee Example",
        "bank_account": {"account_number": sealed("123456789"), "routing_number": "325070760",
                         "account_type": "SAVINGS"},
    });
    let id = desk.done("checks/payment", payment)["transaction_id"].clone();
    let body = json!({"transaction_id": id, "customer_label": "D1"});
    assert_eq!(desk.done("customer/ach/create/by-transaction", body)["customer_id"], 2);
    let expected = json!({
        "customer_id": 2, "customer_label": "D1", "name": "Dee Example", "account_masked": "*****6789",
        "routing_number": "325070760", "account_type": "SAVINGS",
    });
    assert_eq!(desk.read("customer/ach/2"), expected);
    let flaws = desk
        .flaws("customer/ach/create/by-transaction", json!({"transaction_id": "x", "customer_label": "E"}));
    assert_eq!(flaws, named(&[("body/transaction_id", "CONSTRAINT")]));
}

#[test]
fn a_recurrence_is_made_by_number_and_deleted_by_a_body() {
    let mut desk = Desk::open();
    let body = json!({"customer_id": 1, "recurrence": {
        "amount": 25, "frequency": "3", "start_date": "03/15/2026", "total_count": 12, "type": "C",
        "transaction_type": "sale",
    }});
    let data = desk.done("recurrence/create", body);
    assert_eq!((&data["response_code"], &data["customer_label"]), (&json!(150), &json!("C1")));
    let id = data["recurrence"]["id"].clone();
    let body = json!({"recurrence": {"id": id}}).to_string();
    let (status, answer) = desk.raw("DELETE", "recurrence", body.as_bytes());
    assert_eq!(
        (status, &answer["data"]["response_code"], &answer["data"]["recurrence"]["id"]),
        (200, &json!(152), &id)
    );
    let (status, answer) = desk.raw("DELETE", "recurrence", body.as_bytes());
    assert_eq!((status, &answer["data"][0]["field"]), (422, &json!("body/recurrence/id")));
    let flaws = desk.flaws("recurrence/create", json!({"customer_id": 7, "recurrence": {"frequency": "3"}}));
    let expected = named(&[
        ("body/customer_id", "CONSTRAINT"),
        ("body/recurrence/amount", "REQUIRED"),
        ("body/recurrence/start_date", "REQUIRED"),
        ("body/recurrence/total_count", "REQUIRED"),
    ]);
    assert_eq!(flaws, expected);
}
