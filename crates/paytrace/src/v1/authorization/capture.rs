//! `POST /v1/transactions/authorization/capture`.

use paysage_money::Money;

use crate::limits;
use crate::v1::answer::Answer;
use crate::{CaptureAnswer, Effect, Endpoint, Error, Operation, Outgoing, RawReply, TransactionId};

/// Takes the money, or a part of it, that an authorization holds.
///
/// The transaction keeps its id; its record moves from "authorized only" to "pending settlement".
///
/// # Refused with
/// `58`: PayTrace does not know the transaction; besides, what every call can be refused with
/// ([`v1`](crate::v1#what-is-refused)).
///
/// # If the answer is lost
/// Read the transaction by its id: when it is pending or settled, the capture was made.
///
/// # Source
/// PayTrace's v1 sample code and answers recorded against its sandbox, read 2026-11.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Capture {
    transaction_id: TransactionId,
    amount: Option<Money>,
}

impl Capture {
    /// Captures all that the authorization holds.
    pub fn new(transaction_id: TransactionId) -> Self {
        Self { transaction_id, amount: None }
    }

    /// Captures a part only.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the amount is not above 0.00, not in US dollars, or has
    /// more than 12 characters.
    pub fn with_amount(mut self, amount: Money) -> Result<Self, Error> {
        self.amount = Some(limits::positive("amount", amount)?);
        Ok(self)
    }
}

impl Operation for Capture {
    type Reply = CaptureAnswer;
    const NAME: &'static str = "authorization.capture";
    const ENDPOINT: Endpoint = Endpoint::v1("/v1/transactions/authorization/capture");
    const EFFECT: Effect = Effect::MovesMoney;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        Ok(Outgoing::to(Self::ENDPOINT)
            .with("transaction_id", self.transaction_id.get())
            .with_some("amount", self.amount.map(|amount| amount.to_string())))
    }

    fn reply(&self, raw: &RawReply) -> Result<CaptureAnswer, Error> {
        let answer = Answer::read(raw)?;
        match (answer.success, answer.code) {
            (true, 112) => answer.same_transaction(self.transaction_id).map(CaptureAnswer::Captured),
            (_, 113) => answer.into_clean_decline().map(CaptureAnswer::NotCaptured),
            _ => Err(answer.unexpected()),
        }
    }
}
