use paysage_money::Currency;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::model::{
    Address, AddressLine, Applied, AuthorizationCode, CardDetails, Contact, CustomerName, DepositTicketId,
    Description, Email, FirstName, GlAccount, InvoiceLine, JournalLine, LastFour, LastName, OrderNumber,
    PaymentMethod, Phone, PurchaseOrderNumber, Reference, Side, State, Tender, Zip,
};

fn text(most: usize) -> impl Strategy<Value = String> {
    vec(prop::char::ranges(vec!['a'..='z', 'A'..='Z', '0'..='9', 'À'..='ÿ', '!'..='/'].into()), 1..=most)
        .prop_map(String::from_iter)
}

fn reference() -> impl Strategy<Value = Reference> {
    text(20).prop_map(|text| Reference::new(text).unwrap())
}

fn account() -> impl Strategy<Value = GlAccount> {
    text(15).prop_map(|text| GlAccount::new(text).unwrap())
}

fn customer_id() -> impl Strategy<Value = CustomerId> {
    text(20).prop_map(|text| CustomerId::new(text.replace(['*', '?', '+'], "x")).unwrap())
}

fn day() -> impl Strategy<Value = NaiveDate> {
    (725_000_i32..765_000).prop_map(|days| NaiveDate::from_num_days_from_ce_opt(days).unwrap())
}

fn money(minor: i64) -> Money {
    Money::from_minor(minor, Currency::Usd)
}

fn lines() -> impl Strategy<Value = Vec<InvoiceLine>> {
    let line = (account(), 1_i64..1_000_000_000, text(160), any::<bool>()).prop_map(
        |(account, minor, text, tax)| {
            let line = InvoiceLine::new(account, money(minor), Description::new(text).unwrap()).unwrap();
            if tax { line.with_sales_tax() } else { line }
        },
    );
    vec(line, 1..5)
}

fn applies() -> impl Strategy<Value = Vec<Applied>> {
    let part = (reference(), 1_i64..1_000_000_000);
    vec(part.prop_map(|(invoice, minor)| Applied::new(invoice, money(minor)).unwrap()), 1..5)
}

fn tender() -> impl Strategy<Value = Tender> {
    (account(), text(20), option::of(text(13))).prop_map(|(account, method, ticket)| {
        let mut tender = Tender::new(account, PaymentMethod::new(method).unwrap());
        tender.deposit_ticket = ticket.map(|ticket| DepositTicketId::new(ticket).unwrap());
        tender
    })
}

fn customer() -> impl Strategy<Value = Document> {
    let address = || {
        option::of((text(30), option::of(text(30)), option::of(text(2)), option::of(text(12)))).prop_map(
            |parts| {
                parts.map(|(line1, line2, state, zip)| {
                    let mut address = Address::new(AddressLine::new(line1).unwrap());
                    address.line2 = line2.map(|line| AddressLine::new(line).unwrap());
                    address.state = state.map(|state| State::new(state).unwrap());
                    address.zip = zip.map(|zip| Zip::new(zip).unwrap());
                    address
                })
            },
        )
    };
    let contact = option::of((text(15), text(20)));
    (customer_id(), text(39), contact, address(), address(), option::of(text(20))).prop_map(
        |(id, name, contact, billing, shipping, phone)| {
            let mut customer = Customer::new(id, CustomerName::new(name).unwrap());
            customer.contact = contact.map(|(first, last)| Contact {
                first: Some(FirstName::new(first).unwrap()),
                last: Some(LastName::new(last).unwrap()),
            });
            (customer.billing, customer.shipping) = (billing, shipping);
            customer.email = phone.as_ref().map(|text| Email::new(text.clone()).unwrap());
            customer.phone = phone.map(|phone| Phone::new(phone).unwrap());
            Document::from(customer)
        },
    )
}

fn sale() -> impl Strategy<Value = Document> {
    let head = (reference(), customer_id(), day(), account(), lines());
    (head, option::of(day()), option::of(text(20)), option::of(reference()), any::<bool>()).prop_map(
        |((reference, customer, date, receivable, lines), due, number, applies_to, credit)| {
            if credit {
                let mut memo = CreditMemo::new(reference, customer, date, receivable, lines).unwrap();
                if let Some(invoice) = applies_to {
                    memo = memo.with_applies_to(invoice);
                }
                return memo.into();
            }
            let mut invoice = Invoice::new(reference, customer, date, receivable, lines).unwrap();
            if let Some(due) = due {
                invoice = invoice.with_due(due);
            }
            if let Some(number) = number {
                invoice = invoice
                    .with_order_number(OrderNumber::new(number.clone()).unwrap())
                    .with_customer_purchase_order(PurchaseOrderNumber::new(number).unwrap());
            }
            invoice.into()
        },
    )
}

