use serde_json::{Value, json};

use super::super::refusal::Refusal;
use super::super::state::State;
use super::{account, call, exported, moment, refused, sale, status_of};

fn adjust(state: &mut State, id: i64, amount: &str) -> (u16, Value) {
    call(state, "/v1/transactions/adjust_amount", &json!({"transaction_id": id, "amount": amount}), 2)
}

#[test]
fn an_unsettled_amount_is_lowered_freely_and_raised_by_thirty_percent_of_what_was_authorized() {
    let mut state = account();
    let id = sale(&mut state, "10.01", 1);
    let expected = json!({
        "success": true, "response_code": 180, "transaction_id": id, "external_transaction_id": "",
        "status_message": "Your transaction amount was successfully adjusted.",
    });
    assert_eq!(adjust(&mut state, id, "2.00"), (200, expected));
    assert_eq!(exported(&mut state, id)["amount"], 2);
    assert_eq!(adjust(&mut state, id, "13.01").0, 200);
    assert_eq!(adjust(&mut state, id, "13.02"), refused(&Refusal::more_than_adjustable(), true));
    assert_eq!(adjust(&mut state, id, "0.00"), refused(&Refusal::amount(), true));
    call(&mut state, "/v1/transactions/settle", &json!({}), 2);
    assert_eq!(adjust(&mut state, id, "1.00"), refused(&Refusal::not_adjustable(), true));
    let hold = json!({"customer_id": "C1", "amount": "100.00"});
    let (_, hold) = call(&mut state, "/v1/transactions/authorization/by_customer", &hold, 2);
    let hold = hold["transaction_id"].as_i64().unwrap();
    assert_eq!(adjust(&mut state, hold, "130.00").0, 200);
    assert_eq!(status_of(&mut state, hold).1, "Authorization Only");
    call(&mut state, "/v1/transactions/void", &json!({"transaction_id": hold}), 2);
    assert_eq!(adjust(&mut state, hold, "1.00"), refused(&Refusal::not_adjustable(), true));
}

#[test]
fn a_refund_is_adjusted_within_what_its_sale_took() {
    let mut state = account();
    let sold = sale(&mut state, "100.00", 1);
    call(&mut state, "/v1/transactions/settle", &json!({}), 1);
    let refund = |state: &mut State, amount: &str| {
        let body = json!({"transaction_id": sold, "amount": amount});
        call(state, "/v1/transactions/refund/for_transaction", &body, 2)
    };
    let id = refund(&mut state, "90.00").1["transaction_id"].as_i64().unwrap();
    assert_eq!(adjust(&mut state, id, "100.01"), refused(&Refusal::more_than_refundable(), true));
    assert_eq!(adjust(&mut state, id, "60.00").0, 200);
    assert_eq!(refund(&mut state, "40.01"), refused(&Refusal::more_than_refundable(), true));
    assert_eq!(refund(&mut state, "40.00").0, 200);
}

#[test]
fn a_refund_the_bank_does_not_take_has_an_id_and_leaves_the_sale_refundable() {
    let mut state = account();
    let sold = sale(&mut state, "2.00", 1);
    call(&mut state, "/v1/transactions/settle", &json!({}), 1);
    let body = json!({"transaction_id": sold, "amount": "1.07"});
    let (status, answer) = call(&mut state, "/v1/transactions/refund/for_transaction", &body, 2);
    assert_eq!((status, &answer["success"], &answer["response_code"]), (200, &json!(true), &json!(107)));
    let id = answer["transaction_id"].as_i64().unwrap();
    assert_eq!(status_of(&mut state, id), ("N".into(), "Declined".into(), String::new()));
    let whole = json!({"transaction_id": sold});
    assert_eq!(
        call(&mut state, "/v1/transactions/refund/for_transaction", &whole, 2).1["response_code"],
        106
    );
}

#[test]
fn receipts_and_signatures_stay_with_the_transaction() {
    let mut state = account();
    let id = sale(&mut state, "2.00", 1);
    let receipt = |state: &mut State, email: &str| {
        call(state, "/v1/transactions/email_receipt", &json!({"transaction_id": id, "email": email}), 1)
    };
    let (status, answer) = receipt(&mut state, "ann@example.com");
    assert_eq!((status, &answer["response_code"]), (200, &json!(149)));
    assert_eq!(exported(&mut state, id)["receipt_emailed_to"], "ann@example.com");
    for bad in ["", "ann", "@example.com", "ann @example.com", "ann@local"] {
        assert_eq!(receipt(&mut state, bad), refused(&Refusal::email(), false), "{bad}");
    }
    let sign = |state: &mut State, data: &str, kind: &str| {
        let body = json!({"transaction_id": id, "image_data": data, "image_type": kind});
        call(state, "/v1/transactions/attach_signature", &body, 1)
    };
    assert_eq!(sign(&mut state, "aGVsbG8=", "png").1["response_code"], 172);
    for (data, kind) in [("aGVsbG8=", ""), ("", "png"), ("%%", "png")] {
        assert_eq!(sign(&mut state, data, kind), refused(&Refusal::signature(), false));
    }
    let attached = &state.attachments[&id];
    assert_eq!(attached.receipts, ["ann@example.com"]);
    let signature = attached.signature.as_ref().unwrap();
    assert_eq!((signature.image.as_slice(), signature.image_type.as_str()), (&b"hello"[..], "png"));
    let unknown = json!({"transaction_id": 5, "email": "ann@example.com"});
    let answer = call(&mut state, "/v1/transactions/email_receipt", &unknown, 1);
    assert_eq!(answer, refused(&Refusal::transaction_id(), false));
}

