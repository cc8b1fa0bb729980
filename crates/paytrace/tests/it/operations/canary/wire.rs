//! What stands for the network, and keeps what is written.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::StreamExt;
use paytrace::{Failure, Reply, Request, Transport};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::FmtSpan;

use crate::operations::{Call, secret};

/// What comes back.
#[derive(Clone)]
pub enum Answer {
    /// A body, and whether it has secrets other than card numbers at places where nobody can know them as such.
    Whole {
        status: u16,
        body: String,
        is_loud: bool,
    },
    /// Half of a body.
    Cut(u16, String),
    /// The token call itself fails with this.
    NoToken(u16, String),
    TokenRefused,
    Lost,
    NotSent,
}

impl Answer {
    /// Card numbers in any text, other secrets under their names only.
    pub fn named(status: u16, body: impl Into<String>) -> Self {
        Self::Whole { status, body: body.into(), is_loud: false }
    }

    /// Any secret anywhere.
    pub fn loud(status: u16, body: impl Into<String>) -> Self {
        Self::Whole { status, body: body.into(), is_loud: true }
    }

    /// Whether the record of the exchange can be free of all secrets: in texts it can tell card numbers, and what the
    /// request itself had sent.
    pub fn is_recorded_clean(&self) -> bool {
        match self {
            Self::Whole { is_loud, .. } => !is_loud,
            Self::NoToken(..) | Self::TokenRefused => false,
            Self::Cut(..) | Self::Lost | Self::NotSent => true,
        }
    }
}

/// Short, and without the body.
impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Whole { status, body, .. } => write!(f, "{status} of {} bytes", body.len()),
            Self::Cut(status, _) => write!(f, "{status}, cut"),
            Self::NoToken(status, _) => write!(f, "{status} to the token call"),
            Self::TokenRefused => f.write_str("invalid_token"),
            Self::Lost => f.write_str("lost"),
            Self::NotSent => f.write_str("not sent"),
        }
    }
}

/// Signs everyone in, and gives one answer to all other calls.
pub struct Answering {
    answer: Answer,
    sent: Mutex<Vec<String>>,
}

/// Without what was sent.
impl std::fmt::Debug for Answering {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Answering").field(&self.answer).finish()
    }
}

impl Answering {
    pub fn new(answer: Answer) -> Self {
        Self { answer, sent: Mutex::default() }
    }

    /// Which of the secrets are known when each exchange is recorded: all that it sent, and what the client signed in
    /// with before. (Parts of what was sent are no secrets of their own here.)
    pub fn secrets_known(&self) -> Vec<Vec<&'static str>> {
        let lasting = [secret::USER, secret::PASSWORD, secret::TOKEN];
        let mut signed_in = Vec::new();
        let mut known = |text: &str| {
            let parts = ["CANARY/TRACK", secret::ENCRYPTED];
            let of_text = secret::ALL.into_iter().filter(|hidden| text.contains(hidden));
            let sent: Vec<_> = of_text.filter(|hidden| !parts.contains(hidden)).collect();
            signed_in.extend(sent.iter().copied().filter(|hidden| lasting.contains(hidden)));
            [sent, signed_in.clone()].concat()
        };
        self.sent.lock().unwrap().iter().map(|text| known(text)).collect()
    }

    fn keep(&self, request: &Request) {
        let mut text = String::from_utf8(request.body.to_vec()).unwrap();
        for (_, value) in url::form_urlencoded::parse(request.body.as_ref()) {
            text.push_str(&value);
        }
        request.headers.iter().for_each(|(_, value)| text.push_str(value));
        self.sent.lock().unwrap().push(text);
    }
}

/// A failure below the client names what it likes: nothing of it may be let out unless it is our own.
fn why() -> Box<dyn std::error::Error + Send + Sync> {
    "scripted".into()
}

#[async_trait]
impl Transport for Answering {
    async fn exchange(&self, request: Request) -> Result<Reply, Failure> {
        let token = secret::TOKEN;
        self.keep(&request);
        match (&*request.path, &self.answer) {
            ("/oauth/token" | "/v3/token", Answer::NoToken(status, body)) => {
                Ok(Reply::whole(*status, body.clone()))
            }
            ("/oauth/token", _) => {
                Ok(Reply::whole(200, format!(r#"{{"access_token":"{token}","expires_in":7200}}"#)))
            }
            ("/v3/token", _) => {
                let data =
                    format!(r#"{{"access_token":"{token}","refresh_token":"{token}","expires_in":900}}"#);
                Ok(Reply::whole(201, format!(r#"{{"status":"success","status_code":201,"data":{data}}}"#)))
            }
            (_, Answer::Whole { status, body, .. } | Answer::NoToken(status, body)) => {
                Ok(Reply::whole(*status, body.clone()))
            }
            (_, Answer::Cut(status, body)) => {
                let half = Bytes::copy_from_slice(body.as_bytes().split_at(body.len() / 2).0);
                let mut reply = Reply::whole(*status, "");
                reply.body = futures_util::stream::iter([Ok(half), Err(Failure::NoAnswer(why()))]).boxed();
                Ok(reply)
            }
            (_, Answer::TokenRefused) => {
                let echo = format!(r#"{{"error":"invalid_token","error_description":"{token}"}}"#);
                Ok(Reply::whole(401, echo))
            }
            (_, Answer::Lost) => Err(Failure::NoAnswer(why())),
            (_, Answer::NotSent) => Err(Failure::NotSent(why())),
        }
    }
}

/// Keeps what is written.
#[derive(Debug, Clone, Default)]
pub struct Lines(Arc<Mutex<Vec<u8>>>);

impl Lines {
    pub fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }

    /// Everything that is traced, at every level.
    pub fn subscriber(&self) -> impl tracing_subscriber::util::SubscriberInitExt + use<> {
        tracing_subscriber::fmt()
            .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
            .with_span_events(FmtSpan::NEW | FmtSpan::EXIT)
            .with_ansi(false)
            // A time can hold any four digits.
            .without_time()
            .with_writer(self.clone())
            .finish()
    }
}

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// The body that a call sends, as text.
pub fn body_of(call: &dyn Call) -> Option<String> {
    let outgoing = call.outgoing().unwrap();
    outgoing.body().map(|body| serde_json::Value::Object(body).to_string())
}
