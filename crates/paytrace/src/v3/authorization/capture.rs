//! `POST /v3/card/batch/capture`.

use paysage_money::Money;

use crate::v3::ItemResult;
use crate::v3::items::FollowUps;
use crate::v3::verdict::Verdict;
use crate::{
    CaptureAnswer, Effect, Endpoint, Error, MerchantIn, Method, Operation, Outgoing, RawReply, TransactionId,
};

/// Takes the money, or a part of it, that authorizations hold.
///
/// Each item has its own result, in the order asked: some can be done while others are refused. An error of the call
/// itself is about all of them. A transaction keeps its id when it is captured.
///
/// # Refused with
/// A field that PayTrace does not take, by its path ([`v3`](crate::v3#what-is-refused)).
///
/// # If the answer is lost
/// Read each transaction's record: when it is pending or settled, its capture was made.
///
/// # Source
/// North's B2B API specification 3.1, page `Capture`, read 2026-11.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Captures {
    items: FollowUps,
}

impl Captures {
    /// All of each transaction; at most 100, each once.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): no transaction, more than 100, or one of them twice.
    pub fn new(transactions: impl IntoIterator<Item = TransactionId>) -> Result<Self, Error> {
        Ok(Self { items: FollowUps::new(transactions.into_iter().map(|id| (id, None)))? })
    }

    /// A part of each transaction, or all of it where no amount is given.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): as for [`Captures::new`], or an amount is not above 0.00,
    /// not in US dollars, or has more than 12 characters.
    pub fn of_amounts(
        items: impl IntoIterator<Item = (TransactionId, Option<Money>)>,
    ) -> Result<Self, Error> {
        Ok(Self { items: FollowUps::new(items)? })
    }
}

impl Operation for Captures {
    type Reply = Vec<ItemResult<CaptureAnswer>>;
    const NAME: &'static str = "authorization.capture";
    const ENDPOINT: Endpoint = Endpoint::v3(Method::Post, "/v3/card/batch/capture");
    const EFFECT: Effect = Effect::MovesMoney;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        let outgoing = Outgoing::to(Self::ENDPOINT).with_merchant(MerchantIn::Body);
        Ok(outgoing.with("batch_items", self.items.as_items()))
    }

    fn reply(&self, raw: &RawReply) -> Result<Vec<ItemResult<CaptureAnswer>>, Error> {
        self.items.read(raw, Verdict::capture)
    }
}
