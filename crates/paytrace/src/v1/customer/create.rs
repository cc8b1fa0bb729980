//! `POST /v1/customer/create`; feature `raw-card-data`.

use super::CustomerCreated;
use crate::card::Card;
use crate::limits;
use crate::{Address, CustomerId, Effect, Email, Endpoint, Error, Operation, Outgoing, RawReply};

/// Creates a customer in the vault with a card that was typed in.
///
/// # If the answer is lost
/// Send it again: when the customer was created, PayTrace refuses the second time with error 171. It gives the
/// same error for an id that someone else took, so choose ids that nobody else chooses.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct CreateCustomer {
    customer_id: CustomerId,
    card: Card,
    billing_address: Address,
    shipping_address: Address,
    email: Option<Email>,
}

impl CreateCustomer {
    /// Keeps a card under `customer_id`.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the billing address has no name.
    pub fn new(customer_id: CustomerId, card: Card, billing_address: Address) -> Result<Self, Error> {
        if billing_address.name.is_none() {
            return Err(Error::invalid("the billing address of a customer must have a name"));
        }
        Ok(Self { customer_id, card, billing_address, shipping_address: Address::default(), email: None })
    }

    /// Says where the customer's goods go.
    #[must_use]
    pub fn with_shipping_address(mut self, address: Address) -> Self {
        self.shipping_address = address;
        self
    }

    /// Keeps the customer's e-mail address.
    #[must_use]
    pub fn with_email(mut self, email: Email) -> Self {
        self.email = Some(email);
        self
    }
}

impl Operation for CreateCustomer {
    type Reply = CustomerCreated;
    const NAME: &'static str = "customer.create";
    const ENDPOINT: Endpoint = Endpoint::v1("/v1/customer/create");
    const EFFECT: Effect = Effect::Repeatable;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        let outgoing = Outgoing::to(Self::ENDPOINT).with("customer_id", self.customer_id.as_str());
        Ok(self
            .card
            .add_to(outgoing, None)
            .with_some("billing_address", limits::address("billing address", &self.billing_address)?)
            .with_some("shipping_address", limits::address("shipping address", &self.shipping_address)?)
            .with_some("email", self.email.as_ref().map(Email::as_str)))
    }

    fn reply(&self, raw: &RawReply) -> Result<CustomerCreated, Error> {
        CustomerCreated::read(raw, &self.customer_id)
    }
}
