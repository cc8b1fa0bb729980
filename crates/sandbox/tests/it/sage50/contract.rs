//! Checks every exchange of these tests against `docs/sage50-gateway.openapi.yaml`.
//!
//! Every answer must be one that the document describes for the call, and nothing more. A request must be as the
//! document says when it comes from the project's client, and when the gateway took it; what these tests send on
//! purpose to be refused need not be.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use jsonschema::Validator;
use serde_json::{Value, json};

/// A method and a path as the document writes them.
pub(super) type Call = (String, String);

/// The document.
pub(super) static DOCUMENT: LazyLock<Document> = LazyLock::new(Document::read);

pub(super) struct Document {
    root: Value,
    calls: BTreeMap<Call, Described>,
}

/// What the document says of one call.
struct Described {
    parameters: BTreeMap<String, Validator>,
    request: Option<Validator>,
    answers: BTreeMap<u16, Validator>,
}

impl Document {
    fn read() -> Self {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/sage50-gateway.openapi.yaml");
        let root: Value = serde_saphyr::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let mut document = Self { root, calls: BTreeMap::new() };
        let mut calls = BTreeMap::new();
        for (path, operations) in document.root["paths"].as_object().unwrap() {
            for (method, operation) in operations.as_object().unwrap() {
                let call = (method.to_uppercase(), path.clone());
                calls.insert(call, document.described(operation));
            }
        }
        document.calls = calls;
        document
    }

    fn described(&self, operation: &Value) -> Described {
        let parameters =
            operation["parameters"].as_array().into_iter().flatten().map(|one| self.resolved(one));
        let parameters = parameters.filter(|parameter| parameter["in"] == "query").map(|parameter| {
            (parameter["name"].as_str().unwrap().to_owned(), self.validator(&parameter["schema"]))
        });
        let answers = operation["responses"].as_object().unwrap().iter().map(|(status, answer)| {
            (status.parse().unwrap(), self.validator(content(self.resolved(answer))))
        });
        Described {
            parameters: parameters.collect(),
            request: operation.get("requestBody").map(|body| self.validator(content(body))),
            answers: answers.collect(),
        }
    }

    fn resolved<'a>(&'a self, value: &'a Value) -> &'a Value {
        match value.get("$ref") {
            Some(target) => self.root.pointer(&target.as_str().unwrap()[1..]).unwrap(),
            None => value,
        }
    }

    /// References in a schema are relative to the whole document.
    fn validator(&self, schema: &Value) -> Validator {
        let schema = json!({"allOf": [schema], "components": self.root["components"]});
        jsonschema::draft202012::new(&schema).unwrap()
    }

    /// Every call with every status the document describes for it.
    pub(super) fn statuses(&self) -> BTreeSet<(Call, u16)> {
        let pairs = |(call, described): (&Call, &Described)| {
            described.answers.keys().map(|status| (call.clone(), *status)).collect::<Vec<_>>()
        };
        self.calls.iter().flat_map(pairs).collect()
    }

    /// Every call in the order of the document, with the example of its request body.
    pub(super) fn examples(&self) -> Vec<(Call, Option<Value>)> {
        let paths = self.root["paths"].as_object().unwrap().iter();
        let calls = paths.flat_map(|(path, operations)| {
            operations.as_object().unwrap().iter().map(move |(method, operation)| {
                let example = operation.get("requestBody").map(|body| media(body)["example"].clone());
                ((method.to_uppercase(), path.clone()), example)
            })
        });
        calls.collect()
    }

    /// Whether a request's body is as the document says.
    pub(super) fn takes(&self, method: &str, path: &str, body: &Value) -> bool {
        self.calls[&(method.to_owned(), path.to_owned())].request.as_ref().unwrap().is_valid(body)
    }

    /// What breaks the contract in the examples of the document itself.
    pub(super) fn wrong_examples(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        for (path, operations) in self.root["paths"].as_object().unwrap() {
            for (method, operation) in operations.as_object().unwrap() {
                let call = (method.to_uppercase(), path.clone());
                let described = &self.calls[&call];
                if let Some(body) = operation.get("requestBody") {
                    let broken = broken(described.request.as_ref().unwrap(), &media(body)["example"]);
                    wrong.extend(broken.map(|why| format!("{call:?} request: {why}")));
                }
                for (status, answer) in operation["responses"].as_object().unwrap() {
                    let validator = &described.answers[&status.parse::<u16>().unwrap()];
                    let broken = broken(validator, &media(self.resolved(answer))["example"]);
                    wrong.extend(broken.map(|why| format!("{call:?} {status}: {why}")));
                }
            }
        }
        wrong
    }

