//! Faults on order: answers that are lost, late, cut, refused or replaced by a proxy's page.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::StreamExt;

/// The longest request body that is read, in bytes (16 MiB).
const REQUEST_LIMIT: usize = 16 * 1024 * 1024;

/// How long a broken body waits for its first part to be on the wire.
const FLUSH: Duration = Duration::from_millis(20);

/// What goes wrong with one request.
///
/// "Applied" means that the simulator did what the request asks, so that its state has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The connection closes without an answer; nothing is applied.
    LostRequest,
    /// The request is applied, then the connection closes without an answer.
    LostAnswer,
    /// The connection closes at once without an answer; the request is applied after this time.
    AppliedLate(Duration),
    /// An answer with this status; nothing is applied.
    ErrorBefore(u16),
    /// The request is applied, then answered with this status as if it had failed.
    ErrorAfter(u16),
    /// Status 429; nothing is applied.
    RateLimited {
        /// The value of the `Retry-After` header, in seconds.
        retry_after_s: u64,
    },
    /// The request is applied; half of the answer's body arrives, then the connection closes.
    CutBody,
    /// A page of HTML with this status, as a proxy in between would send; nothing is applied.
    HtmlPage(u16),
}

/// Says to [`crate::server::serve`] that this answer must never reach the wire.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ConnectionLost;

/// The faults, the latency and the request counts of one simulator; clones share them.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    shared: Arc<Mutex<Shared>>,
}

#[derive(Debug, Default)]
struct Shared {
    latency: Duration,
    latencies: Vec<Latency>,
    scripts: Vec<Script>,
    hits: BTreeMap<(String, String), u64>,
}

#[derive(Debug)]
struct Latency {
    method: String,
    path_prefix: String,
    wait: Duration,
}

#[derive(Debug)]
struct Script {
    method: String,
    path_prefix: String,
    steps: VecDeque<Option<Fault>>,
}

impl Faults {
    /// No faults, no latency.
    pub fn new() -> Self {
        Self::default()
    }

    /// Decides the fate of the next requests with this method whose path begins with `path_prefix`.
    ///
    /// One step is used up per matching request; `None` lets that request through. A request uses a step of the
    /// oldest matching script that has any left.
    pub fn script(&self, method: &str, path_prefix: &str, steps: Vec<Option<Fault>>) {
        let script = Script {
            method: method.to_ascii_uppercase(),
            path_prefix: path_prefix.to_owned(),
            steps: steps.into(),
        };
        self.with(|shared| shared.scripts.push(script));
    }

    /// Makes every request wait this long before it is handled.
    pub fn set_latency(&self, latency: Duration) {
        self.with(|shared| shared.latency = latency);
    }

    /// Makes requests with this method whose path begins with `path_prefix` wait this long instead.
    ///
    /// Of several that fit, the one that was set last counts.
    pub fn set_latency_of(&self, method: &str, path_prefix: &str, latency: Duration) {
        let latency = Latency {
            method: method.to_ascii_uppercase(),
            path_prefix: path_prefix.to_owned(),
            wait: latency,
        };
        self.with(|shared| shared.latencies.push(latency));
    }

    /// How many requests with this method and a path beginning with `path_prefix` were seen.
    ///
    /// Every request that arrived counts, whatever became of it.
    pub fn hits(&self, method: &str, path_prefix: &str) -> u64 {
        self.with(|shared| {
            let matching = shared.hits.iter().filter(|((seen_method, path), _)| {
                seen_method.eq_ignore_ascii_case(method) && path.starts_with(path_prefix)
            });
            matching.map(|(_, count)| *count).sum()
        })
    }

    /// How many scripted steps no request has used up yet.
    pub fn remaining(&self) -> usize {
        self.with(|shared| shared.scripts.iter().map(|script| script.steps.len()).sum())
    }

    /// Puts these faults in front of every route of `router`.
    ///
    /// A handler that has begun runs to its end even when the client hangs up, as in a real server.
    pub fn wrap(&self, router: Router) -> Router {
        router.layer(from_fn_with_state(self.clone(), meet))
    }

