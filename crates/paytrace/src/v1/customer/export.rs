//! `POST /v1/customer/export`.

use super::CustomerRecord;
use crate::refusal::by_status;
use crate::{
    BadRecord, CustomerId, Effect, Email, Endpoint, Error, Operation, Outgoing, RawReply, RowScanner,
};

/// Lists the customers of the vault: all of them, or those that pass every filter.
///
/// There is no paging: all come in one answer, within the client's limit of size. One record that cannot be read does
/// not spoil the others. PayTrace does not document whether an id that does not exist gives an empty list or error 30.
///
/// # Refused with
/// No code of its own is documented; besides, what every call can be refused with ([`v1`](crate::v1#what-is-refused)).
///
/// # If the answer is lost
/// Nothing has changed: ask again.
///
/// # Source
/// Public integrations of the v1 API, and the filters of PayTrace's older interface, read 2026-11.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct ExportCustomers {
    customer_id: Option<CustomerId>,
    email: Option<Email>,
    user: Option<Box<str>>,
    with_bin: bool,
}

impl ExportCustomers {
    /// Lists all customers.
    pub fn new() -> Self {
        Self::default()
    }

    /// Lists the customer with this id only.
    #[must_use]
    pub fn with_customer_id(mut self, id: CustomerId) -> Self {
        self.customer_id = Some(id);
        self
    }

    /// Lists the customers with this e-mail address only.
    #[must_use]
    pub fn with_email(mut self, email: Email) -> Self {
        self.email = Some(email);
        self
    }

    /// Lists the customers that this user of PayTrace created only; at most 50 characters, checked when it is sent.
    #[must_use]
    pub fn with_user(mut self, name: impl Into<Box<str>>) -> Self {
        self.user = Some(name.into());
        self
    }

    /// Has masked card numbers show their first six digits too.
    #[must_use]
    pub fn with_bin(mut self) -> Self {
        self.with_bin = true;
        self
    }
}

impl Operation for ExportCustomers {
    type Reply = Vec<Result<CustomerRecord, BadRecord>>;
    const NAME: &'static str = "customer.export";
    const ENDPOINT: Endpoint = Endpoint::v1("/v1/customer/export");
    const EFFECT: Effect = Effect::Read;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        if let Some(user) = &self.user {
            paysage_money::check_text("user name", user, 50)?;
        }
        Ok(Outgoing::to(Self::ENDPOINT)
            .with_some("customer_id", self.customer_id.as_ref().map(CustomerId::as_str))
            .with_some("email", self.email.as_ref().map(Email::as_str))
            .with_some("user", self.user.as_deref())
            .with_some("include_bin", self.with_bin.then_some(true)))
    }

    fn reply(&self, raw: &RawReply) -> Result<Vec<Result<CustomerRecord, BadRecord>>, Error> {
        records(raw)
    }
}

/// Reads the list `customers` of an answer.
pub(super) fn records(raw: &RawReply) -> Result<Vec<Result<CustomerRecord, BadRecord>>, Error> {
    let mut scanner = RowScanner::new("customers");
    let pushed = scanner.push(&raw.body);
    let mut records = Vec::new();
    while let Some(row) = scanner.next_row() {
        records.push(CustomerRecord::read(&row));
    }
    let envelope = pushed.and_then(|()| scanner.finish());
    let envelope = envelope.map_err(|error| by_status(raw).unwrap_or_else(|| error.into()))?;
    if envelope.is_success() { Ok(records) } else { Err(envelope.refused()) }
}
