//! The chart of accounts and the customer list.

use super::super::super::chart::Chart;
use super::super::super::company::Company;
use super::super::super::customers::{Customer, CustomerDetails, CustomerTerms};
use super::super::FileKind;
use super::Row;

/// The column that the company's own fields stand before.
const AFTER_OWN: &str = "Customer Since Date";

impl Company {
    pub(super) fn export_chart(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        for account in self.chart.accounts() {
            let mut row = Row::default();
            row.text("Account ID", account.id)
                .text("Account Description", &*account.description)
                .count("Account Type", Chart::type_code(account))
                .flag("Inactive", account.inactive);
            rows.push(row);
        }
        rows
    }

    /// The columns with the labels of the company's own fields, where a customer list has them.
    pub(super) fn with_own_labels(&self, kind: FileKind, mut columns: Vec<Box<str>>) -> Vec<Box<str>> {
        let at = columns.iter().position(|column| &**column == AFTER_OWN);
        let (FileKind::Customers, Some(mut at)) = (kind, at) else {
            return columns;
        };
        let details = self.customers.iter().filter_map(|(_, customer)| customer.details());
        for (label, _) in details.flat_map(|details| &details.custom_fields) {
            if !columns.contains(label) {
                columns.insert(at, label.clone());
                at = at.saturating_add(1);
            }
        }
        columns
    }

    pub(super) fn export_customers(&self) -> Vec<Row> {
        let none = CustomerDetails::default();
        self.customers
            .iter()
            .map(|(_, customer)| row(customer, customer.details().unwrap_or(&none)))
            .collect()
    }
}

fn row(customer: &Customer, details: &CustomerDetails) -> Row {
    let mut row = Row::default();
    let [line1, line2, city, state, zip, country] = customer.address_lines(false);
    row.text("Customer ID", customer.head(0))
        .text("Customer Name", customer.head(1))
        .flag("Prospect", details.prospect)
        .flag("Inactive", details.inactive)
        .text("Bill to Contact First Name", customer.head(2))
        .text("Bill to Contact Last Name", customer.head(3))
        .text("Bill to Address-Line One", line1)
        .text("Bill to Address-Line Two", line2)
        .text("Bill to City", city)
        .text("Bill to State", state)
        .text("Bill to Zip", zip)
        .text("Bill to Country", country)
        .some("Bill to Sales Tax ID", details.sales_tax_id.as_deref());
    let [line1, line2, city, state, zip, country] = customer.address_lines(true);
    row.text("Ship to Address 1-Line One", line1)
        .text("Ship to Address 1-Line Two", line2)
        .text("Ship to City 1", city)
        .text("Ship to State 1", state)
        .text("Ship to Zipcode 1", zip)
        .text("Ship to Country 1", country)
        .some("Customer Type", details.customer_type.as_deref())
        .text("Telephone 1", customer.head(5))
        .text("Customer E-mail", customer.head(4))
        .some("Account #", details.account_number.as_deref())
        .some("G/L Sales Account", details.sales_account.as_deref())
        .some("Ship Via", details.ship_via.as_deref())
        .money("Credit Limit", details.credit_limit)
        .count("Credit Status", details.credit_status.code())
        .flag("Use Receipt Settings", true)
        .date("Customer Since Date", details.since)
        .some("Customer Web Site", details.web_site.as_deref());
    terms(&mut row, details.terms);
    for (label, text) in &details.custom_fields {
        row.text(label, &**text);
    }
    row
}

fn terms(row: &mut Row, terms: Option<CustomerTerms>) {
    row.flag("Use Standard Terms", terms.is_none());
    if let Some(terms) = terms {
        let mut percent = terms.discount_percent;
        percent.rescale(5);
        row.flag("C.O.D. Terms", terms.cash_on_delivery)
            .flag("Prepaid Terms", terms.prepaid)
            .flag("Due Month End Terms", terms.due_at_month_end)
            .count("Due Days", terms.due_days)
            .count("Discount Days", terms.discount_days)
            .text("Discount Percent", percent.to_string());
    }
}
