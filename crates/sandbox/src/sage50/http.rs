//! The gateway's routes: thin handlers over the books.

use std::time::Instant;

use axum::Router;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Query as Pairs, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use bytes::Bytes;
use chrono::Utc;
use serde::Serialize;

use super::company::Company;
use super::list::only_page;
use super::problem::{Code, Refusal};
use super::query::{Query, Resource};
use super::request::{Request, to_json};
use super::{API_KEY, COMPANY, LATE_APPLY_MS, READ_LAG_MS, Sage50Simulator};

type Answer = Result<Response, Refusal>;

pub(super) fn router(simulator: Sage50Simulator) -> Router {
    let mut router =
        Router::new().route("/v1/accounts", get(accounts)).route("/v1/capabilities", get(capabilities));
    for resource in Resource::ALL {
        let listing = move |State(simulator): State<Sage50Simulator>,
                            headers: HeaderMap,
                            RawQuery(raw): RawQuery,
                            Pairs(pairs): Pairs<Vec<(String, String)>>| async move {
            list(&simulator, resource, &headers, raw.as_deref(), &pairs)
        };
        let creating = move |State(simulator): State<Sage50Simulator>,
                             headers: HeaderMap,
                             body: Result<Bytes, BytesRejection>| async move {
            create(&simulator, resource, &headers, body)
        };
        router = router.route(resource.path(), get(listing).post(creating));
    }
    router
        .fallback(|| async { not_here(404, "There is no such resource.") })
        .method_not_allowed_fallback(|| async { not_here(405, "The resource has no such method.") })
        .with_state(simulator)
}

fn not_here(status: u16, message: &'static str) -> Refusal {
    Refusal::new(status, Code::NotFound, &"", message)
}

fn create(
    simulator: &Sage50Simulator,
    resource: Resource,
    headers: &HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Answer {
    admit(simulator, headers)?;
    let body = json_body(headers, body)?;
    let today = Utc::now().date_naive();
    let request = Request::read(resource, &body)?;
    let json = simulator.with(|books| books.create(&request, today))?;
    Ok(answer(StatusCode::CREATED, json))
}

fn list(
    simulator: &Sage50Simulator,
    resource: Resource,
    headers: &HeaderMap,
    raw: Option<&str>,
    pairs: &[(String, String)],
) -> Answer {
    admit(simulator, headers)?;
    let query = Query::read(resource, pairs)?;
    let raw = raw.unwrap_or_default();
    let json = simulator.with(|books| books.list(resource, &query, raw, Instant::now()));
    Ok(answer(StatusCode::OK, json))
}

async fn accounts(State(simulator): State<Sage50Simulator>, headers: HeaderMap) -> Answer {
    admit(&simulator, &headers)?;
    let json = simulator.with(|books| only_page(books.chart.accounts()));
    Ok(answer(StatusCode::OK, json))
}

/// What the gateway can do, as `GET /v1/capabilities` tells it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "the gateway's contract is a list of flags")]
struct Capabilities {
    company: &'static str,
    simulated: bool,
    can_read: bool,
    can_update: bool,
    assigns_keys: bool,
    confirms_posting: bool,
    can_adjust_stock: bool,
    refuses_duplicate_reference: [&'static str; 3],
    late_apply_ms: u64,
    read_lag_ms: u64,
}

async fn capabilities(State(simulator): State<Sage50Simulator>, headers: HeaderMap) -> Answer {
    admit(&simulator, &headers)?;
    let capabilities = Capabilities {
        company: COMPANY,
        simulated: true,
        can_read: true,
        can_update: false,
        assigns_keys: true,
        confirms_posting: true,
        can_adjust_stock: false,
        refuses_duplicate_reference: ["invoice", "credit_memo", "customer"],
        late_apply_ms: LATE_APPLY_MS,
        read_lag_ms: READ_LAG_MS,
    };
    Ok(answer(StatusCode::OK, to_json(&capabilities)))
}

/// Lets a request in that has the key, unless the company is locked.
fn admit(simulator: &Sage50Simulator, headers: &HeaderMap) -> Result<(), Refusal> {
    let sent = headers.get(header::AUTHORIZATION).map(HeaderValue::as_bytes);
    let key = sent.and_then(|value| value.strip_prefix(b"Bearer "));
    if key != Some(API_KEY.as_bytes()) {
        let message = "The API key is missing or unknown.";
        return Err(Refusal::new(401, Code::Unauthorized, &"", message));
    }
    if simulator.with(|books: &mut Company| books.locked) {
        let message = "Another user has the company open in single-user mode.";
        return Err(Refusal::new(423, Code::CompanyLocked, &"", message));
    }
    Ok(())
}

fn json_body(headers: &HeaderMap, body: Result<Bytes, BytesRejection>) -> Result<Bytes, Refusal> {
    let sent = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let media_type = sent.and_then(|value| value.split(';').next()).map(str::trim);
    if !media_type.is_some_and(|sent| sent.eq_ignore_ascii_case("application/json")) {
        let message = "The body must be application/json.";
        return Err(Refusal::new(415, Code::UnsupportedMediaType, &"", message));
    }
    body.map_err(|rejection| {
        let status = rejection.status().as_u16();
        Refusal::new(status, Code::MalformedBody, &"", rejection.body_text())
    })
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        answer(status, to_json(self.problems()))
    }
}

fn answer(status: StatusCode, json: Vec<u8>) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], json).into_response()
}
