use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::model::sample::document;

fn invoice(customer: &str, account: &str, description: &str) -> Document {
    serde_json::from_value(json!({"kind": "invoice", "details": {},
        "head": {"reference": "PT1", "customer": customer, "date": "2026-07-01", "receivable": account},
        "lines": [{"account": account, "description": description,
                   "amount": {"amount": "1.00", "currency": "GBP"}}]}))
    .unwrap()
}

fn fields(edition: Edition, document: &Document) -> Vec<String> {
    let problems = edition.check(document).err().unwrap_or_default();
    problems.into_iter().map(|problem| problem.field).collect()
}

fn journal(description: usize) -> Document {
    let line = |side: &str| {
        json!({"account": "1100", "side": side, "amount": {"amount": "1.00", "currency": "CAD"},
               "description": "x".repeat(description)})
    };
    serde_json::from_value(json!({"kind": "journal_entry", "reference": "PT1", "date": "2026-07-01",
        "description": "x".repeat(description), "lines": [line("debit"), line("credit")]}))
    .unwrap()
}

fn customer(contact: &Value) -> Document {
    serde_json::from_value(json!({"kind": "customer", "id": "ACME1", "name": "Acme", "contact": contact}))
        .unwrap()
}

#[test]
fn the_uk_takes_short_plain_references_and_short_details() {
    assert_eq!(fields(Edition::Uk, &invoice("ACME#1_/", "11000000", &"x".repeat(60))), [""; 0]);
    let wide = invoice("Acme 0001", "110000001", &"x".repeat(61));
    assert_eq!(
        fields(Edition::Uk, &wide),
        ["customer id", "customer id", "receivable account", "account of line 1", "description of line 1"]
    );
    assert_eq!(fields(Edition::Us, &wide), [""; 0]);
    for odd in ["acme", "AC ME", "ÄCME", "AC:ME"] {
        assert_eq!(fields(Edition::Uk, &invoice(odd, "1100", "x")), ["customer id"], "{odd}");
    }
    assert_eq!(fields(Edition::Uk, &journal(60)), [""; 0]);
    assert_eq!(
        fields(Edition::Uk, &journal(61)),
        ["description", "description of line 1", "description of line 2"]
    );
}

#[test]
fn canada_takes_short_comments_and_contacts() {
    assert_eq!(fields(Edition::Canada, &journal(75)), [""; 0]);
    assert_eq!(fields(Edition::Canada, &journal(76)).len(), 3);
    let contact = |last: usize| customer(&json!({"first": "x".repeat(15), "last": "x".repeat(last)}));
    assert_eq!(fields(Edition::Canada, &contact(14)), [""; 0]);
    assert_eq!(fields(Edition::Canada, &contact(15)), ["contact"]);
    assert_eq!(fields(Edition::Uk, &contact(15)), ["contact"]);
    assert_eq!(fields(Edition::Us, &contact(20)), [""; 0]);
}

#[test]
fn the_accounts_of_every_kind_are_checked() {
    let wide = "110000001";
    let amount = json!({"amount": "1.00", "currency": "GBP"});
    let head = json!({"reference": "R", "customer": "ACME", "date": "2026-07-01",
        "tender": {"cash_account": wide, "payment_method": "Card"}});
    let receipt = json!({"kind": "receipt", "head": head, "discount_account": wide, "lines": [
        {"line": "direct_sale", "account": wide, "amount": amount, "description": "x".repeat(61)},
        {"line": "prepayment", "amount": amount, "description": "x".repeat(61)}]});
    let chargeback =
        json!({"kind": "chargeback", "head": head, "original": "R", "invoice": "I", "amount": amount});
    let product = json!({"kind": "product", "id": "W", "description": "Widget", "class": "stock",
        "accounts": {"sales": wide, "inventory": wide, "cost_of_sales": "5000"}});
    let adjustment = json!({"kind": "stock_adjustment", "reference": "A", "date": "2026-07-01", "item": "W",
        "direction": "increase", "quantity": "1", "source_account": wide});
    let cases: [(Value, &[&str]); 4] = [
        (
            receipt,
            &[
                "cash account",
                "discount account",
                "account of line 1",
                "description of line 1",
                "description of line 2",
            ],
        ),
        (chargeback, &["cash account"]),
        (product, &["account of the item", "account of the item"]),
        (adjustment, &["source account"]),
    ];
    for (stored, expected) in cases {
        let document: Document = serde_json::from_value(stored).unwrap();
        assert_eq!(fields(Edition::Uk, &document), expected, "{document:?}");
        assert!(Edition::Us.check(&document).is_ok());
    }
}

#[test]
fn a_problem_names_field_content_limit_and_remedy() {
    let problems = Edition::Uk.check(&invoice("ACME-0001", "1100", "x")).unwrap_err();
    assert_eq!(
        problems.iter().map(ToString::to_string).collect::<Vec<_>>(),
        [
            "customer id is \"ACME-0001\"; at most 8 characters are allowed: shorten it at its source, or map it \
             to a shorter one"
        ]
    );
}

proptest! {
    #[test]
    fn the_us_takes_every_document_that_can_be_built(document in document()) {
        prop_assert_eq!(Edition::Us.check(&document), Ok(()));
    }

    #[test]
    fn what_the_uk_takes_fits_its_limits(document in document()) {
        if Edition::Uk.check(&document).is_ok() {
            if let Some(customer) = document.customer() {
                prop_assert!(customer.as_str().len() <= 8);
                prop_assert!(!customer.as_str().contains(char::is_lowercase));
            }
            if let Some(head) = document.payment_head() {
                prop_assert!(head.tender.cash_account.as_str().chars().count() <= 8);
            }
        }
    }
}
