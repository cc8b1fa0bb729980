use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{Datelike, Days, TimeDelta, Weekday};
use paysage_sandbox::paytrace::{
    INTEGRATOR_ID, MERCHANT_ID, PASSWORD, PayTraceSimulator, TestCard, USERNAME,
};
use reqwest::Method;
use rsa::pkcs8::DecodePublicKey;
use serde_json::{Value, json};

use super::{Desk, SALE, sale};

/// A client of the v3 dialect beside the one of v1.
struct Client {
    desk: Desk,
    token: String,
}

impl Client {
    async fn open(simulator: PayTraceSimulator) -> Self {
        let mut client = Self { desk: Desk::open(simulator).await, token: String::new() };
        client.sign_in().await;
        client
    }

    async fn sign_in(&mut self) -> Value {
        let form =
            [("grant_type", "client_credentials"), ("client_id", USERNAME), ("client_secret", PASSWORD)];
        let url = format!("{}/v3/token", self.desk.server.url());
        let answer = self.desk.http.post(url).form(&form).send().await.unwrap();
        assert_eq!(answer.status(), 201);
        let answer: Value = answer.json().await.unwrap();
        self.token = text(&answer["data"]["access_token"]);
        answer["data"].clone()
    }

    async fn call(&self, method: Method, path: &str, body: Option<Value>) -> (u16, Value) {
        let url = format!("{}/v3/{path}", self.desk.server.url());
        let request = self.desk.http.request(method, url).bearer_auth(&self.token);
        let request = request.header("X-Integrator-Id", INTEGRATOR_ID);
        let request = if let Some(body) = body { request.json(&body) } else { request };
        let answer = request.send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    async fn post(&self, path: &str, mut body: Value) -> Value {
        body["merchant_id"] = json!(MERCHANT_ID);
        let (status, answer) = self.call(Method::POST, path, Some(body)).await;
        assert!((200..300).contains(&status), "{path}: {answer}");
        answer["data"].clone()
    }

    async fn get(&self, path: &str) -> Value {
        let (status, answer) = self.call(Method::GET, path, None).await;
        assert_eq!(status, 200, "{path}: {answer}");
        answer["data"].clone()
    }

    /// What the browser makes of a value with the gateway's key.
    async fn sealed(&self, text: &str) -> String {
        let url = format!("{}/v3/e2ee/public-key.pem", self.desk.server.url());
        let pem = self.desk.http.get(url).send().await.unwrap().text().await.unwrap();
        let key = rsa::PublicKey::from_public_key_pem(&pem).unwrap();
        STANDARD.encode(key.pkcs1v15_encrypt(text.as_bytes()).unwrap())
    }

    /// Moves the clock to ten o'clock of the next Monday, at least a day ahead.
    async fn move_to_monday(&mut self) {
        let now = self.desk.simulator.now();
        let mut day = now.date().checked_add_days(Days::new(2)).unwrap();
        while day.weekday() != Weekday::Mon {
            day = day.succ_opt().unwrap();
        }
        let ten = day.and_hms_opt(10, 0, 0).unwrap();
        self.desk.simulator.advance(ten.signed_duration_since(now));
        self.sign_in().await;
    }
}

#[tokio::test]
async fn an_encrypted_card_is_sold_to_by_v3_and_exported_by_both() {
    let client = Client::open(PayTraceSimulator::new()).await;
    let body = json!({
        "amount": 80.55, "invoice_number": "I-1", "csc": client.sealed("999").await,
        "card": {"encrypted_number": client.sealed(TestCard::VISA.number).await,
                 "expiration_month": 12, "expiration_year": 2030},
    });
    let sold = client.post("card/sale/keyed", body).await;
    assert_eq!(sold["response_code"], 101);
    let rows = client.desk.all_rows().await;
    assert_eq!((rows.len(), &rows[0]["invoice_id"]), (1, &json!("I-1")));
    assert_eq!(json!(rows[0]["transaction_id"].to_string()), sold["transaction_id"]);
    let id = sold["transaction_id"].as_str().unwrap();
    let record = client.get(&format!("card/transaction/{id}?merchant_id={MERCHANT_ID}")).await;
    assert_eq!((&record["transaction_status"], &record["amount"]), (&json!("APPROVED"), &json!(80.55)));
}

#[tokio::test]
async fn a_refresh_token_in_the_query_renews_the_access() {
    let mut client = Client::open(PayTraceSimulator::with_day()).await;
    let refresh = client.sign_in().await["refresh_token"].as_str().unwrap().to_owned();
    client.desk.simulator.revoke_tokens();
    let (status, answer) = client.call(Method::GET, "user/self", None).await;
    assert_eq!((status, &answer["status_code"]), (401, &json!(401)));
    let path = format!("token?grant_type=refresh_token&refresh_token={refresh}");
    let (status, answer) = client.call(Method::POST, &path, None).await;
    assert_eq!(status, 201);
    client.token = text(&answer["data"]["access_token"]);
    assert_eq!(client.get("user/self").await["merchant_id"], MERCHANT_ID);
}

#[tokio::test]
async fn bodies_of_get_and_delete_are_read() {
    let client = Client::open(PayTraceSimulator::with_day()).await;
    let filter = json!({"customer_label": "BAYSIDE"});
    let (status, answer) = client.call(Method::GET, "customer/export", Some(filter)).await;
    assert_eq!((status, answer["data"].as_array().unwrap().len()), (200, 1));
    assert_eq!(answer["data"][0]["billing_name"], "Bayside Cafe");
    let number = answer["data"][0]["customer_id"].clone();
    let start = client.desk.simulator.now().date().checked_add_days(Days::new(2)).unwrap();
    let start = start.format("%m/%d/%Y").to_string();
    let recurrence = json!({"amount": 5, "frequency": "3", "start_date": start, "total_count": 999});
    let made =
        client.post("recurrence/create", json!({"customer_id": number, "recurrence": recurrence})).await;
    let body = json!({"recurrence": {"id": made["recurrence"]["id"]}});
    let (status, answer) = client.call(Method::DELETE, "recurrence", Some(body.clone())).await;
    assert_eq!((status, &answer["data"]["response_code"]), (200, &json!(152)));
    assert_eq!(client.call(Method::DELETE, "recurrence", Some(body)).await.0, 422);
}

#[tokio::test]
async fn the_built_in_day_is_exported_with_v3s_ids() {
    let client = Client::open(PayTraceSimulator::with_day()).await;
    let v1 = client.desk.all_rows().await;
    let window = json!({"start_date": "01/01/1900", "end_date": "12/31/2999"});
    let v3 = client.post("transactions/export/by-date", window).await;
    let v3 = v3.as_array().unwrap();
    assert_eq!(v3.len(), v1.len());
    for (old, new) in v1.iter().zip(v3) {
        assert_eq!(new["transaction_id"], json!(old["transaction_id"].to_string()));
        assert_eq!((&new["amount"], &new["customer_label"]), (&old["amount"], &old["customer_id"]));
        assert_eq!(new["billing_name"], old["billing_address"]["name"]);
        assert_eq!(new["customer_id"].is_i64(), old["customer_id"] != "", "{new}");
    }
}

#[tokio::test]
async fn a_month_of_time_makes_payments_that_settle_the_same_evening() {
    let client = Client::open(PayTraceSimulator::new()).await;
    client.desk.create_customer().await;
    let start = client.desk.simulator.now().date().checked_add_days(Days::new(3)).unwrap();
    let body = json!({"customer_id": "C1", "recurrence": {
        "amount": "25.00", "frequency": "5", "start_date": start.format("%m/%d/%Y").to_string(),
        "total_count": 2, "transaction_type": "sale",
    }});
    let (_, answer) = client.desk.call("/v1/recurrence/create", &body).await;
    assert_eq!(answer["response_code"], 150);
    client.desk.simulator.advance(TimeDelta::days(30));
    let mut client = client;
    client.desk = Desk::open(client.desk.simulator).await;
    let rows = client.desk.all_rows().await;
    let settled: Vec<String> = rows.iter().map(|row| row["settled"].as_str().unwrap().to_owned()).collect();
    let days = [start, start.checked_add_days(Days::new(7)).unwrap()];
    assert_eq!(settled, days.map(|day| format!("{} 8:15:00 PM", day.format("%-m/%-d/%Y"))));
    assert_eq!(rows[0]["created"]["through"], "Recurring");
    let (_, batches) = client.desk.call("/v1/batches/export_one", &json!({"batch_number": 2})).await;
    assert_eq!(batches["batch"]["net_amount"], 25);
}

#[tokio::test]
async fn a_check_goes_its_way_while_the_clock_is_moved() {
    let mut client = Client::open(PayTraceSimulator::new()).await;
    client.move_to_monday().await;
    let body = json!({
        "std_entry_class": "WEB", "amount": 1.25, "idempotency_key": "order 7",
        "bank_account": {"account_number": client.sealed("123456789").await, "routing_number": "325070760"},
    });
    let made = client.post("checks/payment", body.clone()).await;
    assert_eq!(client.post("checks/payment", body).await, made);
    let mut seen = Vec::new();
    for hours in [0, 1, 11, 48, 24] {
        if hours > 0 {
            client.desk.simulator.advance(TimeDelta::hours(hours));
            client.sign_in().await;
        }
        let record = client.get("checks/transactions/idempotency-keys/order%207").await;
        assert_eq!(record["transaction_id"], made["transaction_id"]);
        seen.push(record["transaction_status"].as_str().unwrap().to_owned());
    }
    assert_eq!(seen, ["INITIATED", "ACCEPTED", "ORIGINATED", "SETTLED", "RETURNED"]);
    let found = client.post("checks/deposit/search", json!({})).await;
    let amounts: Vec<&Value> = found["items"].as_array().unwrap().iter().map(|one| &one["amount"]).collect();
    assert_eq!(amounts, [&json!(1.25), &json!(-1.25)]);
}

#[tokio::test]
async fn v1_checks_are_in_v3s_list() {
    let client = Client::open(PayTraceSimulator::new()).await;
    let body = json!({"amount": "7.00", "check": {"account_number": "42", "routing_number": "325070760"}});
    let (status, answer) = client.desk.call("/v1/checks/sale/by_account", &body).await;
    assert_eq!((status, &answer["response_code"]), (200, &json!(120)));
    assert_eq!(answer.get("external_transaction_id"), None);
    let list = client.get(&format!("checks/transactions?merchant_id={MERCHANT_ID}")).await;
    assert_eq!((&list["total"], &list["items"][0]["amount"]), (&json!(1), &json!(7)));
}

#[tokio::test]
async fn tokens_of_one_dialect_do_not_open_the_other() {
    let mut client = Client::open(PayTraceSimulator::with_day()).await;
    std::mem::swap(&mut client.token, &mut client.desk.token);
    assert_eq!(client.call(Method::GET, "user/self", None).await.0, 401);
    let (status, answer) = client.desk.call(SALE, &sale()).await;
    assert_eq!((status, &answer["error"]), (401, &json!("invalid_token")));
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}
