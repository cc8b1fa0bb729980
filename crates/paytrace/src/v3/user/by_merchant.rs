//! `GET /v3/users/by-merchant-id/{merchant_id}`.

use super::User;
use crate::v3::answer::Answer;
use crate::{BadRecord, Effect, Endpoint, Error, MerchantIn, Method, Operation, Outgoing, RawReply};

/// Lists the users of the merchant's account.
///
/// # Refused with
/// A field that PayTrace does not take, by its path ([`v3`](crate::v3#what-is-refused)).
///
/// # If the answer is lost
/// Nothing has changed: ask again.
///
/// # Source
/// North's B2B API specification 3.2, page `UserManagement`, read 2026-11.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct UsersOfMerchant;

impl UsersOfMerchant {
    /// Lists the users of the client's merchant.
    pub fn new() -> Self {
        Self
    }
}

impl Operation for UsersOfMerchant {
    type Reply = Vec<Result<User, BadRecord>>;
    const NAME: &'static str = "user.by_merchant";
    const ENDPOINT: Endpoint = Endpoint::v3(Method::Get, "/v3/users/by-merchant-id/{merchant_id}");
    const EFFECT: Effect = Effect::Read;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        Ok(Outgoing::to(Self::ENDPOINT).with_merchant(MerchantIn::Path))
    }

    fn reply(&self, raw: &RawReply) -> Result<Vec<Result<User, BadRecord>>, Error> {
        Ok(Answer::read(raw)?.list()?.into_iter().map(User::read).collect())
    }
}
