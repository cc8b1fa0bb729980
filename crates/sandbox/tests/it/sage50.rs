//! The Sage 50 simulator over HTTP.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "test code"
)]

use paysage_sandbox::sage50::{API_KEY, Sage50Simulator};
use paysage_sandbox::server::{Server, serve};
use reqwest::{Client, Method, Response, StatusCode};
use serde_json::{Value, json};

mod books;
mod client;
mod contract;
mod coverage;
mod faults;
mod files;
mod hyper_accounts;
mod paging;
mod posting;
mod rules;

use contract::Exchanges;

/// A served company and someone who talks to it.
struct Desk {
    simulator: Sage50Simulator,
    server: Server,
    client: Client,
    /// Fails the test when an exchange breaks the contract.
    exchanges: Exchanges,
}

impl Desk {
    async fn open() -> Self {
        let simulator = Sage50Simulator::new();
        let exchanges = Exchanges::default();
        let router = exchanges.record(simulator.router_without_faults());
        let router = simulator.faults().wrap(router);
        let server = serve(router, ([127, 0, 0, 1], 0).into()).await.unwrap();
        Self { simulator, server, client: crate::http(), exchanges }
    }

    /// Puts an item that is kept in stock on the item list.
    fn add_widget(&self) -> bool {
        self.simulator.add_stock_item("WIDGET", "Widget")
    }

    fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let url = format!("{}{path}", self.server.url());
        self.client.request(method, url).bearer_auth(API_KEY)
    }

    async fn send(&self, path: &str, body: &Value) -> reqwest::Result<Response> {
        self.request(Method::POST, path).json(body).send().await
    }

    async fn post(&self, path: &str, body: &Value) -> (StatusCode, Value) {
        let answer = self.send(path, body).await.unwrap();
        (answer.status(), answer.json().await.unwrap())
    }

    async fn get(&self, path: &str) -> (StatusCode, Value) {
        let answer = self.request(Method::GET, path).send().await.unwrap();
        (answer.status(), answer.json().await.unwrap())
    }

    /// The references of the records on a page.
    async fn references(&self, path: &str) -> Vec<String> {
        let (status, page) = self.get(path).await;
        assert_eq!(status, StatusCode::OK, "{page}");
        let items = page["$items"].as_array().unwrap().iter();
        items.map(|item| item["referenceNumber"].as_str().unwrap().to_owned()).collect()
    }
}

fn invoice(reference: &str, amount: &str) -> Value {
    json!({
        "kind": "invoice", "referenceNumber": reference, "customerId": "ACME-001",
        "transactionDate": "2026-03-09", "receivableAccount": "11000",
        "lines": [{"account": "40000", "amount": amount, "description": "Goods"}],
    })
}

fn receipt(reference: &str, invoice: &str, amount: &str) -> Value {
    json!({
        "kind": "receipt", "referenceNumber": reference, "customerId": "ACME-001",
        "transactionDate": "2026-03-09", "cashAccount": "10300", "paymentMethod": "Visa",
        "depositTicketId": "B12", "amount": amount,
        "applies": [{"referenceNumber": invoice, "amount": amount}],
        "paymentDetails": {"authorizationCode": "TAS123", "lastFour": "1111"},
    })
}

/// The one problem of an error body: its code and the property it names.
fn problem(body: &Value) -> (&str, &str) {
    let problems = body.as_array().unwrap();
    assert_eq!(problems.len(), 1, "{body}");
    assert_eq!(problems[0]["$severity"], "error");
    (problems[0]["$dataCode"].as_str().unwrap(), problems[0]["$source"].as_str().unwrap())
}
