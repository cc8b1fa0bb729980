//! `GET /v3/customer/export`, with a body.

use super::CustomerProfile;
use crate::v3::answer::Answer;
use crate::{BadRecord, CustomerId, Effect, Email, Endpoint, Error, Method, Operation, Outgoing, RawReply};

/// Exports the whole profiles of all customers, or of those that a filter names.
///
/// It is a `GET` whose filters stand in its body, which some proxies drop: an answer with more customers than asked
/// for means that one did. All come in one answer, which the client takes up to 8 MiB of; list the customers in pages
/// and read them one by one where there are more.
///
/// # Refused with
/// A field that PayTrace does not take, by its path ([`v3`](crate::v3#what-is-refused)).
///
/// # If the answer is lost
/// Nothing has changed: ask again.
///
/// # Source
/// North's B2B API specification 3.1, page `CustomerProfileVault`, read 2026-11.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExportCustomers {
    customer_id: Option<CustomerId>,
    email: Option<Email>,
}

impl ExportCustomers {
    /// Exports all customers.
    pub fn all() -> Self {
        Self::default()
    }

    /// Only the customer with the merchant's own id (v3's label).
    #[must_use]
    pub fn with_customer_id(mut self, id: CustomerId) -> Self {
        self.customer_id = Some(id);
        self
    }

    /// Only customers with this e-mail address.
    #[must_use]
    pub fn with_email(mut self, email: Email) -> Self {
        self.email = Some(email);
        self
    }
}

impl Operation for ExportCustomers {
    type Reply = Vec<Result<CustomerProfile, BadRecord>>;
    const NAME: &'static str = "customer.export";
    const ENDPOINT: Endpoint = Endpoint::v3(Method::Get, "/v3/customer/export");
    const EFFECT: Effect = Effect::Read;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        Ok(Outgoing::to(Self::ENDPOINT)
            .with_some("customer_label", self.customer_id.as_ref().map(CustomerId::as_str))
            .with_some("email", self.email.as_ref().map(Email::as_str)))
    }

    fn reply(&self, raw: &RawReply) -> Result<Vec<Result<CustomerProfile, BadRecord>>, Error> {
        let profiles = Answer::read(raw)?.list()?;
        Ok(profiles.into_iter().map(CustomerProfile::read).collect())
    }
}