fn payment() -> impl Strategy<Value = Document> {
    let head = (reference(), customer_id(), day(), tender(), applies());
    (head, option::of((text(20), 0_u16..10_000)), option::of(reference()), any::<bool>()).prop_map(
        |((reference, customer, date, tender, applies), card, original, refund)| {
            if refund {
                let refund = Refund::new(reference, customer, date, tender, applies).unwrap();
                return match original {
                    Some(original) => refund.with_original(original).into(),
                    None => refund.into(),
                };
            }
            let receipt = Receipt::new(reference, customer, date, tender, applies).unwrap();
            match card {
                None => receipt.into(),
                Some((code, digits)) => receipt
                    .with_card(CardDetails {
                        authorization_code: Some(AuthorizationCode::new(code).unwrap()),
                        last4: Some(LastFour::new(format!("{digits:04}")).unwrap()),
                    })
                    .into(),
            }
        },
    )
}

fn journal() -> impl Strategy<Value = Document> {
    let debits = vec((account(), 0_i64..1_000_000_000, option::of(text(160))), 1..5);
    (reference(), day(), option::of(text(160)), debits, account()).prop_map(
        |(reference, date, description, debits, account)| {
            let total = debits.iter().map(|(_, minor, _)| minor).chain([&1]).sum::<i64>();
            let mut lines = vec![
                JournalLine::debit(account.clone(), money(1)).unwrap(),
                JournalLine::credit(account, money(total)).unwrap(),
            ];
            lines.extend(debits.into_iter().map(|(account, minor, text)| {
                let line = JournalLine::new(account, Side::Debit, money(minor)).unwrap();
                match text {
                    Some(text) => line.with_description(Description::new(text).unwrap()),
                    None => line,
                }
            }));
            let entry = JournalEntry::new(reference, date, lines).unwrap();
            match description {
                Some(text) => entry.with_description(Description::new(text).unwrap()).into(),
                None => entry.into(),
            }
        },
    )
}

/// Any document, with any of its options.
pub(crate) fn document() -> impl Strategy<Value = Document> {
    prop_oneof![customer(), sale(), payment(), journal()]
}

fn mirror(document: &Document) -> Found {
    Found {
        key: "k".into(),
        kind: document.kind(),
        reference: document.reference().into(),
        customer: document.customer().map(|customer| customer.as_str().to_ascii_uppercase().into()),
        date: document.date(),
        amount: document.amount(),
        status: None,
        voided: false,
    }
}

proptest! {
    #[test]
    fn a_stored_document_reads_back_as_the_same_document(document in document()) {
        let stored = serde_json::to_string(&document).unwrap();
        let back: Document = serde_json::from_str(&stored).unwrap();
        prop_assert_eq!(&back, &document);
        prop_assert_eq!(back.amount(), document.amount());
        prop_assert_eq!(serde_json::to_string(&back).unwrap(), stored);
        let value: Value = serde_json::to_value(&document).unwrap();
        prop_assert_eq!(&value["kind"], document.kind().as_str());
    }

    #[test]
    fn a_document_is_equal_to_its_own_entry_and_to_no_entry_without_amount(document in document()) {
        let found = mirror(&document);
        prop_assert_eq!(document.compare(&found), []);
        let blind = Found { date: None, amount: None, ..found };
        let unseen = document.compare(&blind).into_iter().map(|difference| difference.field).collect::<Vec<_>>();
        let expected: &[&str] = if document.kind() == Kind::Customer { &[] } else { &["date", "amount"] };
        prop_assert_eq!(unseen, expected);
    }
}

fn stored_invoice() -> Value {
    let line = |minor: &str| {
        json!({"account": "40000", "amount": {"amount": minor, "currency": "USD"}, "description": "Widget",
               "sales_tax": false})
    };
    json!({"kind": "invoice", "reference": "PT1", "customer": "ACME-001", "date": "2026-07-01",
           "receivable": "11000", "lines": [line("19.99"), line("0.01")]})
}

fn invoice() -> Document {
    serde_json::from_value(stored_invoice()).unwrap()
}

#[test]
fn the_stored_form_is_the_documented_one() {
    assert_eq!(serde_json::to_value(invoice()).unwrap(), stored_invoice());
    assert_eq!(invoice().amount(), Some(money(2000)));
}

