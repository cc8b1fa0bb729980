use serde_json::{Value, json};

use super::super::card::TestCard;
use super::super::refusal::Refusal;
use super::super::state::State;
use super::{account, call, exported, refused, sale};

fn update(state: &mut State, more: &Value) -> (u16, Value) {
    let mut body = json!({"customer_id": "C1"});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    call(state, "/v1/customer/update", &body, 2)
}

fn customers(state: &mut State, filter: &Value) -> Vec<Value> {
    let (status, mut answer) = call(state, "/v1/customer/export", filter, 3);
    assert_eq!((status, &answer["success"], &answer["response_code"]), (200, &json!(true), &json!(1)));
    answer["customers"].as_array_mut().unwrap().split_off(0)
}

#[test]
fn an_update_changes_what_it_names_and_leaves_the_rest() {
    let mut state = account();
    let card = json!({"number": "5499740000000057", "expiration_month": 1, "expiration_year": "31"});
    let (status, answer) = update(
        &mut state,
        &json!({
            "credit_card": card, "email": "ann@example.com", "phone": 5_095_551_212_i64,
            "billing_address": {"city": "Spokane"}, "discretionary_data": {"hair_color": "red"},
        }),
    );
    let expected = json!({
        "success": true, "response_code": 161,
        "status_message": "The customer profile for C1/Ann Example was successfully updated.",
        "customer_id": "C1", "masked_card_number": "xxxxxxxxxxxx0057",
    });
    assert_eq!((status, answer), (200, expected));
    let (_, answer) = update(&mut state, &json!({"fax": "1", "discretionary_data": {"size": "L"}}));
    assert_eq!(answer.get("masked_card_number"), None);
    let expected = json!([{
        "customer_id": "C1",
        "credit_card": {"masked_number": "************0057", "expiration_month": 1, "expiration_year": 31},
        "shipping_address": {
            "name": "", "street_address": "", "street_address2": "", "city": "", "county": "", "state": "",
            "zip": "", "country": "",
        },
        "billing_address": {
            "name": "Ann Example", "street_address": "1 Main St", "street_address2": "", "city": "Spokane",
            "state": "", "zip": "99201", "country": "",
        },
        "email": "ann@example.com", "phone": "5095551212", "fax": "1",
        "created": {
            "through": "API", "at": "3/1/2026 10:05:09 AM", "by": "demo@paysage", "from_ip": "127.0.0.1",
        },
        "discretionary_data": {"hair_color": "red", "size": "L"},
    }]);
    assert_eq!(json!(customers(&mut state, &json!({}))), expected);
    let blank_name = json!({"billing_address": {"name": ""}});
    assert_eq!(update(&mut state, &blank_name), refused(&Refusal::billing_name(), false));
}

