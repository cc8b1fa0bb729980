use serde_json::{Value, json};

use super::super::super::tokens::TokenRequest;
use super::super::moment;
use super::{Desk, INTEGRATOR_ID, MERCHANT_ID, PASSWORD, USERNAME, named};

#[test]
fn a_token_comes_in_the_envelope_and_opens_v3_only() {
    let mut desk = Desk::open();
    let form = format!("grant_type=client_credentials&client_id={USERNAME}&client_secret={PASSWORD}");
    let (status, answer) = desk.raw("POST", "token", form.as_bytes());
    assert_eq!((status, &answer["status_code"], &answer["status"]), (201, &json!(201), &json!("success")));
    assert_eq!(
        (&answer["data"]["expires_in"], &answer["data"]["token_type"]),
        (&json!(900), &json!("Bearer"))
    );
    assert!(!desk.state.tokens.is_valid(answer["data"]["access_token"].as_str().unwrap(), moment(1, 10)));
    let v1 = TokenRequest {
        grant_type: "password".to_owned(),
        username: USERNAME.to_owned(),
        password: PASSWORD.to_owned(),
    };
    let super::super::super::reply::Reply::Json { body, .. } = desk.state.tokens.grant(&v1, moment(1, 10))
    else {
        panic!("no token")
    };
    let v1: Value = serde_json::from_slice(&body).unwrap();
    desk.token = v1["access_token"].as_str().unwrap().to_owned();
    let expected = json!({"status": "error", "status_code": 401, "message": "Invalid or expired token"});
    assert_eq!(desk.get("user/self"), (401, expected));
}

#[test]
fn a_refresh_token_is_good_once_and_may_stand_in_the_query() {
    let mut desk = Desk::open();
    let form = format!("grant_type=client_credentials&client_id={USERNAME}&client_secret={PASSWORD}");
    let (_, answer) = desk.raw("POST", "token", form.as_bytes());
    let refresh = answer["data"]["refresh_token"].as_str().unwrap();
    let path = format!("token?grant_type=refresh_token&refresh_token={refresh}");
    let (status, answer) = desk.raw("POST", &path, b"");
    assert_eq!(status, 201);
    desk.token = answer["data"]["access_token"].as_str().unwrap().to_owned();
    assert_eq!(desk.get("user/self").0, 200);
    assert_eq!(desk.raw("POST", &path, b"").0, 401);
}

#[test]
fn bad_credentials_and_grants_are_refused() {
    let mut desk = Desk::open();
    let wrong = format!("grant_type=client_credentials&client_id={USERNAME}&client_secret=no");
    let (status, answer) = desk.raw("POST", "token", wrong.as_bytes());
    assert_eq!((status, answer["message"].is_string()), (401, true));
    let (status, answer) = desk.raw("POST", "token", b"grant_type=password");
    assert_eq!((status, &answer["data"][0]["field"]), (422, &json!("body/grant_type")));
    let (status, answer) = desk.raw("POST", "token", b"grant_type=client_credentials");
    assert_eq!((status, answer["data"].as_array().unwrap().len()), (422, 2));
}

#[test]
fn a_token_is_good_for_a_quarter_of_an_hour() {
    let mut desk = Desk::open();
    assert_eq!(desk.get("user/self").0, 200);
    desk.day = 2;
    assert_eq!(desk.get("user/self").0, 401);
}

#[test]
fn an_integrator_id_of_more_than_twelve_characters_is_refused_as_recorded() {
    let mut desk = Desk::open();
    let (status, answer) = desk.with_headers("GET", "user/self", b"", (Some("1234567890123"), None));
    let expected = json!({"status": "error", "status_code": 422, "data": [{
        "detail": "ensure this value has at most 12 characters", "type": "VALIDATION", "code": "CONSTRAINT",
        "field": "header/X-Integrator-Id",
    }]});
    assert_eq!((status, answer), (422, expected));
    let (status, answer) = desk.with_headers("GET", "user/self", b"", (Some("somebody"), None));
    assert_eq!((status, &answer["data"][0]["code"]), (422, &json!("981")));
    assert_eq!(desk.with_headers("GET", "user/self", b"", (None, None)).0, 200);
    let long = desk.with_headers("GET", "user/self", b"", (Some(INTEGRATOR_ID), Some("false")));
    assert_eq!((long.0, &long.1["data"][0]["field"]), (422, &json!("header/X-Permalinks")));
}

#[test]
fn the_user_tells_the_merchants_number() {
    let mut desk = Desk::open();
    let user = desk.read("user/self");
    assert_eq!((&user["merchant_id"], &user["username"]), (&json!(MERCHANT_ID), &json!(USERNAME)));
    assert_eq!(desk.read(&format!("users/by-merchant-id/{MERCHANT_ID}")), json!([user]));
    let (status, answer) = desk.get("users/by-merchant-id/7");
    assert_eq!((status, &answer["data"][0]["field"]), (422, &json!("path/merchant_id")));
}

#[test]
fn a_changed_password_counts_for_both_dialects() {
    let mut desk = Desk::open();
    let path = "password/change";
    let flaws = desk.flaws(path, json!({"password": "no", "new_password": "short"}));
    assert_eq!(flaws, named(&[("body/new_password", "CONSTRAINT"), ("body/password", "CONSTRAINT")]));
    let body = json!({"password": PASSWORD, "new_password": "another-secret"});
    assert_eq!(desk.done(path, body)["response_code"], 100);
    assert_eq!(desk.state.tokens.password(), "another-secret");
    let old = format!("grant_type=client_credentials&client_id={USERNAME}&client_secret={PASSWORD}");
    assert_eq!(desk.raw("POST", "token", old.as_bytes()).0, 401);
}

#[test]
fn an_invoice_is_answered_with_its_id_and_link() {
    let mut desk = Desk::open();
    let body = json!({"transaction_type": "SALE", "invoice_amount": 80.55, "invoice_number": "I-1"});
    let data = desk.done("invoice", body);
    let id = data["invoice_id"].as_str().unwrap();
    assert!(data["payment_link"].as_str().unwrap().ends_with(id));
    assert_eq!((&data["invoice_amount"], &data["invoice_number"]), (&json!(80.55), &json!("I-1")));
    let body = json!({"transaction_type": "GIFT", "invoice_amount": -1});
    let expected = named(&[("body/transaction_type", "CONSTRAINT"), ("body/invoice_amount", "CONSTRAINT")]);
    assert_eq!(desk.flaws("invoice", body), expected);
}

#[test]
fn what_v3_does_not_have_is_not_found_and_a_denied_path_is_forbidden() {
    let mut desk = Desk::open();
    for (method, path) in
        [("GET", "card/sale/keyed"), ("POST", "nothing"), ("PUT", "recurrence"), ("POST", "")]
    {
        assert_eq!(desk.raw(method, path, b"{}").0, 404, "{method} {path}");
    }
    desk.state.settings.deny("/v3/user/self");
    let expected = json!({
        "status": "error", "status_code": 403, "message": "Log in failed for insufficient permissions.",
    });
    assert_eq!(desk.get("user/self"), (403, expected));
}

#[test]
fn the_card_forms_key_comes_in_the_envelope() {
    let mut desk = Desk::open();
    let data = desk.done("payment-fields/token", json!({}));
    assert!(data["clientKey"].as_str().is_some_and(|key| !key.is_empty()));
}