#[test]
fn every_difference_is_named_with_both_sides() {
    let found = Found {
        key: "k".into(),
        kind: Kind::CreditMemo,
        reference: "PT2".into(),
        customer: None,
        date: NaiveDate::from_ymd_opt(2026, 7, 2),
        amount: Some(Money::from_minor(2000, Currency::Cad)),
        status: Some("Voided".into()),
        voided: true,
    };
    let differences = invoice().compare(&found);
    let rows = differences.iter().map(|row| (row.field, &*row.ours, &*row.theirs)).collect::<Vec<_>>();
    assert_eq!(
        rows,
        [
            ("kind", "invoice", "credit memo"),
            ("reference", "PT1", "PT2"),
            ("customer", "ACME-001", "not given"),
            ("date", "2026-07-01", "2026-07-02"),
            ("amount", "20.00 USD", "20.00 CAD"),
            ("status", "posted", "voided"),
        ]
    );
}

#[test]
fn an_invalid_document_cannot_be_read_either() {
    let breaks = [
        ("no lines", "/lines", json!([])),
        ("a negative line", "/lines/0/amount/amount", json!("-1.00")),
        ("two currencies", "/lines/0/amount/currency", json!("CAD")),
        ("half a cent", "/lines/0/amount/amount", json!("1.005")),
        ("an amount that is a number", "/lines/0/amount/amount", json!(1)),
        ("a long reference", "/reference", json!("x".repeat(21))),
        ("a wild customer id", "/customer", json!("A*")),
        ("no such day", "/date", json!("2026-02-30")),
        ("another kind", "/kind", json!("receipt")),
        ("an unknown kind", "/kind", json!("prepayment")),
    ];
    for (what, at, value) in breaks {
        let mut stored = stored_invoice();
        *stored.pointer_mut(at).unwrap() = value;
        assert!(serde_json::from_value::<Document>(stored).is_err(), "{what}");
    }
    for (at, field) in [("", "discount"), ("/lines/0", "quantity")] {
        let mut stored = stored_invoice();
        stored.pointer_mut(at).unwrap()[field] = json!("1");
        assert!(serde_json::from_value::<Document>(stored).is_err(), "a field of a newer version: {field}");
    }
    let mut stored = stored_invoice();
    for index in 0..2 {
        stored["lines"][index]["amount"]["amount"] = json!("0.00");
    }
    let error = serde_json::from_value::<Document>(stored).unwrap_err();
    assert_eq!(error.to_string(), "the total of the invoice is zero");
}

#[test]
fn a_journal_entry_balances_and_a_payment_applies_more_than_nothing() {
    let account = || GlAccount::new("10200").unwrap();
    let reference = || Reference::new("PT1").unwrap();
    let date = NaiveDate::from_ymd_opt(2026, 7, 1).unwrap();
    let debit = |minor| JournalLine::debit(account(), money(minor)).unwrap();
    let credit = |minor| JournalLine::credit(account(), money(minor)).unwrap();
    let entry = |lines| JournalEntry::new(reference(), date, lines).map_err(|error| error.to_string());
    assert_eq!(
        entry(vec![debit(100), credit(99)]).unwrap_err(),
        "the journal entry does not balance: debits 1.00, credits 0.99"
    );
    assert_eq!(entry(vec![debit(0), credit(0)]).unwrap_err(), "the total of the journal entry is zero");
    assert_eq!(entry(vec![debit(1)]).unwrap_err(), "journal entry has 1 lines; it needs at least 2");
    let many = (0..561).map(|_| debit(0)).collect();
    assert_eq!(entry(many).unwrap_err(), "journal entry has 561 lines; Sage 50 allows 560");
    let foreign = JournalLine::credit(account(), Money::from_minor(100, Currency::Cad)).unwrap();
    assert!(entry(vec![debit(100), foreign]).is_err());
    assert!(entry(vec![debit(100), credit(60), credit(40)]).is_ok());
    assert!(Applied::new(reference(), money(0)).is_err());
    assert!(Applied::new(reference(), money(-1)).is_err());
    let tender = Tender::new(account(), PaymentMethod::new("Card").unwrap());
    let customer = CustomerId::new("ACME-001").unwrap();
    assert_eq!(
        Receipt::new(reference(), customer, date, tender, Vec::new()).unwrap_err().to_string(),
        "receipt has 0 applied parts; it needs at least 1"
    );
}
