//! The gateway's routes: thin handlers over the books.

use std::time::Instant;

use axum::Router;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Form, Query as Pairs, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use bytes::Bytes;
use chrono::Utc;
use serde::Serialize;

use super::gateway::{TOKEN_LIFE, WAIT_S};
use super::list::only_page;
use super::problem::{Code, Refusal};
use super::query::{Query, Resource};
use super::request::{Request, to_json};
use super::{API_KEY, CLIENT_ID, COMPANY, LATE_APPLY_MS, READ_LAG_MS, Sage50Simulator};

type Answer = Result<Response, Refusal>;
type Body = Result<Bytes, BytesRejection>;

pub(super) fn router(simulator: Sage50Simulator) -> Router {
    let mut router = Router::new()
        .route("/v1/accounts", get(accounts))
        .route("/v1/capabilities", get(capabilities))
        .route("/oauth/token", post(token));
    for resource in Resource::ALL {
        let listing = move |State(simulator): State<Sage50Simulator>,
                            headers: HeaderMap,
                            RawQuery(raw): RawQuery,
                            Pairs(pairs): Pairs<Vec<(String, String)>>| async move {
            list(&simulator, resource, &headers, raw.as_deref(), &pairs)
        };
        let writing = move |act: Act| {
            move |State(simulator): State<Sage50Simulator>, headers: HeaderMap, body: Body| async move {
                write(&simulator, resource, act, &headers, body)
            }
        };
        let mut methods = get(listing);
        if resource.creates() {
            methods = methods.post(writing(Act::Create));
        }
        if resource.changes() {
            methods = methods.put(writing(Act::Change));
        }
        router = router.route(resource.path(), methods);
    }
    router
        .fallback(|| async { not_here(404, "There is no such resource.") })
        .method_not_allowed_fallback(|| async { not_here(405, "The resource has no such method.") })
        .with_state(simulator)
}

fn not_here(status: u16, message: &'static str) -> Refusal {
    Refusal::new(status, Code::NotFound, &"", message)
}

/// What becomes of the record in a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Create,
    Change,
}

fn write(
    simulator: &Sage50Simulator,
    resource: Resource,
    act: Act,
    headers: &HeaderMap,
    body: Body,
) -> Answer {
    admit(simulator, headers)?;
    let body = json_body(headers, body)?;
    let today = Utc::now().date_naive();
    let request = Request::read(resource, &body)?;
    let json = simulator.with(|books| match act {
        Act::Create => books.create(&request, today),
        Act::Change => {
            let changed = books.change(&request, today);
            changed.unwrap_or_else(|| Err(not_here(405, "The resource has no such method.")))
        }
    })?;
    if let Some(waiting) = simulator.at_gateway(|gateway| gateway.queues.then(|| gateway.next_manifest())) {
        return Ok(answer(StatusCode::ACCEPTED, to_json(&Queued { manifest: waiting })));
    }
    Ok(answer(if act == Act::Create { StatusCode::CREATED } else { StatusCode::OK }, json))
}

/// The answer to a document that waits.
#[derive(Serialize)]
struct Queued {
    manifest: String,
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

async fn accounts(
    State(simulator): State<Sage50Simulator>,
    headers: HeaderMap,
    Pairs(pairs): Pairs<Vec<(String, String)>>,
) -> Answer {
    admit(&simulator, &headers)?;
    Query::read_paging(&pairs)?;
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
    can_tell_due: bool,
    can_list_products: bool,
    can_list_changes: bool,
    refuses_duplicate_reference: [&'static str; 4],
    late_apply_ms: u64,
    read_lag_ms: u64,
}

async fn capabilities(State(simulator): State<Sage50Simulator>, headers: HeaderMap) -> Answer {
    admit(&simulator, &headers)?;
    let capabilities = Capabilities {
        company: COMPANY,
        simulated: true,
        can_read: true,
        can_update: true,
        assigns_keys: true,
        confirms_posting: simulator.at_gateway(|gateway| !gateway.queues),
        can_adjust_stock: true,
        can_tell_due: true,
        can_list_products: true,
        can_list_changes: true,
        refuses_duplicate_reference: ["invoice", "credit_memo", "sales_order", "customer"],
        late_apply_ms: LATE_APPLY_MS,
        read_lag_ms: READ_LAG_MS,
    };
    Ok(answer(StatusCode::OK, to_json(&capabilities)))
}

/// A token for client credentials, in the words of RFC 6749.
#[derive(Serialize)]
#[expect(clippy::struct_field_names, reason = "the names of RFC 6749")]
struct Token {
    access_token: String,
    token_type: &'static str,
    expires_in: u64,
}

/// Why there is no token.
#[derive(Serialize)]
struct NoToken {
    error: &'static str,
}

async fn token(
    State(simulator): State<Sage50Simulator>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let sent = |name: &str| pairs.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str());
    let error = match (sent("grant_type"), sent("client_id"), sent("client_secret")) {
        (Some("client_credentials"), Some(CLIENT_ID), Some(API_KEY)) => {
            let access_token = simulator.at_gateway(|gateway| gateway.give(Instant::now()));
            let token = Token { access_token, token_type: "Bearer", expires_in: TOKEN_LIFE.as_secs() };
            return answer(StatusCode::OK, to_json(&token));
        }
        (Some("client_credentials"), Some(_), Some(_)) => "invalid_client",
        (Some("client_credentials") | None, ..) => "invalid_request",
        (Some(_), ..) => "unsupported_grant_type",
    };
    answer(StatusCode::BAD_REQUEST, to_json(&NoToken { error }))
}

/// Lets a request in that has the key or a token, unless something keeps everybody out.
fn admit(simulator: &Sage50Simulator, headers: &HeaderMap) -> Result<(), Refusal> {
    simulator.at_gateway(|gateway| gateway.admit(headers, Instant::now()))?;
    simulator.with(|books| books.admit())
}

fn json_body(headers: &HeaderMap, body: Body) -> Result<Bytes, Refusal> {
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
        let mut response = answer(status, to_json(self.problems()));
        if status == StatusCode::TOO_MANY_REQUESTS {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(WAIT_S));
        }
        response
    }
}

fn answer(status: StatusCode, json: Vec<u8>) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], json).into_response()
}
