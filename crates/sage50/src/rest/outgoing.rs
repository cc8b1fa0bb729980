//! Writing: paths, queries and bodies of the gateway's contract. Amounts are texts, days `yyyy-mm-dd`.

mod customer;
mod journal;
mod payment;
mod sale;

use paysage_money::Money;
use serde::{Serialize, Serializer};
use url::form_urlencoded;

use crate::books::List;
use crate::error::{Error, ErrorKind, Outcome};
use crate::model::{Document, Kind, ReceiptLine};

/// The most entries per page that the gateway gives.
pub(super) const ITEMS_PER_PAGE: u32 = 200;

/// The path entries of a kind are created at and read from; the contract has none for some kinds.
pub(super) fn path(kind: Kind) -> Result<&'static str, Error> {
    match kind {
        Kind::Customer => Ok("/v1/customers"),
        Kind::Invoice | Kind::CreditMemo => Ok("/v1/invoices"),
        Kind::Receipt | Kind::Refund => Ok("/v1/payments"),
        Kind::JournalEntry => Ok("/v1/journal_entries"),
        Kind::Product => Err(Error::unsupported("it takes no products")),
        Kind::SalesOrder => Err(Error::unsupported("it takes no sales orders")),
        Kind::Chargeback => Err(Error::unsupported("it takes no chargebacks")),
        Kind::StockAdjustment => Err(Error::unsupported("it takes no stock adjustments")),
    }
}

/// Path and query of a page of the chart of accounts.
pub(super) fn accounts_page(page: u32) -> String {
    query("/v1/accounts", &[], page)
}

/// Path and query of a page of the entries with a document's kind and reference.
pub(super) fn find_page(path: &str, document: &Document, page: u32) -> String {
    let kind = document.kind();
    let name = if kind == Kind::Customer { "customerId" } else { "referenceNumber" };
    let mut filters = vec![(name, document.reference().to_owned())];
    filters.extend(kind_filter(kind));
    query(path, &filters, page)
}

/// Path and query of a page of the entries of a kind.
pub(super) fn list_page(path: &str, list: &List) -> String {
    let mut filters = Vec::from_iter(kind_filter(list.kind));
    if list.kind != Kind::Customer {
        filters.extend(list.from.map(|day| ("from_date", day.to_string())));
        filters.extend(list.to.map(|day| ("to_date", day.to_string())));
    }
    query(path, &filters, list.page)
}

/// Two kinds share a path; the others need no filter.
fn kind_filter(kind: Kind) -> Option<(&'static str, String)> {
    let shared = matches!(kind, Kind::Invoice | Kind::CreditMemo | Kind::Receipt | Kind::Refund);
    shared.then(|| ("kind", kind.as_str().to_owned()))
}

fn query(path: &str, filters: &[(&str, String)], page: u32) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(filters);
    query.append_pair("page", &page.to_string());
    query.append_pair("items_per_page", &ITEMS_PER_PAGE.to_string());
    // A plus is a blank only to those who read queries as forms; `%20` is one to everybody.
    format!("{path}?{}", query.finish().replace('+', "%20"))
}

/// The body that creates a document.
///
/// What the contract has no place for is refused, never left out: the entry would not be the document.
pub(super) fn body(document: &Document) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::with_capacity(512);
    let written = match document {
        Document::Customer(customer) => serde_json::to_writer(&mut bytes, &customer::body(customer)),
        Document::Invoice(invoice) => serde_json::to_writer(&mut bytes, &sale::invoice(invoice)),
        Document::CreditMemo(memo) => serde_json::to_writer(&mut bytes, &sale::credit_memo(memo)),
        Document::Receipt(receipt) => {
            let settles = |line: &ReceiptLine| matches!(line, ReceiptLine::Invoice { .. });
            if !receipt.lines().iter().all(settles) {
                return Err(Error::unsupported("its receipts settle invoices and do nothing else"));
            }
            serde_json::to_writer(&mut bytes, &payment::receipt(receipt))
        }
        Document::Refund(refund) => serde_json::to_writer(&mut bytes, &payment::refund(refund)),
        Document::JournalEntry(entry) => serde_json::to_writer(&mut bytes, &journal::body(entry)),
        Document::Product(_)
        | Document::SalesOrder(_)
        | Document::Chargeback(_)
        | Document::StockAdjustment(_) => return Err(Error::unsupported("it takes no such document")),
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
