use serde_json::{Value, json};

use super::{Desk, named};

#[test]
fn each_item_of_a_batch_has_its_own_result() {
    let mut desk = Desk::open();
    let sold = desk.sale("20");
    desk.settle();
    let open = desk.sale("30");
    let items = json!({"batch_items": [
        {"transaction_id": sold, "amount": 5.5}, {"transaction_id": open}, {"transaction_id": "77"},
    ]});
    let data = desk.done("card/batch/refund", items);
    let seen: Vec<[&Value; 3]> = data
        .as_array()
        .unwrap()
        .iter()
        .map(|item| [&item["status"], &item["response_code"], &item["original_transaction_id"]])
        .collect();
    assert_eq!(seen[0], [&json!("success"), &json!(106), &json!(sold)]);
    assert_eq!(seen[1], [&json!("error"), &json!(1), &json!(open)]);
    assert_ne!(data[0]["transaction_id"], json!(sold));
    assert_eq!(
        (&data[1]["code"], &data[1]["field"]),
        (&json!("817"), &json!("body/batch_items/1/transaction_id"))
    );
    assert_eq!((&data[2]["code"], &data[2]["transaction_id"]), (&json!("58"), &json!("77")));
}

#[test]
fn a_batch_of_which_nothing_is_done_is_an_error_with_the_same_list() {
    let mut desk = Desk::open();
    let id = desk.sale("20");
    let (status, answer) = desk.post("card/batch/capture", json!({"batch_items": [{"transaction_id": id}]}));
    assert_eq!((status, &answer["status"]), (422, &json!("error")));
    assert_eq!((&answer["data"][0]["status"], &answer["data"][0]["code"]), (&json!("error"), &json!("9003")));
}

#[test]
fn authorizations_are_captured_whole_or_in_part_and_sales_are_voided() {
    let mut desk = Desk::open();
    let hold = |desk: &mut Desk| {
        desk.done("card/authorize/customer/1", json!({"amount": 50}))["transaction_id"].clone()
    };
    let (whole, part) = (hold(&mut desk), hold(&mut desk));
    let items =
        json!({"batch_items": [{"transaction_id": whole}, {"transaction_id": part, "amount": 12.25}]});
    let data = desk.done("card/batch/capture", items);
    let codes: Vec<&Value> = data.as_array().unwrap().iter().map(|item| &item["response_code"]).collect();
    assert_eq!(codes, [112, 112]);
    assert_eq!(data[1]["transaction_id"], part);
    let record = desk.read(&format!("card/transaction/{}{}", part.as_str().unwrap(), super::query(&[])));
    assert_eq!((&record["transaction_status"], &record["amount"]), (&json!("CAPTURED"), &json!(12.25)));
    let data = desk.done("card/batch/void", json!({"batch_items": [{"transaction_id": whole}]}));
    assert_eq!(data[0]["response_code"], 109);
}

#[test]
fn many_customers_are_charged_in_one_call_and_a_decline_is_a_result() {
    let mut desk = Desk::open();
    let items = json!({"batch_items": [
        {"amount": 11, "customer_id": 1, "transaction_type": "sale", "invoice_number": "I-1"},
        {"amount": 12, "customer_id": 1, "transaction_type": "auth-only"},
        {"amount": 0.29, "customer_id": 1, "transaction_type": "sale"},
        {"amount": 13, "customer_id": 1, "transaction_type": "refund"},
    ]});
    let data = desk.done("card/batch/transactions", items);
    let seen: Vec<(&str, i64)> = data
        .as_array()
        .unwrap()
        .iter()
        .map(|item| (item["status"].as_str().unwrap(), item["response_code"].as_i64().unwrap()))
        .collect();
    assert_eq!(seen, [("success", 101), ("success", 101), ("success", 102), ("error", 1)]);
    assert_eq!((&data[3]["code"], data[3].get("transaction_id")), (&json!("981"), None));
    assert_eq!(data[2]["approval_message"], "  EXPIRED CARD - Expired card");
}

#[test]
fn a_batch_with_a_wrong_item_is_not_begun() {
    let mut desk = Desk::open();
    let items = json!({"batch_items": [
        {"amount": 11, "customer_id": 1, "transaction_type": "sale"},
        {"customer_id": 7, "transaction_type": "gift"},
    ]});
    let expected = named(&[
        ("body/batch_items/1/transaction_type", "CONSTRAINT"),
        ("body/batch_items/1/amount", "REQUIRED"),
        ("body/batch_items/1/customer_id", "CONSTRAINT"),
    ]);
    assert_eq!(desk.flaws("card/batch/transactions", items), expected);
    assert!(desk.state.rows.first_day().is_none());
    for (items, code) in [(json!([]), "CONSTRAINT"), (json!("x"), "TYPE"), (Value::Null, "REQUIRED")] {
        let flaws = desk.flaws("card/batch/void", json!({"batch_items": items}));
        assert_eq!(flaws, named(&[("body/batch_items", code)]));
    }
    assert_eq!(desk.post("card/batch/else", json!({})).0, 404);
}
