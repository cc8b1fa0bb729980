//! `GET /v3/customer`.

use super::profile::masked;
use crate::v3::Page;
use crate::v3::fields::{Bad, Fields, bad_record, required};
use crate::v3::page::{Paging, paging_setters};
use crate::{BadRecord, CustomerNumber, Effect, Endpoint, Error, Method, Operation, Outgoing, RawReply};

/// Lists the vault's customers in short, in pages.
///
/// PayTrace does not document the most of one page; 50 are asked for, the most of its other lists.
///
/// # Refused with
/// A field that PayTrace does not take, by its path ([`v3`](crate::v3#what-is-refused)).
///
/// # If the answer is lost
/// Nothing has changed: ask again.
///
/// # Source
/// North's B2B API specification 3.1, page `CustomerProfileVault`, read 2026-11.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ListCustomers {
    name_filter: Option<Box<str>>,
    last_activity_days: Option<u32>,
    shows_cards: bool,
    paging: Paging,
}

/// A customer in short.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CustomerSummary {
    /// PayTrace's number of the customer.
    pub number: CustomerNumber,
    /// The merchant's own id of the customer (v3's label), which can be renamed.
    pub customer_id: Option<Box<str>>,
    /// The customer's name.
    pub name: Option<Box<str>>,
    /// The e-mail address.
    pub email: Option<Box<str>>,
    /// The masked card number, when it was asked for.
    pub masked_card_number: Option<Box<str>>,
}

impl ListCustomers {
    /// Lists all customers, from the first page on.
    pub fn new() -> Self {
        Self { name_filter: None, last_activity_days: None, shows_cards: false, paging: Paging::first(50) }
    }

    /// Only customers whose name holds this text.
    #[must_use]
    pub fn with_name_filter(mut self, text: impl Into<Box<str>>) -> Self {
        self.name_filter = Some(text.into());
        self
    }

    /// Only customers by their activity of the last days; PayTrace does not document whether the active ones or the
    /// idle ones.
    #[must_use]
    pub fn with_last_activity_days(mut self, days: u32) -> Self {
        self.last_activity_days = Some(days);
        self
    }

    /// Shows the masked card numbers too.
    #[must_use]
    pub fn with_card_numbers(mut self) -> Self {
        self.shows_cards = true;
        self
    }
}

impl Default for ListCustomers {
    fn default() -> Self {
        Self::new()
    }
}

paging_setters!(ListCustomers, 50);

const KEYS: [&str; 5] = ["customer_id", "customer_label", "name", "email", "card_masked"];

impl CustomerSummary {
    fn read(text: &str) -> Result<Self, BadRecord> {
        Self::of(text).map_err(|bad| bad_record(bad, text))
    }

    fn of(text: &str) -> Result<Self, Bad> {
        let fields = Fields::read(text, &KEYS)?;
        Ok(Self {
            number: required(fields.value("customer_id")?, "customer_id")?,
            customer_id: fields.text("customer_label")?,
            name: fields.text("name")?,
            email: fields.text("email")?,
            masked_card_number: masked(&fields, "card_masked")?,
        })
    }
}

impl Operation for ListCustomers {
    type Reply = Page<Result<CustomerSummary, BadRecord>>;
    const NAME: &'static str = "customer.list";
    const ENDPOINT: Endpoint = Endpoint::v3(Method::Get, "/v3/customer");
    const EFFECT: Effect = Effect::Read;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        let outgoing = Outgoing::to(Self::ENDPOINT)
            .with_some_query("name_filter", self.name_filter.as_deref())
            .with_some_query("last_activity_days", self.last_activity_days.map(|days| days.to_string()))
            .with_some_query("include_card_number", self.shows_cards.then_some("true"));
        Ok(self.paging.in_query(outgoing))
    }

    fn reply(&self, raw: &RawReply) -> Result<Page<Result<CustomerSummary, BadRecord>>, Error> {
        self.paging.read(raw, CustomerSummary::read)
    }
}
