//! `POST /v3/card/authorize/customer/{customer_id}`.

use paysage_money::Money;

use crate::encrypted::EncryptedValue;
use crate::limits;
use crate::v3::details::{Details, detail_setters, number, security_code};
use crate::v3::verdict;
use crate::{
    CustomerNumber, Effect, Endpoint, Error, MerchantIn, Method, Operation, Outgoing, RawReply, SaleAnswer,
};

/// Holds `amount` on a card kept in the vault.
///
/// An amount of 0.00 checks the card without holding anything.
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
/// A published integration of v3, read 2026-11.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct AuthorizationByCustomer {
    amount: Money,
    customer_id: CustomerNumber,
    security_code: Option<EncryptedValue>,
    details: Details,
}

impl AuthorizationByCustomer {
    /// An authorization of `amount` on a customer of the vault, named by PayTrace's number.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the amount is below 0.00, not in US dollars, or has more
    /// than 12 characters.
    pub fn new(amount: Money, customer_id: CustomerNumber) -> Result<Self, Error> {
        Ok(Self {
            amount: limits::not_negative("amount", amount)?,
            customer_id,
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

detail_setters!(AuthorizationByCustomer);

impl Operation for AuthorizationByCustomer {
    type Reply = SaleAnswer;
    const NAME: &'static str = "authorization.by_customer";
    const ENDPOINT: Endpoint = Endpoint::v3(Method::Post, "/v3/card/authorize/customer/{customer_id}");
    const EFFECT: Effect = Effect::MovesMoney;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        let outgoing = Outgoing::to(Self::ENDPOINT)
            .with_merchant(MerchantIn::Body)
            .with("amount", number(self.amount))
            .with_some("csc", self.security_code.as_ref().map(EncryptedValue::expose))
            .with_segment("customer_id", &self.customer_id.to_string());
        self.details.add_to(outgoing)
    }

    fn reply(&self, raw: &RawReply) -> Result<SaleAnswer, Error> {
        verdict::sale(raw)
    }
}
