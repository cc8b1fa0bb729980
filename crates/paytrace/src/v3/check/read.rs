//! `GET /v3/checks/transactions/{transaction_id}`.

use super::{CheckId, CheckRecord};
use crate::v3::answer::Answer;
use crate::{BadRecord, Effect, Endpoint, Error, Method, Operation, Outgoing, RawReply};

/// Reads one check's record; `None` when PayTrace says that it does not exist (status 404).
///
/// # Refused with
/// A field that PayTrace does not take, by its path ([`v3`](crate::v3#what-is-refused)).
///
/// # If the answer is lost
/// Nothing has changed: ask again.
///
/// # Source
/// North's B2B API specification 3.1, page `ACHTransactionRecords`, read 2026-11.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReadCheck {
    check_id: CheckId,
}

impl ReadCheck {
    /// Reads the check with this id.
    pub fn new(check_id: CheckId) -> Self {
        Self { check_id }
    }
}

impl Operation for ReadCheck {
    type Reply = Option<Result<CheckRecord, BadRecord>>;
    const NAME: &'static str = "check.read";
    const ENDPOINT: Endpoint = Endpoint::v3(Method::Get, "/v3/checks/transactions/{transaction_id}");
    const EFFECT: Effect = Effect::Read;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        Ok(Outgoing::to(Self::ENDPOINT).with_segment("transaction_id", self.check_id.as_str()))
    }

    fn reply(&self, raw: &RawReply) -> Result<Option<Result<CheckRecord, BadRecord>>, Error> {
        Ok(Answer::found(raw)?.map(|answer| CheckRecord::read(answer.data)))
    }
}
