//! `POST /v1/transactions/email_receipt`.

use crate::v1::answer::Answer;
use crate::{Effect, Email, Endpoint, Error, Operation, Outgoing, RawReply, TransactionId};

/// Has PayTrace mail a receipt of a transaction.
///
/// # Refused with
/// `58`: PayTrace does not know the transaction; besides, what every call can be refused with
/// ([`v1`](crate::v1#what-is-refused)).
///
/// # If the answer is lost
/// Read the transaction by its id: its record says where the latest receipt was mailed. A second call mails a second
/// receipt and does no other harm.
///
/// # Source
/// Public integrations of the v1 API, read 2026-11.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct EmailReceipt {
    transaction_id: TransactionId,
    email: Email,
}

/// PayTrace has taken the receipt to mail it (code 149); whether it arrives is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReceiptMailed;

impl EmailReceipt {
    /// Mails a receipt to this address.
    pub fn new(transaction_id: TransactionId, email: Email) -> Self {
        Self { transaction_id, email }
    }
}

impl Operation for EmailReceipt {
    type Reply = ReceiptMailed;
    const NAME: &'static str = "transaction.email_receipt";
    const ENDPOINT: Endpoint = Endpoint::v1("/v1/transactions/email_receipt");
    const EFFECT: Effect = Effect::Repeatable;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        Ok(Outgoing::to(Self::ENDPOINT)
            .with("transaction_id", self.transaction_id.get())
            .with("email", self.email.as_str()))
    }

    fn reply(&self, raw: &RawReply) -> Result<ReceiptMailed, Error> {
        let answer = Answer::read(raw)?;
        match (answer.success, answer.code) {
            (true, 149) => answer.same_transaction(self.transaction_id).map(|_| ReceiptMailed),
            _ => Err(answer.unexpected()),
        }
    }
}
