//! Documents and a door.

use std::time::Duration;

use paysage_money::{Currency, Money};
use sage50::rest::{ApiKey, RestDoor};
use sage50::{
    Address, AddressLine, Applied, AuthorizationCode, CardDetails, City, Contact, Country, CreditMemo,
    Customer, CustomerId, CustomerName, DepositTicketId, Description, Document, Email, FirstName, GlAccount,
    Invoice, InvoiceLine, JournalEntry, JournalLine, LastFour, LastName, OrderNumber, PaymentMethod, Phone,
    PurchaseOrderNumber, Receipt, Reference, Refund, State, Tender, Zip,
};
use serde_json::{Value, json};

/// The key no log, error or `Debug` may show.
pub(crate) const KEY: &str = "canary-key-5f0c";

pub(crate) fn door(address: &str) -> RestDoor {
    door_with_timeout(address, Duration::from_secs(10))
}

pub(crate) fn door_with_timeout(address: &str, timeout: Duration) -> RestDoor {
    RestDoor::builder(address.parse().unwrap(), ApiKey::new(KEY)).with_timeout(timeout).build().unwrap()
}

pub(crate) fn usd(text: &str) -> Money {
    Money::parse(text, Currency::Usd).unwrap()
}

fn reference(text: &str) -> Reference {
    Reference::new(text).unwrap()
}

fn account(text: &str) -> GlAccount {
    GlAccount::new(text).unwrap()
}

fn acme() -> CustomerId {
    CustomerId::new("ACME-001").unwrap()
}

fn day() -> chrono::NaiveDate {
    "2026-07-01".parse().unwrap()
}

fn line(number: &str, amount: &str, text: &str) -> InvoiceLine {
    InvoiceLine::new(account(number), usd(amount), Description::new(text).unwrap()).unwrap()
}

pub(crate) fn customer() -> Document {
    let mut address = Address::new(AddressLine::new("1 Main Street").unwrap());
    address.line2 = Some(AddressLine::new("Suite 2").unwrap());
    address.city = Some(City::new("Springfield").unwrap());
    address.state = Some(State::new("IL").unwrap());
    address.zip = Some(Zip::new("62701").unwrap());
    address.country = Some(Country::new("US").unwrap());
    Customer::new(acme(), CustomerName::new("Acme Widgets Inc").unwrap())
        .with_contact(Contact {
            first: Some(FirstName::new("Ada").unwrap()),
            last: Some(LastName::new("Müller").unwrap()),
        })
        .with_billing(address.clone())
        .with_shipping(Address::new(AddressLine::new("2 Dock Road").unwrap()))
        .with_email(Email::new("ada@acme.example").unwrap())
        .with_phone(Phone::new("555 0100").unwrap())
        .into()
}

pub(crate) fn invoice() -> Document {
    let lines = vec![line("40000", "1234.50", "Widget \"9\""), line("23100", "0.06", "Tax").with_sales_tax()];
    Invoice::new(reference("PT100000001"), acme(), day(), account("11000"), lines)
        .unwrap()
        .with_due("2026-07-31".parse().unwrap())
        .with_customer_purchase_order(PurchaseOrderNumber::new("PO 7").unwrap())
        .with_order_number(OrderNumber::new("SO-9").unwrap())
        .into()
}

pub(crate) fn credit_memo() -> Document {
    CreditMemo::new(
        reference("PT100000002"),
        acme(),
        day(),
        account("11000"),
        vec![line("48000", "5.00", "Back")],
    )
    .unwrap()
    .with_applies_to(reference("PT100000001"))
    .into()
}

fn tender() -> Tender {
    Tender::new(account("10300"), PaymentMethod::new("Credit Card").unwrap())
        .with_deposit_ticket(DepositTicketId::new("571-20260701").unwrap())
}

fn applied(invoice: &str, amount: &str) -> Applied {
    Applied::new(reference(invoice), usd(amount)).unwrap()
}

pub(crate) fn receipt() -> Document {
    let applies = vec![applied("PT100000001", "1234.56"), applied("PT100000000", "0.44")];
    Receipt::new(reference("PT100000003"), acme(), day(), tender(), applies)
        .unwrap()
        .with_card(CardDetails {
            authorization_code: Some(AuthorizationCode::new("TAS010").unwrap()),
            last4: Some(LastFour::new("5439").unwrap()),
        })
        .into()
}

