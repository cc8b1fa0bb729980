//! `POST /v1/ping`.

use crate::refusal::{by_status, unreadable};
use crate::wire::object::{self, Slot};
use crate::{Effect, Endpoint, Error, Operation, Outcome, Outgoing, RawReply, v1};

/// Asks whether PayTrace is there and takes the token. Good for start-up checks, not for proof of anything else.
///
/// PayTrace does not document the call: any answer with a good status that carries no error counts, whatever it says.
///
/// # Refused with
/// No code of its own is documented; besides, what every call can be refused with ([`v1`](crate::v1#what-is-refused)).
///
/// # If the answer is lost
/// Nothing has changed: ask again.
///
/// # Source
/// The constant `PING_URL` of PayTrace's sample code, read 2026-11. Method and answer are documented nowhere.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ping;

/// PayTrace is there and took the token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pong;

impl Ping {
    /// Asks.
    pub fn new() -> Self {
        Self
    }
}

impl Operation for Ping {
    type Reply = Pong;
    const NAME: &'static str = "ping";
    const ENDPOINT: Endpoint = Endpoint::v1("/v1/ping");
    const EFFECT: Effect = Effect::Read;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        Ok(Outgoing::to(Self::ENDPOINT))
    }

    fn reply(&self, raw: &RawReply) -> Result<Pong, Error> {
        let text = str::from_utf8(&raw.body).unwrap_or_default();
        let ([success, error], flaw) = object::read(text, &["success", "error"]);
        if success == Slot::Raw("false") {
            return Err(v1::answer::Answer::read(raw)?.unexpected());
        }
        let good = (200..300).contains(&raw.status) && (flaw.is_some() || error == Slot::Absent);
        if good {
            Ok(Pong)
        } else {
            Err(by_status(raw).unwrap_or_else(unreadable).with_outcome(Outcome::Nothing))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ErrorKind;

    #[test]
    fn any_good_answer_without_an_error_counts() {
        let read = |status, body: &str| Ping::new().reply(&RawReply::new(status, body.to_owned()));
        for body in ["", "pong", "{}", r#"{"success":true,"response_code":1}"#] {
            assert_eq!(read(200, body).expect(body), Pong);
        }
        let refused = r#"{"success":false,"response_code":1,"errors":{"981":["x"]}}"#;
        let cases = [
            (400, refused, ErrorKind::Permission),
            (200, refused, ErrorKind::Permission),
            (503, "", ErrorKind::Unavailable),
            (404, "<html>", ErrorKind::Unreadable),
            (200, r#"{"error":"invalid_scope"}"#, ErrorKind::Unreadable),
        ];
        for (status, body, kind) in cases {
            assert_eq!(read(status, body).expect_err(body).kind(), kind, "{status} {body}");
        }
    }
}
