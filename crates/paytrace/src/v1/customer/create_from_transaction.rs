//! `POST /v1/customer/create_from_transaction`.

use super::CustomerCreated;
use super::profile::{Profile, billing_setter, profile_setters};
use crate::{CustomerId, Effect, Endpoint, Error, Operation, Outgoing, RawReply, TransactionId};

/// Creates a customer in the vault from a past transaction's card and address.
///
/// # Refused with
/// `171`: the customer id is taken. `58`: PayTrace does not know the transaction; and what every call can be
/// refused with ([`v1`](crate::v1#what-is-refused)).
///
/// # If the answer is lost
/// Send it again: when the customer was created, PayTrace refuses the second time with error 171. It gives the
/// same error for an id that someone else took, so choose ids that nobody else chooses.
///
/// # Source
/// PayTrace help, "JSON create customer by transaction id", read 2026-11.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct CreateCustomerFromTransaction {
    customer_id: CustomerId,
    transaction_id: TransactionId,
    profile: Profile,
}

impl CreateCustomerFromTransaction {
    /// Keeps the card of `transaction_id` under `customer_id`.
    pub fn new(customer_id: CustomerId, transaction_id: TransactionId) -> Self {
        Self { customer_id, transaction_id, profile: Profile::default() }
    }
}

profile_setters!(CreateCustomerFromTransaction);
billing_setter!(CreateCustomerFromTransaction, /** Another billing address than the transaction's. */);

impl Operation for CreateCustomerFromTransaction {
    type Reply = CustomerCreated;
    const NAME: &'static str = "customer.create_from_transaction";
    const ENDPOINT: Endpoint = Endpoint::v1("/v1/customer/create_from_transaction");
    const EFFECT: Effect = Effect::Repeatable;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        let outgoing = Outgoing::to(Self::ENDPOINT)
            .with("customer_id", self.customer_id.as_str())
            .with("transaction_id", self.transaction_id.get());
        self.profile.add_to(outgoing)
    }

    fn reply(&self, raw: &RawReply) -> Result<CustomerCreated, Error> {
        CustomerCreated::read(raw, &self.customer_id)
    }
}
