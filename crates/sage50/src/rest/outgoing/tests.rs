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

/// What a receipt's lines bring in: what is settled and sold, less discounts and credits.
fn cash(body: &Value) -> Money {
    let lines = body["applies"].as_array().unwrap();
    let (credits, rest): (Vec<Value>, Vec<Value>) =
        lines.iter().cloned().partition(|line| line["type"] == "credit_used");
    let (credits, rest) = (Value::from(credits), Value::from(rest));
    let minus = |sum: Money, other: Money| sum.checked_sub(other).unwrap();
    minus(minus(sum(&rest, "amount"), sum(&rest, "discount")), sum(&credits, "amount"))
}

proptest! {
    #[test]
    fn a_document_is_written_whole(document in document()) {
        let bytes = body(&document).unwrap();
        let json: Value = serde_json::from_slice(&bytes).unwrap();
        let amount = match document.kind() {
            Kind::Invoice | Kind::CreditMemo | Kind::SalesOrder => Some(sum(&json["lines"], "amount")),
            Kind::Receipt | Kind::Refund | Kind::Chargeback => {
                prop_assert_eq!(wire::money(&json["amount"], Currency::Usd).ok(), document.amount());
                Some(cash(&json))
            }
            Kind::JournalEntry => {
                prop_assert_eq!(sum(&json["lines"], "debit"), sum(&json["lines"], "credit"));
                Some(sum(&json["lines"], "debit"))
            }
            _ => None,
        };
        prop_assert_eq!(amount, document.amount());
        prop_assert_eq!(json[reference_filter(document.kind())].as_str(), Some(document.reference()));
        prop_assert!(!bytes.windows(5).any(|window| window == b":null"), "nothing is written as null");
    }

    #[test]
    fn a_server_that_echoes_the_body_beside_a_key_is_believed(document in document()) {
        let mut answer: Value = serde_json::from_slice(&body(&document).unwrap()).unwrap();
        answer["key"] = "5f0c7d3e".into();
        let answer = answer.to_string();
        let posted = entry::posted(&document, answer.as_bytes()).unwrap();
        prop_assert_eq!(posted.key(), Some("5f0c7d3e"));
        let queued = entry::queued(&document, answer.as_bytes()).unwrap();
        prop_assert_eq!(queued.key(), None);
    }

    #[test]
    fn what_a_server_shows_of_a_document_reads_back_as_equal(document in document()) {
        let mut answer: Value = serde_json::from_slice(&body(&document).unwrap()).unwrap();
        answer["key"] = "5f0c7d3e".into();
        if let Some(amount) = document.amount() {
            answer["total"] = amount.to_string().into();
        }
        let entry: entry::Entry = serde_json::from_value(answer).unwrap();
        let found = entry.found(document.kind(), Currency::Usd).unwrap();
        prop_assert_eq!(document.compare(&found), []);
    }

    #[test]
    fn a_reference_survives_the_query(document in document()) {
        let path = find_page(&document, 3);
        let url = url::Url::parse("http://localhost").unwrap().join(&path).unwrap();
        let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        let name = reference_filter(document.kind());
        prop_assert!(pairs.contains(&(name.into(), document.reference().into())));
        prop_assert!(pairs.contains(&("page".into(), "3".into())));
        prop_assert!(!path.contains('+'));
        // What is compared must be asked for.
        let all = pairs.contains(&("attributes".into(), "all".into()));
        prop_assert_eq!(all, crate::model::Found::of(&document, "k").booking != crate::model::Booking::default());
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
    assert_eq!(
        changes_page(&Changes::new(Kind::Chargeback, "2026-07-01T12:00:00.25Z".parse().unwrap())),
        "/v1/payments?kind=chargeback&updated_or_created_since=2026-07-01T12%3A00%3A00.250Z&page=1&items_per_page=200"
    );
}

#[test]
fn blanks_and_signs_of_a_reference_are_escaped() {
    let id = crate::model::CustomerId::new("A B&C=#%").unwrap();
    let customer = crate::model::Customer::new(id, crate::model::CustomerName::new("A").unwrap());
    assert_eq!(
        find_page(&customer.into(), 1),
        "/v1/customers?customerId=A%20B%26C%3D%23%25&page=1&items_per_page=200"
    );
}
