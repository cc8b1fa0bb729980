//! Customers.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Serialize;

use super::super::company::{Cents, Company};
use super::super::customers::{Customer, CustomerDetails, CustomerTerms, NewCustomer};
use super::super::fields::{self, Fields};
use super::super::problem::Refusal;
use super::super::register::Place;
use super::goods::Plain;

/// The parts of an address and their limits.
const ADDRESS: [(&str, usize); 6] =
    [("line1", 30), ("line2", 30), ("city", 20), ("state", 2), ("zip", 12), ("country", 15)];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TermsType {
    CashOnDelivery,
    Prepaid,
    Days,
    MonthEnd,
}

const TERMS: [(&str, TermsType); 4] = [
    ("cash_on_delivery", TermsType::CashOnDelivery),
    ("prepaid", TermsType::Prepaid),
    ("days", TermsType::Days),
    ("month_end", TermsType::MonthEnd),
];

impl NewCustomer {
    pub(in crate::sage50) fn read(body: &[u8]) -> Result<Self, Refusal> {
        fields::read(body, |fields| {
            let head = [
                Some(customer_id(fields)),
                Some(fields.text("name", 39)),
                fields.optional_text("firstName", 15),
                fields.optional_text("lastName", 20),
                fields.optional_text("email", 64),
                fields.optional_text("phone", 20),
            ];
            let billing = address(fields, "billingAddress");
            let shipping = address(fields, "shippingAddress");
            Self::of(head, billing, shipping, details(fields))
        })
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

fn details(fields: &mut Fields<'_>) -> CustomerDetails {
    CustomerDetails {
        title: fields.optional_text("title", 25),
        company: fields.optional_text("companyName", 39),
        inactive: fields.flag("inactive"),
        customer_type: fields.optional_text("customerType", 8),
        account_number: fields.optional_text("accountNumber", 20),
        sales_tax_id: fields.optional_id("salesTaxId", 8),
        web_site: fields.optional_text("webSite", 100),
        since: fields.optional_date("customerSince"),
        terms: fields.object("terms", terms).flatten(),
        custom_fields: fields.texts("customFields", 5, 30),
        ..CustomerDetails::default()
    }
}

fn terms(fields: &mut Fields<'_>) -> Option<CustomerTerms> {
    let kind = fields.word("type", &TERMS);
    let days = fields.optional_whole("dueDays", 0, u16::MAX);
    if kind == Some(TermsType::Days) && days.is_none() {
        fields.missing("dueDays");
    } else if kind != Some(TermsType::Days) && days.is_some() {
        fields.invalid("dueDays", "belongs to terms of days only");
    }
    let discount_days = fields.optional_whole("discountDays", 0, u16::MAX);
    let percent = fields.optional_decimal("discountPercent");
    if percent.is_some_and(|percent| percent > Decimal::ONE_HUNDRED) {
        fields.invalid("discountPercent", "must not be more than 100");
    }
    let owes_at_once = matches!(kind, Some(TermsType::CashOnDelivery | TermsType::Prepaid));
    if owes_at_once && discount_days.is_some() {
        fields.invalid("discountDays", "belongs to terms of days and month_end only");
    }
    if discount_days.is_some() != percent.is_some() {
        fields.invalid("discountDays", "and discountPercent come together");
    }
    let kind = kind?;
    Some(CustomerTerms {
        cash_on_delivery: kind == TermsType::CashOnDelivery,
        prepaid: kind == TermsType::Prepaid,
        due_at_month_end: kind == TermsType::MonthEnd,
        due_days: days.unwrap_or_default().into(),
        discount_days: discount_days.unwrap_or_default().into(),
        discount_percent: percent.unwrap_or_default(),
    })
}

impl Company {
    pub(in crate::sage50) fn customer_view(&self, place: Place, all: bool) -> Option<CustomerView<'_>> {
        let customer = self.customers.at(place)?;
        let head = |position| some(customer.head(position));
        Some(CustomerView {
            key: Customer::key(place),
            customer_id: customer.head(0),
            name: customer.head(1),
            first_name: head(2),
            last_name: head(3),
            email: head(4),
            phone: head(5),
            billing_address: address_view(customer.address_lines(false)),
            shipping_address: address_view(customer.address_lines(true)),
            details: customer.details().filter(|_| all).map(details_view),
            balance: Cents(customer.balance),
        })
    }
}

fn some(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

fn address_view(lines: [&str; ADDRESS.len()]) -> Option<BTreeMap<&'static str, &str>> {
    let parts = ADDRESS.iter().zip(lines).filter(|(_, text)| !text.is_empty());
    let view: BTreeMap<_, _> = parts.map(|((name, _), text)| (*name, text)).collect();
    (!view.is_empty()).then_some(view)
}

fn details_view(more: &CustomerDetails) -> DetailsView<'_> {
    DetailsView {
        title: more.title.as_deref(),
        company_name: more.company.as_deref(),
        account_number: more.account_number.as_deref(),
        terms: more.terms.map(terms_view),
        customer_type: more.customer_type.as_deref(),
        sales_tax_id: more.sales_tax_id.as_deref(),
        custom_fields: more.custom_fields.iter().map(|(label, text)| (&**label, &**text)).collect(),
        web_site: more.web_site.as_deref(),
        customer_since: more.since,
        inactive: more.inactive,
    }
}

fn terms_view(terms: CustomerTerms) -> TermsView {
    let kind = match terms {
        CustomerTerms { cash_on_delivery: true, .. } => "cash_on_delivery",
        CustomerTerms { prepaid: true, .. } => "prepaid",
        CustomerTerms { due_at_month_end: true, .. } => "month_end",
        _ => "days",
    };
    let discount = !terms.discount_percent.is_zero();
    TermsView {
        kind,
        due_days: (kind == "days").then_some(terms.due_days),
        discount_days: discount.then_some(terms.discount_days),
        discount_percent: discount.then_some(Plain(terms.discount_percent)),
    }
}

/// A customer as the gateway answers it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::sage50) struct CustomerView<'a> {
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
    billing_address: Option<BTreeMap<&'static str, &'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shipping_address: Option<BTreeMap<&'static str, &'a str>>,
    #[serde(flatten)]
    details: Option<DetailsView<'a>>,
    balance: Cents,
}

/// The rest, for who asks for `attributes=all`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct DetailsView<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    company_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    account_number: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    terms: Option<TermsView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer_type: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sales_tax_id: Option<&'a str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    custom_fields: BTreeMap<&'a str, &'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    web_site: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer_since: Option<NaiveDate>,
    inactive: bool,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct TermsView {
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    due_days: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    discount_days: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    discount_percent: Option<Plain>,
}
