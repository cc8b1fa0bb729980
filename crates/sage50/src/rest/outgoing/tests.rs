use chrono::NaiveDate;
use paysage_money::{Currency, wire};
use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::model::sample::document;
use crate::rest::entry;

fn sum(lines: &Value, field: &str) -> Money {
    let amounts = lines.as_array().unwrap().iter().filter_map(|line| line.get(field));
    Money::sum(amounts.map(|text| wire::money(text, Currency::Usd).unwrap()), Currency::Usd).unwrap()
}

/// Whether the contract has a place for everything in a document.
fn is_taken(document: &Document) -> bool {
    match document {
        Document::Receipt(receipt) => {
            receipt.lines().iter().all(|line| matches!(line, ReceiptLine::Invoice { .. }))
        }
        _ => path(document.kind()).is_ok(),
    }
}

proptest! {
    #[test]
    fn a_document_is_written_whole_or_refused(document in document()) {
        let written = body(&document);
        if !is_taken(&document) {
            let error = written.unwrap_err();
            prop_assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unsupported, Outcome::Nothing));
            return Ok(());
        }
        let bytes = written.unwrap();
        let json: Value = serde_json::from_slice(&bytes).unwrap();
        let amount = match document.kind() {
            Kind::Invoice | Kind::CreditMemo => Some(sum(&json["lines"], "amount")),
            Kind::Receipt | Kind::Refund => {
                prop_assert_eq!(wire::money(&json["amount"], Currency::Usd).ok(), document.amount());
                let cash = sum(&json["applies"], "amount").checked_sub(sum(&json["applies"], "discount"));
                Some(cash.unwrap())
            }
            Kind::JournalEntry => {
                prop_assert_eq!(sum(&json["lines"], "debit"), sum(&json["lines"], "credit"));
                Some(sum(&json["lines"], "debit"))
            }
            _ => None,
        };
        prop_assert_eq!(amount, document.amount());
        let reference = if document.kind() == Kind::Customer { "customerId" } else { "referenceNumber" };
        prop_assert_eq!(json[reference].as_str(), Some(document.reference()));
        prop_assert!(!bytes.windows(5).any(|window| window == b":null"), "nothing is written as null");
    }

    #[test]
    fn a_server_that_echoes_the_body_beside_a_key_is_believed(
        document in document().prop_filter("taken", is_taken),
    ) {
        let mut answer: Value = serde_json::from_slice(&body(&document).unwrap()).unwrap();
        answer["key"] = "5f0c7d3e".into();
        let posted = entry::posted(&document, answer.to_string().as_bytes()).unwrap();
        prop_assert_eq!(posted.key(), Some("5f0c7d3e"));
    }

    #[test]
    fn a_reference_survives_the_query(document in document().prop_filter("taken", is_taken)) {
        let path = find_page(path(document.kind()).unwrap(), &document, 3);
        let url = url::Url::parse("http://localhost").unwrap().join(&path).unwrap();
        let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        let name = if document.kind() == Kind::Customer { "customerId" } else { "referenceNumber" };
        prop_assert!(pairs.contains(&(name.into(), document.reference().into())));
        prop_assert!(pairs.contains(&("page".into(), "3".into())));
        prop_assert!(!path.contains('+'));
    }
}

#[test]
fn lists_ask_for_kind_days_and_page() {
    let day = |day| NaiveDate::from_ymd_opt(2026, 7, day).unwrap();
    let query = |kind| list_page(path(kind).unwrap(), &List::new(kind).between(day(1), day(31)).with_page(2));
    assert_eq!(
        query(Kind::CreditMemo),
        "/v1/invoices?kind=credit_memo&from_date=2026-07-01&to_date=2026-07-31&page=2&items_per_page=200"
    );
    assert_eq!(
        query(Kind::JournalEntry),
        "/v1/journal_entries?from_date=2026-07-01&to_date=2026-07-31&page=2&items_per_page=200"
    );
    assert_eq!(query(Kind::Customer), "/v1/customers?page=2&items_per_page=200");
}

#[test]
fn blanks_and_signs_of_a_reference_are_escaped() {
    let id = crate::model::CustomerId::new("A B&C=#%").unwrap();
    let customer = crate::model::Customer::new(id, crate::model::CustomerName::new("A").unwrap());
    assert_eq!(
        find_page(path(Kind::Customer).unwrap(), &customer.into(), 1),
        "/v1/customers?customerId=A%20B%26C%3D%23%25&page=1&items_per_page=200"
    );
}
