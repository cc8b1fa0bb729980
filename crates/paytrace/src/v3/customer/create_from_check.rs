//! `POST /v3/customer/ach/create/by-transaction`.

use super::{CustomerCreated, Profile, profile_setters};
use crate::v3::check::CheckId;
use crate::{CustomerId, Effect, Endpoint, Error, Method, Operation, Outgoing, RawReply};

/// Creates a customer in the vault from a past check's bank account.
///
/// # Refused with
/// A field that PayTrace does not take, by its path ([`v3`](crate::v3#what-is-refused)).
///
/// # If the answer is lost
/// List the customers by the label: when it is there, the customer was created. A second one with the same label is
/// refused (error 171), also when it is someone else's: choose ids that nobody else chooses.
///
/// # Source
/// North's B2B API specification 3.1, page `CustomerProfileVault`, read 2026-11.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct CreateCustomerFromCheck {
    customer_id: CustomerId,
    check_id: CheckId,
    profile: Profile,
}

impl CreateCustomerFromCheck {
    /// Keeps the bank account of `check_id` as `customer_id` (v3's label).
    pub fn new(customer_id: CustomerId, check_id: CheckId) -> Self {
        Self { customer_id, check_id, profile: Profile::default() }
    }
}

profile_setters!(CreateCustomerFromCheck);

impl Operation for CreateCustomerFromCheck {
    type Reply = CustomerCreated;
    const NAME: &'static str = "customer.create_from_check";
    const ENDPOINT: Endpoint = Endpoint::v3(Method::Post, "/v3/customer/ach/create/by-transaction");
    const EFFECT: Effect = Effect::Repeatable;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        let outgoing = Outgoing::to(Self::ENDPOINT).with("customer_label", self.customer_id.as_str());
        self.profile.add_to(outgoing.with("transaction_id", self.check_id.as_str()))
    }

    fn reply(&self, raw: &RawReply) -> Result<CustomerCreated, Error> {
        CustomerCreated::read(raw, &self.customer_id)
    }
}
