//! Customers: their ids are unique without regard to case.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::company::{Company, save};
use super::key::key;
use super::problem::Refusal;
use super::register::{Place, Row};
use super::texts::Texts;

const REGISTER: u32 = 1;
/// Id, name, first name, last name, email and phone; two addresses follow.
const HEAD: usize = 6;
/// The lines of an address.
const ADDRESS: usize = 6;

/// A customer as a request gives it.
#[derive(Debug, Default)]
pub(super) struct NewCustomer {
    head: [Option<Box<str>>; HEAD],
    billing: [Option<Box<str>>; ADDRESS],
    shipping: [Option<Box<str>>; ADDRESS],
    more: CustomerDetails,
}

/// What the customer list has besides names and addresses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct CustomerDetails {
    pub(super) title: Option<Box<str>>,
    pub(super) company: Option<Box<str>>,
    pub(super) prospect: bool,
    pub(super) inactive: bool,
    pub(super) customer_type: Option<Box<str>>,
    pub(super) account_number: Option<Box<str>>,
    pub(super) sales_tax_id: Option<Box<str>>,
    pub(super) sales_account: Option<Box<str>>,
    pub(super) ship_via: Option<Box<str>>,
    pub(super) web_site: Option<Box<str>>,
    pub(super) since: Option<NaiveDate>,
    /// `None`: the company's standard terms.
    pub(super) terms: Option<CustomerTerms>,
    pub(super) credit_limit: i64,
    pub(super) credit_status: CreditStatus,
    /// The company's own labels with their texts.
    pub(super) custom_fields: Vec<(Box<str>, Box<str>)>,
}

/// When a customer has to pay.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct CustomerTerms {
    pub(super) cash_on_delivery: bool,
    pub(super) prepaid: bool,
    pub(super) due_at_month_end: bool,
    pub(super) due_days: u32,
    pub(super) discount_days: u32,
    pub(super) discount_percent: Decimal,
}

/// What Sage 50 does when a customer who owes too much gets an invoice.
///
/// Sage's files have a number for it. Only that 1 is a new customer's is known; the order is that of Sage's window.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum CreditStatus {
    /// There is no limit.
    NoLimit,
    /// A word over the limit.
    #[default]
    NotifyOverLimit,
    /// A word every time.
    AlwaysNotify,
    /// No invoice that goes over the limit.
    HoldOverLimit,
    /// No invoice at all.
    AlwaysHold,
}

impl CreditStatus {
    const ALL: [Self; 5] =
        [Self::NoLimit, Self::NotifyOverLimit, Self::AlwaysNotify, Self::HoldOverLimit, Self::AlwaysHold];

    pub(super) fn from_code(code: u8) -> Option<Self> {
        Self::ALL.get(usize::from(code)).copied()
    }

    pub(super) fn code(self) -> usize {
        Self::ALL.iter().position(|status| *status == self).unwrap_or_default()
    }
}

impl NewCustomer {
    /// From id, name, first name, last name, email and phone, and two addresses of six lines.
    pub(super) fn of(
        head: [Option<Box<str>>; HEAD],
        billing: [Option<Box<str>>; ADDRESS],
        shipping: [Option<Box<str>>; ADDRESS],
        more: CustomerDetails,
    ) -> Self {
        Self { head, billing, shipping, more }
    }

    pub(super) fn named(id: &str, name: &str) -> Self {
        let head = [Some(id.into()), Some(name.into()), None, None, None, None];
        Self { head, ..Self::default() }
    }

    fn id(&self) -> &str {
        self.head.first().and_then(Option::as_deref).unwrap_or_default()
    }
}

/// A customer on record.
#[derive(Debug)]
pub(super) struct Customer {
    texts: Texts,
    /// What the customer owes, in cents.
    pub(super) balance: i64,
    more: Option<Box<CustomerDetails>>,
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
        Self {
            texts: Texts::pack(texts.map(|text| text.as_deref().unwrap_or_default())),
            balance: 0,
            // Most customers have none, and large books must stay small in memory.
            more: (new.more != CustomerDetails::default()).then(|| Box::new(new.more.clone())),
        }
    }

    pub(super) fn details(&self) -> Option<&CustomerDetails> {
        self.more.as_deref()
    }

    /// The text at a place of the head: id, name, first name, last name, email, phone.
    pub(super) fn head(&self, position: usize) -> &str {
        self.texts.at(position)
    }

    /// The six lines of the billing address, or of the shipping address.
    pub(super) fn address_lines(&self, shipping: bool) -> [&str; ADDRESS] {
        let from = if shipping { HEAD.saturating_add(ADDRESS) } else { HEAD };
        std::array::from_fn(|position| self.texts.at(from.saturating_add(position)))
    }

    /// Whether an invoice of this total is one too many.
    pub(super) fn is_held(&self, total: i64) -> bool {
        self.details().is_some_and(|more| match more.credit_status {
            CreditStatus::AlwaysHold => true,
            CreditStatus::HoldOverLimit => self.balance.saturating_add(total) > more.credit_limit,
            CreditStatus::NoLimit | CreditStatus::NotifyOverLimit | CreditStatus::AlwaysNotify => false,
        })
    }

    pub(super) fn set_credit(&mut self, status: CreditStatus, limit: i64) {
        let more = self.more.get_or_insert_default();
        more.credit_status = status;
        more.credit_limit = limit;
    }

    pub(super) fn key(place: Place) -> String {
        key(REGISTER, place)
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

    pub(super) fn set_credit(&mut self, customer: &str, status: CreditStatus, limit: i64) -> Option<()> {
        let place = self.customers.first(customer)?;
        self.customers.at_mut(place).map(|customer| customer.set_credit(status, limit))
    }

    /// Changes everything about a customer but his id and what he owes.
    pub(super) fn update_customer(&mut self, new: &NewCustomer) -> Result<Place, Refusal> {
        self.check_free("customer", new.id())?;
        let found = self.customers.first(new.id());
        let place = found.ok_or_else(|| Refusal::not_found("customer", new.id()))?;
        if let Some(row) = self.customers.at_mut(place) {
            let id = row.reference().to_owned();
            let mut customer = Customer::new(new);
            customer.texts.set(0, &id);
            *row = Customer { balance: row.balance, ..customer };
        }
        Ok(place)
    }
}
