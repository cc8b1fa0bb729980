use serde_json::{Value, json};

use super::super::day;
use super::super::refusal::Refusal;
use super::super::state::State;
use super::{account, call, exported, moment, refused, sale, status_of};

#[test]
fn a_sale_is_pending_until_it_settles_and_a_settled_one_is_refunded_up_to_its_amount() {
    let mut state = account();
    let id = sale(&mut state, "100.00", 1);
    assert_eq!(status_of(&mut state, id), ("Y".into(), "Pending Settlement".into(), String::new()));
    assert_eq!(call(&mut state, "/v1/transactions/settle", &json!({}), 2).1["response_code"], 175);
    let settled = ("GB1".to_owned(), "GB1".to_owned(), "3/2/2026 10:05:09 AM".to_owned());
    assert_eq!(status_of(&mut state, id), settled);

    let refund = |state: &mut State, amount: Value| {
        call(
            state,
            "/v1/transactions/refund/for_transaction",
            &json!({"transaction_id": id, "amount": amount}),
            3,
        )
    };
    let (status, answer) = refund(&mut state, json!("40.00"));
    assert_eq!((status, &answer["response_code"]), (200, &json!(106)));
    assert_eq!(answer["status_message"], "Your transaction was successfully refunded.");
    let refund_id = answer["transaction_id"].as_i64().unwrap();
    assert_ne!(refund_id, id);
    let row = exported(&mut state, refund_id);
    assert_eq!(row["transaction_type"], "REFUND");
    assert_eq!(row["amount"], json!(40));
    assert_eq!((&row["customer_id"], &row["invoice_id"]), (&json!("C1"), &json!("I-7")));
    assert_eq!(row["created"]["at"], "3/3/2026 10:05:09 AM");

    assert_eq!(refund(&mut state, json!("60.01")), refused(&Refusal::more_than_refundable(), true));
    let (_, rest) = refund(&mut state, Value::Null);
    let rest = rest["transaction_id"].as_i64().unwrap();
    assert_eq!(exported(&mut state, rest)["amount"], json!(60));
    assert_eq!(refund(&mut state, json!("0.01")), refused(&Refusal::more_than_refundable(), true));

    call(&mut state, "/v1/transactions/void", &json!({"transaction_id": rest}), 3);
    assert_eq!(refund(&mut state, json!("60.00")).0, 200);
    let of_refund = json!({"transaction_id": refund_id});
    let answer = call(&mut state, "/v1/transactions/refund/for_transaction", &of_refund, 3);
    assert_eq!(answer, refused(&Refusal::not_settled(), true));
}

#[test]
fn an_authorization_keeps_its_id_when_a_part_of_it_is_captured() {
    let mut state = account();
    let body = json!({"customer_id": "C1", "amount": "500.00"});
    let (_, answer) = call(&mut state, "/v1/transactions/authorization/by_customer", &body, 1);
    let id = answer["transaction_id"].as_i64().unwrap();
    assert_eq!(status_of(&mut state, id), ("N".into(), "Authorization Only".into(), String::new()));

    let capture = |state: &mut State, amount: Value| {
        call(
            state,
            "/v1/transactions/authorization/capture",
            &json!({"transaction_id": id, "amount": amount}),
            2,
        )
    };
    assert_eq!(capture(&mut state, json!("500.01")), refused(&Refusal::more_than_authorized(), true));
    let expected = json!({
        "success": true, "response_code": 112, "status_message": "Your transaction was successfully captured.",
        "transaction_id": id, "external_transaction_id": "",
    });
    assert_eq!(capture(&mut state, json!("350.25")), (200, expected));
    assert_eq!(status_of(&mut state, id), ("Y".into(), "Pending Settlement".into(), String::new()));
    assert_eq!(exported(&mut state, id)["amount"], json!(350.25));
    assert_eq!(capture(&mut state, json!("1.00")), refused(&Refusal::not_capturable(), true));
}

#[test]
fn only_what_is_not_settled_can_be_voided_and_only_once() {
    let mut state = account();
    let settled = sale(&mut state, "1.00", 1);
    call(&mut state, "/v1/transactions/settle", &json!({}), 1);
    let open = sale(&mut state, "2.00", 1);
    let void = |state: &mut State, id: i64| {
        call(state, "/v1/transactions/void", &json!({"transaction_id": id.to_string()}), 1)
    };
    assert_eq!(void(&mut state, settled), refused(&Refusal::not_voidable(), false));
    let expected = json!({
        "success": true, "response_code": 109, "status_message": "Your transaction was successfully voided.",
        "transaction_id": open,
    });
    assert_eq!(void(&mut state, open), (200, expected));
    assert_eq!(status_of(&mut state, open), ("N".into(), "Voided".into(), String::new()));
    assert_eq!(void(&mut state, open), refused(&Refusal::not_voidable(), false));
    call(&mut state, "/v1/transactions/settle", &json!({}), 2);
    assert_eq!(status_of(&mut state, open), ("N".into(), "Voided".into(), String::new()));
}

