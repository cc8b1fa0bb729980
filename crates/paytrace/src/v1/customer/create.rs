//! `POST /v1/customer/create`.

use super::CustomerCreated;
use super::profile::{Profile, profile_setters};
use crate::{
    Address, BankAccount, CustomerId, Effect, Endpoint, Error, KeyedCard, Operation, Outgoing, RawReply,
};

/// Creates a customer in the vault with a card that was typed in, a bank account, or both.
///
/// The card comes encrypted with PayTrace's public key, or with the feature `raw-card-data` in clear.
///
/// # Refused with
/// `171`: the customer id is taken. `35` (card number), `43` and `44` (expiration); `45` (account number), `46`
/// (routing number); besides, what every call can be refused with ([`v1`](crate::v1#what-is-refused)).
///
/// # If the answer is lost
/// Send it again: when the customer was created, PayTrace refuses the second time with error 171. It gives the
/// same error for an id that someone else took, so choose ids that nobody else chooses.
///
/// # Source
/// PayTrace help, "JSON create customer", and answers recorded against its sandbox, read 2026-11.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct CreateCustomer {
    customer_id: CustomerId,
    card: Option<KeyedCard>,
    bank_account: Option<BankAccount>,
    profile: Profile,
}

impl CreateCustomer {
    /// Keeps a card under `customer_id`.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the billing address has no name.
    pub fn new(
        customer_id: CustomerId,
        card: impl Into<KeyedCard>,
        billing_address: Address,
    ) -> Result<Self, Error> {
        let profile = Profile::named(billing_address)?;
        Ok(Self { customer_id, card: Some(card.into()), bank_account: None, profile })
    }

    /// Keeps a bank account, and no card, under `customer_id`.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the billing address has no name.
    pub fn of_bank_account(
        customer_id: CustomerId,
        account: BankAccount,
        billing_address: Address,
    ) -> Result<Self, Error> {
        let profile = Profile::named(billing_address)?;
        Ok(Self { customer_id, card: None, bank_account: Some(account), profile })
    }

    /// Keeps a bank account beside the card.
    #[must_use]
    pub fn with_bank_account(mut self, account: BankAccount) -> Self {
        self.bank_account = Some(account);
        self
    }
}

profile_setters!(CreateCustomer);

impl Operation for CreateCustomer {
    type Reply = CustomerCreated;
    const NAME: &'static str = "customer.create";
    const ENDPOINT: Endpoint = Endpoint::v1("/v1/customer/create");
    const EFFECT: Effect = Effect::Repeatable;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        let mut outgoing = Outgoing::to(Self::ENDPOINT).with("customer_id", self.customer_id.as_str());
        if let Some(card) = &self.card {
            outgoing = card.add_to(outgoing);
        }
        outgoing = outgoing.with_some("check", self.bank_account.as_ref().map(BankAccount::in_v1));
        self.profile.add_to(outgoing)
    }

    fn reply(&self, raw: &RawReply) -> Result<CustomerCreated, Error> {
        CustomerCreated::read(raw, &self.customer_id)
    }
}
