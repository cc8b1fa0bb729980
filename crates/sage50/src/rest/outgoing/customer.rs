//! The body of a customer.

use chrono::NaiveDate;
use serde::Serialize;

use crate::model::{
    AccountNumber, Address, CompanyName, ContactTitle, CustomFields, Customer, CustomerType, EarlyPayment,
    Email, FirstName, LastName, Percent, Phone, SalesTaxId, Terms, WebSite,
};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CustomerBody<'a> {
    customer_id: &'a str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    company_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    billing_address: Option<&'a Address>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shipping_address: Option<&'a Address>,
    #[serde(skip_serializing_if = "Option::is_none")]
    account_number: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    terms: Option<TermsBody>,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer_type: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sales_tax_id: Option<&'a str>,
    #[serde(skip_serializing_if = "CustomFields::is_empty")]
    custom_fields: &'a CustomFields,
    #[serde(skip_serializing_if = "Option::is_none")]
    web_site: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer_since: Option<NaiveDate>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    inactive: bool,
}

pub(super) fn body(customer: &Customer) -> CustomerBody<'_> {
    let contact = customer.contact.as_ref();
    let details = &customer.details;
    CustomerBody {
        customer_id: customer.id.as_str(),
        name: customer.name.as_str(),
        first_name: contact.and_then(|contact| contact.first.as_ref()).map(FirstName::as_str),
        last_name: contact.and_then(|contact| contact.last.as_ref()).map(LastName::as_str),
        title: contact.and_then(|contact| contact.title.as_ref()).map(ContactTitle::as_str),
        company_name: contact.and_then(|contact| contact.company.as_ref()).map(CompanyName::as_str),
        email: customer.email.as_ref().map(Email::as_str),
        phone: customer.phone.as_ref().map(Phone::as_str),
        billing_address: customer.billing.as_ref(),
        shipping_address: customer.shipping.as_ref(),
        account_number: details.account_number.as_ref().map(AccountNumber::as_str),
        terms: details.terms.map(terms),
        customer_type: details.customer_type.as_ref().map(CustomerType::as_str),
        sales_tax_id: details.sales_tax_id.as_ref().map(SalesTaxId::as_str),
        custom_fields: &details.custom_fields,
        web_site: details.web_site.as_ref().map(WebSite::as_str),
        customer_since: details.since,
        inactive: details.inactive,
    }
}

/// Terms of payment: `type` says which, the other fields how long.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TermsBody {
    r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    due_days: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    discount_days: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    discount_percent: Option<Percent>,
}

fn terms(terms: Terms) -> TermsBody {
    let body = |kind, due_days, discount: Option<EarlyPayment>| TermsBody {
        r#type: kind,
        due_days,
        discount_days: discount.map(|discount| discount.days),
        discount_percent: discount.map(|discount| discount.percent),
    };
    match terms {
        Terms::CashOnDelivery => body("cash_on_delivery", None, None),
        Terms::Prepaid => body("prepaid", None, None),
        Terms::Days { due, discount } => body("days", Some(due), discount),
        Terms::MonthEnd { discount } => body("month_end", None, discount),
    }
}
