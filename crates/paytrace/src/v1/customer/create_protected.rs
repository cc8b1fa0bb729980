//! `POST /v1/customer/pt_protect_create`.

use super::CustomerCreated;
use super::profile::{Profile, billing_setter, profile_setters};
use crate::{CustomerId, Effect, Endpoint, Error, Operation, Outgoing, ProtectToken, RawReply};

/// Creates a customer in the vault with a card that Protect.js took in the browser.
///
/// The token is good for one call, whatever becomes of it. PayTrace does not document whether the billing address's
/// name is required here; for cards that are typed in it is, so give it.
///
/// # Refused with
/// `171`: the customer id is taken. No code is documented for a token that is used up or expired; PayTrace says it
/// in words; besides, what every call can be refused with ([`v1`](crate::v1#what-is-refused)).
///
/// # If the answer is lost
/// Export the customer by its id: when there is none, it was not created. A repeat needs a new token.
///
/// # Source
/// Public integrations of Protect.js, read 2026-11.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct CreateCustomerProtected {
    customer_id: CustomerId,
    token: ProtectToken,
    profile: Profile,
}

impl CreateCustomerProtected {
    /// Keeps the card behind `token` under `customer_id`.
    pub fn new(customer_id: CustomerId, token: ProtectToken) -> Self {
        Self { customer_id, token, profile: Profile::default() }
    }
}

profile_setters!(CreateCustomerProtected);
billing_setter!(CreateCustomerProtected, /** Says where the card is billed, and the customer's name. */);

impl Operation for CreateCustomerProtected {
    type Reply = CustomerCreated;
    const NAME: &'static str = "customer.create_protected";
    const ENDPOINT: Endpoint = Endpoint::v1("/v1/customer/pt_protect_create");
    const EFFECT: Effect = Effect::Repeatable;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        let outgoing = Outgoing::to(Self::ENDPOINT).with("customer_id", self.customer_id.as_str());
        self.profile.add_to(self.token.add_to(outgoing))
    }

    fn reply(&self, raw: &RawReply) -> Result<CustomerCreated, Error> {
        CustomerCreated::read(raw, &self.customer_id)
    }
}