pub(crate) fn refund() -> Document {
    Refund::new(reference("PT100000004"), acme(), day(), tender(), vec![applied("PT100000002", "5.00")])
        .unwrap()
        .with_original(reference("PT100000003"))
        .into()
}

pub(crate) fn journal_entry() -> Document {
    let lines = vec![
        JournalLine::debit(account("10200"), usd("97.10")).unwrap(),
        JournalLine::debit(account("57500"), usd("2.90"))
            .unwrap()
            .with_description(Description::new("Fees of batch 571").unwrap()),
        JournalLine::credit(account("10300"), usd("100.00")).unwrap(),
    ];
    JournalEntry::new(reference("PTB571"), day(), lines)
        .unwrap()
        .with_description(Description::new("Settlement batch 571").unwrap())
        .into()
}

/// Each kind with the path it is posted to and the exact body.
pub(crate) fn all() -> [(Document, &'static str, Value); 6] {
    let tender =
        json!({"cashAccount": "10300", "paymentMethod": "Credit Card", "depositTicketId": "571-20260701"});
    let with_tender = |mut body: Value| {
        body.as_object_mut().unwrap().extend(tender.as_object().unwrap().clone());
        body
    };
    [
        (
            customer(),
            "/v1/customers",
            json!({"customerId": "ACME-001", "name": "Acme Widgets Inc", "firstName": "Ada", "lastName": "Müller",
                "email": "ada@acme.example", "phone": "555 0100",
                "billingAddress": {"line1": "1 Main Street", "line2": "Suite 2", "city": "Springfield",
                    "state": "IL", "zip": "62701", "country": "US"},
                "shippingAddress": {"line1": "2 Dock Road"}}),
        ),
        (
            invoice(),
            "/v1/invoices",
            json!({"kind": "invoice", "referenceNumber": "PT100000001", "customerId": "ACME-001",
                "transactionDate": "2026-07-01", "dueDate": "2026-07-31", "customerPurchaseOrder": "PO 7",
                "orderNumber": "SO-9", "receivableAccount": "11000", "lines": [
                    {"account": "40000", "amount": "1234.50", "description": "Widget \"9\""},
                    {"account": "23100", "amount": "0.06", "description": "Tax", "salesTax": true}]}),
        ),
        (
            credit_memo(),
            "/v1/invoices",
            json!({"kind": "credit_memo", "referenceNumber": "PT100000002", "customerId": "ACME-001",
                "transactionDate": "2026-07-01", "receivableAccount": "11000", "appliesTo": "PT100000001",
                "lines": [{"account": "48000", "amount": "5.00", "description": "Back"}]}),
        ),
        (
            receipt(),
            "/v1/payments",
            with_tender(
                json!({"kind": "receipt", "referenceNumber": "PT100000003", "customerId": "ACME-001",
                "transactionDate": "2026-07-01", "amount": "1235.00", "applies": [
                    {"referenceNumber": "PT100000001", "amount": "1234.56"},
                    {"referenceNumber": "PT100000000", "amount": "0.44"}],
                "paymentDetails": {"authorizationCode": "TAS010", "lastFour": "5439"}}),
            ),
        ),
        (
            refund(),
            "/v1/payments",
            with_tender(json!({"kind": "refund", "referenceNumber": "PT100000004", "customerId": "ACME-001",
                "transactionDate": "2026-07-01", "amount": "5.00", "originalReference": "PT100000003",
                "applies": [{"referenceNumber": "PT100000002", "amount": "5.00"}]})),
        ),
        (
            journal_entry(),
            "/v1/journal_entries",
            json!({"referenceNumber": "PTB571", "transactionDate": "2026-07-01",
                "description": "Settlement batch 571", "lines": [
                    {"account": "10200", "debit": "97.10"},
                    {"account": "57500", "debit": "2.90", "description": "Fees of batch 571"},
                    {"account": "10300", "credit": "100.00"}]}),
        ),
    ]
}
