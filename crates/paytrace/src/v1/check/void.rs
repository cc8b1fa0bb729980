//! `POST /v1/checks/manage/void`.

use super::answer::{self, CheckManageAnswer};
use crate::{CheckTransactionId, Effect, Endpoint, Error, Operation, Outgoing, RawReply};

/// Takes back a check that is not settled yet.
///
/// A check that is unknown, voided or settled is refused (error 80): after settlement refund it instead.
///
/// # Refused with
/// `80`: PayTrace does not know the check, or it is voided or settled; besides, what every call can be refused with
/// ([`v1`](crate::v1#what-is-refused)).
///
/// # If the answer is lost
/// Void again: a check that is void already is refused with error 80, as is one that has settled meanwhile. Only the
/// Virtual Terminal or v3's check records tell these two apart.
///
/// # Source
/// Answers recorded against PayTrace's sandbox, read 2026-11.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct CheckVoid {
    check_transaction_id: CheckTransactionId,
}

impl CheckVoid {
    /// Takes one check back.
    pub fn new(check_transaction_id: CheckTransactionId) -> Self {
        Self { check_transaction_id }
    }
}

impl Operation for CheckVoid {
    type Reply = CheckManageAnswer;
    const NAME: &'static str = "check.manage.void";
    const ENDPOINT: Endpoint = Endpoint::v1("/v1/checks/manage/void");
    const EFFECT: Effect = Effect::MovesMoney;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        Ok(Outgoing::to(Self::ENDPOINT).with("check_transaction_id", self.check_transaction_id.get()))
    }

    fn reply(&self, raw: &RawReply) -> Result<CheckManageAnswer, Error> {
        answer::managed(raw, self.check_transaction_id)
    }
}
