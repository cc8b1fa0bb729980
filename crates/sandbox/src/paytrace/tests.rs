//! The state machine without HTTP.

mod after;
mod charges;
mod checks;
mod customers;
mod laws;
mod life;
mod recurrence;
mod refusals;
mod rows;
mod sources;
mod v3;

use chrono::{NaiveDate, NaiveDateTime};
use serde_json::{Value, json};

use super::call::Call;
use super::export::Progress;
use super::refusal::Refusal;
use super::reply::Reply;
use super::state::State;

fn moment(day: u32, hour: u32) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 3, day).unwrap().and_hms_opt(hour, 5, 9).unwrap()
}

/// An account with one customer.
fn account() -> State {
    let mut state = State::new();
    let body = json!({
        "customer_id": "C1", "credit_card": visa(),
        "billing_address": {"name": "Ann Example", "street_address": "1 Main St", "zip": 99201},
    });
    assert_eq!(call(&mut state, "/v1/customer/create", &body, 1).0, 200);
    state
}

fn visa() -> Value {
    json!({"number": "4012000098765439", "expiration_month": "12", "expiration_year": 2030})
}

/// Status and answer of a call at ten o'clock of a day in March 2026.
fn call(state: &mut State, path: &str, body: &Value, day: u32) -> (u16, Value) {
    match state.apply(Call::from_path(path).unwrap(), body.to_string().as_bytes(), moment(day, 10)) {
        Reply::Json { status, body } => (status, serde_json::from_slice(&body).unwrap()),
        Reply::Rows(selection) => {
            let mut progress = Progress::new(selection);
            let mut whole = Vec::new();
            while let Some(piece) = progress.next_piece(state) {
                whole.extend_from_slice(&piece);
            }
            (200, serde_json::from_slice(&whole).unwrap())
        }
    }
}

fn sale(state: &mut State, amount: &str, day: u32) -> i64 {
    let body = json!({"customer_id": "C1", "amount": amount, "invoice_id": "I-7"});
    let (status, answer) = call(state, "/v1/transactions/sale/by_customer", &body, day);
    assert_eq!(status, 200, "{answer}");
    answer["transaction_id"].as_i64().unwrap()
}

fn exported(state: &mut State, id: i64) -> Value {
    let (_, answer) = call(state, "/v1/transactions/export/by_id", &json!({"transaction_id": id}), 1);
    answer["transactions"][0].clone()
}

fn status_of(state: &mut State, id: i64) -> (String, String, String) {
    let row = exported(state, id);
    let text = |name: &str| row[name].as_str().unwrap().to_owned();
    (text("status_code"), text("status_message"), text("settled"))
}

fn refused(refusal: &Refusal, with_external_id: bool) -> (u16, Value) {
    let Reply::Json { status, body } = Reply::refused(refusal, with_external_id) else {
        panic!("a refusal is no list");
    };
    (status, serde_json::from_slice(&body).unwrap())
}
