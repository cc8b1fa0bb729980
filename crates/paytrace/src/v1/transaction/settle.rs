//! `POST /v1/transactions/settle`.

use crate::v1::answer::Answer;
use crate::{Effect, Endpoint, Error, Operation, Outgoing, RawReply};

/// Settles all pending transactions now, instead of in the evening.
///
/// For merchants on a terminal capture network only.
///
/// # Refused with
/// No code of its own is documented. Only merchants on a terminal-capture network may settle by themselves; and
/// what every call can be refused with ([`v1`](crate::v1#what-is-refused)).
///
/// # If the answer is lost
/// Export the batches of the day: a new one means that it was settled.
///
/// # Source
/// Answers recorded against PayTrace's sandbox; PayTrace help, "settle transactions"; read 2026-11.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Settle;

/// The pending transactions are settled (code 175).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Settlement;

impl Settle {
    /// Settles now.
    pub fn new() -> Self {
        Self
    }
}

impl Operation for Settle {
    type Reply = Settlement;
    const NAME: &'static str = "transaction.settle";
    const ENDPOINT: Endpoint = Endpoint::v1("/v1/transactions/settle");
    const EFFECT: Effect = Effect::MovesMoney;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        Ok(Outgoing::to(Self::ENDPOINT))
    }

    fn reply(&self, raw: &RawReply) -> Result<Settlement, Error> {
        let answer = Answer::read(raw)?;
        match (answer.success, answer.code) {
            (true, 175) => Ok(Settlement),
            _ => Err(answer.unexpected()),
        }
    }
}
