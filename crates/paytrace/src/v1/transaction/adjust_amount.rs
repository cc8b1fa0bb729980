//! `POST /v1/transactions/adjust_amount`.

use paysage_money::Money;

use crate::limits;
use crate::v1::answer::Answer;
use crate::{Effect, Endpoint, Error, Operation, Outgoing, RawReply, TransactionId};

/// Changes the amount of a sale, an authorization or a refund that is not settled yet, such as by a tip.
///
/// PayTrace takes at most 30 % more than was authorized, on some card networks no more at all. Cash advances cannot be
/// changed.
///
/// # Refused with
/// `58`: PayTrace does not know the transaction; besides, what every call can be refused with
/// ([`v1`](crate::v1#what-is-refused)).
///
/// # If the answer is lost
/// Read the transaction by its id: its amount is the old or the new one. To set the same amount again is harmless.
///
/// # Source
/// PayTrace's gem for its older interface (`adjust_amount`), read 2026-11. PayTrace does not document the v1 path
/// where we can read it.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct AdjustAmount {
    transaction_id: TransactionId,
    amount: Money,
}

/// The amount is changed (code 180).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct AmountAdjusted {
    /// The transaction, which keeps its id.
    pub transaction_id: TransactionId,
}

impl AdjustAmount {
    /// Makes `amount` the transaction's whole amount.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the amount is not above 0.00, not in US dollars, or has
    /// more than 12 characters.
    pub fn new(transaction_id: TransactionId, amount: Money) -> Result<Self, Error> {
        Ok(Self { transaction_id, amount: limits::positive("amount", amount)? })
    }
}

impl Operation for AdjustAmount {
    type Reply = AmountAdjusted;
    const NAME: &'static str = "transaction.adjust_amount";
    const ENDPOINT: Endpoint = Endpoint::v1("/v1/transactions/adjust_amount");
    const EFFECT: Effect = Effect::MovesMoney;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        Ok(Outgoing::to(Self::ENDPOINT)
            .with("transaction_id", self.transaction_id.get())
            .with("amount", self.amount.to_string()))
    }

    fn reply(&self, raw: &RawReply) -> Result<AmountAdjusted, Error> {
        let answer = Answer::read(raw)?;
        match (answer.success, answer.code) {
            (true, 180) => {
                let transaction_id = answer.same_transaction(self.transaction_id)?;
                Ok(AmountAdjusted { transaction_id })
            }
            _ => Err(answer.unexpected()),
        }
    }
}
