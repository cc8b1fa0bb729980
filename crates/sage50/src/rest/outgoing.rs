//! Writing: paths, queries and bodies of the gateway's contract. Amounts are texts, days `yyyy-mm-dd`.

mod customer;
mod journal;
mod payment;
mod sale;
mod stock;

use chrono::SecondsFormat;
use paysage_money::Money;
use serde::{Serialize, Serializer};
use url::form_urlencoded;

use crate::books::{Changes, List};
use crate::error::{Error, ErrorKind, Outcome};
use crate::model::{Document, Kind, Reference};

/// The most entries per page that the gateway gives.
pub(super) const ITEMS_PER_PAGE: u32 = 200;

/// The path entries of a kind are created at, changed at and read from.
pub(super) const fn path(kind: Kind) -> &'static str {
    match kind {
        Kind::Customer => "/v1/customers",
        Kind::Product => "/v1/products",
        Kind::SalesOrder => "/v1/sales_orders",
        Kind::Invoice | Kind::CreditMemo => "/v1/invoices",
        Kind::Receipt | Kind::Refund | Kind::Chargeback => "/v1/payments",
        Kind::JournalEntry => "/v1/journal_entries",
        Kind::StockAdjustment => "/v1/stock_adjustments",
    }
}

/// The path entries of a kind are created at; the contract creates no products.
pub(super) fn creating(kind: Kind) -> Result<&'static str, Error> {
    match kind {
        Kind::Product => Err(Error::unsupported("it changes products and creates none")),
        _ => Ok(path(kind)),
    }
}

/// The path entries of a kind are changed at; most kinds stand as they were posted.
pub(super) fn changing(kind: Kind) -> Result<&'static str, Error> {
    match kind {
        Kind::Customer | Kind::Product | Kind::SalesOrder | Kind::Invoice => Ok(path(kind)),
        _ => Err(Error::unsupported("it changes customers, products, orders and invoices, and nothing else")),
    }
}

/// Path and query of a page of the chart of accounts.
pub(super) fn accounts_page(page: u32) -> String {
    query("/v1/accounts", &[], page)
}

/// Path and query of a page of the items of the inventory.
pub(super) fn products_page(page: u32) -> String {
    query(path(Kind::Product), &[], page)
}

/// Path and query of a page of the entries with a document's kind and reference.
pub(super) fn find_page(document: &Document, page: u32) -> String {
    let kind = document.kind();
    let mut filters = vec![(reference_filter(kind), document.reference().to_owned())];
    filters.extend(kind_filter(kind));
    if !matches!(kind, Kind::Customer | Kind::Product | Kind::StockAdjustment) {
        // Accounts and settled documents are compared as well.
        filters.push(("attributes", "all".to_owned()));
    }
    query(path(kind), &filters, page)
}

/// Path and query of a page of everything at a kind's path, of whatever kind, with a reference.
pub(super) fn reference_page(kind: Kind, reference: &Reference, page: u32) -> String {
    query(path(kind), &[(reference_filter(kind), reference.to_string())], page)
}

/// Path and query of a page of the entries of a kind.
pub(super) fn list_page(list: &List) -> String {
    let mut filters = Vec::from_iter(kind_filter(list.kind));
    if !list.kind.is_record() {
        filters.extend(list.from.map(|day| ("from_date", day.to_string())));
        filters.extend(list.to.map(|day| ("to_date", day.to_string())));
    }
    query(path(list.kind), &filters, list.page)
}

/// Path and query of a page of the entries of a kind that were saved since a moment.
pub(super) fn changes_page(changes: &Changes) -> String {
    let mut filters = Vec::from_iter(kind_filter(changes.kind));
    let since = changes.since.to_rfc3339_opts(SecondsFormat::AutoSi, true);
    filters.push(("updated_or_created_since", since));
    query(path(changes.kind), &filters, changes.page)
}

/// The field entries of a kind are looked up by.
const fn reference_filter(kind: Kind) -> &'static str {
    match kind {
        Kind::Customer => "customerId",
        Kind::Product => "itemId",
        _ => "referenceNumber",
    }
}

/// Some kinds share a path; the others need no filter.
fn kind_filter(kind: Kind) -> Option<(&'static str, String)> {
    shares_a_path(kind).then(|| ("kind", kind.as_str().to_owned()))
}

/// Whether entries of other kinds stand at the same path.
pub(super) const fn shares_a_path(kind: Kind) -> bool {
    matches!(kind, Kind::Invoice | Kind::CreditMemo | Kind::Receipt | Kind::Refund | Kind::Chargeback)
}

fn query(path: &str, filters: &[(&str, String)], page: u32) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(filters);
    query.append_pair("page", &page.to_string());
    query.append_pair("items_per_page", &ITEMS_PER_PAGE.to_string());
    // A plus is a blank only to those who read queries as forms; `%20` is one to everybody.
    format!("{path}?{}", query.finish().replace('+', "%20"))
}

/// The body that creates a document, or changes it.
pub(super) fn body(document: &Document) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::with_capacity(512);
    let written = match document {
        Document::Customer(customer) => serde_json::to_writer(&mut bytes, &customer::body(customer)),
        Document::Product(product) => serde_json::to_writer(&mut bytes, &stock::product(product)),
        Document::SalesOrder(order) => serde_json::to_writer(&mut bytes, &sale::order(order)),
        Document::Invoice(invoice) => serde_json::to_writer(&mut bytes, &sale::invoice(invoice)),
        Document::CreditMemo(memo) => serde_json::to_writer(&mut bytes, &sale::credit_memo(memo)),
        Document::Receipt(receipt) => serde_json::to_writer(&mut bytes, &payment::receipt(receipt)),
        Document::Refund(refund) => serde_json::to_writer(&mut bytes, &payment::refund(refund)),
        Document::Chargeback(back) => serde_json::to_writer(&mut bytes, &payment::chargeback(back)),
        Document::JournalEntry(entry) => serde_json::to_writer(&mut bytes, &journal::body(entry)),
        Document::StockAdjustment(change) => serde_json::to_writer(&mut bytes, &stock::adjustment(change)),
    };
    let unwritten = |error| {
        Error::new(ErrorKind::Invalid, Outcome::Nothing)
            .with_problem("the document cannot be written as JSON")
            .with_source(error)
    };
    written.map_err(unwritten)?;
    Ok(bytes)
}

/// An amount as the text of its plain decimal.
struct Amount(Money);

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// A slice whose items are written through another shape.
struct Each<'a, T>(&'a [T]);

#[cfg(test)]
mod tests;
