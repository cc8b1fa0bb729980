//! Customers: their ids are unique without regard to case.

use chrono::NaiveDate;
use serde::Serialize;

use super::company::{Cents, Company, save};
use super::fields::{self, Fields};
use super::key::key;
use super::problem::Refusal;
use super::register::{Place, Row};
use super::texts::Texts;

const REGISTER: u32 = 1;
/// Id, name, first name, last name, email and phone; two addresses follow.
const HEAD: usize = 6;
const ADDRESS: [(&str, usize); 6] =
    [("line1", 30), ("line2", 30), ("city", 20), ("state", 2), ("zip", 12), ("country", 15)];

/// A customer as a request gives it.
#[derive(Debug, Default)]
pub(super) struct NewCustomer {
    head: [Option<Box<str>>; HEAD],
    billing: [Option<Box<str>>; ADDRESS.len()],
    shipping: [Option<Box<str>>; ADDRESS.len()],
}

impl NewCustomer {
    pub(super) fn named(id: &str, name: &str) -> Self {
        let head = [Some(id.into()), Some(name.into()), None, None, None, None];
        Self { head, ..Self::default() }
    }

    pub(super) fn read(body: &[u8]) -> Result<Self, Refusal> {
        fields::read(body, |fields| Self {
            head: [
                Some(customer_id(fields)),
                Some(fields.text("name", 39)),
                fields.optional_text("firstName", 15),
                fields.optional_text("lastName", 20),
                fields.optional_text("email", 64),
                fields.optional_text("phone", 20),
            ],
            billing: address(fields, "billingAddress"),
            shipping: address(fields, "shippingAddress"),
        })
    }

    fn id(&self) -> &str {
        self.head.first().and_then(Option::as_deref).unwrap_or_default()
    }
}

fn customer_id(fields: &mut Fields<'_>) -> Box<str> {
    let id = fields.id("customerId", 20);
    if id.contains(['*', '?', '+']) {
        fields.invalid("customerId", "must not contain * ? +");
    }
    id
}

fn address(fields: &mut Fields<'_>, name: &'static str) -> [Option<Box<str>>; ADDRESS.len()] {
    let read = |fields: &mut Fields<'_>| {
        ADDRESS.map(|(part, limit)| {
            if part == "line1" { Some(fields.text(part, limit)) } else { fields.optional_text(part, limit) }
        })
    };
    fields.object(name, read).unwrap_or_default()
}

/// A customer on record.
#[derive(Debug)]
pub(super) struct Customer {
    texts: Texts,
    /// What the customer owes, in cents.
    pub(super) balance: i64,
}

impl Row for Customer {
    fn reference(&self) -> &str {
        self.texts.at(0)
    }

    fn customer(&self) -> Option<Place> {
        None
    }

    fn kind_word(&self) -> &'static str {
        "customer"
    }

    fn date(&self) -> Option<NaiveDate> {
        None
    }
}

impl Customer {
    pub(super) fn new(new: &NewCustomer) -> Self {
        let texts = new.head.iter().chain(&new.billing).chain(&new.shipping);
        Self { texts: Texts::pack(texts.map(|text| text.as_deref().unwrap_or_default())), balance: 0 }
    }

    pub(super) fn key(place: Place) -> String {
        key(REGISTER, place)
    }

    fn address(&self, from: usize) -> Option<AddressView<'_>> {
        let mut parts = (from..).map(|position| self.texts.some(position));
        let mut part = || parts.next().flatten();
        Some(AddressView {
            line1: part()?,
            line2: part(),
            city: part(),
            state: part(),
            zip: part(),
            country: part(),
        })
    }

    pub(super) fn view(&self, place: Place) -> CustomerView<'_> {
        CustomerView {
            key: Self::key(place),
            customer_id: self.texts.at(0),
            name: self.texts.at(1),
            first_name: self.texts.some(2),
            last_name: self.texts.some(3),
            email: self.texts.some(4),
            phone: self.texts.some(5),
            billing_address: self.address(HEAD),
            shipping_address: self.address(HEAD.saturating_add(ADDRESS.len())),
            balance: Cents(self.balance),
        }
    }
}

impl Company {
    pub(super) fn create_customer(&mut self, new: &NewCustomer) -> Result<Place, Refusal> {
        if self.customers.first(new.id()).is_some() {
            return Err(Refusal::duplicate("customerId", "customer id"));
        }
        self.posts = self.posts.saturating_add(1);
        Ok(save(&mut self.customers, Customer::new(new), self.read_lag))
    }
}

/// A customer as the gateway answers it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CustomerView<'a> {
    key: String,
    customer_id: &'a str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    billing_address: Option<AddressView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shipping_address: Option<AddressView<'a>>,
    balance: Cents,
}

#[derive(Debug, Serialize)]
struct AddressView<'a> {
    line1: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line2: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    city: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    zip: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<&'a str>,
}
