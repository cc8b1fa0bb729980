//! The contract's document itself: its examples, and that every call is met with every status.

use paysage_sandbox::sage50::{Approval, CLIENT_ID};

use super::contract::{Call, DOCUMENT};
use super::*;

/// What a call is made wrong with, for a status.
enum Wrong {
    Key,
    Business,
    Parameter,
    Body,
    Json,
    MediaType,
}

impl Desk {
    /// Makes a call with the example of its body, `{round}` of it, so that numbers are new.
    async fn call(&self, (method, path): &Call, body: Option<&Value>, wrong: Option<&Wrong>) -> u16 {
        let method: Method = method.parse().unwrap();
        let path = match wrong {
            Some(Wrong::Parameter) => format!("{path}?nonsense=1"),
            _ => path.clone(),
        };
        let mut request = match wrong {
            Some(Wrong::Key) => self.client.request(method, format!("{}{path}", self.server.url())),
            _ => self.request(method, &path),
        };
        if let Some(Wrong::Business) = wrong {
            request = request.header("x-business", "another company");
        }
        request = match (body, wrong) {
            (Some(_), Some(Wrong::Body)) => request.json(&json!({"nonsense": 1})),
            (Some(_), Some(Wrong::Json)) => request.header("content-type", "application/json").body("{"),
            (Some(_), Some(Wrong::MediaType)) => request.body("{}"),
            (Some(body), _) if path == "/oauth/token" => request.form(body),
            (Some(body), _) => request.json(body),
            (None, _) => request,
        };
        request.send().await.unwrap().status().as_u16()
    }
}

/// The example with numbers that belong to a round.
fn example(call: &Call, body: &Value, round: u32) -> Value {
    let mut text = body.to_string();
    for number in ["PT100000001", "SO-9", "PTB571", "ADJ-7"] {
        text = text.replace(&format!("\"{number}\""), &format!("\"{number}-{round}\""));
    }
    let mut body: Value = serde_json::from_str(&text).unwrap();
    if call.1 == "/oauth/token" {
        body["client_id"] = CLIENT_ID.into();
        body["client_secret"] = API_KEY.into();
    } else if call.1 == "/v1/customers" && call.0 == "POST" {
        body["customerId"] = format!("NEW-{round}").into();
    }
    body
}

#[test]
fn every_example_is_as_its_schema_says() {
    assert_eq!(DOCUMENT.wrong_examples(), Vec::<String>::new());
}

#[tokio::test]
async fn every_call_is_met_with_every_status() {
    let desk = Desk::open().await;
    assert!(desk.add_widget());
    for round in 1..=2 {
        desk.simulator.set_queues(round == 2);
        for (call, body) in DOCUMENT.examples() {
            let body = body.as_ref().map(|body| example(&call, body, round));
            let expected = match (&*call.0, round, call.1.starts_with("/v1")) {
                ("POST" | "PUT", 2, true) => 202,
                ("POST", 1, true) => 201,
                _ => 200,
            };
            assert_eq!(desk.call(&call, body.as_ref(), None).await, expected, "{call:?} {body:?}");
        }
    }
    desk.simulator.set_queues(false);
    for (call, body) in DOCUMENT.examples() {
        let has = |status| DOCUMENT.statuses().contains(&(call.clone(), status));
        let wrong = [
            (401, Wrong::Key),
            (404, Wrong::Business),
            (422, if body.is_some() { Wrong::Body } else { Wrong::Parameter }),
            (400, if call.1 == "/oauth/token" { Wrong::Body } else { Wrong::Json }),
            (415, Wrong::MediaType),
        ];
        for (status, wrong) in wrong.iter().filter(|(status, _)| has(*status)) {
            let met = match (status, wrong, &*call.1) {
                // The example's own credentials are nobody's.
                (400, Wrong::Body, _) => desk.call(&call, body.as_ref(), None).await,
                _ => desk.call(&call, body.as_ref(), Some(wrong)).await,
            };
            assert_eq!(met, *status, "{call:?}");
        }
        let simulator = &desk.simulator;
        if has(409) {
            let again = example(&call, body.as_ref().unwrap(), 1);
            assert_eq!(desk.call(&call, Some(&again), None).await, 409, "{call:?}");
        }
        for status in [403, 423, 429, 503].into_iter().filter(|status| has(*status)) {
            simulator.set_approval(if status == 403 { Approval::Pending } else { Approval::Granted });
            simulator.set_locked(status == 423);
            simulator.limit_calls((status == 429).then_some(0));
            simulator.set_free_seats((status == 503).then_some(0));
            assert_eq!(desk.call(&call, body.as_ref(), None).await, status, "{call:?}");
        }
        simulator.limit_calls(None);
        simulator.set_free_seats(None);
    }
    let all = DOCUMENT.statuses();
    let unmet: Vec<_> = all.difference(&desk.exchanges.met()).cloned().collect();
    assert_eq!(unmet, []);
}
