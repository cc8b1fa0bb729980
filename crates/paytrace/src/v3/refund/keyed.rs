//! `POST /v3/card/refund-auth/keyed`.

use paysage_money::Money;

use crate::encrypted::{EncryptedCard, EncryptedValue};
use crate::limits;
use crate::v3::details::{Details, detail_setters, number, security_code};
use crate::v3::verdict::Verdict;
use crate::{Effect, Endpoint, Error, MerchantIn, Method, Operation, Outgoing, RawReply, RefundAnswer};

/// Gives `amount` to a card without naming a sale, with the bank's leave (a "purchase return authorization").
///
/// The permission for it is off by default, in production and in the sandbox: without it the error is of the kind
/// [`Permission`](crate::ErrorKind::Permission). Refund the settled transaction instead wherever there is one.
///
/// # Refused with
/// A field that PayTrace does not take, by its path ([`v3`](crate::v3#what-is-refused)).
///
/// # If the answer is lost
/// The refund may have been made. Export the day and look for the invoice id you set and the amount before any
/// repeat: PayTrace has no sale to compare with, so a repeat pays twice.
///
/// # Source
/// North's B2B API specification 3.1, page `RefundAuthorization`, read 2026-11.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct RefundKeyed {
    amount: Money,
    card: EncryptedCard,
    security_code: Option<EncryptedValue>,
    details: Details,
}

impl RefundKeyed {
    /// Gives `amount` to a card whose number was encrypted where it was typed in.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the amount is not above 0.00, not in US dollars, or has
    /// more than 12 characters.
    pub fn new(amount: Money, card: EncryptedCard) -> Result<Self, Error> {
        let amount = limits::positive("amount", amount)?;
        Ok(Self { amount, card, security_code: None, details: Details::default() })
    }

    /// Adds the card's encrypted security code.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): it has not 329 to 359 characters, as PayTrace's key makes it.
    pub fn with_security_code(mut self, code: EncryptedValue) -> Result<Self, Error> {
        self.security_code = Some(security_code(code)?);
        Ok(self)
    }
}

detail_setters!(RefundKeyed);

impl Operation for RefundKeyed {
    type Reply = RefundAnswer;
    const NAME: &'static str = "refund.keyed";
    const ENDPOINT: Endpoint = Endpoint::v3(Method::Post, "/v3/card/refund-auth/keyed");
    const EFFECT: Effect = Effect::MovesMoney;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        let outgoing = Outgoing::to(Self::ENDPOINT)
            .with_merchant(MerchantIn::Body)
            .with("amount", number(self.amount))
            .with("card", self.card.in_v3())
            .with_some("csc", self.security_code.as_ref().map(EncryptedValue::expose));
        self.details.add_to(outgoing)
    }

    fn reply(&self, raw: &RawReply) -> Result<RefundAnswer, Error> {
        Verdict::read(raw)?.refund()
    }
}