    /// What breaks the contract in one exchange.
    fn wrong(&self, exchange: &Exchange) -> Vec<String> {
        let called = format!("{} {}", exchange.call.0, exchange.call.1);
        let Some(described) = self.calls.get(&exchange.call) else {
            // Only what the gateway does not have may be missing from the document.
            let known = !matches!(exchange.status, 404 | 405);
            return known.then(|| format!("{called} is no call of the document")).into_iter().collect();
        };
        let mut wrong = Vec::new();
        match described.answers.get(&exchange.status) {
            None => wrong.push(format!("status {}", exchange.status)),
            Some(validator) => wrong.extend(broken(validator, &exchange.answer)),
        }
        if exchange.by_client || exchange.status < 300 {
            for (name, value) in &exchange.query {
                let number = value.parse::<u64>().map(Value::from);
                let fits = described.parameters.get(name).is_some_and(|validator| {
                    validator.is_valid(&json!(value))
                        || number.is_ok_and(|number| validator.is_valid(&number))
                });
                if !fits {
                    wrong.push(format!("parameter {name}={value}"));
                }
            }
            match (&described.request, &exchange.request) {
                (Some(validator), Some(body)) => wrong.extend(broken(validator, body)),
                (None, None) => {}
                _ => wrong.push("a body too many or too few".to_owned()),
            }
        }
        wrong.into_iter().map(|why| format!("{called} {}: {why}", exchange.status)).collect()
    }
}

fn media(described: &Value) -> &Value {
    described["content"].as_object().unwrap().values().next().unwrap()
}

fn content(described: &Value) -> &Value {
    &media(described)["schema"]
}

fn broken(validator: &Validator, value: &Value) -> Option<String> {
    let errors: Vec<String> =
        validator.iter_errors(value).map(|error| format!("{} at {}", error, error.instance_path())).collect();
    (!errors.is_empty()).then(|| format!("{} in {value}", errors.join("; ")))
}

struct Exchange {
    call: Call,
    by_client: bool,
    query: Vec<(String, String)>,
    request: Option<Value>,
    status: u16,
    answer: Value,
}

/// The exchanges of one test; dropping it fails the test when one broke the contract.
#[derive(Default)]
pub(super) struct Exchanges(Arc<Mutex<Seen>>);

#[derive(Default)]
struct Seen {
    met: BTreeSet<(Call, u16)>,
    wrong: Vec<String>,
}

impl Exchanges {
    /// Checks everything that goes in and out of `router`.
    pub(super) fn record(&self, router: Router) -> Router {
        router.layer(from_fn_with_state(Arc::clone(&self.0), pass))
    }

    /// The calls and statuses seen so far.
    pub(super) fn met(&self) -> BTreeSet<(Call, u16)> {
        self.0.lock().unwrap().met.clone()
    }
}

impl Drop for Exchanges {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let seen = self.0.lock().unwrap();
            assert!(seen.wrong.is_empty(), "against the contract:\n{}", seen.wrong.join("\n"));
        }
    }
}

async fn pass(State(exchanges): State<Arc<Mutex<Seen>>>, request: Request, next: Next) -> Response {
    let (head, body) = request.into_parts();
    let sent = to_bytes(body, usize::MAX).await.unwrap();
    let call = (head.method.to_string(), head.uri.path().to_owned());
    let query = head.uri.query().unwrap_or_default().as_bytes();
    let query = url::form_urlencoded::parse(query).into_owned().collect();
    let by_client = text(&head.headers, header::USER_AGENT).starts_with("paysage-sage50/");
    let is_form = text(&head.headers, header::CONTENT_TYPE).starts_with("application/x-www-form-urlencoded");
    let written = if is_form {
        let pairs = url::form_urlencoded::parse(&sent).into_owned();
        Some(pairs.map(|(name, value)| (name, Value::from(value))).collect::<serde_json::Map<_, _>>().into())
    } else {
        serde_json::from_slice(&sent).ok()
    };
    let response = next.run(Request::from_parts(head, Body::from(sent))).await;
    let (head, body) = response.into_parts();
    let answered = to_bytes(body, usize::MAX).await.unwrap();
    let answer = serde_json::from_slice(&answered).unwrap_or(Value::Null);
    let status = head.status.as_u16();
    let exchange = Exchange { call, by_client, query, request: written, status, answer };
    let wrong = DOCUMENT.wrong(&exchange);
    let mut seen = exchanges.lock().unwrap();
    seen.met.insert((exchange.call, status));
    seen.wrong.extend(wrong);
    Response::from_parts(head, Body::from(answered))
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> &str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}
