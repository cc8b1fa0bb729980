//! `POST /v1/checks/hold/by_customer`.

use paysage_money::Money;

use super::answer::{self, CheckAnswer};
use super::details::{Details, check_setters};
use crate::limits;
use crate::{CustomerId, Effect, Endpoint, Error, Operation, Outgoing, RawReply};

/// Registers a check (ACH) on a customer's bank account in the vault and holds it until it is funded.
///
/// [`CheckFund`](super::CheckFund) releases it, [`CheckVoid`](super::CheckVoid) takes it back. PayTrace does not document
/// how long a hold lasts.
///
/// # Refused with
/// `30`: PayTrace does not know the customer, or its profile is incomplete; besides, what every call can be refused with
/// ([`v1`](crate::v1#what-is-refused)).
///
/// # If the answer is lost
/// The check may have been accepted. PayTrace has no idempotency key in v1, no documented v1 call shows checks, and
/// exports of transactions leave them out: look for the invoice id you set in the Virtual Terminal, or with v3's
/// check records where the account has v3, before any repeat.
///
/// # Source
/// Answers recorded against PayTrace's sandbox, read 2026-11.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct CheckHoldByCustomer {
    amount: Money,
    customer_id: CustomerId,
    details: Details,
}

impl CheckHoldByCustomer {
    /// A held check of `amount` of this customer.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the amount is not above 0.00, not in US dollars, or has
    /// more than 12 characters.
    pub fn new(amount: Money, customer_id: CustomerId) -> Result<Self, Error> {
        Ok(Self { amount: limits::positive("amount", amount)?, customer_id, details: Details::default() })
    }
}

check_setters!(CheckHoldByCustomer);

impl Operation for CheckHoldByCustomer {
    type Reply = CheckAnswer;
    const NAME: &'static str = "check.hold.by_customer";
    const ENDPOINT: Endpoint = Endpoint::v1("/v1/checks/hold/by_customer");
    const EFFECT: Effect = Effect::MovesMoney;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        let outgoing = Outgoing::to(Self::ENDPOINT)
            .with("amount", self.amount.to_string())
            .with("customer_id", self.customer_id.as_str());
        self.details.add_to(outgoing)
    }

    fn reply(&self, raw: &RawReply) -> Result<CheckAnswer, Error> {
        answer::sale(raw)
    }
}
