//! `GET /v3/checks/transactions/idempotency-keys/{key}`.

use super::{CheckRecord, IdempotencyKey};
use crate::refusal::unreadable;
use crate::v3::answer::{Answer, elements};
use crate::{BadRecord, Effect, Endpoint, Error, ErrorKind, Method, Operation, Outcome, Outgoing, RawReply};

/// Looks a check payment up by its key.
///
/// This is how a lost answer to [`CheckPayment`](super::CheckPayment) is cleared up. PayTrace does not document what a
/// second payment with the same key does: after a [`ChecksOfKey::None`] wait until the first can no longer arrive, look
/// again, and only then send the payment again, with the same key.
///
/// # Refused with
/// A field that PayTrace does not take, by its path ([`v3`](crate::v3#what-is-refused)).
///
/// # If the answer is lost
/// Nothing has changed: ask again.
///
/// # Source
/// A published integration of v3, read 2026-11.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReadCheckByKey {
    key: IdempotencyKey,
}

/// The checks that PayTrace has under a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChecksOfKey {
    /// None: PayTrace's own envelope says so (status 404).
    None,
    /// One, or why its record cannot be read.
    One(Box<Result<CheckRecord, BadRecord>>),
    /// More than one: the account may have been debited more than once.
    Several(Vec<Result<CheckRecord, BadRecord>>),
}

impl ReadCheckByKey {
    /// Looks up the payment that was sent with this key.
    pub fn new(key: IdempotencyKey) -> Self {
        Self { key }
    }
}

impl Operation for ReadCheckByKey {
    type Reply = ChecksOfKey;
    const NAME: &'static str = "check.by_key";
    const ENDPOINT: Endpoint = Endpoint::v3(Method::Get, "/v3/checks/transactions/idempotency-keys/{key}");
    const EFFECT: Effect = Effect::Read;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        Ok(Outgoing::to(Self::ENDPOINT).with_segment("key", self.key.as_str()))
    }

    /// PayTrace does not document whether `data` is the record or a list of it: both are read. A success without a
    /// record does not say that there is no payment.
    fn reply(&self, raw: &RawReply) -> Result<ChecksOfKey, Error> {
        let Some(answer) = Answer::found(raw)? else {
            return Ok(ChecksOfKey::None);
        };
        let records = elements(answer.data).unwrap_or_else(|| vec![answer.data]);
        let mut records: Vec<_> = records.into_iter().map(CheckRecord::read).collect();
        let is_other = |key: &str| key != self.key.as_str().trim();
        if records.iter().flatten().any(|record| record.idempotency_key.as_deref().is_some_and(is_other)) {
            let message = "PayTrace's answer speaks of another key than the call";
            return Err(Error::new(ErrorKind::Unreadable, Outcome::Nothing, message));
        }
        match (records.pop(), records.is_empty()) {
            (None, _) => Err(unreadable().with_outcome(Outcome::Nothing)),
            (Some(record), true) => Ok(ChecksOfKey::One(Box::new(record))),
            (Some(record), false) => {
                records.push(record);
                Ok(ChecksOfKey::Several(records))
            }
        }
    }
}
