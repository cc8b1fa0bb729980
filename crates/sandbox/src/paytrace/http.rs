//! The state machine behind HTTP: routes, bearer tokens, streamed bodies. No rule of PayTrace lives here.

use std::convert::Infallible;

use axum::Router;
use axum::body::Body;
use axum::extract::rejection::FormRejection;
use axum::extract::{Form, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use bytes::Bytes;

use super::PayTraceSimulator;
use super::call::Call;
use super::encryption;
use super::export::Progress;
use super::refusal::Refusal;
use super::reply::Reply;
use super::tokens::{self, TokenRequest};

pub(super) fn router(simulator: PayTraceSimulator) -> Router {
    let faults = simulator.faults();
    let router = Router::new().route("/oauth/token", post(token)).route("/v3/{*path}", any(super::v3::call));
    let router =
        router.route("/v3/e2ee/public-key.pem", get(public_key)).route("/sandbox/protect", post(protect));
    let router = router.fallback(call).with_state(simulator);
    faults.wrap(router)
}

async fn token(
    State(simulator): State<PayTraceSimulator>,
    form: Result<Form<TokenRequest>, FormRejection>,
) -> Response {
    let reply = match form {
        Ok(Form(request)) => simulator.with_now(|state, now| state.tokens.grant(&request, now)),
        Err(_) => tokens::invalid_request(),
    };
    let mut answer = respond(simulator, reply);
    answer.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    answer
}

async fn call(
    State(simulator): State<PayTraceSimulator>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let Some(call) = Call::from_path(uri.path()) else {
        return (StatusCode::NOT_FOUND, "the simulator has no such operation\n").into_response();
    };
    if method != Method::POST {
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "POST")]).into_response();
    }
    let reply = simulator.with_now(|state, now| match bearer(&headers) {
        Some(token) if state.tokens.is_valid(token, now) && state.settings.denies(uri.path()) => {
            Reply::refused(&Refusal::permission(), call.has_external_id())
        }
        Some(token) if state.tokens.is_valid(token, now) => state.apply(call, &body, now),
        _ => tokens::invalid_token(),
    });
    respond(simulator, reply)
}

/// The key that browsers and terminals encrypt with; public, so without a token.
async fn public_key() -> Response {
    // Making the key takes a while, and only the first time.
    match tokio::task::spawn_blocking(encryption::public_key_pem).await {
        Ok(Some(pem)) => ([(header::CONTENT_TYPE, "application/x-pem-file")], pem).into_response(),
        _ => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// What Protect.js does from within the browser; the path is the simulator's own, and it needs no token.
async fn protect(State(simulator): State<PayTraceSimulator>, body: Bytes) -> Response {
    let reply = simulator.with(|state| state.protect(&body));
    respond(simulator, reply)
}

pub(super) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

fn respond(simulator: PayTraceSimulator, reply: Reply) -> Response {
    let (status, body) = match reply {
        Reply::Json { status, body } => (status, Body::from(body)),
        Reply::Rows(selection) => (200, stream(simulator, Progress::new(selection))),
    };
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, [(header::CONTENT_TYPE, "application/json; charset=utf-8")], body).into_response()
}

/// Writes an export piece by piece; the account is locked for one piece at a time.
fn stream(simulator: PayTraceSimulator, progress: Progress) -> Body {
    let pieces = futures_util::stream::unfold((simulator, progress), |(simulator, mut progress)| async {
        loop {
            let piece = simulator.with(|state| progress.next_piece(state))?;
            if !piece.is_empty() {
                return Some((Ok::<_, Infallible>(piece), (simulator, progress)));
            }
            // A filter may let nothing through for long: others get their turn.
            tokio::task::yield_now().await;
        }
    });
    Body::from_stream(pieces)
}
