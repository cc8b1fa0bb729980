use serde_json::json;

use super::super::refusal::Refusal;
use super::super::state::State;
use super::{account, call, exported, refused, status_of, visa};

#[test]
fn an_approved_keyed_sale_answers_as_recorded() {
    let mut state = State::new();
    let body = json!({"amount": "2.50", "credit_card": visa(), "csc": "999", "username": "ignored"});
    let (status, answer) = call(&mut state, "/v1/transactions/sale/keyed", &body, 1);
    let expected = json!({
        "success": true, "response_code": 101,
        "status_message": "Your transaction was successfully approved.",
        "transaction_id": 100_000_001, "approval_code": "TAS001",
        "approval_message": "  NO  MATCH - Approved and completed",
        "avs_response": "No Match", "csc_response": "Match", "external_transaction_id": "",
        "masked_card_number": "xxxxxxxxxxxx5439",
    });
    assert_eq!((status, answer), (200, expected));
}

#[test]
fn a_declined_sale_has_an_id_and_its_recorded_text() {
    let mut state = account();
    for (amount, text) in [("0.29", "  EXPIRED CARD - Expired card"), ("1.12", "    DECLINE - Do not honor")]
    {
        let body = json!({"amount": amount, "customer_id": "C1"});
        let (status, answer) = call(&mut state, "/v1/transactions/sale/by_customer", &body, 1);
        assert_eq!((status, &answer["response_code"]), (400, &json!(102)));
        assert_eq!(answer["success"], json!(false));
        assert_eq!(answer["approval_message"], text);
        assert_eq!(answer["status_message"], "Your transaction was not approved.");
        assert_eq!(answer.get("errors"), None);
        let id = answer["transaction_id"].as_i64().unwrap();
        assert_eq!(status_of(&mut state, id), ("N".into(), "Declined".into(), String::new()));
    }
}

#[test]
fn an_exported_row_has_every_member_with_its_json_type() {
    let mut state = account();
    let body = json!({
        "customer_id": "C1", "amount": 110.00, "tax_amount": 8.1, "invoice_id": "inv1234",
        "customer_reference_id": "PO123456", "description": "two boxes", "email": "ann@example.com",
        "shipping_address": {"county": "Spokane"},
    });
    let (_, answer) = call(&mut state, "/v1/transactions/sale/by_customer", &body, 4);
    let id = answer["transaction_id"].as_i64().unwrap();
    let expected = json!({
        "transaction_id": id,
        "credit_card": {
            "masked_number": "************5439", "expiration_month": 12, "expiration_year": 30,
        },
        "transaction_type": "SALE", "description": "two boxes", "amount": 110, "invoice_id": "inv1234",
        "shipping_address": {
            "name": "", "street_address": "", "street_address2": "", "city": "", "county": "Spokane",
            "state": "", "zip": "", "country": "",
        },
        "billing_address": {
            "name": "Ann Example", "street_address": "1 Main St", "street_address2": "", "city": "",
            "state": "", "zip": "99201", "country": "",
        },
        "receipt_emailed_to": "ann@example.com", "tax_amount": "8.10", "customer_reference_id": "PO123456",
        "approval_code": "TAS001", "approval_message": "  NO  MATCH - Approved and completed",
        "avs_response": "No Match", "csc_response": "", "status_code": "Y",
        "status_message": "Pending Settlement",
        "created": {
            "through": "API", "at": "3/4/2026 10:05:09 AM", "by": "demo@paysage", "from_ip": "127.0.0.1",
        },
        "settled": "", "customer_id": "C1", "discretionary_data": {},
    });
    assert_eq!(exported(&mut state, id), expected);
}

#[test]
fn amounts_are_texts_or_numbers_and_must_be_exact_and_positive() {
    let mut state = account();
    for amount in [json!("51.88"), json!(51.88), json!("51.880"), json!(51), json!("999999999.99")] {
        let body = json!({"customer_id": "C1", "amount": amount});
        assert_eq!(call(&mut state, "/v1/transactions/sale/by_customer", &body, 1).0, 200, "{amount}");
    }
    let wrong = [
        json!("1.001"),
        json!(0),
        json!("-5"),
        json!("1e2"),
        json!("ten"),
        json!(""),
        json!(null),
        json!("1000000000.00"),
        json!({"value": 3}),
    ];
    for amount in wrong {
        let body = json!({"customer_id": "C1", "amount": amount});
        let answer = call(&mut state, "/v1/transactions/sale/by_customer", &body, 1);
        assert_eq!(answer, refused(&Refusal::amount(), true), "{amount}");
    }
    let zero = json!({"customer_id": "C1", "amount": "0.00"});
    assert_eq!(call(&mut state, "/v1/transactions/authorization/by_customer", &zero, 1).0, 200);
}

#[test]
fn a_customer_made_from_a_transaction_can_be_charged() {
    let mut state = State::new();
    let keyed = json!({"amount": "3.00", "credit_card": visa(), "billing_address": {"name": "Bo Example"}});
    let (_, answer) = call(&mut state, "/v1/transactions/sale/keyed", &keyed, 1);
    let body = json!({"customer_id": "NEW", "transaction_id": answer["transaction_id"]});
    let expected = json!({
        "success": true, "response_code": 160, "customer_id": "NEW",
        "status_message": "The customer profile for NEW/Bo Example was successfully created",
    });
    assert_eq!(call(&mut state, "/v1/customer/create_from_transaction", &body, 1), (200, expected));
    let body = json!({"customer_id": "NEW", "amount": 4});
    let (_, answer) = call(&mut state, "/v1/transactions/sale/by_customer", &body, 1);
    let row = exported(&mut state, answer["transaction_id"].as_i64().unwrap());
    assert_eq!(row["credit_card"]["masked_number"], "************5439");
    assert_eq!(row["billing_address"]["name"], "Bo Example");
}
