//! `POST /v3/customer/create/by-transaction`.

use super::{CustomerCreated, Profile, profile_setters};
use crate::{CustomerId, Effect, Endpoint, Error, Method, Operation, Outgoing, RawReply, TransactionId};

/// Creates a customer in the vault from a past transaction's card and address.
///
/// # Refused with
/// A field that PayTrace does not take, by its path ([`v3`](crate::v3#what-is-refused)).
///
/// # If the answer is lost
/// List the customers by the label: when it is there, the customer was created. A second one with the same label is
/// refused (error 171), also when it is someone else's: choose ids that nobody else chooses.
///
/// # Source
/// A published integration of v3, read 2026-11.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct CreateCustomerFromTransaction {
    customer_id: CustomerId,
    transaction_id: TransactionId,
    profile: Profile,
}

impl CreateCustomerFromTransaction {
    /// Keeps the card of `transaction_id` as `customer_id` (v3's label).
    pub fn new(customer_id: CustomerId, transaction_id: TransactionId) -> Self {
        Self { customer_id, transaction_id, profile: Profile::default() }
    }
}

profile_setters!(CreateCustomerFromTransaction);

impl Operation for CreateCustomerFromTransaction {
    type Reply = CustomerCreated;
    const NAME: &'static str = "customer.create_from_transaction";
    const ENDPOINT: Endpoint = Endpoint::v3(Method::Post, "/v3/customer/create/by-transaction");
    const EFFECT: Effect = Effect::Repeatable;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        let outgoing = Outgoing::to(Self::ENDPOINT).with("customer_label", self.customer_id.as_str());
        self.profile.add_to(outgoing.with("transaction_id", self.transaction_id.to_string()))
    }

    fn reply(&self, raw: &RawReply) -> Result<CustomerCreated, Error> {
        CustomerCreated::read(raw, &self.customer_id)
    }
}
