//! The answers of `sage_rest_overhead`'s server.

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use serde_json::json;

use crate::overhead;
use crate::result::Failure;

pub const API_KEY: &str = "bench-key-0123456789abcdef";
pub const USER_AGENT: &str = "paysage-bench/1.0.0";
pub const INVOICES_PATH: &str = "/v1/invoices";
/// The key of the entry in the answer.
pub const KEY: &str = "5f0c7d3e-0000-4000-8000-00000000000d";

/// The answer that the gateway's contract shows.
const ANSWER: &str = concat!(
    r#"{"key":"5f0c7d3e-0000-4000-8000-00000000000d","kind":"invoice","referenceNumber":"PT399123456-I","#,
    r#""customerId":"CEDAR-HVAC","transactionDate":"2026-07-01","total":"21.59","amountDue":"21.59","status":"open"}"#
);

/// What servers on .NET, Sage's own world, send besides the length and the date.
const HEADERS: [(HeaderName, &str); 2] =
    [(header::CONTENT_TYPE, "application/json; charset=utf-8"), (header::SERVER, "Kestrel")];

/// Prints the server's address and answers until the input ends.
pub async fn answer_invoices() -> Result<(), Failure> {
    overhead::serve(Router::new().route(INVOICES_PATH, post(invoice))).await
}

/// Answers the one invoice that both sides post, and no other.
async fn invoice(headers: HeaderMap, body: Bytes) -> Response {
    let expected = json!({
        "kind": "invoice", "referenceNumber": "PT399123456-I", "customerId": "CEDAR-HVAC",
        "transactionDate": "2026-07-01", "orderNumber": "web-300000001", "receivableAccount": "11000",
        "lines": [
            {"account": "40000", "amount": "19.99", "description": "PayTrace sale 399123456"},
            {"account": "23100", "amount": "1.60", "description": "Sales tax", "salesTax": true},
        ],
    });
    if overhead::expects(&headers, API_KEY, &body, &expected) && headers.contains_key(header::USER_AGENT) {
        (StatusCode::CREATED, HEADERS, ANSWER).into_response()
    } else {
        StatusCode::BAD_REQUEST.into_response()
    }
}
