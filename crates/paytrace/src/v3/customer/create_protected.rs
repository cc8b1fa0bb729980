//! `POST /v3/customer/create/pt-protect`.

use super::{CustomerCreated, Profile, profile_setters};
use crate::{
    CustomerId, Effect, Endpoint, Error, MerchantIn, Method, Operation, Outgoing, ProtectToken, RawReply,
};

/// Creates a customer in the vault with a card that was typed into Protect.js.
///
/// A customer needs a name: give one with the billing address.
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
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct CreateCustomerProtected {
    customer_id: CustomerId,
    token: ProtectToken,
    profile: Profile,
}

impl CreateCustomerProtected {
    /// Keeps the card behind a token, which is good once, as `customer_id` (v3's label).
    pub fn new(customer_id: CustomerId, token: ProtectToken) -> Self {
        Self { customer_id, token, profile: Profile::default() }
    }
}

profile_setters!(CreateCustomerProtected);

impl Operation for CreateCustomerProtected {
    type Reply = CustomerCreated;
    const NAME: &'static str = "customer.create_protected";
    const ENDPOINT: Endpoint = Endpoint::v3(Method::Post, "/v3/customer/create/pt-protect");
    const EFFECT: Effect = Effect::Repeatable;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        let outgoing = Outgoing::to(Self::ENDPOINT)
            .with_merchant(MerchantIn::Body)
            .with("customer_label", self.customer_id.as_str());
        self.profile.add_to(self.token.add_to(outgoing))
    }

    fn reply(&self, raw: &RawReply) -> Result<CustomerCreated, Error> {
        CustomerCreated::read(raw, &self.customer_id)
    }
}
