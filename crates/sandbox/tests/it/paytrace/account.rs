//! The clock, the permissions, the settings and the card side of the browser, over HTTP.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{NaiveTime, TimeDelta};
use paysage_sandbox::paytrace::{PayTraceSimulator, TestCard};
use paytrace::v1::authorization::{
    AuthorizationByCustomer, AuthorizationByTransaction, AuthorizationKeyed, AuthorizationProtected,
    AuthorizationProtectedCustomer, AuthorizationSwiped, Capture,
};
use paytrace::v1::batch::{BatchByNumber, BatchTransactions, BatchesByDate};
use paytrace::v1::customer::{
    CreateCustomer, CreateCustomerFromTransaction, CreateCustomerProtected, DeleteCustomer, ExportCustomers,
    ExportInactiveCustomers, UpdateCustomer, UpdateCustomerProtected,
};
use paytrace::v1::export::{ByDateRange, ById};
use paytrace::v1::level_three::{LevelThreeMastercard, LevelThreeVisa};
use paytrace::v1::payment_fields::CreateToken;
use paytrace::v1::ping::Ping;
use paytrace::v1::refund::{RefundForTransaction, RefundKeyed, RefundSwiped, RefundToCustomer};
use paytrace::v1::sale::{
    SaleByCustomer, SaleByTransaction, SaleKeyed, SaleProtected, SaleProtectedCustomer, SaleSwiped,
};
use paytrace::v1::transaction::{AdjustAmount, AttachSignature, EmailReceipt, Settle, Void};
use paytrace::{Export, Operation};
use rsa::pkcs8::DecodePublicKey;
use serde_json::{Value, json};

use super::{Desk, SALE, sale};

const VOID: &str = "/v1/transactions/void";

#[tokio::test]
async fn moving_the_clock_settles_each_evening_and_outlives_tokens() {
    let mut desk = Desk::open(PayTraceSimulator::new()).await;
    desk.create_customer().await;
    assert_eq!(desk.call(SALE, &sale()).await.0, 200);
    let before = desk.simulator.now();
    desk.simulator.advance(TimeDelta::zero());
    desk.simulator.advance(TimeDelta::days(-3));
    assert_eq!(desk.all_rows().await[0]["status_code"], "Y");
    desk.simulator.advance(TimeDelta::days(1));
    let passed = desk.simulator.now() - before;
    assert!(passed >= TimeDelta::days(1) && passed < TimeDelta::days(2), "{passed}");
    assert_eq!(desk.call(SALE, &sale()).await.0, 401);
    desk = Desk::open(desk.simulator).await;
    let row = &desk.all_rows().await[0];
    assert_eq!(row["status_code"], "GB1");
    assert!(row["settled"].as_str().unwrap().ends_with(" 8:15:00 PM"), "{row}");
    // From noon to the evening no batch closes before a quarter past eight.
    let noon =
        desk.simulator.now().date().succ_opt().unwrap().and_time(NaiveTime::from_hms_opt(12, 0, 0).unwrap());
    desk.simulator.advance(noon - desk.simulator.now());
    desk = Desk::open(desk.simulator).await;
    let id = desk.call(SALE, &sale()).await.1["transaction_id"].clone();
    desk.simulator.advance(TimeDelta::hours(7));
    desk = Desk::open(desk.simulator).await;
    let by_id = |id: &Value| json!({"transaction_id": id});
    let (_, answer) = desk.call("/v1/transactions/export/by_id", &by_id(&id)).await;
    assert_eq!(answer["transactions"][0]["status_code"], "Y");
    desk.simulator.advance(TimeDelta::hours(2));
    desk = Desk::open(desk.simulator).await;
    let (_, answer) = desk.call("/v1/transactions/export/by_id", &by_id(&id)).await;
    assert_eq!(answer["transactions"][0]["status_code"], "GB2");
}

#[tokio::test]
async fn a_denied_path_answers_981_until_it_is_allowed() {
    let desk = Desk::open(PayTraceSimulator::new()).await;
    desk.create_customer().await;
    let id = desk.call(SALE, &sale()).await.1["transaction_id"].clone();
    desk.simulator.deny(VOID);
    let (status, answer) = desk.call(VOID, &json!({"transaction_id": id})).await;
    let expected = json!({
        "success": false, "response_code": 1, "status_message": "One or more errors has occurred.",
        "errors": {"981": ["Log in failed for insufficient permissions."]},
    });
    assert_eq!((status, answer), (400, expected));
    assert_eq!(desk.all_rows().await[0]["status_code"], "Y");
    desk.simulator.allow(VOID);
    assert_eq!(desk.call(VOID, &json!({"transaction_id": id})).await.1["response_code"], 109);
}