#[test]
fn level_three_data_goes_onto_an_unsettled_sale_of_the_brand() {
    let mut state = account();
    let id = sale(&mut state, "20.00", 1);
    let body = |more: Value| {
        let mut body = json!({"transaction_id": id, "invoice_id": "L3", "tax_amount": "-1"});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let visa = "/v1/level_three/visa";
    let lines = json!({
        "shipping_address": {"zip": "99201", "country": "US"},
        "line_items": [{"quantity": "1.5", "unit_cost": 3.3333}, {"amount": 2, "description": "box"}],
    });
    let expected = json!({
        "success": true, "response_code": 170,
        "status_message": format!(
            "Visa/MasterCard enhanced data was successfully added to Transaction ID {id}. \
             2 line item records were created."
        ),
    });
    assert_eq!(call(&mut state, visa, &body(lines), 1), (200, expected));
    let row = exported(&mut state, id);
    assert_eq!((&row["invoice_id"], &row["tax_amount"]), (&json!("L3"), &json!("-1")));
    assert_eq!(
        (&row["shipping_address"]["zip"], &row["shipping_address"]["city"]),
        (&json!("99201"), &json!(""))
    );
    call(&mut state, visa, &body(json!({"freight_amount": "1.00", "invoice_id": "L4"})), 1);
    let kept = &state.attachments[&id].level_three;
    assert_eq!((&kept["invoice_id"], kept["line_items"].as_array().unwrap().len()), (&json!("L4"), 2));
    for (more, refusal) in [
        (json!({"freight_amount": "much"}), Refusal::level_three_number("freight_amount")),
        (json!({"duty_amount": -1}), Refusal::level_three_number("duty_amount")),
        (json!({"line_items": [{"unit_cost": "-2"}]}), Refusal::level_three_number("unit_cost")),
        (json!({"line_items": [1]}), Refusal::line_items()),
        (json!({"line_items": "none"}), Refusal::line_items()),
        (json!({"line_items": [{"debit_or_credit": "X"}]}), Refusal::line_items()),
    ] {
        assert_eq!(call(&mut state, visa, &body(more.clone()), 1), refused(&refusal, false), "{more}");
    }
    let other_brand = call(&mut state, "/v1/level_three/mastercard", &body(json!({})), 1);
    assert_eq!(other_brand, refused(&Refusal::no_level_three(), false));
    call(&mut state, "/v1/transactions/settle", &json!({}), 1);
    assert_eq!(call(&mut state, visa, &body(json!({})), 1), refused(&Refusal::no_level_three(), false));
}

#[test]
fn the_passing_of_days_settles_each_evening() {
    let mut state = account();
    let first = sale(&mut state, "1.00", 1);
    let second = sale(&mut state, "2.00", 2);
    state.pass_time(moment(1, 10), moment(1, 20));
    assert_eq!(status_of(&mut state, first).0, "Y");
    state.pass_time(moment(1, 20), moment(2, 1));
    let settled = ("GB1".to_owned(), "GB1".to_owned(), "3/1/2026 8:15:00 PM".to_owned());
    assert_eq!(status_of(&mut state, first), settled);
    let third = sale(&mut state, "3.00", 2);
    state.pass_time(moment(2, 1), moment(4, 23));
    assert_eq!(
        (status_of(&mut state, second).0, status_of(&mut state, third).0),
        ("GB1".into(), "GB2".into())
    );
    assert_eq!(status_of(&mut state, third).2, "3/2/2026 8:15:00 PM");
}

#[test]
fn type_filters_and_first_digits_are_what_was_asked_for() {
    let mut state = account();
    let kept = sale(&mut state, "1.00", 1);
    let body = json!({"customer_id": "C1", "amount": "0.29", "description": "a \"voided\" one"});
    call(&mut state, "/v1/transactions/sale/by_customer", &body, 1);
    let export = |state: &mut State, more: Value| {
        let mut body = json!({"start_date": "03/01/2026", "end_date": "03/01/2026"});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        call(state, "/v1/transactions/export/by_date_range", &body, 2)
    };
    for (word, count) in [
        ("SALE", 2),
        ("DECLINED", 1),
        ("PENDING", 1),
        ("VOID", 0),
        ("SETTLED", 0),
        ("REFUND", 0),
        ("AUTHORIZATION", 0),
        ("STR/FWD", 0),
        ("FORCE", 0),
    ] {
        let (_, answer) = export(&mut state, json!({"transaction_type": word}));
        assert_eq!(answer["transactions"].as_array().unwrap().len(), count, "{word}");
    }
    let answer = export(&mut state, json!({"transaction_type": "SALES"}));
    assert_eq!(answer, refused(&Refusal::transaction_type(), true));
    let (_, answer) = export(&mut state, json!({"include_bin": true}));
    assert_eq!(answer["transactions"][0]["credit_card"]["masked_number"], "401200******5439");
    let by_id = json!({"transaction_id": kept, "include_bin": "true", "customer_id": "C1"});
    let (_, answer) = call(&mut state, "/v1/transactions/export/by_id", &by_id, 2);
    assert_eq!(answer["transactions"][0]["credit_card"]["masked_number"], "401200******5439");
    let by_id = json!({"transaction_id": kept, "customer_id": "else"});
    let (_, answer) = call(&mut state, "/v1/transactions/export/by_id", &by_id, 2);
    assert_eq!(answer["transactions"], json!([]));
}
