use chrono::NaiveDate;
use serde_json::{Value, json};

use super::super::refusal::Refusal;
use super::super::rows::{Cursor, Rows};
use super::super::state::State;
use super::super::{load, row};
use super::{account, call, exported, moment, refused, sale, status_of};

fn loaded(rows: &[&str]) -> Rows {
    let file = format!(r#"{{"success":true,"response_code":1,"transactions":[{}]}}"#, rows.join(","));
    load::read(file.as_bytes(), moment(20, 1)).unwrap().0
}

#[test]
fn a_window_holds_the_days_it_names_both_ends_included_and_its_filters_narrow_it() {
    let mut state = account();
    let ids: Vec<i64> = (1..=4).map(|day| sale(&mut state, &format!("{day}.50"), day)).collect();
    call(&mut state, "/v1/transactions/void", &json!({"transaction_id": ids[1]}), 4);
    let window = |state: &mut State, more: Value| -> Vec<i64> {
        let mut body = json!({"start_date": "03/02/2026", "end_date": "3/3/2026"});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let (_, answer) = call(state, "/v1/transactions/export/by_date_range", &body, 9);
        assert_eq!(answer["status_message"], "Your export was successfully completed.");
        let rows = answer["transactions"].as_array().unwrap();
        rows.iter().map(|row| row["transaction_id"].as_i64().unwrap()).collect()
    };
    assert_eq!(window(&mut state, json!({})), ids[1..3]);
    assert_eq!(window(&mut state, json!({"transaction_id": ids[2]})), ids[2..3]);
    assert_eq!(window(&mut state, json!({"transaction_type": "VOID"})), ids[1..2]);
    assert_eq!(window(&mut state, json!({"transaction_type": "pending"})), ids[2..3]);
    assert_eq!(window(&mut state, json!({"transaction_type": "SALE"})), ids[1..3]);
    assert_eq!(window(&mut state, json!({"customer_id": "nobody"})), Vec::<i64>::new());
    assert_eq!(window(&mut state, json!({"including_text": "i-7"})), ids[1..3]);
    let turned = json!({"start_date": "03/03/2026", "end_date": "03/02/2026"});
    let answer = call(&mut state, "/v1/transactions/export/by_date_range", &turned, 9);
    assert_eq!(answer, refused(&Refusal::date_order(), true));
}

#[test]
fn days_and_moments_need_a_year_of_four_digits() {
    for good in ["4/10/2015 4:06:30 PM", "04/10/2015 04:06:30 PM"] {
        assert_eq!(row::moment(good).unwrap().to_string(), "2015-04-10 16:06:30");
    }
    assert_eq!(row::moment_text(row::moment("12/1/2026 12:00:00 AM").unwrap()), "12/1/2026 12:00:00 AM");
    for bad in ["4/10/15 4:06:30 PM", "13/1/2015 4:06:30 PM", "2/29/2015 1:00:00 AM", "4/10/2015", "x", ""] {
        assert_eq!(row::moment(bad), None, "{bad}");
    }
    for bad in ["4/10/2015 ", "+4/1/2015", "4/10/2015/1", "004/1/2015", "//2015"] {
        assert_eq!(row::day(bad), None, "{bad}");
    }
}

#[test]
fn changing_a_row_leaves_every_other_byte_of_its_members() {
    let row = br#"{ "amount" : 1.10, "x":[1, {"y":"\u00e9"}] , "status_code":"Y","x":2}"#;
    let changed = row::with_changes(row, &[("status_code", row::quoted("N")), ("settled", row::quoted(""))]);
    let expected = r#"{"amount":1.10,"x":[1, {"y":"\u00e9"}],"status_code":"N","x":2,"settled":""}"#;
    assert_eq!(String::from_utf8(changed.unwrap()).unwrap(), expected);
    assert_eq!(row::with_changes(b"[1]", &[]), None);
}

#[test]
fn a_row_whose_day_cannot_be_read_stands_with_the_readable_row_before_it() {
    let dated =
        |day: u32| format!(r#"{{"transaction_id":{day},"created":{{"at":"3/{day}/2026 1:00:00 AM"}}}}"#);
    let (fifth, ninth) = (dated(5), dated(9));
    let rows = loaded(&["1", fifth.as_str(), r#"{"created":"yesterday"}"#, ninth.as_str(), "{}"]);
    let day = |day: u32| NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
    let of_day = |wanted: u32| {
        let mut cursor = Cursor { day: day(wanted), within: 0 };
        let mut texts = Vec::new();
        while let Some((position, next)) = rows.next(cursor, day(wanted)) {
            texts.push(String::from_utf8(rows.text(position).unwrap().to_vec()).unwrap());
            cursor = next;
        }
        texts
    };
    assert_eq!(of_day(5), ["1", fifth.as_str(), r#"{"created":"yesterday"}"#]);
    assert_eq!(of_day(9), [ninth.as_str(), "{}"]);
    let none_readable = loaded(&["{}", "2"]);
    assert_eq!((none_readable.first_day(), none_readable.last_day()), (Some(day(20)), Some(day(20))));
}

#[test]
fn loaded_rows_settle_are_refunded_and_keep_their_batches() {
    let mut state = account();
    let file = br#"{"success":true,"response_code":1,"transactions":[
        {"transaction_id":100000001,"transaction_type":"SALE","amount":12.5,"status_code":"GB571","status_message":"GB571",
         "created":{"at":"3/1/2026 1:00:00 AM"},"settled":"3/2/2026 8:13:45 PM"},
        {"transaction_id":7,"transaction_type":"SALE","amount":"2.00","status_code":"Y","status_message":"Pending Settlement",
         "created":{"at":"3/1/2026 2:00:00 AM"},"settled":""},
        {"transaction_id":8,"transaction_type":"SALE","amount":"2.001","status_code":"Y",
         "created":{"at":"3/1/2026 3:00:00 AM"}}]}"#;
    for _ in 0..2 {
        // The second time the rows join those that are there.
        let (rows, batches, _) = load::read(&file[..], moment(20, 1)).unwrap();
        state.take_in(rows, batches).unwrap();
    }
    let (_, both) = call(&mut state, "/v1/transactions/export/by_id", &json!({"transaction_id": 7}), 1);
    assert_eq!(both["transactions"].as_array().unwrap().len(), 2);
    assert_eq!(sale(&mut state, "1.00", 1), 100_000_002);
    let refund = json!({"transaction_id": 100_000_001});
    assert_eq!(call(&mut state, "/v1/transactions/refund/for_transaction", &refund, 3).0, 200);
    let window = json!({"start_date": "03/02/2026", "end_date": "03/02/2026"});
    let (_, answer) = call(&mut state, "/v1/batches/export", &window, 3);
    assert_eq!(answer["batches"][0]["number"], 571);
    assert_eq!(answer["batches"][0]["sales_amount"], json!(25));
    call(&mut state, "/v1/transactions/settle", &json!({}), 4);
    assert_eq!(status_of(&mut state, 7).0, "GB572");
    assert_eq!(exported(&mut state, 8)["status_code"], "Y");
}