#[test]
fn a_renamed_customer_is_known_by_the_new_id_only_and_keeps_its_number() {
    let mut state = account();
    let number = state.customers["C1"].number;
    let other = json!({
        "customer_id": "C2", "billing_address": {"name": "Bo"},
        "check": {"account_number": "123456", "routing_number": "325070760"},
    });
    assert_eq!(call(&mut state, "/v1/customer/create", &other, 1).0, 200);
    assert_eq!(update(&mut state, &json!({"new_id": "C2"})), refused(&Refusal::customer_not_unique(), false));
    assert_eq!(
        update(&mut state, &json!({"new_id": "x".repeat(51)})),
        refused(&Refusal::customer_id(), false)
    );
    assert_eq!(update(&mut state, &json!({"new_id": "C9"})).1["customer_id"], "C9");
    assert_eq!(update(&mut state, &json!({})), refused(&Refusal::customer_not_found("C1"), false));
    assert_eq!(state.customers["C9"].number, number);
    let names = |found: Vec<Value>| -> Vec<String> {
        found.iter().map(|customer| customer["customer_id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(customers(&mut state, &json!({}))), ["C9", "C2"]);
    let bank = &customers(&mut state, &json!({"customer_id": "C2"}))[0];
    assert_eq!(bank["check"], json!({"account_number": "**3456", "routing_number": "325070760"}));
    assert_eq!(bank.get("credit_card"), None);
    assert!(customers(&mut state, &json!({"customer_id": "C1"})).is_empty());
    assert!(customers(&mut state, &json!({"email": "nobody@example.com"})).is_empty());
    assert!(customers(&mut state, &json!({"user": "somebody"})).is_empty());
    assert_eq!(customers(&mut state, &json!({"user": "demo@paysage"})).len(), 2);
}

#[test]
fn a_deleted_customer_is_gone_and_its_transactions_stay() {
    let mut state = account();
    let id = sale(&mut state, "5.00", 1);
    let body = json!({"customer_id": "C1"});
    let (status, answer) = call(&mut state, "/v1/customer/delete", &body, 2);
    assert_eq!((status, &answer["response_code"], &answer["customer_id"]), (200, &json!(162), &json!("C1")));
    let missing = refused(&Refusal::customer_not_found("C1"), false);
    assert_eq!(call(&mut state, "/v1/customer/delete", &body, 2), missing);
    assert_eq!(exported(&mut state, id)["customer_id"], "C1");
    let again = json!({"customer_id": "C1", "transaction_id": id});
    let (status, answer) = call(&mut state, "/v1/customer/create_from_transaction", &again, 2);
    assert_eq!((status, &answer["response_code"]), (200, &json!(160)));
    let with_bin = customers(&mut state, &json!({"include_bin": "true"}));
    assert_eq!(with_bin[0]["credit_card"]["masked_number"], "401200******5439");
}

#[test]
fn protected_cards_make_and_change_customers_without_showing_their_numbers() {
    let mut state = State::new();
    let body = |state: &mut State, card: TestCard<'_>| {
        let (hpf_token, enc_key) = state.protect.take(card.read(), String::new());
        json!({
            "customer_id": "P", "hpf_token": hpf_token, "enc_key": enc_key, "billing_address": {"name": "Di"},
        })
    };
    let first = body(&mut state, TestCard::VISA);
    let (status, answer) = call(&mut state, "/v1/customer/pt_protect_create", &first, 1);
    let expected = json!({
        "success": true, "response_code": 160, "customer_id": "P",
        "status_message": "The customer profile for P/Di was successfully created",
    });
    assert_eq!((status, answer), (200, expected));
    let second = body(&mut state, TestCard::MASTERCARD);
    let (_, answer) = call(&mut state, "/v1/customer/pt_protect_update", &second, 1);
    assert_eq!((&answer["response_code"], answer.get("masked_card_number")), (&json!(161), None));
    assert_eq!(customers(&mut state, &json!({}))[0]["credit_card"]["masked_number"], "************0057");
    let used = call(&mut state, "/v1/customer/pt_protect_update", &second, 1);
    assert_eq!(used, refused(&Refusal::protect_token(), false));
}

#[test]
fn idle_customers_are_those_without_a_transaction_for_the_days_asked_for() {
    let mut state = account();
    sale(&mut state, "5.00", 10);
    let fresh = json!({"customer_id": "C2", "credit_card": super::visa(), "billing_address": {"name": "Bo"}});
    call(&mut state, "/v1/customer/create", &fresh, 5);
    let idle = |state: &mut State, days: i64| -> Vec<(String, String)> {
        let (_, answer) = call(state, "/v1/customer/export_inactive", &json!({"days": days}), 20);
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let found = answer["customers"].as_array().unwrap().iter();
        found.map(|customer| (text(&customer["customer_id"]), text(&customer["last_transaction"]))).collect()
    };
    assert_eq!(idle(&mut state, 15), []);
    assert_eq!(idle(&mut state, 12), [("C2".to_owned(), String::new())]);
    assert_eq!(idle(&mut state, 9)[0], ("C1".to_owned(), "3/10/2026 10:05:09 AM".to_owned()));
    let answer = call(&mut state, "/v1/customer/export_inactive", &json!({"days": "few"}), 20);
    assert_eq!(answer, refused(&Refusal::days(), false));
}
