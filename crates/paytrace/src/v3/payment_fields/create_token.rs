//! `POST /v3/payment-fields/token`.

use crate::refusal::unreadable;
use crate::v3::answer::Answer;
use crate::v3::fields::Fields;
use crate::{ClientKey, Effect, Endpoint, Error, Method, Operation, Outgoing, RawReply};

/// Fetches a client key, with which a page in the browser starts Protect.js.
///
/// # Refused with
/// A field that PayTrace does not take, by its path ([`v3`](crate::v3#what-is-refused)).
///
/// # If the answer is lost
/// Ask again: keys that nobody uses do no harm. The client does so by itself.
///
/// # Source
/// A published integration of v3 and its documentation, read 2026-11.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CreateToken;

impl CreateToken {
    /// Fetches a new key.
    pub fn new() -> Self {
        Self
    }
}

const KEYS: [&str; 1] = ["clientKey"];

impl Operation for CreateToken {
    type Reply = ClientKey;
    const NAME: &'static str = "payment_fields.create_token";
    const ENDPOINT: Endpoint = Endpoint::v3(Method::Post, "/v3/payment-fields/token");
    const EFFECT: Effect = Effect::Read;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        Ok(Outgoing::to(Self::ENDPOINT))
    }

    fn reply(&self, raw: &RawReply) -> Result<ClientKey, Error> {
        let fields = Fields::read(Answer::read(raw)?.data, &KEYS).map_err(|_| unreadable())?;
        let key = fields.exact("clientKey").ok_or_else(unreadable)?;
        ClientKey::new(&key).ok_or_else(unreadable)
    }
}
