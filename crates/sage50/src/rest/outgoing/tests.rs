use paysage_money::{Currency, wire};
use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::model::tests::document;
use crate::rest::entry;

fn sum(lines: &Value, field: &str) -> Money {
    let amounts = lines.as_array().unwrap().iter().filter_map(|line| line.get(field));
    Money::sum(amounts.map(|text| wire::money(text, Currency::Usd).unwrap()), Currency::Usd).unwrap()
}

proptest! {
    #[test]
    fn every_body_says_what_the_document_says(document in document()) {
        let bytes = body(&document).unwrap();
        let json: Value = serde_json::from_slice(&bytes).unwrap();
        let amount = match document.kind() {
            Kind::Customer => None,
            Kind::Invoice | Kind::CreditMemo => Some(sum(&json["lines"], "amount")),
            Kind::Receipt | Kind::Refund => {
                prop_assert_eq!(wire::money(&json["amount"], Currency::Usd).ok(), document.amount());
                Some(sum(&json["applies"], "amount"))
            }
            Kind::JournalEntry => {
                prop_assert_eq!(sum(&json["lines"], "debit"), sum(&json["lines"], "credit"));
                Some(sum(&json["lines"], "debit"))
            }
        };
        prop_assert_eq!(amount, document.amount());
        let reference = if document.kind() == Kind::Customer { "customerId" } else { "referenceNumber" };
        prop_assert_eq!(json[reference].as_str(), Some(document.reference()));
        prop_assert!(!bytes.windows(5).any(|window| window == b":null"), "nothing is written as null");
    }

    #[test]
    fn a_server_that_echoes_the_body_beside_a_key_is_believed(document in document()) {
        let mut answer: Value = serde_json::from_slice(&body(&document).unwrap()).unwrap();
        answer["key"] = "5f0c7d3e".into();
        let posted = entry::posted(&document, answer.to_string().as_bytes()).unwrap();
        prop_assert_eq!(&*posted.key, "5f0c7d3e");
    }

    #[test]
    fn a_reference_survives_the_query(document in document()) {
        let path = find_page(&document, 3);
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
    let query = |kind| list_page(&List::new(kind).between(day(1), day(31)).with_page(2));
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
    let customer = Customer::new(id, crate::model::CustomerName::new("A").unwrap());
    assert_eq!(
        find_page(&customer.into(), 1),
        "/v1/customers?customerId=A%20B%26C%3D%23%25&page=1&items_per_page=200"
    );
}
