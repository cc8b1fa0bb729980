//! `POST /v1/checks/manage/fund`.

use paysage_money::Money;

use super::answer::{self, CheckManageAnswer};
use crate::limits;
use crate::{CheckTransactionId, Effect, Endpoint, Error, Operation, Outgoing, RawReply};

/// Releases a held check, so that its money moves.
///
/// A check that is unknown, voided or settled is refused (error 80).
///
/// # Refused with
/// `80`: PayTrace does not know the check, or it is voided or settled; besides, what every call can be refused with
/// ([`v1`](crate::v1#what-is-refused)).
///
/// # If the answer is lost
/// Look the check up in the Virtual Terminal, or with v3's check records where the account has v3. PayTrace does not
/// document what a second funding does.
///
/// # Source
/// Answers recorded against PayTrace's sandbox, read 2026-11.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct CheckFund {
    check_transaction_id: CheckTransactionId,
    amount: Option<Money>,
}

impl CheckFund {
    /// Releases a check in full.
    pub fn new(check_transaction_id: CheckTransactionId) -> Self {
        Self { check_transaction_id, amount: None }
    }

    /// Releases this amount instead of the held one. PayTrace does not document whether it may be more.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the amount is not above 0.00, not in US dollars, or has
    /// more than 12 characters.
    pub fn with_amount(mut self, amount: Money) -> Result<Self, Error> {
        self.amount = Some(limits::positive("amount", amount)?);
        Ok(self)
    }
}

impl Operation for CheckFund {
    type Reply = CheckManageAnswer;
    const NAME: &'static str = "check.manage.fund";
    const ENDPOINT: Endpoint = Endpoint::v1("/v1/checks/manage/fund");
    const EFFECT: Effect = Effect::MovesMoney;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        Ok(Outgoing::to(Self::ENDPOINT)
            .with("check_transaction_id", self.check_transaction_id.get())
            .with_some("amount", self.amount.map(|amount| amount.to_string())))
    }

    fn reply(&self, raw: &RawReply) -> Result<CheckManageAnswer, Error> {
        answer::managed(raw, self.check_transaction_id)
    }
}
