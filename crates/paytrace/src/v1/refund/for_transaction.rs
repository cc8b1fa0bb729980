//! `POST /v1/transactions/refund/for_transaction`.

use paysage_money::Money;

use crate::limits;
use crate::v1::answer;
use crate::{Effect, Endpoint, Error, Operation, Outgoing, RawReply, RefundAnswer, TransactionId};

/// Gives back a settled transaction's money, or a part of it.
///
/// Before settlement PayTrace refuses it (error 817): void the transaction instead. The refund is a new transaction,
/// and nothing in PayTrace's records links it to the first: keep the pair of ids yourself.
///
/// # Refused with
/// `58`: PayTrace does not know the transaction. `817`: it is not settled yet; void it instead; and what every call
/// can be refused with ([`v1`](crate::v1#what-is-refused)).
///
/// # If the answer is lost
/// The refund may have been made. Export the day and look for a refund of the same amount and customer before
/// any repeat; PayTrace lets partial refunds add up to the amount, so a repeat can pay twice.
///
/// # Source
/// Answers recorded against PayTrace's sandbox and public integrations, read 2026-11.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct RefundForTransaction {
    transaction_id: TransactionId,
    amount: Option<Money>,
}

impl RefundForTransaction {
    /// Gives back all of a transaction.
    pub fn new(transaction_id: TransactionId) -> Self {
        Self { transaction_id, amount: None }
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

impl Operation for RefundForTransaction {
    type Reply = RefundAnswer;
    const NAME: &'static str = "refund.for_transaction";
    const ENDPOINT: Endpoint = Endpoint::v1("/v1/transactions/refund/for_transaction");
    const EFFECT: Effect = Effect::MovesMoney;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        Ok(Outgoing::to(Self::ENDPOINT)
            .with("transaction_id", self.transaction_id.get())
            .with_some("amount", self.amount.map(|amount| amount.to_string())))
    }

    fn reply(&self, raw: &RawReply) -> Result<RefundAnswer, Error> {
        answer::refund(raw)
    }
}
