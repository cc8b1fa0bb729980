//! An API of exchanges written by hand: each call must be the next one, byte for byte of its JSON.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

/// A call and its answer.
pub(crate) struct Exchange {
    call: (&'static str, &'static str),
    body: Value,
    answer: (u16, String),
}

impl Exchange {
    pub(crate) fn body(self) -> Value {
        self.body
    }
}

/// A call with this body, `null` when it has none, answered with `response` in an envelope of success.
pub(crate) fn answers(call: (&'static str, &'static str), body: Value, response: &Value) -> Exchange {
    let envelope = json!({"success": true, "code": 200, "response": response, "message": null});
    Exchange { call, body, answer: (200, envelope.to_string()) }
}

/// A call answered with rows.
pub(crate) fn lists(call: (&'static str, &'static str), body: Value, rows: &Value) -> Exchange {
    let envelope = json!({"results": rows, "success": true, "code": 200, "response": null, "message": null});
    Exchange { call, body, answer: (200, envelope.to_string()) }
}

/// A call answered with this status and body.
pub(crate) fn says(call: (&'static str, &'static str), body: Value, status: u16, answer: &str) -> Exchange {
    Exchange { call, body, answer: (status, answer.to_owned()) }
}

#[derive(Default)]
struct Play {
    left: VecDeque<Exchange>,
    wrong: Vec<String>,
}

/// The served script; dropping it fails the test when it was not played to its end.
pub(crate) struct Script {
    server: MockServer,
    play: Arc<Mutex<Play>>,
}

struct Player(Arc<Mutex<Play>>);

impl Script {
    pub(crate) async fn play(exchanges: Vec<Exchange>) -> Self {
        let play = Arc::new(Mutex::new(Play { left: exchanges.into(), wrong: Vec::new() }));
        let server = MockServer::start().await;
        Mock::given(any()).respond_with(Player(Arc::clone(&play))).mount(&server).await;
        Self { server, play }
    }

    pub(crate) fn address(&self) -> url::Url {
        self.server.uri().parse().unwrap()
    }
}

impl Respond for Player {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let mut play = self.0.lock().unwrap();
        let called = (request.method.as_str(), request.url.path());
        let body = serde_json::from_slice(&request.body).unwrap_or(Value::Null);
        let token = request.headers.get("authtoken").is_some_and(|token| token == super::TOKEN);
        let Some(next) = play.left.pop_front() else {
            play.wrong.push(format!("{called:?} {body} is one call too many"));
            return ResponseTemplate::new(404);
        };
        if next.call != called || next.body != body || !token {
            play.wrong.push(format!("{called:?} {body}\nis not\n{:?} {}", next.call, next.body));
        }
        ResponseTemplate::new(next.answer.0).set_body_string(next.answer.1)
    }
}

impl Drop for Script {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let play = self.play.lock().unwrap();
            assert!(play.wrong.is_empty(), "{}", play.wrong.join("\n"));
            let left: Vec<_> = play.left.iter().map(|exchange| exchange.call).collect();
            assert!(left.is_empty(), "never called: {left:?}");
        }
    }
}
