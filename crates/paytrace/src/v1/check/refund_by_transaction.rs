//! `POST /v1/checks/refund/by_transaction`.

use paysage_money::Money;

use super::answer::{self, CheckRefundAnswer};
use crate::limits;
use crate::{CheckTransactionId, Effect, Endpoint, Error, Operation, Outgoing, RawReply};

/// Gives back a settled check's money, or a part of it.
///
/// Before settlement void the check instead. The refund is a new check with a number of its own, and nothing links it
/// to the first: keep the pair of ids yourself.
///
/// # Refused with
/// `80`: PayTrace does not know the check, or it is voided or settled; besides, what every call can be refused with
/// ([`v1`](crate::v1#what-is-refused)).
///
/// # If the answer is lost
/// The refund may have been accepted. PayTrace does not document whether it limits the sum of partial refunds, so a
/// repeat can pay twice: look in the Virtual Terminal, or with v3's check records where the account has v3, first.
///
/// # Source
/// Public integrations of the v1 API, read 2026-11.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct CheckRefundByTransaction {
    check_transaction_id: CheckTransactionId,
    amount: Option<Money>,
}

impl CheckRefundByTransaction {
    /// Gives back all of a check.
    pub fn new(check_transaction_id: CheckTransactionId) -> Self {
        Self { check_transaction_id, amount: None }
    }

    /// Gives back a part only.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the amount is not above 0.00, not in US dollars, or has
    /// more than 12 characters.
    pub fn with_amount(mut self, amount: Money) -> Result<Self, Error> {
        self.amount = Some(limits::positive("amount", amount)?);
        Ok(self)
    }
}

impl Operation for CheckRefundByTransaction {
    type Reply = CheckRefundAnswer;
    const NAME: &'static str = "check.refund.by_transaction";
    const ENDPOINT: Endpoint = Endpoint::v1("/v1/checks/refund/by_transaction");
    const EFFECT: Effect = Effect::MovesMoney;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        Ok(Outgoing::to(Self::ENDPOINT)
            .with("check_transaction_id", self.check_transaction_id.get())
            .with_some("amount", self.amount.map(|amount| amount.to_string())))
    }

    fn reply(&self, raw: &RawReply) -> Result<CheckRefundAnswer, Error> {
        answer::refund(raw)
    }
}
