use serde_json::{Value, json};

use super::super::call::Call;
use super::super::charge::{Kind, Source};
use super::super::refusal::Refusal;
use super::super::reply::Reply;
use super::super::state::State;
use super::super::tokens::TokenRequest;
use super::super::{PASSWORD, USERNAME};
use super::{account, call, moment, refused, sale, visa};

#[test]
fn refusals_say_the_recorded_words() {
    let mut state = account();
    let pending = sale(&mut state, "5.00", 1);
    let bad_card = json!({"number": "54545454545454", "expiration_month": 14, "expiration_year": 1999});
    let table = [
        (
            "/v1/transactions/sale/keyed",
            json!({"amount": "1.00", "credit_card": bad_card}),
            json!({"35": ["Please provide a valid Credit Card Number."],
                   "43": ["Please provide a valid Expiration Month."]}),
        ),
        (
            "/v1/transactions/sale/by_customer",
            json!({"amount": "1.00", "customer_id": "X"}),
            json!({"30": ["Customer ID, X, was not found or is incomplete."]}),
        ),
        (
            "/v1/transactions/refund/for_transaction",
            json!({"transaction_id": pending}),
            json!({"817": ["The Transaction ID that you provided could not be refunded. Only settled transactions \
                            can be refunded.  Please try to void the transaction instead."]}),
        ),
        (
            "/v1/transactions/export/by_id",
            json!({"transaction_id": 5}),
            json!({"58": ["Please provide a valid Transaction ID."]}),
        ),
        (
            "/v1/transactions/authorization/capture",
            json!({"transaction_id": "none"}),
            json!({"58": ["Please provide a valid Transaction ID."]}),
        ),
        (
            "/v1/transactions/authorization/by_customer",
            json!({"amount": "1.00", "customer_id": "C1", "integrator_id": "somebody"}),
            json!({"981": ["Log in failed for insufficient permissions."]}),
        ),
    ];
    for (path, body, errors) in table {
        let expected = json!({
            "success": false, "response_code": 1, "status_message": "One or more errors has occurred.",
            "errors": errors, "external_transaction_id": "",
        });
        assert_eq!(call(&mut state, path, &body, 1), (400, expected), "{path}");
    }
    let twice = json!({"customer_id": "C1", "credit_card": visa(), "billing_address": {"name": "B"}});
    let expected = json!({
        "success": false, "response_code": 1, "status_message": "One or more errors has occurred.",
        "errors": {"171": ["Please provide a unique customer ID."]},
    });
    assert_eq!(call(&mut state, "/v1/customer/create", &twice, 1), (400, expected));
}

#[test]
fn everything_wrong_with_a_request_is_reported_at_once() {
    let mut state = account();
    let body = json!({"customer_id": "C1", "credit_card": {"number": "1"}});
    let expected = Refusal::customer_not_unique()
        .and(Refusal::card_number())
        .and(Refusal::expiration_month())
        .and(Refusal::expiration_year())
        .and(Refusal::billing_name());
    assert_eq!(call(&mut state, "/v1/customer/create", &body, 1), refused(&expected, false));
    let body = json!({"start_date": "2026-03-01", "end_date": "13/01/2026"});
    let expected = Refusal::date("start_date").and(Refusal::date("end_date"));
    assert_eq!(call(&mut state, "/v1/transactions/export/by_date_range", &body, 1), refused(&expected, true));
}

#[test]
fn a_body_that_is_no_json_object_is_refused() {
    let mut state = account();
    for body in ["[1]", "{", "\"x\"", "{\"amount\":1,}"] {
        let reply = state.apply(Call::Charge(Kind::Sale, Source::ByCustomer), body.as_bytes(), moment(1, 1));
        assert!(matches!(reply, Reply::Json { status: 400, .. }), "{body}");
    }
    assert!(matches!(state.apply(Call::Settle, b" ", moment(1, 1)), Reply::Json { status: 200, .. }));
}

#[test]
fn a_token_is_good_for_two_hours_and_only_for_the_demo_user() {
    let mut state = State::new();
    let request = |username: &str, password: &str, grant: &str| TokenRequest {
        grant_type: grant.to_owned(),
        username: username.to_owned(),
        password: password.to_owned(),
    };
    let good = request(USERNAME, PASSWORD, "password");
    let Reply::Json { status: 200, body } = state.tokens.grant(&good, moment(1, 0)) else {
        panic!("no token")
    };
    let answer: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!((&answer["token_type"], &answer["expires_in"]), (&json!("Bearer"), &json!(7200)));
    assert_eq!(answer["created_at"], moment(1, 0).and_utc().timestamp());
    let token = answer["access_token"].as_str().unwrap();
    assert!(state.tokens.is_valid(token, moment(1, 1)));
    assert!(!state.tokens.is_valid(token, moment(1, 2)));
    assert!(!state.tokens.is_valid("else", moment(1, 1)));
    for (bad, error) in [
        (request(USERNAME, "wrong", "password"), "invalid_grant"),
        (request("other", PASSWORD, "password"), "invalid_grant"),
        (request(USERNAME, PASSWORD, "client_credentials"), "unsupported_grant_type"),
    ] {
        let Reply::Json { status: 400, body } = state.tokens.grant(&bad, moment(1, 0)) else {
            panic!("{error}")
        };
        let answer: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(answer["error"], error);
    }
}
