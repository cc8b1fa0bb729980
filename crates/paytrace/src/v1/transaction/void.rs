//! `POST /v1/transactions/void`.

use crate::v1::answer::Answer;
use crate::{Effect, Endpoint, Error, Operation, Outgoing, RawReply, TransactionId, VoidAnswer};

/// Takes back a sale, an authorization or a refund that is not settled yet.
///
/// After settlement PayTrace refuses it: refund the transaction instead.
///
/// # Refused with
/// `58`: PayTrace does not know the transaction; besides, what every call can be refused with
/// ([`v1`](crate::v1#what-is-refused)).
///
/// # If the answer is lost
/// Read the transaction by its id: its status says whether it was voided.
///
/// # Source
/// PayTrace's v1 sample code and answers recorded against its sandbox, read 2026-11.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Void {
    transaction_id: TransactionId,
}

impl Void {
    /// Takes back one transaction.
    pub fn new(transaction_id: TransactionId) -> Self {
        Self { transaction_id }
    }
}

impl Operation for Void {
    type Reply = VoidAnswer;
    const NAME: &'static str = "transaction.void";
    const ENDPOINT: Endpoint = Endpoint::v1("/v1/transactions/void");
    const EFFECT: Effect = Effect::MovesMoney;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        Ok(Outgoing::to(Self::ENDPOINT).with("transaction_id", self.transaction_id.get()))
    }

    fn reply(&self, raw: &RawReply) -> Result<VoidAnswer, Error> {
        let answer = Answer::read(raw)?;
        match (answer.success, answer.code) {
            (true, 109) => answer.same_transaction(self.transaction_id).map(VoidAnswer::Voided),
            (_, 110) => answer.into_clean_decline().map(VoidAnswer::NotVoided),
            _ => Err(answer.unexpected()),
        }
    }
}
