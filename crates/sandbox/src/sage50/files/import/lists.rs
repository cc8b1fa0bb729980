//! The chart of accounts and the customer list. A record whose id is known changes what is on record.

use super::super::super::company::Company;
use super::super::super::customers::{CreditStatus, CustomerDetails, CustomerTerms, NewCustomer};
use super::super::super::problem::{Code, Problems, Refusal};
use super::{Record, refused};

const HEAD: [&str; 6] = [
    "Customer ID",
    "Customer Name",
    "Bill to Contact First Name",
    "Bill to Contact Last Name",
    "Customer E-mail",
    "Telephone 1",
];
const BILLING: [&str; 6] = [
    "Bill to Address-Line One",
    "Bill to Address-Line Two",
    "Bill to City",
    "Bill to State",
    "Bill to Zip",
    "Bill to Country",
];
const SHIPPING: [&str; 6] = [
    "Ship to Address 1-Line One",
    "Ship to Address 1-Line Two",
    "Ship to City 1",
    "Ship to State 1",
    "Ship to Zipcode 1",
    "Ship to Country 1",
];

impl Company {
    pub(super) fn import_account(&mut self, record: &Record<'_>) -> Result<(), Refusal> {
        let id = record.reference();
        let code = u8::try_from(record.count(0, "Account Type")).ok();
        let set = code.and_then(|code| self.chart.set(id, record.text(0, "Account Description"), code));
        if set.is_none() {
            let message = "There is no such account type, or the chart is full.";
            return Err(refused(Code::InvalidValue, "Account Type", message));
        }
        self.chart.set_inactive(id, record.flag(0, "Inactive"));
        self.ledger.grow(self.chart.accounts().len());
        Ok(())
    }

    pub(super) fn import_customer(&mut self, record: &Record<'_>) -> Result<(), Refusal> {
        let id = record.reference();
        let mut problems = Problems::default();
        if id.contains(['*', '?', '+']) || id.trim() != id {
            let message = "A customer id has no * ? + and no blank at its edges.";
            problems.add(Code::InvalidValue, &"Customer ID", message);
        }
        if let Some(account) = record.some(0, "G/L Sales Account") {
            self.chart.postable(&account, &"G/L Sales Account", &mut problems);
        }
        let status = u8::try_from(record.count(0, "Credit Status")).ok().and_then(CreditStatus::from_code);
        if status.is_none() {
            problems.add(Code::InvalidValue, &"Credit Status", "There is no such credit status.");
        }
        // What the file has no column for stays as it is.
        let old = self.customers.first(id).and_then(|place| self.customers.at(place)?.details()).cloned();
        let new = problems.or(new_customer(record, status.unwrap_or_default(), old.unwrap_or_default()))?;
        match self.customers.first(id) {
            Some(_) => self.update_customer(&new),
            None => self.create_customer(&new),
        }
        .map(|_| ())
    }
}

fn new_customer(record: &Record<'_>, credit_status: CreditStatus, old: CustomerDetails) -> NewCustomer {
    let text = |column| record.some(0, column);
    let own = record.own_labels().filter_map(|label| Some((label.into(), record.some(0, label)?)));
    // A file without the column says nothing of credit.
    let says_credit = !record.text(0, "Credit Status").is_empty();
    let details = CustomerDetails {
        prospect: record.flag(0, "Prospect"),
        inactive: record.flag(0, "Inactive"),
        customer_type: text("Customer Type"),
        account_number: text("Account #"),
        sales_tax_id: text("Bill to Sales Tax ID"),
        sales_account: text("G/L Sales Account"),
        ship_via: text("Ship Via"),
        web_site: text("Customer Web Site"),
        since: record.some_date("Customer Since Date"),
        terms: terms(record),
        credit_limit: record.money(0, "Credit Limit"),
        credit_status: if says_credit { credit_status } else { old.credit_status },
        custom_fields: own.collect(),
        ..old
    };
    NewCustomer::of(HEAD.map(text), BILLING.map(text), SHIPPING.map(text), details)
}

/// `None`: the company's standard terms, as the column says or because the file has none of these columns.
fn terms(record: &Record<'_>) -> Option<CustomerTerms> {
    let says = !record.text(0, "Use Standard Terms").is_empty();
    let days = |column| u32::try_from(record.count(0, column)).unwrap_or(u32::MAX);
    (says && !record.flag(0, "Use Standard Terms")).then(|| CustomerTerms {
        cash_on_delivery: record.flag(0, "C.O.D. Terms"),
        prepaid: record.flag(0, "Prepaid Terms"),
        due_at_month_end: record.flag(0, "Due Month End Terms"),
        due_days: days("Due Days"),
        discount_days: days("Discount Days"),
        discount_percent: record.number(0, "Discount Percent"),
    })
}