#[test]
fn batches_add_up_and_their_numbers_begin_again_behind_999() {
    let mut state = account();
    let first = sale(&mut state, "100.10", 1);
    sale(&mut state, "50.05", 1);
    call(&mut state, "/v1/transactions/settle", &json!({}), 1);
    call(&mut state, "/v1/transactions/settle", &json!({}), 1);
    let part = json!({"transaction_id": first, "amount": "0.15"});
    call(&mut state, "/v1/transactions/refund/for_transaction", &part, 2);
    call(&mut state, "/v1/transactions/settle", &json!({}), 2);
    let window = json!({"start_date": "03/01/2026", "end_date": "03/02/2026"});
    let (_, answer) = call(&mut state, "/v1/batches/export", &window, 3);
    let expected = json!([
        {"number": 1, "when": "3/1/2026 10:05:09 AM", "transaction_count": 2, "net_amount": 150.15,
         "sales_count": 2, "sales_amount": 150.15, "refund_count": 0, "refund_amount": 0},
        {"number": 2, "when": "3/2/2026 10:05:09 AM", "transaction_count": 1, "net_amount": -0.15,
         "sales_count": 0, "sales_amount": 0, "refund_count": 1, "refund_amount": 0.15},
    ]);
    assert_eq!(answer["batches"], expected);
    let (_, latest) = call(&mut state, "/v1/batches/export_one", &json!({}), 3);
    let mut with_brands = expected[1].clone();
    with_brands["visa_sales_count"] = json!(0);
    with_brands["visa_sales_amount"] = json!(0);
    with_brands["visa_refund_count"] = json!(1);
    with_brands["visa_refund_amount"] = json!(0.15);
    assert_eq!(latest["batch"], with_brands);
    let (_, list) = call(&mut state, "/v1/batches/transaction_list", &json!({"batch_number": "1"}), 3);
    assert_eq!(list["transactions"].as_array().unwrap().len(), 2);
    for body in [json!({}), json!({"batch_number": 3}), json!({"batch_number": "x"})] {
        let answer = call(&mut state, "/v1/batches/transaction_list", &body, 3);
        assert_eq!(answer, refused(&Refusal::batch_number(), true));
    }
    for _ in 3..=1000 {
        sale(&mut state, "1.00", 4);
        call(&mut state, "/v1/transactions/settle", &json!({}), 4);
    }
    let newest = sale(&mut state, "2.00", 5);
    call(&mut state, "/v1/transactions/settle", &json!({}), 5);
    assert_eq!(status_of(&mut state, newest).0, "GB2");
    let (_, list) = call(&mut state, "/v1/batches/transaction_list", &json!({"batch_number": 2}), 5);
    assert_eq!(list["transactions"][0]["transaction_id"], newest);
}

#[test]
fn the_built_in_day_has_what_a_merchant_sees() {
    let mut state = State::new();
    day::play(&mut state, moment(10, 15));
    let window = json!({"start_date": "03/09/2026", "end_date": "03/10/2026"});
    let (_, answer) = call(&mut state, "/v1/transactions/export/by_date_range", &window, 10);
    let rows = answer["transactions"].as_array().unwrap();
    let seen: Vec<String> = rows
        .iter()
        .map(|row| {
            let text = |name: &str| row[name].as_str().unwrap();
            let (kind, customer, invoice) =
                (text("transaction_type"), text("customer_id"), text("invoice_id"));
            format!("{kind} {} {customer} {invoice} {}", row["amount"], text("status_message"))
        })
        .collect();
    let expected = [
        "SALE 110 ACME-001 INV-1001 GB1",
        "SALE 42.5 BAYSIDE INV-1002 GB1",
        "SALE 1249.99 CEDAR-HVAC INV-1003 GB1",
        "SALE 19.99  INV-1004 GB1",
        "SALE 0.29 BAYSIDE INV-1005 Declined",
        "AUTHORIZATION 300 ACME-001 INV-1006 Authorization Only",
        "AUTHORIZATION 350.25 DUNES-SPA INV-1007 GB2",
        "SALE 75 BAYSIDE INV-1008 Voided",
        "SALE 64 ACME-001 INV-1009 GB1",
        "SALE 220 DUNES-SPA INV-1010 GB1",
        "REFUND 64 ACME-001 INV-1009 GB2",
        "REFUND 45.5 DUNES-SPA INV-1010 GB2",
        "SALE 15.75 BAYSIDE  GB2",
        "SALE 89 CEDAR-HVAC INV-1011 GB2",
        "SALE 57.2 ACME-001 INV-1012 Pending Settlement",
    ];
    assert_eq!(seen, expected);
    for row in rows {
        let read = paytrace::Transaction::from_json(row.to_string().as_bytes());
        assert!(read.is_ok(), "{row}: {read:?}");
    }
    let (_, batches) = call(&mut state, "/v1/batches/export", &window, 10);
    assert_eq!(batches["batches"].as_array().unwrap().len(), 2);
}
