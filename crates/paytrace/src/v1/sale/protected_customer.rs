//! `POST /v1/transactions/sale/pt_protect_customer`.

use paysage_money::Money;

use crate::limits;
use crate::v1::answer;
use crate::v1::details::{Details, detail_setters, part_setter};
use crate::{CustomerId, Effect, Endpoint, Error, Operation, Outgoing, ProtectToken, RawReply, SaleAnswer};

/// Takes `amount` from a card that Protect.js took, now, and keeps the card as a new customer's.
///
/// The token is good for one call, whatever becomes of it. An id that is taken is refused (error 171); PayTrace
/// does not document whether the sale stands then, so that error has the outcome
/// [`Unknown`](crate::Outcome::Unknown). Nor does it document whether a declined card is kept too: export the customer to know. A customer needs a name: give the
/// billing address one.
///
/// # Refused with
/// No code is documented for a token that is used up or expired; PayTrace says it in words. `171`: the customer id
/// is taken; besides, what every call can be refused with ([`v1`](crate::v1#what-is-refused)).
///
/// # If the answer is lost
/// The error's outcome is [`Unknown`](crate::Outcome::Unknown), and the sale may have been made. PayTrace has no
/// idempotency key: export the day, look for the invoice id you set and the amount, and sell again only when it is
/// certain that there is nothing.
///
/// # Source
/// Public integrations of Protect.js, read 2026-11.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SaleProtectedCustomer {
    amount: Money,
    customer_id: CustomerId,
    token: ProtectToken,
    details: Details,
}

impl SaleProtectedCustomer {
    /// A sale of `amount` to a card that Protect.js took in the browser.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the amount is not above 0.00, not in US dollars, or
    /// has more than 12 characters.
    pub fn new(amount: Money, customer_id: CustomerId, token: ProtectToken) -> Result<Self, Error> {
        let amount = limits::positive("amount", amount)?;
        Ok(Self { amount, customer_id, token, details: Details::default() })
    }
}

detail_setters!(SaleProtectedCustomer);
part_setter!(SaleProtectedCustomer);

impl Operation for SaleProtectedCustomer {
    type Reply = SaleAnswer;
    const NAME: &'static str = "sale.protected_customer";
    const ENDPOINT: Endpoint = Endpoint::v1("/v1/transactions/sale/pt_protect_customer");
    const EFFECT: Effect = Effect::MovesMoney;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        let outgoing = Outgoing::to(Self::ENDPOINT).with("amount", self.amount.to_string());
        let outgoing = self.token.add_to(outgoing.with("customer_id", self.customer_id.as_str()));
        self.details.add_to(outgoing)
    }

    fn reply(&self, raw: &RawReply) -> Result<SaleAnswer, Error> {
        answer::sale_and_customer(raw)
    }
}
