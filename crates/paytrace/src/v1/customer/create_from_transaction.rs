//! `POST /v1/customer/create_from_transaction`.

use super::CustomerCreated;
use crate::limits;
use crate::{Address, CustomerId, Effect, Endpoint, Error, Operation, Outgoing, RawReply, TransactionId};

/// Creates a customer in the vault from a past transaction's card and address.
///
/// # If the answer is lost
/// Send it again: when the customer was created, PayTrace refuses the second time with error 171. It gives the
/// same error for an id that someone else took, so choose ids that nobody else chooses.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct CreateCustomerFromTransaction {
    customer_id: CustomerId,
    transaction_id: TransactionId,
    billing_address: Address,
}

impl CreateCustomerFromTransaction {
    /// Keeps the card of `transaction_id` under `customer_id`.
    pub fn new(customer_id: CustomerId, transaction_id: TransactionId) -> Self {
        Self { customer_id, transaction_id, billing_address: Address::default() }
    }

    /// Another billing address than the transaction's.
    #[must_use]
    pub fn with_billing_address(mut self, address: Address) -> Self {
        self.billing_address = address;
        self
    }
}

impl Operation for CreateCustomerFromTransaction {
    type Reply = CustomerCreated;
    const NAME: &'static str = "customer.create_from_transaction";
    const ENDPOINT: Endpoint = Endpoint::v1("/v1/customer/create_from_transaction");
    const EFFECT: Effect = Effect::Repeatable;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        Ok(Outgoing::to(Self::ENDPOINT)
            .with("customer_id", self.customer_id.as_str())
            .with("transaction_id", self.transaction_id.get())
            .with_some("billing_address", limits::address("billing address", &self.billing_address)?))
    }

    fn reply(&self, raw: &RawReply) -> Result<CustomerCreated, Error> {
        CustomerCreated::read(raw, &self.customer_id)
    }
}
