//! `GET /v3/customer/{customer_id}`.

use super::CustomerProfile;
use crate::v3::answer::Answer;
use crate::{BadRecord, CustomerNumber, Effect, Endpoint, Error, Method, Operation, Outgoing, RawReply};

/// Reads a customer's profile; `None` when PayTrace says that there is none (status 404).
///
/// # Refused with
/// A field that PayTrace does not take, by its path ([`v3`](crate::v3#what-is-refused)).
///
/// # If the answer is lost
/// Nothing has changed: ask again.
///
/// # Source
/// The documentation of a published connector, and a published integration of v3; read 2026-11.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReadCustomer {
    customer: CustomerNumber,
}

impl ReadCustomer {
    /// Reads the customer with PayTrace's number.
    pub fn new(customer: CustomerNumber) -> Self {
        Self { customer }
    }
}

impl Operation for ReadCustomer {
    type Reply = Option<Result<CustomerProfile, BadRecord>>;
    const NAME: &'static str = "customer.read";
    const ENDPOINT: Endpoint = Endpoint::v3(Method::Get, "/v3/customer/{customer_id}");
    const EFFECT: Effect = Effect::Read;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        Ok(Outgoing::to(Self::ENDPOINT).with_segment("customer_id", &self.customer.to_string()))
    }

    fn reply(&self, raw: &RawReply) -> Result<Option<Result<CustomerProfile, BadRecord>>, Error> {
        Ok(Answer::found(raw)?.map(|answer| CustomerProfile::read(answer.data)))
    }
}
