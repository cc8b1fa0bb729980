//! `GET /v3/checks/transactions/idempotency-keys/{key}`.
//!
//! Source: a published integration of v3, read 2026-11.

use super::{CheckRecord, IdempotencyKey};
use crate::v3::answer::{Answer, elements};
use crate::{BadRecord, Effect, Endpoint, Error, ErrorKind, Method, Operation, Outcome, Outgoing, RawReply};

/// Looks a check payment up by its key; `None` when PayTrace knows no payment with it (status 404).
///
/// This is how a lost answer to [`CheckPayment`](super::CheckPayment) is cleared up. After a `None` the payment can be
/// sent again with the same key: PayTrace debits once per key, even when the first one still arrives.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReadCheckByKey {
    key: IdempotencyKey,
}

impl ReadCheckByKey {
    /// Looks up the payment that was sent with this key.
    pub fn new(key: IdempotencyKey) -> Self {
        Self { key }
    }
}

impl Operation for ReadCheckByKey {
    type Reply = Option<Result<CheckRecord, BadRecord>>;
    const NAME: &'static str = "check.by_key";
    const ENDPOINT: Endpoint = Endpoint::v3(Method::Get, "/v3/checks/transactions/idempotency-keys/{key}");
    const EFFECT: Effect = Effect::Read;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        Ok(Outgoing::to(Self::ENDPOINT).with_segment("key", self.key.as_str()))
    }

    /// PayTrace does not document whether `data` is the record or a list of it: both are read.
    fn reply(&self, raw: &RawReply) -> Result<Option<Result<CheckRecord, BadRecord>>, Error> {
        let Some(answer) = Answer::found(raw)? else {
            return Ok(None);
        };
        let records = elements(answer.data).unwrap_or_else(|| vec![answer.data]);
        let Some(first) = records.first() else {
            return Ok(None);
        };
        let record = CheckRecord::read(first);
        let is_other = |key: &str| key != self.key.as_str().trim();
        if record.as_ref().is_ok_and(|record| record.idempotency_key.as_deref().is_some_and(is_other)) {
            let message = "PayTrace's answer speaks of another key than the call";
            return Err(Error::new(ErrorKind::Unreadable, Outcome::Nothing, message));
        }
        Ok(Some(record))
    }
}
