//! `POST /v3/card/batch/void`.

use crate::v3::ItemResult;
use crate::v3::items::FollowUps;
use crate::v3::verdict::Verdict;
use crate::{
    Effect, Endpoint, Error, MerchantIn, Method, Operation, Outgoing, RawReply, TransactionId, VoidAnswer,
};

/// Takes back transactions that are not settled yet: no money moves.
///
/// Each item has its own result, in the order asked: some can be done while others are refused. An error of the call
/// itself is about all of them. After settlement refund the transaction instead.
///
/// # Refused with
/// A field that PayTrace does not take, by its path ([`v3`](crate::v3#what-is-refused)).
///
/// # If the answer is lost
/// Read each transaction's record: its status says whether it is voided.
///
/// # Source
/// A published integration of v3, read 2026-11.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Voids {
    items: FollowUps,
}

impl Voids {
    /// All of each transaction; at most 100, each once.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): no transaction, more than 100, or one of them twice.
    pub fn new(transactions: impl IntoIterator<Item = TransactionId>) -> Result<Self, Error> {
        Ok(Self { items: FollowUps::new(transactions.into_iter().map(|id| (id, None)))? })
    }
}

impl Operation for Voids {
    type Reply = Vec<ItemResult<VoidAnswer>>;
    const NAME: &'static str = "transaction.void";
    const ENDPOINT: Endpoint = Endpoint::v3(Method::Post, "/v3/card/batch/void");
    const EFFECT: Effect = Effect::MovesMoney;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        let outgoing = Outgoing::to(Self::ENDPOINT).with_merchant(MerchantIn::Body);
        Ok(outgoing.with("batch_items", self.items.as_items()))
    }

    fn reply(&self, raw: &RawReply) -> Result<Vec<ItemResult<VoidAnswer>>, Error> {
        self.items.read(raw, Verdict::void)
    }
}
