//! Writing: paths, queries and bodies of the gateway's contract. Amounts are texts, days `yyyy-mm-dd`.

use chrono::NaiveDate;
use paysage_money::Money;
use serde::{Serialize, Serializer};
use url::form_urlencoded;

use crate::books::List;
use crate::model::{
    Address, Applied, AuthorizationCode, CardDetails, CreditMemo, Customer, DepositTicketId, Description,
    Document, Email, FirstName, Invoice, InvoiceLine, JournalEntry, JournalLine, Kind, LastFour, LastName,
    OrderNumber, Phone, PurchaseOrderNumber, Receipt, Reference, Refund, Side, Tender,
};

/// The most entries per page that the gateway gives.
pub(super) const ITEMS_PER_PAGE: u32 = 200;

/// The path entries of a kind are created at and read from.
pub(super) const fn path(kind: Kind) -> &'static str {
    match kind {
        Kind::Customer => "/v1/customers",
        Kind::Invoice | Kind::CreditMemo => "/v1/invoices",
        Kind::Receipt | Kind::Refund => "/v1/payments",
        Kind::JournalEntry => "/v1/journal_entries",
    }
}

/// Path and query of a page of the chart of accounts.
pub(super) fn accounts_page(page: u32) -> String {
    query("/v1/accounts", &[], page)
}

/// Path and query of a page of the entries with a document's kind and reference.
pub(super) fn find_page(document: &Document, page: u32) -> String {
    let kind = document.kind();
    let name = if kind == Kind::Customer { "customerId" } else { "referenceNumber" };
    let mut filters = vec![(name, document.reference().to_owned())];
    filters.extend(kind_filter(kind));
    query(path(kind), &filters, page)
}

/// Path and query of a page of the entries of a kind.
pub(super) fn list_page(list: &List) -> String {
    let mut filters = Vec::from_iter(kind_filter(list.kind));
    if list.kind != Kind::Customer {
        filters.extend(list.from.map(|day| ("from_date", day.to_string())));
        filters.extend(list.to.map(|day| ("to_date", day.to_string())));
    }
    query(path(list.kind), &filters, list.page)
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
pub(super) fn body(document: &Document) -> Result<Vec<u8>, serde_json::Error> {
    let mut bytes = Vec::with_capacity(512);
    match document {
        Document::Customer(customer) => serde_json::to_writer(&mut bytes, &customer_body(customer)),
        Document::Invoice(invoice) => serde_json::to_writer(&mut bytes, &invoice_body(invoice)),
        Document::CreditMemo(memo) => serde_json::to_writer(&mut bytes, &credit_memo_body(memo)),
        Document::Receipt(receipt) => serde_json::to_writer(&mut bytes, &receipt_body(receipt)),
        Document::Refund(refund) => serde_json::to_writer(&mut bytes, &refund_body(refund)),
        Document::JournalEntry(entry) => serde_json::to_writer(&mut bytes, &journal_body(entry)),
    }?;
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

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CustomerBody<'a> {
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
    billing_address: Option<&'a Address>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shipping_address: Option<&'a Address>,
}

fn customer_body(customer: &Customer) -> CustomerBody<'_> {
    let contact = customer.contact.as_ref();
    CustomerBody {
        customer_id: customer.id.as_str(),
        name: customer.name.as_str(),
        first_name: contact.and_then(|contact| contact.first.as_ref()).map(FirstName::as_str),
        last_name: contact.and_then(|contact| contact.last.as_ref()).map(LastName::as_str),
        email: customer.email.as_ref().map(Email::as_str),
        phone: customer.phone.as_ref().map(Phone::as_str),
        billing_address: customer.billing.as_ref(),
        shipping_address: customer.shipping.as_ref(),
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct InvoiceBody<'a> {
    kind: Kind,
    reference_number: &'a str,
    customer_id: &'a str,
    transaction_date: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    due_date: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer_purchase_order: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    order_number: Option<&'a str>,
    receivable_account: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    applies_to: Option<&'a str>,
    lines: Each<'a, InvoiceLine>,
}

fn invoice_body(invoice: &Invoice) -> InvoiceBody<'_> {
    InvoiceBody {
        kind: Kind::Invoice,
        reference_number: invoice.reference().as_str(),
        customer_id: invoice.customer().as_str(),
        transaction_date: invoice.date(),
        due_date: invoice.due(),
        customer_purchase_order: invoice.customer_purchase_order().map(PurchaseOrderNumber::as_str),
        order_number: invoice.order_number().map(OrderNumber::as_str),
        receivable_account: invoice.receivable().as_str(),
        applies_to: None,
        lines: Each(invoice.lines()),
    }
}

