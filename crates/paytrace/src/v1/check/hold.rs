//! `POST /v1/checks/manage/hold`.

use super::answer::{self, CheckManageAnswer};
use crate::{CheckTransactionId, Effect, Endpoint, Error, Operation, Outgoing, RawReply};

/// Puts a check back on hold, so that its money does not move yet.
///
/// A check that is unknown, voided or settled is refused (error 80). The path is known from PayTrace's documents by
/// name only; no answer of it is on record.
///
/// # Refused with
/// `80`: PayTrace does not know the check, or it is voided or settled; besides, what every call can be refused with
/// ([`v1`](crate::v1#what-is-refused)).
///
/// # If the answer is lost
/// Hold again: holding a held check changes nothing more, or is refused.
///
/// # Source
/// The sibling calls under `manage`, read 2026-11. No answer of v1 confirms the path.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct CheckHold {
    check_transaction_id: CheckTransactionId,
}

impl CheckHold {
    /// Holds one check.
    pub fn new(check_transaction_id: CheckTransactionId) -> Self {
        Self { check_transaction_id }
    }
}

impl Operation for CheckHold {
    type Reply = CheckManageAnswer;
    const NAME: &'static str = "check.manage.hold";
    const ENDPOINT: Endpoint = Endpoint::v1("/v1/checks/manage/hold");
    const EFFECT: Effect = Effect::MovesMoney;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        Ok(Outgoing::to(Self::ENDPOINT).with("check_transaction_id", self.check_transaction_id.get()))
    }

    fn reply(&self, raw: &RawReply) -> Result<CheckManageAnswer, Error> {
        answer::managed(raw, self.check_transaction_id)
    }
}
