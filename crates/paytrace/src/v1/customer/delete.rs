//! `POST /v1/customer/delete`.

use super::speaks_of;
use crate::v1::answer::Answer;
use crate::{CustomerId, Effect, Endpoint, Error, Operation, Outgoing, RawReply};

/// Deletes a customer of the vault with all that is kept of it; its transactions stay.
///
/// PayTrace does not document what becomes of the customer's recurrences: delete them first.
///
/// # Refused with
/// `30`: PayTrace does not know the customer, or its profile is incomplete; besides, what every call can be refused with
/// ([`v1`](crate::v1#what-is-refused)).
///
/// # If the answer is lost
/// Send it again: when the customer is gone, PayTrace refuses the second time with error 30. But an id that was
/// deleted is free: make sure that nobody makes a new customer of it meanwhile, or that one is deleted.
///
/// # Source
/// Answers recorded against PayTrace's sandbox and public integrations, read 2026-11.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DeleteCustomer {
    customer_id: CustomerId,
}

/// The customer is deleted (code 162); its id is free again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct CustomerDeleted;

impl DeleteCustomer {
    /// Deletes the customer with this id.
    pub fn new(customer_id: CustomerId) -> Self {
        Self { customer_id }
    }
}

impl Operation for DeleteCustomer {
    type Reply = CustomerDeleted;
    const NAME: &'static str = "customer.delete";
    const ENDPOINT: Endpoint = Endpoint::v1("/v1/customer/delete");
    const EFFECT: Effect = Effect::Repeatable;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        Ok(Outgoing::to(Self::ENDPOINT).with("customer_id", self.customer_id.as_str()))
    }

    fn reply(&self, raw: &RawReply) -> Result<CustomerDeleted, Error> {
        let answer = Answer::read(raw)?;
        match (answer.success, answer.code) {
            (true, 162) => speaks_of(&answer, &[&self.customer_id]).map(|()| CustomerDeleted),
            _ => Err(answer.unexpected()),
        }
    }
}
