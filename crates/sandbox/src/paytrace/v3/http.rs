//! The v3 dialect behind HTTP: any method, queries, bodies even of `GET` and `DELETE`.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use serde_json::{Map, Value};

use super::stream;
use super::{Answer, Request};
use crate::paytrace::PayTraceSimulator;
use crate::paytrace::http::bearer;

pub(in crate::paytrace) async fn call(
    State(simulator): State<PayTraceSimulator>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let query = Value::Object(form(uri.query().unwrap_or_default().as_bytes()));
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let request = Request {
        method: method.as_str(),
        path: uri.path().strip_prefix("/v3/").unwrap_or_default(),
        query: &query,
        integrator: text("x-integrator-id"),
        permalinks: text("x-permalinks"),
        bearer: bearer(&headers),
        body: &body,
    };
    let answer = simulator.with_now(|state, now| state.answer_v3(request, now));
    let (status, body) = match answer {
        Answer::Json { status, body } => (status, Body::from(body)),
        Answer::Rows(selection) => (200, stream::body(simulator, selection)),
    };
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}

/// The pairs of a form or a query; what is no form has none.
pub(super) fn form(text: &[u8]) -> Map<String, Value> {
    let pairs = url::form_urlencoded::parse(text);
    pairs.map(|(name, value)| (name.into_owned(), Value::from(value.into_owned()))).collect()
}
