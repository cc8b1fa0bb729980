//! `POST /v3/card/authorize/keyed`.

use paysage_money::Money;

use crate::encrypted::{EncryptedCard, EncryptedValue};
use crate::limits;
use crate::v3::details::{Details, detail_setters, number, security_code};
use crate::v3::verdict;
use crate::{Effect, Endpoint, Error, MerchantIn, Method, Operation, Outgoing, RawReply, SaleAnswer};

/// Holds `amount` on a card whose number was encrypted where it was typed in.
///
/// An amount of 0.00 checks the card without holding anything.
///
/// PayTrace does not document the members of the card object where we can read it; the encrypted number goes as
/// `encrypted_number`, as in v1.
///
/// # Refused with
/// A field that PayTrace does not take, by its path ([`v3`](crate::v3#what-is-refused)).
///
/// # If the answer is lost
/// The error's outcome is [`Unknown`](crate::Outcome::Unknown), and the authorization may have been made. PayTrace has
/// no idempotency key for cards: export the day, look for the invoice id you set and the amount, and repeat only when
/// it is certain that there is nothing. Exports can lag behind: look again after some minutes.
///
/// # Source
/// North's B2B API specification 3.1, page `Authorizations`, read 2026-11.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct AuthorizationKeyed {
    amount: Money,
    card: EncryptedCard,
    security_code: Option<EncryptedValue>,
    details: Details,
}

impl AuthorizationKeyed {
    /// An authorization of `amount` on a card.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the amount is below 0.00, not in US dollars, or has more
    /// than 12 characters.
    pub fn new(amount: Money, card: EncryptedCard) -> Result<Self, Error> {
        Ok(Self {
            amount: limits::not_negative("amount", amount)?,
            card,
            security_code: None,
            details: Details::default(),
        })
    }

    /// Adds the card's encrypted security code; merchants can make it required.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): it has not 329 to 359 characters, as PayTrace's key makes it.
    pub fn with_security_code(mut self, code: EncryptedValue) -> Result<Self, Error> {
        self.security_code = Some(security_code(code)?);
        Ok(self)
    }
}

detail_setters!(AuthorizationKeyed);

impl Operation for AuthorizationKeyed {
    type Reply = SaleAnswer;
    const NAME: &'static str = "authorization.keyed";
    const ENDPOINT: Endpoint = Endpoint::v3(Method::Post, "/v3/card/authorize/keyed");
    const EFFECT: Effect = Effect::MovesMoney;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        let outgoing = Outgoing::to(Self::ENDPOINT)
            .with_merchant(MerchantIn::Body)
            .with("amount", number(self.amount))
            .with("card", self.card.in_v3())
            .with_some("csc", self.security_code.as_ref().map(EncryptedValue::expose));
        self.details.add_to(outgoing)
    }

    fn reply(&self, raw: &RawReply) -> Result<SaleAnswer, Error> {
        verdict::sale(raw)
    }
}
