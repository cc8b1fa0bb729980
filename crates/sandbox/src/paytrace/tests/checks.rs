use chrono::NaiveDateTime;
use serde_json::{Value, json};

use super::super::checks;
use super::super::refusal::Refusal;
use super::super::state::State;
use super::{account, call, moment, refused};

/// Account and routing number of the recorded test check.
fn check() -> Value {
    json!({"account_number": "123456789", "routing_number": "325070760"})
}

fn debit(state: &mut State, amount: &str, day: u32) -> u64 {
    let body = json!({"amount": amount, "check": check(), "billing_address": {"name": "Bo Example"}});
    let (status, answer) = call(state, "/v1/checks/sale/by_account", &body, day);
    assert_eq!((status, &answer["response_code"]), (200, &json!(120)), "{answer}");
    answer["check_transaction_id"].as_u64().unwrap()
}

fn status(state: &State, id: u64) -> &'static str {
    state.checks.of_id(id).unwrap().status.word()
}

fn at(day: u32, hour: u32, minute: u32) -> NaiveDateTime {
    moment(day, 0).date().and_hms_opt(hour, minute, 0).unwrap()
}

#[test]
fn a_check_is_processed_in_an_id_space_of_its_own() {
    let mut state = account();
    let body = json!({"amount": "2.50", "check": check()});
    let expected = json!({
        "success": true, "response_code": 120, "status_message": "Your check was successfully processed.",
        "check_transaction_id": 900_001,
    });
    assert_eq!(call(&mut state, "/v1/checks/sale/by_account", &body, 2), (200, expected));
    let by_id = json!({"transaction_id": 900_001});
    let answer = call(&mut state, "/v1/transactions/export/by_id", &by_id, 2);
    assert_eq!(answer, refused(&Refusal::transaction_id(), true));
}

#[test]
fn what_is_wrong_with_an_account_is_said_with_its_numbers() {
    let mut state = account();
    let body = json!({"amount": "0", "check": {"account_number": "x", "routing_number": "325070761"}});
    let expected = Refusal::checking_account().and(Refusal::routing_number()).and(Refusal::amount());
    assert_eq!(call(&mut state, "/v1/checks/sale/by_account", &body, 2), refused(&expected, false));
    let expected = json!({
        "success": false, "response_code": 1, "status_message": "One or more errors has occurred.",
        "errors": {"45": ["Please provide a valid Checking Account Number."],
                   "46": ["Please provide a valid Transit Routing Number."]},
    });
    let body = json!({"amount": "1.00"});
    assert_eq!(call(&mut state, "/v1/checks/hold/by_account", &body, 2), (400, expected));
    // The customer has a card only.
    let body = json!({"amount": "1.00", "customer_id": "C1"});
    let answer = call(&mut state, "/v1/checks/sale/by_customer", &body, 2);
    assert_eq!(answer, refused(&Refusal::customer_not_found("C1"), false));
}

#[test]
fn a_customer_with_an_account_pays_by_check_and_not_by_card() {
    let mut state = account();
    let body = json!({"customer_id": "B1", "check": check(), "billing_address": {"name": "Bo Example"}});
    assert_eq!(call(&mut state, "/v1/customer/create", &body, 2).1["response_code"], 160);
    let body = json!({"amount": "12.00", "customer_id": "B1", "invoice_id": "I-9"});
    let (status, answer) = call(&mut state, "/v1/checks/sale/by_customer", &body, 2);
    assert_eq!((status, &answer["response_code"]), (200, &json!(120)));
    let made = state.checks.of_id(answer["check_transaction_id"].as_u64().unwrap()).unwrap();
    assert_eq!((made.order.billing_name.as_str(), made.order.invoice.as_str()), ("Bo Example", "I-9"));
    assert_eq!(made.order.bank.account_masked, "*****6789");
    let answer = call(&mut state, "/v1/transactions/sale/by_customer", &body, 2);
    assert_eq!(answer, refused(&Refusal::customer_not_found("B1"), true));
}

#[test]
fn a_check_of_twenty_nine_cents_is_not_processed_and_has_an_id() {
    let mut state = account();
    let body = json!({"amount": "0.29", "check": check()});
    let (code, answer) = call(&mut state, "/v1/checks/sale/by_account", &body, 2);
    assert_eq!((code, &answer["success"]), (400, &json!(false)));
    assert_eq!(answer["response_code"], 125);
    assert_eq!(answer["status_message"], "Your check was NOT successfully processed.");
    assert!(answer["ach_code"].is_u64() && answer["ach_message"].is_string());
    let id = answer["check_transaction_id"].as_u64().unwrap();
    checks::progress(&mut state, at(31, 0, 0));
    assert_eq!(status(&state, id), "DECLINED");
}

#[test]
fn a_check_goes_to_the_network_in_the_evening_and_settles_two_banking_days_later() {
    let mut state = account();
    // The 5th of March 2026 is a Thursday.
    let id = debit(&mut state, "50.00", 5);
    assert_eq!(status(&state, id), "INITIATED");
    for (moment, word) in [
        (at(5, 10, 6), "INITIATED"),
        (at(5, 10, 7), "ACCEPTED"),
        (at(5, 20, 14), "ACCEPTED"),
        (at(5, 20, 15), "ORIGINATED"),
        (at(8, 23, 0), "ORIGINATED"),
        (at(9, 11, 59), "ORIGINATED"),
        (at(9, 12, 0), "SETTLED"),
        (at(31, 12, 0), "SETTLED"),
    ] {
        checks::progress(&mut state, moment);
        assert_eq!(status(&state, id), word, "{moment}");
    }
    let check = state.checks.of_id(id).unwrap();
    assert_eq!((check.originated, check.settled), (Some(at(5, 20, 15)), Some(at(9, 12, 0))));
    assert_eq!(check.deposit.as_deref(), Some("20260309-D0001"));
}