fn credit_memo_body(memo: &CreditMemo) -> InvoiceBody<'_> {
    InvoiceBody {
        kind: Kind::CreditMemo,
        reference_number: memo.reference().as_str(),
        customer_id: memo.customer().as_str(),
        transaction_date: memo.date(),
        due_date: None,
        customer_purchase_order: memo.customer_purchase_order().map(PurchaseOrderNumber::as_str),
        order_number: memo.order_number().map(OrderNumber::as_str),
        receivable_account: memo.receivable().as_str(),
        applies_to: memo.applies_to().map(Reference::as_str),
        lines: Each(memo.lines()),
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct InvoiceLineBody<'a> {
    account: &'a str,
    amount: Amount,
    description: &'a str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    sales_tax: bool,
}

impl Serialize for Each<'_, InvoiceLine> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|line| InvoiceLineBody {
            account: line.account().as_str(),
            amount: Amount(line.amount()),
            description: line.description().as_str(),
            sales_tax: line.sales_tax(),
        }))
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PaymentBody<'a> {
    kind: Kind,
    reference_number: &'a str,
    customer_id: &'a str,
    transaction_date: NaiveDate,
    cash_account: &'a str,
    payment_method: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    deposit_ticket_id: Option<&'a str>,
    amount: Amount,
    applies: Each<'a, Applied>,
    #[serde(skip_serializing_if = "Option::is_none")]
    original_reference: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payment_details: Option<PaymentDetails<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PaymentDetails<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    authorization_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_four: Option<&'a str>,
}

fn payment_details(card: &CardDetails) -> PaymentDetails<'_> {
    PaymentDetails {
        authorization_code: card.authorization_code.as_ref().map(AuthorizationCode::as_str),
        last_four: card.last4.as_ref().map(LastFour::as_str),
    }
}

fn receipt_body(receipt: &Receipt) -> PaymentBody<'_> {
    let Tender { cash_account, payment_method, deposit_ticket } = receipt.tender();
    PaymentBody {
        kind: Kind::Receipt,
        reference_number: receipt.reference().as_str(),
        customer_id: receipt.customer().as_str(),
        transaction_date: receipt.date(),
        cash_account: cash_account.as_str(),
        payment_method: payment_method.as_str(),
        deposit_ticket_id: deposit_ticket.as_ref().map(DepositTicketId::as_str),
        amount: Amount(receipt.amount()),
        applies: Each(receipt.applies()),
        original_reference: None,
        payment_details: receipt.card().map(payment_details),
    }
}

fn refund_body(refund: &Refund) -> PaymentBody<'_> {
    let Tender { cash_account, payment_method, deposit_ticket } = refund.tender();
    PaymentBody {
        kind: Kind::Refund,
        reference_number: refund.reference().as_str(),
        customer_id: refund.customer().as_str(),
        transaction_date: refund.date(),
        cash_account: cash_account.as_str(),
        payment_method: payment_method.as_str(),
        deposit_ticket_id: deposit_ticket.as_ref().map(DepositTicketId::as_str),
        amount: Amount(refund.amount()),
        applies: Each(refund.applies()),
        original_reference: refund.original().map(Reference::as_str),
        payment_details: None,
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AppliedBody<'a> {
    reference_number: &'a str,
    amount: Amount,
}

impl Serialize for Each<'_, Applied> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|part| AppliedBody {
            reference_number: part.invoice().as_str(),
            amount: Amount(part.amount()),
        }))
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JournalBody<'a> {
    reference_number: &'a str,
    transaction_date: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    lines: Each<'a, JournalLine>,
}

fn journal_body(entry: &JournalEntry) -> JournalBody<'_> {
    JournalBody {
        reference_number: entry.reference().as_str(),
        transaction_date: entry.date(),
        description: entry.description().map(Description::as_str),
        lines: Each(entry.lines()),
    }
}

#[derive(Serialize)]
struct JournalLineBody<'a> {
    account: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    debit: Option<Amount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credit: Option<Amount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
}

impl Serialize for Each<'_, JournalLine> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|line| {
            let on = |side| (line.side() == side).then(|| Amount(line.amount()));
            JournalLineBody {
                account: line.account().as_str(),
                debit: on(Side::Debit),
                credit: on(Side::Credit),
                description: line.description().map(Description::as_str),
            }
        }))
    }
}

#[cfg(test)]
mod tests;
