//! `GET /v3/user/self`.

use crate::refusal::unreadable;
use crate::v3::answer::Answer;
use crate::v3::fields::{Bad, Fields, bad_record};
use crate::{BadRecord, Effect, Endpoint, Error, MerchantId, Method, Operation, Outgoing, RawReply};

/// Reads the user the client signs in as.
///
/// PayTrace does not document where a program gets its `merchant_id`: this answer is where to look first.
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
pub struct ReadSelf;

/// A user. PayTrace does not document the members where we can read them: what is missing is `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct User {
    /// PayTrace's number of the user.
    pub user_id: Option<i64>,
    /// The name the user signs in with.
    pub username: Option<Box<str>>,
    /// The account the user belongs to, for `ClientBuilder::with_merchant_id`.
    pub merchant_id: Option<MerchantId>,
    /// The account's name.
    pub merchant_name: Option<Box<str>>,
    /// The user's e-mail address.
    pub email: Option<Box<str>>,
    /// Whether it is an API user, whose password does not expire.
    pub is_api_user: Option<bool>,
}

const KEYS: [&str; 6] = ["user_id", "username", "merchant_id", "merchant_name", "email", "is_api_user"];

impl User {
    pub(super) fn read(text: &str) -> Result<Self, BadRecord> {
        Self::of(text).map_err(|bad| bad_record(bad, text))
    }

    fn of(text: &str) -> Result<Self, Bad> {
        let fields = Fields::read(text, &KEYS)?;
        Ok(Self {
            user_id: fields.value("user_id")?,
            username: fields.text("username")?,
            merchant_id: fields.value("merchant_id")?,
            merchant_name: fields.text("merchant_name")?,
            email: fields.text("email")?,
            is_api_user: fields.flag("is_api_user"),
        })
    }
}

impl ReadSelf {
    /// Reads the client's own user.
    pub fn new() -> Self {
        Self
    }
}

impl Operation for ReadSelf {
    type Reply = User;
    const NAME: &'static str = "user.self";
    const ENDPOINT: Endpoint = Endpoint::v3(Method::Get, "/v3/user/self");
    const EFFECT: Effect = Effect::Read;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        Ok(Outgoing::to(Self::ENDPOINT))
    }

    fn reply(&self, raw: &RawReply) -> Result<User, Error> {
        User::read(Answer::read(raw)?.data).map_err(|_| unreadable())
    }
}