#[test]
fn a_debit_of_one_twenty_five_comes_back_after_it_settled() {
    let mut state = account();
    let id = debit(&mut state, "1.25", 2);
    checks::progress(&mut state, at(4, 12, 0));
    assert_eq!(status(&state, id), "SETTLED");
    checks::progress(&mut state, at(5, 12, 0));
    assert_eq!(status(&state, id), "RETURNED");
    let ids: Vec<(&str, usize)> =
        state.checks.deposits.iter().map(|deposit| (deposit.id.as_str(), deposit.members.len())).collect();
    assert_eq!(ids, [("20260304-D0001", 1), ("20260305-D0001", 1)]);
    assert!(state.checks.of_id(id).unwrap().reversible().is_zero());
}

#[test]
fn a_held_check_waits_until_it_is_funded_for_no_more_than_its_amount() {
    let mut state = account();
    let body = json!({"amount": "80.00", "check": check()});
    let (_, answer) = call(&mut state, "/v1/checks/hold/by_account", &body, 2);
    let id = answer["check_transaction_id"].as_u64().unwrap();
    checks::progress(&mut state, at(20, 0, 0));
    assert_eq!(status(&state, id), "INITIATED");
    let fund = |state: &mut State, amount: Value| {
        call(state, "/v1/checks/manage/fund", &json!({"check_transaction_id": id, "amount": amount}), 20)
    };
    assert_eq!(fund(&mut state, json!("80.01")), refused(&Refusal::more_than_authorized(), false));
    let expected = json!({
        "success": true, "response_code": 124, "status_message": "Your check was successfully managed.",
        "check_transaction_id": id,
    });
    assert_eq!(fund(&mut state, json!("60.00")), (200, expected));
    assert_eq!(fund(&mut state, Value::Null), refused(&Refusal::check_id(), false));
    checks::progress(&mut state, at(20, 20, 15));
    assert_eq!(status(&state, id), "ORIGINATED");
    assert_eq!(state.checks.of_id(id).unwrap().order.amount.to_string(), "60.00");
}

#[test]
fn a_check_is_held_or_voided_until_it_goes_to_the_network() {
    let mut state = account();
    let (held, voided, gone) =
        (debit(&mut state, "1.00", 2), debit(&mut state, "2.00", 2), debit(&mut state, "3.00", 2));
    let manage = |state: &mut State, how: &str, id: u64| {
        call(state, &format!("/v1/checks/manage/{how}"), &json!({"check_transaction_id": id}), 2)
    };
    assert_eq!(manage(&mut state, "hold", held).1["response_code"], 124);
    assert_eq!(manage(&mut state, "void", voided).1["response_code"], 124);
    assert_eq!(manage(&mut state, "void", voided), refused(&Refusal::check_id(), false));
    checks::progress(&mut state, at(2, 20, 15));
    let words = [held, voided, gone].map(|id| status(&state, id));
    assert_eq!(words, ["INITIATED", "VOIDED", "ORIGINATED"]);
    assert_eq!(manage(&mut state, "void", gone), refused(&Refusal::check_id(), false));
    assert_eq!(manage(&mut state, "void", 77), refused(&Refusal::check_id(), false));
    assert_eq!(manage(&mut state, "void", held).1["response_code"], 124);
}

#[test]
fn a_check_is_refunded_up_to_its_amount_by_checks_with_ids_of_their_own() {
    let mut state = account();
    let id = debit(&mut state, "100.00", 2);
    checks::progress(&mut state, at(4, 12, 0));
    let refund = |state: &mut State, amount: Value| {
        let body = json!({"check_transaction_id": id, "amount": amount});
        call(state, "/v1/checks/refund/by_transaction", &body, 5)
    };
    let (_, answer) = refund(&mut state, json!("40.00"));
    assert_eq!(
        (&answer["response_code"], &answer["status_message"]),
        (&json!(122), &json!("Your check was successfully refunded."))
    );
    let first = answer["check_transaction_id"].as_u64().unwrap();
    assert_ne!(first, id);
    assert_eq!(refund(&mut state, json!("60.01")), refused(&Refusal::more_than_refundable(), false));
    let (_, rest) = refund(&mut state, Value::Null);
    let rest = rest["check_transaction_id"].as_u64().unwrap();
    assert_eq!(state.checks.of_id(rest).unwrap().order.amount.to_string(), "60.00");
    assert_eq!(refund(&mut state, json!("0.01")), refused(&Refusal::more_than_refundable(), false));
    call(&mut state, "/v1/checks/manage/void", &json!({"check_transaction_id": rest}), 5);
    assert_eq!(state.checks.of_id(id).unwrap().reversible().to_string(), "60.00");
    let of_refund = json!({"check_transaction_id": first});
    let answer = call(&mut state, "/v1/checks/refund/by_transaction", &of_refund, 5);
    assert_eq!(answer, refused(&Refusal::check_id(), false));
}

#[test]
fn refunds_without_a_check_need_the_merchants_permission() {
    let mut state = account();
    let body = json!({"amount": "9.00", "check": check()});
    let answer = call(&mut state, "/v1/checks/refund/by_account", &body, 2);
    assert_eq!(answer, refused(&Refusal::permission(), false));
    state.settings.unreferenced_refunds = true;
    let (_, answer) = call(&mut state, "/v1/checks/refund/by_account", &body, 2);
    assert_eq!(answer["response_code"], 122);
}
