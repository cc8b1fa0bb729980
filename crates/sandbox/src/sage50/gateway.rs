//! What the gateway itself keeps, beside the books: its tokens, how many calls it still takes, whether it queues.

use std::time::{Duration, Instant};

use axum::http::{HeaderMap, HeaderValue, header};

use super::problem::{Code, Refusal};
use super::{API_KEY, BUSINESS};

/// How long a token is good for.
pub(super) const TOKEN_LIFE: Duration = Duration::from_mins(5);
/// The most tokens kept; a client needs one.
const MOST_TOKENS: usize = 1000;
/// How long a client is asked to wait after its last call, in seconds.
pub(super) const WAIT_S: u64 = 1;

/// The state of the gateway.
#[derive(Debug, Default)]
pub(super) struct Gateway {
    /// Tokens and when each runs out.
    tokens: Vec<(String, Instant)>,
    given: u64,
    /// How many calls are still answered; `None` is any number.
    pub(super) calls_left: Option<u32>,
    /// Whether documents are answered as waiting and not as booked.
    pub(super) queues: bool,
    queued: u64,
}

impl Gateway {
    /// A new token.
    pub(super) fn give(&mut self, now: Instant) -> String {
        self.tokens.retain(|(_, until)| now < *until);
        if self.tokens.len() >= MOST_TOKENS {
            self.tokens.remove(0);
        }
        self.given = self.given.saturating_add(1);
        // Known keys protect the simulator already, so a token needs to be new and not secret.
        let token = format!("paysage-demo-token-{}", self.given);
        self.tokens.push((token.clone(), now.checked_add(TOKEN_LIFE).unwrap_or(now)));
        token
    }

    /// Lets every token run out.
    pub(super) fn forget_tokens(&mut self) {
        self.tokens.clear();
    }

    /// The name of the next batch of waiting documents.
    pub(super) fn next_manifest(&mut self) -> String {
        self.queued = self.queued.saturating_add(1);
        format!("queue-{}", self.queued)
    }

    /// Lets in who has the key or a token, names this company or none, and does not call too often.
    pub(super) fn admit(&mut self, headers: &HeaderMap, now: Instant) -> Result<(), Refusal> {
        let sent = headers.get(header::AUTHORIZATION).map(HeaderValue::as_bytes);
        let bearer = sent.and_then(|value| value.strip_prefix(b"Bearer ")).unwrap_or_default();
        let is_token = |(token, until): &(String, Instant)| token.as_bytes() == bearer && now < *until;
        if bearer != API_KEY.as_bytes() && !self.tokens.iter().any(is_token) {
            let message = "The API key or token is missing, unknown or has run out.";
            return Err(Refusal::new(401, Code::Unauthorized, &"", message));
        }
        let business = headers.get("x-business").map(HeaderValue::as_bytes);
        if business.is_some_and(|business| !business.eq_ignore_ascii_case(BUSINESS.as_bytes())) {
            let message = "The gateway serves no such company.";
            return Err(Refusal::new(404, Code::NotFound, &"X-Business", message));
        }
        match &mut self.calls_left {
            Some(0) => Err(Refusal::new(429, Code::TooManyCalls, &"", "There were too many calls.")),
            Some(left) => {
                *left = left.saturating_sub(1);
                Ok(())
            }
            None => Ok(()),
        }
    }
}
