//! Exports of customers: all, by filter, or those who have bought nothing for long.

use chrono::{Days, NaiveDateTime};
use serde::Serialize;
use serde_json::Value;

use super::Customer;
use crate::paytrace::USERNAME;
use crate::paytrace::charge;
use crate::paytrace::export::COMPLETED;
use crate::paytrace::fields::Fields;
use crate::paytrace::refusal::Refusal;
use crate::paytrace::reply::Reply;
use crate::paytrace::row::{Address, Created, RowCard, moment_text};
use crate::paytrace::state::State;

#[derive(Serialize)]
struct CustomerList<'a> {
    success: bool,
    response_code: u32,
    status_message: &'a str,
    customers: Vec<CustomerRecord<'a>>,
}

#[derive(Serialize)]
struct CustomerRecord<'a> {
    customer_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    credit_card: Option<RowCard>,
    #[serde(skip_serializing_if = "Option::is_none")]
    check: Option<CheckRecord<'a>>,
    shipping_address: &'a Address,
    billing_address: &'a Address,
    email: &'a str,
    phone: &'a str,
    fax: &'a str,
    created: Created,
    discretionary_data: &'a Value,
    /// Exports of idle customers only; blank when there was none.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_transaction: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_check: Option<String>,
}

#[derive(Serialize)]
struct CheckRecord<'a> {
    account_number: &'a str,
    routing_number: &'a str,
}

impl State {
    /// The customers that fit every filter; without one, all.
    pub(in crate::paytrace) fn export_customers(&self, body: Fields<'_>) -> Reply {
        let (id, email, user) = (body.text("customer_id"), body.text("email"), body.text("user"));
        let fits = |(known, customer): &(&String, &Customer)| {
            (id.is_empty() || **known == id)
                && (email.is_empty() || customer.email.eq_ignore_ascii_case(&email))
                && (user.is_empty() || user == USERNAME)
        };
        self.list(|entry| fits(entry), body.flag("include_bin"), false)
    }

    /// The customers without a transaction or a check in the last `days` days.
    pub(in crate::paytrace) fn export_inactive_customers(
        &self,
        body: Fields<'_>,
        now: NaiveDateTime,
    ) -> Result<Reply, Refusal> {
        let days = body.number("days").and_then(|days| u64::try_from(days).ok());
        let since = days.and_then(|days| now.checked_sub_days(Days::new(days))).ok_or_else(Refusal::days)?;
        let idle = |(_, customer): &(&String, &Customer)| {
            let last = customer.last_transaction.max(customer.last_check);
            last.unwrap_or(customer.created) < since
        };
        Ok(self.list(|entry| idle(entry), body.flag("include_bin"), true))
    }

    /// In the order the customers were made.
    fn list(
        &self,
        wanted: impl Fn(&(&String, &Customer)) -> bool,
        include_bin: bool,
        with_last: bool,
    ) -> Reply {
        let mut found: Vec<_> = self.customers.iter().filter(wanted).collect();
        found.sort_by_key(|(_, customer)| customer.number);
        let customers = found.into_iter().map(|(id, customer)| record(id, customer, include_bin, with_last));
        let customers = customers.collect();
        let list = CustomerList { success: true, response_code: 1, status_message: COMPLETED, customers };
        Reply::json(200, &list)
    }
}

fn record<'a>(id: &'a str, customer: &'a Customer, include_bin: bool, with_last: bool) -> CustomerRecord<'a> {
    let last = |moment: Option<NaiveDateTime>| with_last.then(|| moment.map(moment_text).unwrap_or_default());
    CustomerRecord {
        customer_id: id,
        credit_card: customer.card.as_ref().map(|card| RowCard {
            masked_number: include_bin
                .then(|| card.with_bin())
                .flatten()
                .unwrap_or_else(|| card.with_stars()),
            expiration_month: card.expiration_month,
            expiration_year: card.expiration_year,
        }),
        check: customer.bank.as_ref().map(|bank| CheckRecord {
            account_number: &bank.account_masked,
            routing_number: &bank.routing_number,
        }),
        shipping_address: &customer.shipping,
        billing_address: &customer.billing,
        email: &customer.email,
        phone: &customer.phone,
        fax: &customer.fax,
        created: charge::created(customer.created),
        discretionary_data: &customer.discretionary_data,
        last_transaction: last(customer.last_transaction),
        last_check: last(customer.last_check),
    }
}
