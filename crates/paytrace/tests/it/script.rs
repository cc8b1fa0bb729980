//! A transport that answers from a script and remembers what it was asked.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::StreamExt;
use paytrace::{Client, Credentials, Failure, Reply, Request, Transport};
use serde_json::Value;

pub const PASSWORD: &str = "pa&ss+word!";

/// What happens to one request.
#[derive(Debug, Clone)]
pub enum Step {
    Answer(u16, &'static str),
    AnswerWith(u16, &'static str, (&'static str, &'static str)),
    /// The pieces, and then a broken connection if `true`.
    Pieces(Vec<Bytes>, bool),
    /// Pieces, and then silence.
    Stalled(Vec<Bytes>),
    NotSent,
    Lost,
    Silent,
}

#[derive(Debug, Clone, Default)]
pub struct Script {
    steps: Arc<Mutex<VecDeque<Step>>>,
    seen: Arc<Mutex<Vec<Request>>>,
    token_delay: Duration,
}

pub const TOKEN: &str =
    r#"{"access_token":"tok:en_1","token_type":"Bearer","expires_in":7200,"created_at":1733511471}"#;
pub const OTHER_TOKEN: &str = r#"{"access_token":"tok:en_2","token_type":"Bearer","expires_in":"7200"}"#;

impl Script {
    /// Signs in first, then follows `steps`.
    pub fn signed_in(steps: impl IntoIterator<Item = Step>) -> Self {
        Self::new(std::iter::once(Step::Answer(200, TOKEN)).chain(steps))
    }

    pub fn new(steps: impl IntoIterator<Item = Step>) -> Self {
        let script = Self::default();
        script.steps.lock().unwrap().extend(steps);
        script
    }

    pub fn with_token_delay(mut self, delay: Duration) -> Self {
        self.token_delay = delay;
        self
    }

    pub fn client(&self) -> Client {
        Client::builder(
            "https://api.paytrace.com".parse().unwrap(),
            Credentials::new("api@user", PASSWORD, "integrator01"),
        )
        .with_transport(Arc::new(self.clone()))
        .build()
        .unwrap()
    }

    /// The paths asked for, in order.
    pub fn paths(&self) -> Vec<String> {
        self.seen.lock().unwrap().iter().map(|request| request.path.to_string()).collect()
    }

    pub fn body(&self, place: usize) -> Value {
        serde_json::from_slice(&self.seen.lock().unwrap()[place].body).unwrap()
    }

    pub fn text(&self, place: usize) -> String {
        String::from_utf8(self.seen.lock().unwrap()[place].body.to_vec()).unwrap()
    }

    pub fn header(&self, place: usize, name: &str) -> Option<String> {
        let seen = self.seen.lock().unwrap();
        let (_, value) = seen[place].headers.iter().find(|(found, _)| *found == name)?;
        Some(value.to_string())
    }
}

fn why() -> Box<dyn std::error::Error + Send + Sync> {
    "scripted".into()
}

#[async_trait]
impl Transport for Script {
    async fn exchange(&self, request: Request) -> Result<Reply, Failure> {
        let is_token = request.path == "/oauth/token";
        self.seen.lock().unwrap().push(request);
        let step = self.steps.lock().unwrap().pop_front().expect("the script has a step for each request");
        if is_token {
            tokio::time::sleep(self.token_delay).await;
        }
        match step {
            Step::Answer(status, body) => Ok(Reply::whole(status, body)),
            Step::AnswerWith(status, body, (name, value)) => {
                let mut reply = Reply::whole(status, body);
                reply.headers.push((name.into(), value.into()));
                Ok(reply)
            }
            Step::Pieces(pieces, broken) => {
                let end = broken.then(|| Err(Failure::NoAnswer(why())));
                let items = pieces.into_iter().map(Ok).chain(end);
                let mut reply = Reply::whole(200, "");
                reply.body = futures_util::stream::iter(items.collect::<Vec<_>>()).boxed();
                Ok(reply)
            }
            Step::Stalled(pieces) => {
                let pieces = futures_util::stream::iter(pieces.into_iter().map(Ok));
                let mut reply = Reply::whole(200, "");
                reply.body = pieces.chain(futures_util::stream::pending()).boxed();
                Ok(reply)
            }
            Step::NotSent => Err(Failure::NotSent(why())),
            Step::Lost => Err(Failure::NoAnswer(why())),
            Step::Silent => std::future::pending().await,
        }
    }
}
