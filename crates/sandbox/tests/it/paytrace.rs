//! The PayTrace simulator over HTTP.

mod account;
mod client;
mod export;
mod faults;
mod operations;
mod program;
mod v3;

use paysage_sandbox::paytrace::{INTEGRATOR_ID, PASSWORD, PayTraceSimulator, USERNAME};
use paysage_sandbox::server::{self, Server};
use serde_json::{Value, json};

/// A served simulator and a signed-in client.
struct Desk {
    simulator: PayTraceSimulator,
    server: Server,
    http: reqwest::Client,
    token: String,
}

impl Desk {
    async fn open(simulator: PayTraceSimulator) -> Self {
        let server = server::serve(simulator.router(), ([127, 0, 0, 1], 0).into()).await.unwrap();
        let http = crate::http();
        let desk = Self { simulator, server, http, token: String::new() };
        let answer: Value = desk.sign_in(USERNAME, PASSWORD).await.json().await.unwrap();
        let token = answer["access_token"].as_str().unwrap().to_owned();
        Self { token, ..desk }
    }

    async fn sign_in(&self, username: &str, password: &str) -> reqwest::Response {
        let form = [("grant_type", "password"), ("username", username), ("password", password)];
        self.http.post(format!("{}/oauth/token", self.server.url())).form(&form).send().await.unwrap()
    }

    async fn send(&self, path: &str, body: &Value) -> reqwest::Result<reqwest::Response> {
        let mut body = body.clone();
        body["integrator_id"] = json!(INTEGRATOR_ID);
        let url = format!("{}{path}", self.server.url());
        self.http.post(url).bearer_auth(&self.token).json(&body).send().await
    }

    async fn call(&self, path: &str, body: &Value) -> (u16, Value) {
        let answer = self.send(path, body).await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    async fn create_customer(&self) {
        let body = json!({
            "customer_id": "C1", "billing_address": {"name": "Ann Example"},
            "credit_card": {"number": "371449635392376", "expiration_month": 1, "expiration_year": "30"},
        });
        assert_eq!(self.call("/v1/customer/create", &body).await.0, 200);
    }

    /// Every row created on any day.
    async fn all_rows(&self) -> Vec<Value> {
        let body = json!({"start_date": "01/01/1900", "end_date": "12/31/2999"});
        let (status, mut answer) = self.call("/v1/transactions/export/by_date_range", &body).await;
        assert_eq!(status, 200);
        answer["transactions"].as_array_mut().unwrap().split_off(0)
    }
}

fn sale() -> Value {
    json!({"customer_id": "C1", "amount": "19.99", "invoice_id": "I-1"})
}

const SALE: &str = "/v1/transactions/sale/by_customer";
