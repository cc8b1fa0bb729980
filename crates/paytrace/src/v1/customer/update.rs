//! `POST /v1/customer/update`.

use super::CustomerUpdated;
use super::profile::{Profile, billing_setter, profile_setters};
use crate::{BankAccount, CustomerId, Effect, Endpoint, Error, KeyedCard, Operation, Outgoing, RawReply};

/// Changes a customer of the vault: what is given replaces what was kept, the rest stays.
///
/// A card comes encrypted with PayTrace's public key, or with the feature `raw-card-data` in clear. A new id renames
/// the customer: records of older transactions keep the old id, and the old id becomes free for others.
///
/// # Refused with
/// `30`: PayTrace does not know the customer, or its profile is incomplete. `35` (card number), `43` and `44`
/// (expiration); `45` (account number), `46` (routing number); besides, what every call can be refused with
/// ([`v1`](crate::v1#what-is-refused)).
///
/// # If the answer is lost
/// Send it again, or export the customer. After a rename the old id is refused (error 30) and the new id's record
/// says that it was made.
///
/// # Source
/// PayTrace help, "JSON update customer", read 2026-11.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct UpdateCustomer {
    customer_id: CustomerId,
    new_id: Option<CustomerId>,
    card: Option<KeyedCard>,
    bank_account: Option<BankAccount>,
    profile: Profile,
}

impl UpdateCustomer {
    /// Changes the customer with this id; say what by the setters.
    pub fn new(customer_id: CustomerId) -> Self {
        Self { customer_id, new_id: None, card: None, bank_account: None, profile: Profile::default() }
    }

    /// Renames the customer. An id that is taken is refused (error 171).
    #[must_use]
    pub fn with_new_id(mut self, id: CustomerId) -> Self {
        self.new_id = Some(id);
        self
    }

    /// Puts another card in place of the customer's.
    #[must_use]
    pub fn with_card(mut self, card: impl Into<KeyedCard>) -> Self {
        self.card = Some(card.into());
        self
    }

    /// Puts another bank account in place of the customer's.
    #[must_use]
    pub fn with_bank_account(mut self, account: BankAccount) -> Self {
        self.bank_account = Some(account);
        self
    }
}

profile_setters!(UpdateCustomer);
billing_setter!(UpdateCustomer, /** Replaces the lines of the billing address that are given. */);

impl Operation for UpdateCustomer {
    type Reply = CustomerUpdated;
    const NAME: &'static str = "customer.update";
    const ENDPOINT: Endpoint = Endpoint::v1("/v1/customer/update");
    const EFFECT: Effect = Effect::Repeatable;

    /// The request.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): nothing is to be changed, or a value breaks a limit.
    fn outgoing(&self) -> Result<Outgoing, Error> {
        let idle = self.new_id.is_none() && self.card.is_none() && self.bank_account.is_none();
        if idle && self.profile.is_empty() {
            return Err(Error::invalid("the update of the customer changes nothing; give it a new value"));
        }
        let mut outgoing = Outgoing::to(Self::ENDPOINT)
            .with("customer_id", self.customer_id.as_str())
            .with_some("new_id", self.new_id.as_ref().map(CustomerId::as_str));
        if let Some(card) = &self.card {
            outgoing = card.add_to(outgoing);
        }
        if let Some(account) = &self.bank_account {
            outgoing = account.add_to_customer(outgoing);
        }
        self.profile.add_to(outgoing)
    }

    fn reply(&self, raw: &RawReply) -> Result<CustomerUpdated, Error> {
        CustomerUpdated::read(raw, &self.customer_id, self.new_id.as_ref())
    }
}