    fn arrive(&self, method: &str, path: &str) -> (Duration, Option<Fault>) {
        self.with(|shared| {
            let count = shared.hits.entry((method.to_owned(), path.to_owned())).or_default();
            *count = count.saturating_add(1);
            let script = shared.scripts.iter_mut().find(|script| {
                !script.steps.is_empty()
                    && script.method == method
                    && path.starts_with(script.path_prefix.as_str())
            });
            let fault = script.and_then(|script| script.steps.pop_front()).flatten();
            shared.scripts.retain(|script| !script.steps.is_empty());
            let fits = |latency: &&Latency| {
                latency.method == method && path.starts_with(latency.path_prefix.as_str())
            };
            let own = shared.latencies.iter().rev().find(fits).map(|latency| latency.wait);
            (own.unwrap_or(shared.latency), fault)
        })
    }

    fn with<T>(&self, act: impl FnOnce(&mut Shared) -> T) -> T {
        act(&mut self.shared.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

async fn meet(State(faults): State<Faults>, request: Request, next: Next) -> Response {
    let (latency, fault) = faults.arrive(request.method().as_str(), request.uri().path());
    let (head, body) = request.into_parts();
    // The whole body is read first: a client that hangs up halfway has asked for nothing.
    let Ok(body) = axum::body::to_bytes(body, REQUEST_LIMIT).await else {
        return plain(StatusCode::PAYLOAD_TOO_LARGE, "request body too large or cut\n");
    };
    let request = Request::from_parts(head, Body::from(body));
    let early = match fault {
        Some(Fault::LostRequest) => Some(lost()),
        Some(Fault::ErrorBefore(status)) => Some(failed(status)),
        Some(Fault::RateLimited { retry_after_s }) => Some(rate_limited(retry_after_s)),
        Some(Fault::HtmlPage(status)) => Some(html_page(status)),
        _ => None,
    };
    if let Some(answer) = early {
        wait(latency).await;
        return answer;
    }
    if let Some(Fault::AppliedLate(delay)) = fault {
        tokio::spawn(async move {
            wait(delay).await;
            drop(next.run(request).await);
        });
        return lost();
    }
    let handling = tokio::spawn(async move {
        wait(latency).await;
        next.run(request).await
    });
    let Ok(answer) = handling.await else {
        return plain(StatusCode::INTERNAL_SERVER_ERROR, "the simulator failed\n");
    };
    match fault {
        Some(Fault::LostAnswer) => lost(),
        Some(Fault::ErrorAfter(status)) => failed(status),
        Some(Fault::CutBody) => cut(answer).await,
        _ => answer,
    }
}

async fn wait(time: Duration) {
    if !time.is_zero() {
        tokio::time::sleep(time).await;
    }
}

/// An answer that [`crate::server::serve`] turns into a closed connection.
///
/// Served by anything else it is a 502 whose body breaks off at once.
fn lost() -> Response {
    let mut answer = Response::new(broken_off(Bytes::new()));
    *answer.status_mut() = StatusCode::BAD_GATEWAY;
    answer.extensions_mut().insert(ConnectionLost);
    answer
}

async fn cut(answer: Response) -> Response {
    let (mut head, body) = answer.into_parts();
    let Ok(whole) = axum::body::to_bytes(body, usize::MAX).await else {
        return lost();
    };
    head.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(whole.len()));
    let half = whole.slice(..whole.len() / 2);
    Response::from_parts(head, broken_off(half))
}

/// A body of these bytes, behind which the connection breaks.
fn broken_off(first: Bytes) -> Body {
    let breaking = async {
        // The server throws away what it has not flushed yet when a body fails.
        tokio::time::sleep(FLUSH).await;
        Err(std::io::Error::from(std::io::ErrorKind::ConnectionAborted))
    };
    let first = futures_util::stream::iter([Ok(first)]);
    Body::from_stream(first.chain(futures_util::stream::once(breaking)))
}

fn failed(status: u16) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    plain(status, "the server met an unexpected condition\n")
}

fn rate_limited(retry_after_s: u64) -> Response {
    let mut answer = plain(StatusCode::TOO_MANY_REQUESTS, "too many requests\n");
    answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_after_s));
    answer
}

fn html_page(status: u16) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
    let page = "<!DOCTYPE html>\n<html><head><title>Error</title></head>\
                <body><h1>The page cannot be shown</h1></body></html>\n";
    (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
}

fn plain(status: StatusCode, text: &'static str) -> Response {
    (status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}
