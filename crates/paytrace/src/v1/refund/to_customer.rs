//! `POST /v1/transactions/refund/to_customer`.

use paysage_money::Money;

use crate::limits;
use crate::v1::answer;
use crate::v1::details::{Details, detail_setters, security_code_setter, with_security_code};
use crate::{CustomerId, Effect, Endpoint, Error, Operation, Outgoing, RawReply, RefundAnswer, SecurityCode};

/// Gives `amount` to a card kept in the vault.
///
/// No sale is named, so PayTrace does not check that there was one. The permission for it is switched off until the
/// merchant asks for it (error 981).
///
/// # Refused with
/// `30`: PayTrace does not know the customer, or its profile is incomplete; besides, what every call can be refused with
/// ([`v1`](crate::v1#what-is-refused)).
///
/// # If the answer is lost
/// The error's outcome is [`Unknown`](crate::Outcome::Unknown), and the refund may have been made. PayTrace has no
/// idempotency key: export the day, look for the invoice id you set and the amount, and refund again only when it is
/// certain that there is nothing.
///
/// # Source
/// PayTrace's v1 sample code and answers recorded against its sandbox, read 2026-11.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct RefundToCustomer {
    amount: Money,
    customer_id: CustomerId,
    security_code: Option<SecurityCode>,
    details: Details,
}

impl RefundToCustomer {
    /// A refund of `amount` to a card kept in the vault.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the amount is not above 0.00, not in US dollars, or
    /// has more than 12 characters.
    pub fn new(amount: Money, customer_id: CustomerId) -> Result<Self, Error> {
        let amount = limits::positive("amount", amount)?;
        Ok(Self { amount, customer_id, security_code: None, details: Details::default() })
    }
}

detail_setters!(RefundToCustomer);
security_code_setter!(RefundToCustomer);

impl Operation for RefundToCustomer {
    type Reply = RefundAnswer;
    const NAME: &'static str = "refund.to_customer";
    const ENDPOINT: Endpoint = Endpoint::v1("/v1/transactions/refund/to_customer");
    const EFFECT: Effect = Effect::MovesMoney;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        let outgoing = Outgoing::to(Self::ENDPOINT).with("amount", self.amount.to_string());
        let outgoing = outgoing.with("customer_id", self.customer_id.as_str());
        let outgoing = with_security_code(outgoing, self.security_code.as_ref());
        self.details.add_to(outgoing)
    }

    fn reply(&self, raw: &RawReply) -> Result<RefundAnswer, Error> {
        answer::refund(raw)
    }
}
