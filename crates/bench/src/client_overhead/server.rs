//! The server of `client_overhead`: this program once more, so that its processor time is another process's.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::Ipv4Addr;
use std::process::{Child, Command, Stdio};

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::result::Failure;

pub const INTEGRATOR_ID: &str = "integrator";
pub const TOKEN_PATH: &str = "/oauth/token";
pub const SALE_PATH: &str = "/v1/transactions/sale/by_customer";
pub const TRANSACTION_ID: i64 = 399_123_456;

/// A recorded answer, but for the transaction's number.
const ANSWER: &str = concat!(
    r#"{"success":true,"response_code":101,"status_message":"Your transaction was successfully approved.","#,
    r#""transaction_id":399123456,"approval_code":"TAS456","#,
    r#""approval_message":"  NO  MATCH - Approved and completed","avs_response":"No Match","csc_response":"","#,
    r#""external_transaction_id":""}"#
);

/// What Rails, on which the gateway's answers look to be made, sends besides the length and the date.
const HEADERS: [(HeaderName, &str); 5] = [
    (header::CONTENT_TYPE, "application/json; charset=utf-8"),
    (header::CACHE_CONTROL, "max-age=0, private, must-revalidate"),
    (header::ETAG, "W/\"7f9d8d1d1ad1b2c7a3c6b1c2f0f0a9d1\""),
    (HeaderName::from_static("x-request-id"), "0b5ac3a4-5c4b-4d0e-9d5e-6b6f1a0c9f10"),
    (HeaderName::from_static("x-runtime"), "1.981340"),
];

/// The server's process; ends with this value.
pub struct Server {
    process: Child,
    url: String,
}

impl Server {
    pub fn start() -> Result<Self, Failure> {
        let program = std::env::current_exe()?;
        let mut process =
            Command::new(program).arg("answer_sales").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let mut url = String::new();
        let said = process.stdout.take().ok_or("the server has no output")?;
        BufReader::new(said).read_line(&mut url)?;
        Ok(Self { process, url: url.trim().to_owned() })
    }

    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Its input's end is its sign to stop.
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

/// Prints the server's address and answers until the input ends.
pub async fn answer_sales() -> Result<(), Failure> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let mut out = std::io::stdout();
    writeln!(out, "http://{}", listener.local_addr()?)?;
    out.flush()?;
    let router = Router::new().route(TOKEN_PATH, post(token)).route(SALE_PATH, post(sale));
    let serving = tokio::spawn(axum::serve(listener, router).into_future());
    tokio::task::spawn_blocking(|| std::io::stdin().read(&mut [0])).await??;
    serving.abort();
    Ok(())
}

async fn token() -> Response {
    let body = json!({"access_token": "bench:token:1", "token_type": "Bearer", "expires_in": 7200});
    ([(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}

/// Answers the one sale that both sides make, and no other: the same body is part of the comparison.
async fn sale(body: Bytes) -> Response {
    let expected = json!({"amount": "19.99", "customer_id": "C000042", "integrator_id": INTEGRATOR_ID,
        "invoice_id": "web-300000001"});
    if serde_json::from_slice::<Value>(&body).is_ok_and(|sale| sale == expected) {
        (HEADERS, ANSWER).into_response()
    } else {
        StatusCode::BAD_REQUEST.into_response()
    }
}
