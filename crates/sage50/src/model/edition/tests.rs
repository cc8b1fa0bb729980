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

/// A customer with one text of so many letters, at a JSON pointer's place.
fn customer_with(place: &[&str], letters: usize) -> Document {
    let mut json = json!({"kind": "customer", "id": "ACME1", "name": "Acme", "contact": {},
        "billing": {"line1": "1 Main"}, "shipping": {"line1": "2 Main"}});
    let mut at = &mut json;
    for key in place {
        at = &mut at[*key];
    }
    *at = json!("X".repeat(letters));
    serde_json::from_value(json).unwrap()
}

fn journal_of(reference: usize) -> Document {
    let line = |side: &str| json!({"account": "1100", "side": side, "amount": {"amount": "1.00", "currency": "USD"}});
    serde_json::from_value(json!({"kind": "journal_entry", "reference": "X".repeat(reference),
        "date": "2026-07-01", "lines": [line("debit"), line("credit")]}))
    .unwrap()
}

#[test]
fn each_edition_takes_its_own_limit_and_not_one_character_more() {
    // The widest of a text's limits is its type's: there the type itself refuses more.
    let places: [(&[&str], &str, [usize; 3]); 9] = [
        (&["name"], "customer name", [39, 60, 52]),
        (&["contact", "first"], "first name", [15, 30, 30]),
        (&["contact", "last"], "last name", [20, 30, 30]),
        (&["billing", "line1"], "billing address", [30, 60, 50]),
        (&["shipping", "line2"], "shipping address", [30, 60, 50]),
        (&["billing", "city"], "city of the billing address", [20, 60, 35]),
        (&["shipping", "state"], "state of the shipping address", [2, 60, 20]),
        (&["phone"], "phone", [20, 30, 30]),
        (&["id"], "customer id", [20, 8, 20]),
    ];
    let editions = [Edition::Us, Edition::Uk, Edition::Canada];
    for (place, field, limits) in places {
        let most = limits.into_iter().max().unwrap();
        for (edition, limit) in editions.into_iter().zip(limits) {
            assert_eq!(fields(edition, &customer_with(place, limit)), [""; 0], "{edition}: {field}");
            if limit < most {
                let problems = edition.check(&customer_with(place, limit + 1)).unwrap_err();
                assert_eq!(problems.len(), 1, "{edition}: {problems:?}");
                assert_eq!(problems[0].field, field, "{edition}");
                assert_eq!(problems[0].limit, format!("at most {limit} characters"), "{edition}");
            }
        }
    }
    for (edition, limit) in editions.into_iter().zip([20, 30, 20]) {
        assert_eq!(fields(edition, &journal_of(limit)), [""; 0]);
        if limit < 30 {
            assert_eq!(fields(edition, &journal_of(limit + 1)), ["reference"], "{edition}");
        }
    }
}

#[test]
fn references_that_a_document_names_are_checked_too() {
    let long = "X".repeat(21);
    let amount = json!({"amount": "1.00", "currency": "USD"});
    let head = json!({"reference": "R", "customer": "ACME", "date": "2026-07-01",
        "tender": {"cash_account": "10200", "payment_method": "Card"}});
    let memo = json!({"kind": "credit_memo", "details": {"applies_to": long}, "lines":
        [{"account": "4000", "description": "x", "amount": amount}],
        "head": {"reference": "C", "customer": "ACME", "date": "2026-07-01", "receivable": "11000"}});
    let cases: [(Value, &[&str]); 4] = [
        (
            json!({"kind": "refund", "head": head, "original": long, "applies": [
                {"reference": long, "amount": amount}]}),
            &["original receipt", "credit memo of part 1"],
        ),
        (
            json!({"kind": "chargeback", "head": head, "original": long, "invoice": long, "amount": amount}),
            &["original receipt", "invoice"],
        ),
        (
            json!({"kind": "receipt", "head": head, "lines":
                [{"line": "invoice", "reference": long, "amount": amount}]}),
            &["reference of line 1"],
        ),
        (memo, &["invoice of the credit memo"]),
    ];
    for (json, expected) in cases {
        let document: Document = serde_json::from_value(json).unwrap();
        assert_eq!(fields(Edition::Us, &document), expected, "{document:?}");
        assert_eq!(fields(Edition::Canada, &document), expected, "{document:?}");
        assert_eq!(fields(Edition::Uk, &document), [""; 0], "{document:?}");
    }
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
