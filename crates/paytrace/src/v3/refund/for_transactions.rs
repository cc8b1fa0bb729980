//! `POST /v3/card/batch/refund`.

use paysage_money::Money;

use crate::v3::ItemResult;
use crate::v3::items::FollowUps;
use crate::{
    Effect, Endpoint, Error, MerchantIn, Method, Operation, Outgoing, RawReply, RefundAnswer, TransactionId,
};

/// Gives back the money, or a part of it, of settled transactions.
///
/// Each item has its own result, in the order asked: some can be done while others are refused. An error of the call
/// itself is about all of them.
///
/// Before settlement PayTrace refuses a refund (error 817): void the transaction instead. A refund is a new
/// transaction, and nothing in PayTrace's records links it to the first: keep the pair of ids yourself.
///
/// # Refused with
/// A field that PayTrace does not take, by its path ([`v3`](crate::v3#what-is-refused)).
///
/// # If the answer is lost
/// Any of the refunds may have been made. Export the day and look for refunds of the same amounts and customers before
/// any repeat; partial refunds add up to the amount, so a repeat can pay twice.
///
/// # Source
/// North's B2B API specification 3.1, page `Refunds`, read 2026-11.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Refunds {
    items: FollowUps,
}

impl Refunds {
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
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): as for [`Refunds::new`], or an amount is not above 0.00, not
    /// in US dollars, or has more than 12 characters.
    pub fn of_amounts(
        items: impl IntoIterator<Item = (TransactionId, Option<Money>)>,
    ) -> Result<Self, Error> {
        Ok(Self { items: FollowUps::new(items)? })
    }
}

impl Operation for Refunds {
    type Reply = Vec<ItemResult<RefundAnswer>>;
    const NAME: &'static str = "refund.for_transaction";
    const ENDPOINT: Endpoint = Endpoint::v3(Method::Post, "/v3/card/batch/refund");
    const EFFECT: Effect = Effect::MovesMoney;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        let outgoing = Outgoing::to(Self::ENDPOINT).with_merchant(MerchantIn::Body);
        Ok(outgoing.with("batch_items", self.items.as_items()))
    }

    fn reply(&self, raw: &RawReply) -> Result<Vec<ItemResult<RefundAnswer>>, Error> {
        self.items.read(raw, |verdict, _| verdict.refund())
    }
}
