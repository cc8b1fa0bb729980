//! The answers of `client_overhead`'s server.

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use serde_json::json;

use crate::overhead;
use crate::result::Failure;

pub const INTEGRATOR_ID: &str = "integrator";
pub const TOKEN_PATH: &str = "/oauth/token";
pub const SALE_PATH: &str = "/v1/transactions/sale/by_customer";
pub const AMOUNT: &str = "19.99";
pub const CUSTOMER_ID: &str = "C000042";
pub const INVOICE_ID: &str = "web-300000001";
pub const TRANSACTION_ID: i64 = 399_123_456;

const TOKEN: &str = "bench:token:1";

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

/// Prints the server's address and answers until the input ends.
pub async fn answer_sales() -> Result<(), Failure> {
    overhead::serve(Router::new().route(TOKEN_PATH, post(token)).route(SALE_PATH, post(sale))).await
}

async fn token() -> Response {
    let body = json!({"access_token": TOKEN, "token_type": "Bearer", "expires_in": 7200});
    ([(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}

/// Answers the one sale that both sides make, and no other.
async fn sale(headers: HeaderMap, body: Bytes) -> Response {
    let expected = json!({"amount": AMOUNT, "customer_id": CUSTOMER_ID, "integrator_id": INTEGRATOR_ID,
        "invoice_id": INVOICE_ID});
    if overhead::expects(&headers, TOKEN, &body, &expected) {
        (HEADERS, ANSWER).into_response()
    } else {
        StatusCode::BAD_REQUEST.into_response()
    }
}
