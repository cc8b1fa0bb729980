use chrono::NaiveDateTime;
use serde_json::{Value, json};

use super::super::recurrence;
use super::super::refusal::Refusal;
use super::super::state::State;
use super::{account, call, exported, moment, refused};

const CREATE: &str = "/v1/recurrence/create";

fn monthly(amount: &str, start: &str, total_count: i64) -> Value {
    json!({"amount": amount, "frequency": "3", "start_date": start, "total_count": total_count,
           "transaction_type": "sale", "description": "Rent"})
}

fn create(state: &mut State, recurrence: &Value) -> i64 {
    let body = json!({"customer_id": "C1", "recurrence": recurrence});
    let (status, answer) = call(state, CREATE, &body, 1);
    assert_eq!((status, &answer["response_code"]), (200, &json!(150)), "{answer}");
    answer["recurrence"]["id"].as_i64().unwrap()
}

fn first_of(month: u32) -> NaiveDateTime {
    chrono::NaiveDate::from_ymd_opt(2026, month, 1).unwrap().and_hms_opt(12, 0, 0).unwrap()
}

fn sales(state: &mut State) -> Vec<Value> {
    let window = json!({"start_date": "01/01/2026", "end_date": "12/31/2027"});
    let (_, answer) = call(state, "/v1/transactions/export/by_date_range", &window, 1);
    answer["transactions"].as_array().unwrap().clone()
}

