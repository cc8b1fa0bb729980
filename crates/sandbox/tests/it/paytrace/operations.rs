use paysage_sandbox::paytrace::{PASSWORD, PayTraceSimulator, USERNAME};
use serde_json::{Value, json};

use super::{Desk, SALE, sale};

#[tokio::test]
async fn a_token_comes_as_recorded_and_a_wrong_password_is_an_invalid_grant() {
    let desk = Desk::open(PayTraceSimulator::new()).await;
    let answer = desk.sign_in(USERNAME, PASSWORD).await;
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["cache-control"], "no-store");
    let body: Value = answer.json().await.unwrap();
    assert_eq!((&body["token_type"], &body["expires_in"]), (&json!("Bearer"), &json!(7200)));
    let answer = desk.sign_in(USERNAME, "wrong&+!").await;
    assert_eq!(answer.status(), 400);
    let body: Value = answer.json().await.unwrap();
    let expected = json!({
        "error": "invalid_grant",
        "error_description": "The provided authorization grant is invalid, expired, revoked, does not match the \
                              redirection URI used in the authorization request, or was issued to another client.",
    });
    assert_eq!(body, expected);
}

#[tokio::test]
async fn a_call_without_a_good_token_is_not_done() {
    let mut desk = Desk::open(PayTraceSimulator::with_day()).await;
    let rows = desk.all_rows().await.len();
    let body = json!({"customer_id": "ACME-001", "amount": "1.00"});
    desk.simulator.revoke_tokens();
    let (status, answer) = desk.call(SALE, &body).await;
    assert_eq!((status, &answer["error"]), (401, &json!("invalid_token")));
    let url = format!("{}{SALE}", desk.server.url());
    assert_eq!(desk.http.post(url).body(body.to_string()).send().await.unwrap().status(), 401);
    desk = Desk::open(desk.simulator).await;
    assert_eq!(desk.all_rows().await.len(), rows);
}

#[tokio::test]
async fn a_sale_goes_from_pending_to_its_batch_and_back_to_the_customer() {
    let desk = Desk::open(PayTraceSimulator::new()).await;
    desk.create_customer().await;
    let (status, answer) = desk.call(SALE, &sale()).await;
    assert_eq!((status, &answer["response_code"]), (200, &json!(101)));
    let id = json!({"transaction_id": answer["transaction_id"]});
    let by_id = "/v1/transactions/export/by_id";
    assert_eq!(desk.call(by_id, &id).await.1["transactions"][0]["status_message"], "Pending Settlement");
    let refund = "/v1/transactions/refund/for_transaction";
    assert!(desk.call(refund, &id).await.1["errors"]["817"].is_array());
    assert_eq!(desk.call("/v1/transactions/settle", &json!({})).await.0, 200);
    let row = &desk.call(by_id, &id).await.1["transactions"][0];
    assert_eq!((&row["status_code"], &row["status_message"]), (&json!("GB1"), &json!("GB1")));
    assert_eq!(row["credit_card"]["masked_number"], "***********2376");
    assert_eq!(desk.call(refund, &id).await.1["response_code"], 106);
    desk.simulator.settle_now();
    let (_, list) = desk.call("/v1/batches/transaction_list", &json!({"batch_number": 2})).await;
    assert_eq!(list["transactions"][0]["transaction_type"], "REFUND");
    assert_eq!(desk.simulator.first_day(), desk.simulator.last_day());
}

#[tokio::test]
async fn a_row_edited_by_hand_is_exported_as_edited() {
    let desk = Desk::open(PayTraceSimulator::new()).await;
    desk.create_customer().await;
    let (_, answer) = desk.call(SALE, &sale()).await;
    let id = answer["transaction_id"].as_i64().unwrap();
    let edited = desk.simulator.edit_row(id, |row| {
        row["amount"] = json!(21.5);
        row["created"]["at"] = json!("1/2/2020 3:04:05 PM");
        row["status_code"] = json!("N");
    });
    assert!(edited && !desk.simulator.edit_row(7, |_| {}));
    assert_eq!(desk.simulator.last_day().unwrap().to_string(), "2020-01-02");
    let rows = desk.all_rows().await;
    assert_eq!((rows.len(), &rows[0]["amount"]), (1, &json!(21.5)));
    desk.simulator.settle_now();
    assert_eq!(desk.all_rows().await[0]["status_code"], "N");
}

#[tokio::test]
async fn what_the_simulator_does_not_offer_is_not_found() {
    let desk = Desk::open(PayTraceSimulator::new()).await;
    assert_eq!(desk.send("/v1/transactions/sale/by_mail", &json!({})).await.unwrap().status(), 404);
    let url = format!("{}/v1/ping", desk.server.url());
    assert_eq!(desk.http.get(url).bearer_auth(&desk.token).send().await.unwrap().status(), 405);
    assert_eq!(desk.call("/v1/ping", &json!({})).await.1["success"], true);
}
