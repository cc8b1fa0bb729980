//! `POST /v1/transactions/authorization/by_customer`.

use paysage_money::Money;

use crate::limits;
use crate::v1::answer;
use crate::v1::details::{Details, detail_setters};
use crate::{CustomerId, Effect, Endpoint, Error, Operation, Outgoing, RawReply, SaleAnswer};

/// Holds `amount` on a card kept in the vault, to be captured later.
///
/// # If the answer is lost
/// The error's outcome is [`Unknown`](crate::Outcome::Unknown), and the hold may have been made. PayTrace has no
/// idempotency key: export the day, look for the invoice id you set and the amount, and hold again only when it is
/// certain that there is nothing.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct AuthorizationByCustomer {
    amount: Money,
    customer_id: CustomerId,
    details: Details,
}

impl AuthorizationByCustomer {
    /// A hold of `amount` on the card of a customer of the vault.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the amount is below 0.00 (0.00 only verifies the card), not in US dollars, or has
    /// more than 12 characters.
    pub fn new(amount: Money, customer_id: CustomerId) -> Result<Self, Error> {
        Ok(Self { amount: limits::not_negative("amount", amount)?, customer_id, details: Details::default() })
    }
}

detail_setters!(AuthorizationByCustomer);

impl Operation for AuthorizationByCustomer {
    type Reply = SaleAnswer;
    const NAME: &'static str = "authorization.by_customer";
    const ENDPOINT: Endpoint = Endpoint::v1("/v1/transactions/authorization/by_customer");
    const EFFECT: Effect = Effect::MovesMoney;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        let outgoing = Outgoing::to(Self::ENDPOINT)
            .with("amount", self.amount.to_string())
            .with("customer_id", self.customer_id.as_str());
        self.details.add_to(outgoing)
    }

    fn reply(&self, raw: &RawReply) -> Result<SaleAnswer, Error> {
        answer::sale(raw)
    }
}
