//! `POST /v1/payment_fields/token/create`.

use crate::refusal::unreadable;
use crate::v1::answer::Answer;
use crate::wire::object;
use crate::wire::scalar;
use crate::{ClientKey, Effect, Endpoint, Error, Operation, Outcome, Outgoing, RawReply};

/// Makes a key with which Protect.js shows its card form in the browser.
///
/// PayTrace does not document how long a key is good: make one for each form that is shown.
///
/// # Refused with
/// No code of its own is documented; besides, what every call can be refused with ([`v1`](crate::v1#what-is-refused)).
///
/// # If the answer is lost
/// The client asks again by itself; a key that nobody uses does nothing.
///
/// # Source
/// Public integrations of Protect.js, read 2026-11.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CreateToken;

impl CreateToken {
    /// Makes a key.
    pub fn new() -> Self {
        Self
    }
}

impl Operation for CreateToken {
    type Reply = ClientKey;
    const NAME: &'static str = "payment_fields.create_token";
    const ENDPOINT: Endpoint = Endpoint::v1("/v1/payment_fields/token/create");
    const EFFECT: Effect = Effect::Read;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        Ok(Outgoing::to(Self::ENDPOINT))
    }

    /// Reads the bare `clientKey`, which has no envelope around it; refusals have one.
    fn reply(&self, raw: &RawReply) -> Result<ClientKey, Error> {
        let text = str::from_utf8(&raw.body).unwrap_or_default();
        let ([key, success], flaw) = object::read(text, &["clientKey", "success"]);
        let key = scalar::text(key).ok().flatten();
        let key = key.filter(|_| flaw.is_none() && success != object::Slot::Raw("false"));
        if let Some(key) = key.filter(|_| raw.status < 400).and_then(|key| ClientKey::new(&key)) {
            return Ok(key);
        }
        match Answer::read(raw) {
            Ok(answer) if answer.success => Err(unreadable().with_outcome(Outcome::Nothing)),
            Ok(answer) => Err(answer.unexpected().with_outcome(Outcome::Nothing)),
            Err(error) => Err(error.with_outcome(Outcome::Nothing)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ErrorKind;

    #[test]
    fn the_key_is_read_without_an_envelope_and_never_shown() {
        let read = |status, body: &str| CreateToken::new().reply(&RawReply::new(status, body.to_owned()));
        let key = read(200, r#"{"clientKey":"canary-key"}"#).expect("a key");
        assert_eq!(key.expose(), "canary-key");
        assert_eq!(format!("{key:?}"), "ClientKey([redacted])");
        let refused = r#"{"success":false,"response_code":1,"errors":{"981":["no permission"]}}"#;
        let cases = [
            (400, refused, ErrorKind::Permission),
            (200, r#"{"clientKey":""}"#, ErrorKind::Unreadable),
            (200, r#"{"success":true,"response_code":1}"#, ErrorKind::Unreadable),
            (200, r#"{"success":false,"response_code":1,"clientKey":"k"}"#, ErrorKind::Rejected),
            (503, r#"{"clientKey":"k"}"#, ErrorKind::Unavailable),
            (200, "<html>", ErrorKind::Unreadable),
        ];
        for (status, body, kind) in cases {
            let error = read(status, body).expect_err(body);
            assert_eq!((error.kind(), error.outcome()), (kind, Outcome::Nothing), "{body}");
        }
    }
}
