//! `DELETE /v3/customer/{customer_id}`.

use crate::v3::verdict::Verdict;
use crate::{CustomerNumber, Effect, Endpoint, Error, Method, Operation, Outgoing, RawReply};

/// Deletes a customer from the vault, with the card and the bank account kept there.
///
/// PayTrace does not document what becomes of the customer's recurrences: delete them first.
///
/// # Refused with
/// A field that PayTrace does not take, by its path ([`v3`](crate::v3#what-is-refused)).
///
/// # If the answer is lost
/// Send it again: a customer that is gone is refused (status 404).
///
/// # Source
/// A published integration of v3, read 2026-11.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct DeleteCustomer {
    customer: CustomerNumber,
}

/// The customer is deleted (code 162).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct CustomerDeleted;

impl DeleteCustomer {
    /// Deletes the customer with PayTrace's number.
    pub fn new(customer: CustomerNumber) -> Self {
        Self { customer }
    }
}

impl Operation for DeleteCustomer {
    type Reply = CustomerDeleted;
    const NAME: &'static str = "customer.delete";
    const ENDPOINT: Endpoint = Endpoint::v3(Method::Delete, "/v3/customer/{customer_id}");
    const EFFECT: Effect = Effect::Repeatable;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        Ok(Outgoing::to(Self::ENDPOINT).with_segment("customer_id", &self.customer.to_string()))
    }

    fn reply(&self, raw: &RawReply) -> Result<CustomerDeleted, Error> {
        Verdict::done_by(162, raw).map(|_| CustomerDeleted)
    }
}
