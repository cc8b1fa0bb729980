//! `POST /v1/customer/pt_protect_update`.

use super::CustomerUpdated;
use super::profile::{Profile, billing_setter, profile_setters};
use crate::{CustomerId, Effect, Endpoint, Error, Operation, Outgoing, ProtectToken, RawReply};

/// Puts a card that Protect.js took in the browser in place of a customer's.
///
/// The token is good for one call, whatever becomes of it.
///
/// # Refused with
/// `30`: PayTrace does not know the customer, or its profile is incomplete. No code is documented for a token that
/// is used up or expired; PayTrace says it in words; besides, what every call can be refused with
/// ([`v1`](crate::v1#what-is-refused)).
///
/// # If the answer is lost
/// Export the customer by its id and compare the card's last digits and expiry. A repeat needs a new token.
///
/// # Source
/// The addresses of public integrations of Protect.js, read 2026-11. PayTrace does not document the body where we
/// can read it; it follows `pt_protect_create`.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct UpdateCustomerProtected {
    customer_id: CustomerId,
    token: ProtectToken,
    profile: Profile,
}

impl UpdateCustomerProtected {
    /// Keeps the card behind `token` in place of the customer's.
    pub fn new(customer_id: CustomerId, token: ProtectToken) -> Self {
        Self { customer_id, token, profile: Profile::default() }
    }
}

profile_setters!(UpdateCustomerProtected);
billing_setter!(UpdateCustomerProtected, /** Replaces the lines of the billing address that are given. */);

impl Operation for UpdateCustomerProtected {
    type Reply = CustomerUpdated;
    const NAME: &'static str = "customer.update_protected";
    const ENDPOINT: Endpoint = Endpoint::v1("/v1/customer/pt_protect_update");
    const EFFECT: Effect = Effect::Repeatable;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        let outgoing = Outgoing::to(Self::ENDPOINT).with("customer_id", self.customer_id.as_str());
        self.profile.add_to(self.token.add_to(outgoing))
    }

    fn reply(&self, raw: &RawReply) -> Result<CustomerUpdated, Error> {
        CustomerUpdated::read(raw, &self.customer_id, None)
    }
}