#[test]
fn payments_are_made_on_their_dates_until_all_are_made() {
    let mut state = account();
    let id = create(&mut state, &monthly("25.00", "03/15/2026", 3));
    recurrence::run_due(&mut state, moment(15, 4));
    assert!(sales(&mut state).is_empty());
    recurrence::run_due(&mut state, first_of(12));
    let seen: Vec<String> = sales(&mut state)
        .iter()
        .map(|row| {
            format!(
                "{} {} {} {}",
                row["amount"], row["customer_id"], row["description"], row["created"]["at"]
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            r#"25 "C1" "Rent" "3/15/2026 5:00:00 AM""#,
            r#"25 "C1" "Rent" "4/15/2026 5:00:00 AM""#,
            r#"25 "C1" "Rent" "5/15/2026 5:00:00 AM""#,
        ]
    );
    assert_eq!(sales(&mut state)[0]["created"]["through"], "Recurring");
    let scheduled = json!({"recurrence": {"id": id}});
    let (_, answer) = call(&mut state, "/v1/recurrence/export_scheduled", &scheduled, 1);
    assert_eq!((&answer["response_code"], &answer["recurrences"]), (&json!(155), &json!([])));
}

#[test]
fn a_schedule_of_999_has_no_end() {
    let mut state = account();
    let daily = json!({"amount": "1.00", "frequency": "6", "start_date": "03/02/2026", "total_count": 999});
    create(&mut state, &daily);
    let behind = chrono::NaiveDate::from_ymd_opt(2029, 1, 1).unwrap().and_hms_opt(0, 0, 0).unwrap();
    recurrence::run_due(&mut state, behind);
    assert_eq!(state.rows.last_day().unwrap().to_string(), "2028-12-31");
    let (_, answer) = call(&mut state, "/v1/recurrence/export_scheduled", &json!({"customer_id": "C1"}), 1);
    assert_eq!(answer["recurrences"][0]["next"], "1/1/2029");
}

#[test]
fn a_schedule_is_exported_with_what_is_to_come() {
    let mut state = account();
    let id = create(&mut state, &monthly("25.50", "03/15/2026", 12));
    recurrence::run_due(&mut state, first_of(4));
    let (_, answer) = call(&mut state, "/v1/recurrence/export_scheduled", &json!({}), 1);
    let expected = json!([{
        "id": id, "customer_id": "C1", "amount": 25.5, "frequency": "3", "start_date": "3/15/2026",
        "next": "4/15/2026", "total_count": 12, "current_count": 1, "transaction_type": "sale", "type": "C",
        "description": "Rent",
    }]);
    assert_eq!(answer["recurrences"], expected);
    let unknown = json!({"recurrence": {"id": 77}});
    let answer = call(&mut state, "/v1/recurrence/export_scheduled", &unknown, 1);
    assert_eq!(answer, refused(&Refusal::recurrence_id(), false));
}

#[test]
fn the_latest_approved_payment_is_exported_and_a_declined_one_is_not() {
    let mut state = account();
    let by_customer = json!({"customer_id": "C1"});
    let none = call(&mut state, "/v1/recurrence/export_approved", &by_customer, 1);
    assert_eq!(none, refused(&Refusal::nothing_approved(), false));
    let id = create(&mut state, &monthly("25.00", "03/15/2026", 12));
    create(&mut state, &monthly("0.29", "03/20/2026", 12));
    recurrence::run_due(&mut state, first_of(4));
    let rows = sales(&mut state);
    assert_eq!(rows[1]["status_message"], "Declined");
    let (_, answer) = call(&mut state, "/v1/recurrence/export_approved", &by_customer, 1);
    let expected = json!({
        "success": true, "response_code": 155,
        "status_message": "Your recurrence export was successfully completed.",
        "recurrence": {
            "id": id, "customer_id": "C1", "amount": 25, "transaction_id": rows[0]["transaction_id"],
            "approval_code": rows[0]["approval_code"], "when": "3/15/2026 5:00:00 AM", "current_count": 1,
            "total_count": 12,
        },
    });
    assert_eq!(answer, expected);
}

#[test]
fn a_recurrence_on_an_account_makes_checks() {
    let mut state = account();
    let mut schedule = monthly("30.00", "03/15/2026", 2);
    schedule["type"] = json!("A");
    let body = json!({"customer_id": "C1", "recurrence": schedule});
    let without_account = call(&mut state, CREATE, &body, 1);
    assert_eq!(without_account, refused(&Refusal::customer_not_found("C1"), false));
    let account = json!({
        "customer_id": "C1", "check": {"account_number": "123456", "routing_number": "325070760"},
    });
    assert_eq!(call(&mut state, "/v1/customer/update", &account, 1).1["response_code"], 161);
    assert_eq!(call(&mut state, CREATE, &body, 1).1["response_code"], 150);
    recurrence::run_due(&mut state, first_of(4));
    let made: Vec<_> = state.checks.all().collect();
    assert_eq!((made.len(), made[0].order.entry_method), (1, "RE"));
    let id = made[0].id;
    let (_, answer) = call(&mut state, "/v1/recurrence/export_approved", &json!({"customer_id": "C1"}), 1);
    assert_eq!(answer["recurrence"]["check_transaction_id"], id);
}

#[test]
fn an_updated_schedule_goes_on_with_its_new_amount_and_dates() {
    let mut state = account();
    let id = create(&mut state, &monthly("25.00", "03/15/2026", 12));
    recurrence::run_due(&mut state, first_of(4));
    let update = |state: &mut State, members: Value| {
        let mut recurrence = members;
        recurrence["id"] = json!(id);
        call(state, "/v1/recurrence/update", &json!({"recurrence": recurrence}), 20)
    };
    let (status, answer) = update(&mut state, json!({"amount": "27.00", "frequency": "5"}));
    assert_eq!(
        (status, &answer["response_code"], &answer["recurrence"]),
        (200, &json!(151), &json!({"id": id}))
    );
    let next = |state: &mut State| {
        call(state, "/v1/recurrence/export_scheduled", &json!({}), 20).1["recurrences"][0]["next"].clone()
    };
    assert_eq!(next(&mut state), "4/15/2026");
    recurrence::run_due(&mut state, first_of(5));
    assert_eq!(next(&mut state), "5/6/2026");
    assert_eq!(sales(&mut state).last().unwrap()["amount"], 27);
    update(&mut state, json!({"start_date": "06/01/2026"}));
    assert_eq!(next(&mut state), "6/1/2026");
    let past = update(&mut state, json!({"start_date": "03/01/2026"}));
    assert_eq!(past, refused(&Refusal::start_date(), false));
}

#[test]
fn a_deleted_recurrence_pays_no_more_and_a_renamed_customer_goes_on_paying() {
    let mut state = account();
    let kept = create(&mut state, &monthly("25.00", "03/15/2026", 12));
    let gone = create(&mut state, &monthly("99.00", "03/15/2026", 12));
    let delete =
        |state: &mut State| call(state, "/v1/recurrence/delete", &json!({"recurrence": {"id": gone}}), 1);
    assert_eq!(delete(&mut state).1["response_code"], 152);
    assert_eq!(delete(&mut state), refused(&Refusal::recurrence_id(), false));
    let rename = json!({"customer_id": "C1", "new_id": "C2"});
    assert_eq!(call(&mut state, "/v1/customer/update", &rename, 1).1["response_code"], 161);
    recurrence::run_due(&mut state, first_of(4));
    let rows = sales(&mut state);
    assert_eq!((rows.len(), &rows[0]["customer_id"]), (1, &json!("C2")));
    let (_, answer) = call(&mut state, "/v1/recurrence/export_scheduled", &json!({}), 1);
    assert_eq!(answer["recurrences"][0]["id"], kept);
    let (_, answer) = call(&mut state, "/v1/recurrence/delete", &json!({"customer_id": "C2"}), 1);
    assert_eq!(answer["response_code"], 152);
    recurrence::run_due(&mut state, first_of(12));
    assert_eq!(sales(&mut state).len(), 1);
}

#[test]
fn everything_wrong_with_a_recurrence_is_said_at_once() {
    let mut state = account();
    let bad = json!({
        "amount": "0", "frequency": "0", "start_date": "02/28/2026", "total_count": 1000,
        "transaction_type": "refund",
    });
    let body = json!({"customer_id": "X", "recurrence": bad});
    let expected = Refusal::customer_not_found("X")
        .and(Refusal::amount())
        .and(Refusal::frequency())
        .and(Refusal::start_date())
        .and(Refusal::total_count())
        .and(Refusal::recurrence_type());
    assert_eq!(call(&mut state, CREATE, &body, 1), refused(&expected, false));
}

#[test]
fn an_authorizing_recurrence_holds_and_is_not_settled() {
    let mut state = account();
    let mut schedule = monthly("10.00", "03/15/2026", 1);
    schedule["transaction_type"] = json!("authorization");
    create(&mut state, &schedule);
    recurrence::run_due(&mut state, first_of(4));
    let id = sales(&mut state)[0]["transaction_id"].as_i64().unwrap();
    assert_eq!(exported(&mut state, id)["status_message"], "Authorization Only");
}