#[tokio::test]
async fn settings_of_the_merchant_change_what_is_allowed() {
    let desk = Desk::open(PayTraceSimulator::new()).await;
    desk.create_customer().await;
    let refund = json!({"customer_id": "C1", "amount": "5.00"});
    let path = "/v1/transactions/refund/to_customer";
    assert!(desk.call(path, &refund).await.1["errors"]["981"].is_array());
    desk.simulator.allow_unreferenced_refunds();
    assert_eq!(desk.call(path, &refund).await.1["response_code"], 106);
    let card = TestCard::MASTERCARD;
    let keyed = json!({
        "amount": "5.00", "csc": "111",
        "credit_card": {"number": card.number, "expiration_month": 12, "expiration_year": 2030},
    });
    assert_eq!(desk.call("/v1/transactions/sale/keyed", &keyed).await.1["response_code"], 101);
    desk.simulator.set_security_code_required(true);
    let (status, answer) = desk.call("/v1/transactions/sale/keyed", &keyed).await;
    assert_eq!((status, &answer["success"], &answer["response_code"]), (200, &json!(true), &json!(103)));
}

#[tokio::test]
async fn a_browser_hands_a_card_in_and_the_merchant_sells_without_its_number() {
    let desk = Desk::open(PayTraceSimulator::new()).await;
    let (status, answer) = desk.call("/v1/payment_fields/token/create", &json!({})).await;
    assert_eq!((status, answer.as_object().unwrap().len()), (200, 1));
    let url = format!("{}/sandbox/protect", desk.server.url());
    let card = |client_key: &Value| {
        json!({
            "clientKey": client_key, "number": TestCard::VISA.number, "expiration_month": 12,
            "expiration_year": 2030, "csc": TestCard::VISA.security_code,
        })
    };
    let refused = desk.http.post(&url).json(&card(&json!("made up"))).send().await.unwrap();
    assert_eq!(refused.status(), 400);
    let tokens = desk.http.post(&url).json(&card(&answer["clientKey"])).send().await.unwrap();
    let mut tokens: Value = tokens.json().await.unwrap();
    tokens["amount"] = json!("12.00");
    let sold = desk.call("/v1/transactions/sale/pt_protect", &tokens).await.1;
    assert_eq!((&sold["response_code"], &sold["csc_response"]), (&json!(101), &json!("Match")));
    assert!(!desk.all_rows().await[0].to_string().contains(TestCard::VISA.number));

    let (hpf_token, enc_key) = desk.simulator.protect(&TestCard::AMEX);
    let body = json!({"hpf_token": hpf_token, "enc_key": enc_key, "amount": "0.00"});
    let held = desk.call("/v1/transactions/authorization/pt_protect", &body).await.1;
    assert_eq!(held["response_code"], 101);
    assert_eq!(format!("{:?}", TestCard::AMEX), r#"TestCard { last4: "2376", .. }"#);
}

#[tokio::test]
async fn the_public_key_is_open_to_all_and_the_simulator_reads_what_it_encrypts() {
    let desk = Desk::open(PayTraceSimulator::new()).await;
    let url = format!("{}/v3/e2ee/public-key.pem", desk.server.url());
    let pem = desk.http.get(&url).send().await.unwrap().text().await.unwrap();
    let key = rsa::PublicKey::from_public_key_pem(&pem).unwrap();
    let encrypt = |text: &str| STANDARD.encode(key.pkcs1v15_encrypt(text.as_bytes()).unwrap());
    let number = encrypt(TestCard::DISCOVER.number);
    assert!((329..=359).contains(&number.len()), "{}", number.len());
    let body = json!({
        "amount": "7.00", "encrypted_csc": encrypt("996"),
        "credit_card": {"encrypted_number": number, "expiration_month": 12, "expiration_year": 2030},
    });
    let answer = desk.call("/v1/transactions/sale/keyed", &body).await.1;
    assert_eq!((&answer["response_code"], &answer["csc_response"]), (&json!(101), &json!("Match")));
    assert_eq!(answer["masked_card_number"], "xxxxxxxxxxxx6909");
    assert_eq!(desk.simulator.decrypt(&encrypt("123456789")).as_deref(), Some("123456789"));
    assert_eq!(desk.simulator.decrypt("123456789"), None);
}

#[tokio::test]
async fn what_is_attached_to_a_transaction_can_be_looked_at() {
    let desk = Desk::open(PayTraceSimulator::new()).await;
    desk.create_customer().await;
    let id = desk.call(SALE, &sale()).await.1["transaction_id"].as_i64().unwrap();
    let mail = json!({"transaction_id": id, "email": "ann@example.com"});
    assert_eq!(desk.call("/v1/transactions/email_receipt", &mail).await.1["response_code"], 149);
    let attached = desk.simulator.attached(id);
    assert_eq!((attached.receipts, attached.signature), (vec!["ann@example.com".to_owned()], None));
    assert_eq!(desk.simulator.attached(7).receipts.len(), 0);
}

/// Every operation of v1 that has to do with cards, and the numbers of the errors an empty request is refused with.
#[tokio::test]
async fn every_operation_answers() {
    let desk = Desk::open(PayTraceSimulator::new()).await;
    desk.simulator.allow_unreferenced_refunds();
    let table = [
        (SaleKeyed::ENDPOINT, "35 43 44 9001"),
        (SaleSwiped::ENDPOINT, "9001 9013"),
        (SaleByCustomer::ENDPOINT, "30 9001"),
        (SaleByTransaction::ENDPOINT, "58 9001"),
        (SaleProtected::ENDPOINT, "9001 9015"),
        (SaleProtectedCustomer::ENDPOINT, "9001 9007 9015"),
        (AuthorizationKeyed::ENDPOINT, "35 43 44 9001"),
        (AuthorizationSwiped::ENDPOINT, "9001 9013"),
        (AuthorizationByCustomer::ENDPOINT, "30 9001"),
        (AuthorizationByTransaction::ENDPOINT, "58 9001"),
        (AuthorizationProtected::ENDPOINT, "9001 9015"),
        (AuthorizationProtectedCustomer::ENDPOINT, "9001 9007 9015"),
        (Capture::ENDPOINT, "58"),
        (RefundForTransaction::ENDPOINT, "58"),
        (RefundToCustomer::ENDPOINT, "30 9001"),
        (RefundKeyed::ENDPOINT, "35 43 44 9001"),
        (RefundSwiped::ENDPOINT, "9001 9013"),
        (Void::ENDPOINT, "58"),
        (AdjustAmount::ENDPOINT, "58"),
        (Settle::ENDPOINT, ""),
        (EmailReceipt::ENDPOINT, "58"),
        (AttachSignature::ENDPOINT, "58"),
        (ById::ENDPOINT, "58"),
        (ByDateRange::ENDPOINT, "9006"),
        (BatchByNumber::ENDPOINT, "9009"),
        (BatchesByDate::ENDPOINT, "9006"),
        (BatchTransactions::ENDPOINT, "9009"),
        (LevelThreeVisa::ENDPOINT, "58"),
        (LevelThreeMastercard::ENDPOINT, "58"),
        (CreateCustomer::ENDPOINT, "35 43 44 9007 9008"),
        (CreateCustomerFromTransaction::ENDPOINT, "9007"),
        (CreateCustomerProtected::ENDPOINT, "9007 9008 9015"),
        (UpdateCustomerProtected::ENDPOINT, "30"),
        (UpdateCustomer::ENDPOINT, "30"),
        (DeleteCustomer::ENDPOINT, "30"),
        (ExportCustomers::ENDPOINT, ""),
        (ExportInactiveCustomers::ENDPOINT, "9024"),
        (CreateToken::ENDPOINT, ""),
        (Ping::ENDPOINT, ""),
    ];
    for (endpoint, expected) in table {
        let path = endpoint.path();
        let (status, answer) = desk.call(path, &json!({})).await;
        let mut numbers: Vec<u32> = match answer.get("errors").and_then(Value::as_object) {
            Some(errors) => errors.keys().map(|number| number.parse().unwrap()).collect(),
            None => Vec::new(),
        };
        numbers.sort_unstable();
        let numbers: Vec<String> = numbers.iter().map(u32::to_string).collect();
        assert_eq!(
            (status, numbers.join(" ").as_str()),
            (if expected.is_empty() { 200 } else { 400 }, expected),
            "{path}"
        );
    }
    for path in
        ["/v1/transactions/refund/pt_protect", "/v1/transactions/sale/else", "/v1/transactions/else/keyed"]
    {
        assert_eq!(desk.send(path, &json!({})).await.unwrap().status(), 404, "{path}");
    }
}
