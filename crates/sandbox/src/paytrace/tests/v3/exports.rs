use serde_json::{Value, json};

use super::Desk;

/// One exported row.
pub(super) fn one(desk: &mut Desk, id: &str) -> Value {
    desk.done(&format!("transaction/export/{id}"), json!({}))
}

#[test]
fn a_row_has_v1s_members_with_v3s_ids_and_addresses() {
    let mut desk = Desk::open();
    let body = json!({
        "amount": 110, "tax_amount": "8.10", "invoice_number": "inv1234", "customer_reference_id": "PO1",
        "discretionary_data": [{"color": "red"}, {"size": 3}], "shipping_name": "Dock 4",
        "shipping_address": {"street": "2 Side St", "street2": "B", "city": "Spokane", "state": "WA",
                             "country": "US", "postal_code": "99202"},
    });
    let id = desk.done("card/sale/customer/1", body)["transaction_id"].clone();
    let expected = json!({
        "transaction_id": id,
        "credit_card": {"masked_number": "************5439", "expiration_month": 12, "expiration_year": 30},
        "transaction_type": "SALE", "description": "", "amount": 110, "invoice_id": "inv1234",
        "shipping_name": "Dock 4",
        "shipping_address": {"street": "2 Side St", "street2": "B", "city": "Spokane", "county": "", "state": "WA",
                             "postal_code": "99202", "country": "US"},
        "billing_name": "Ann Example",
        "billing_address": {"street": "1 Main St", "street2": "", "city": "", "state": "", "postal_code": "99201",
                            "country": ""},
        "receipt_emailed_to": "", "tax_amount": "8.10", "customer_reference_id": "PO1",
        "approval_code": "TAS001", "approval_message": "  NO  MATCH - Approved and completed",
        "avs_response": "No Match", "csc_response": "", "status_code": "Y", "status_message": "Pending Settlement",
        "created": {
            "through": "API", "at": "3/1/2026 10:05:09 AM", "by": "demo@paysage", "from_ip": "127.0.0.1",
        },
        "settled": "", "customer_id": 1, "customer_label": "C1",
        "discretionary_data": [{"color": "red"}, {"size": 3}],
    });
    assert_eq!(one(&mut desk, id.as_str().unwrap()), expected);
    assert_eq!(desk.post("transaction/export/77", json!({})).0, 404);
}

#[test]
fn rows_of_days_are_exported_with_filters_in_v3s_envelope() {
    let mut desk = Desk::open();
    let (first, second) = (desk.sale("1.25"), desk.sale("2"));
    let ids = |desk: &mut Desk, filter: Value| {
        let mut body = json!({"start_date": "03/01/2026", "end_date": "3/1/2026"});
        body.as_object_mut().unwrap().extend(filter.as_object().unwrap().clone());
        let rows = desk.done("transactions/export/by-date", body);
        let ids: Vec<Value> =
            rows.as_array().unwrap().iter().map(|row| row["transaction_id"].clone()).collect();
        ids
    };
    assert_eq!(ids(&mut desk, json!({})), [json!(first), json!(second)]);
    assert_eq!(ids(&mut desk, json!({"transaction_id": second})), [json!(second)]);
    assert_eq!(ids(&mut desk, json!({"customer_label": "X"})), [json!(null); 0]);
    assert_eq!(ids(&mut desk, json!({"transaction_type": "PENDING"})).len(), 2);
    let flaws = desk.flaws("transactions/export/by-date", json!({"start_date": "2026-03-01"}));
    let expected = super::named(&[("body/start_date", "TYPE"), ("body/end_date", "REQUIRED")]);
    assert_eq!(flaws, expected);
}

#[test]
fn a_row_that_is_no_object_and_an_odd_number_come_as_they_stand() {
    let mut desk = Desk::open();
    let file = br#"{"success":true,"response_code":1,"transactions":[
        {"transaction_id":"x-1","amount":110.10,"customer_id":"","created":{"at":"1/2/2020 3:04:05 PM"}},
        "not a row"]}"#;
    let now = super::moment(1, 10);
    let (rows, batches, _) = super::super::super::load::read(&file[..], now).unwrap();
    desk.state.take_in(rows, batches).unwrap();
    let selection = json!({"start_date": "01/01/2020", "end_date": "12/31/2020"});
    let rows = desk.done("transactions/export/by-date", selection);
    assert_eq!(rows.as_array().unwrap().len(), 2);
    assert_eq!((&rows[0]["transaction_id"], &rows[0]["customer_id"]), (&json!("x-1"), &Value::Null));
    assert_eq!(rows[1], "not a row");
    let text = desk.state.row_v3(br#"{"transaction_id":5,"amount":110.10}"#);
    assert_eq!(String::from_utf8(text).unwrap(), r#"{"transaction_id":"5","amount":110.10}"#);
}

#[test]
fn batches_are_exported_as_v1_has_them() {
    let mut desk = Desk::open();
    assert_eq!(desk.post("batch/export", json!({})).0, 404);
    let id = desk.sale("2.50");
    desk.settle();
    let expected = json!({
        "number": 1, "when": "3/1/2026 10:05:09 AM", "transaction_count": 1, "net_amount": 2.5,
        "sales_count": 1, "sales_amount": 2.5, "refund_count": 0, "refund_amount": 0,
    });
    let mut one = desk.done("batch/export", json!({"batch_number": 1}));
    one.as_object_mut().unwrap().retain(|name, _| !name.starts_with("visa_"));
    assert_eq!(one, expected);
    let window = json!({"start_date": "03/01/2026", "end_date": "03/01/2026"});
    assert_eq!(desk.done("batch/export/by-date", window), json!([expected]));
    let rows = desk.done("batch/export/transactions", json!({"batch_number": 1}));
    assert_eq!((&rows[0]["transaction_id"], &rows[0]["status_code"]), (&json!(id), &json!("GB1")));
    let flaws = desk.flaws("batch/export/transactions", json!({}));
    assert_eq!(flaws, super::named(&[("body/batch_number", "REQUIRED")]));
    let record = desk.read(&format!("card/transaction/{id}{}", super::query(&[])));
    assert_eq!(
        [&record["transaction_status"], &record["settle_amount"], &record["batch_number"]],
        [&json!("SETTLED"), &json!(2.5), &json!(1)]
    );
}
