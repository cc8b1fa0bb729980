//! Amounts due, edits by hand, and the balance of everything.

use paysage_money::Money;
use proptest::prelude::*;
use sage50::Kind;

use super::*;
use Resource::{Invoices, JournalEntries, Payments};

#[test]
fn receipts_lower_the_amount_due_until_the_invoice_is_paid() {
    let mut books = Company::new();
    post(&mut books, Invoices, &invoice("I-1", "100.00"));
    post(&mut books, Payments, &receipt("R-1", &[("i-1", "60.00")], "60.00"));
    assert_eq!(due(&books, "I-1"), "40.00");
    let more = receipt("R-2", &[("I-1", "40.01")], "40.01");
    assert_eq!(refused(&mut books, Payments, &more), only(Code::AmountExceedsDue, "applies[0].amount"));
    post(&mut books, Payments, &receipt("R-2", &[("I-1", "40.00")], "40.00"));
    assert_eq!(due(&books, "I-1"), "0.00");
    assert_eq!((balance(&books, "10300"), balance(&books, "11000")), ("100.00".into(), "0.00".into()));
    assert_whole(&books);
}

#[test]
fn two_lines_for_one_invoice_count_together() {
    let mut books = Company::new();
    post(&mut books, Invoices, &invoice("I-1", "100.00"));
    let body = receipt("R-1", &[("I-1", "60.00"), ("I-1", "40.01")], "100.01");
    assert_eq!(refused(&mut books, Payments, &body), only(Code::AmountExceedsDue, "applies[1].amount"));
    post(&mut books, Payments, &receipt("R-1", &[("I-1", "60.00"), ("I-1", "40.00")], "100.00"));
    assert_eq!(due(&books, "I-1"), "0.00");
}

#[test]
fn a_payment_is_the_sum_of_what_it_applies() {
    let mut books = Company::new();
    post(&mut books, Invoices, &invoice("I-1", "100.00"));
    for amount in ["59.99", "60.01"] {
        let body = receipt("R-1", &[("I-1", "60.00")], amount);
        assert_eq!(refused(&mut books, Payments, &body), only(Code::Unbalanced, "amount"));
    }
}

#[test]
fn a_refund_pays_out_a_credit_memo_and_no_more() {
    let mut books = Company::new();
    post(&mut books, Invoices, &invoice("I-1", "100.00"));
    post(&mut books, Payments, &receipt("R-1", &[("I-1", "100.00")], "100.00"));
    let memo = with(credit_memo("C-1", "30.00"), "appliesTo", json!("I-1"));
    let answer = post(&mut books, Invoices, &memo);
    assert_eq!((&answer["amountDue"], &answer["status"]), (&json!("30.00"), &json!("open")));
    let more = refund("F-1", &[("C-1", "30.01")], "30.01");
    assert_eq!(refused(&mut books, Payments, &more), only(Code::AmountExceedsDue, "applies[0].amount"));
    let body = with(refund("F-1", &[("C-1", "30.00")], "30.00"), "originalReference", json!("R-1"));
    post(&mut books, Payments, &body);
    assert_eq!(due(&books, "C-1"), "0.00");
    assert_eq!((balance(&books, "10300"), balance(&books, "40000")), ("70.00".into(), "-70.00".into()));
    assert_whole(&books);
}

#[test]
fn a_credit_memo_for_an_unpaid_invoice_lowers_what_is_due_and_keeps_the_rest_open() {
    let mut books = Company::new();
    post(&mut books, Invoices, &invoice("I-1", "100.00"));
    post(&mut books, Payments, &receipt("R-1", &[("I-1", "80.00")], "80.00"));
    let memo = with(credit_memo("C-1", "30.00"), "appliesTo", json!("I-1"));
    let answer = post(&mut books, Invoices, &memo);
    assert_eq!((&answer["amountDue"], &answer["status"]), (&json!("10.00"), &json!("partial")));
    assert_eq!(due(&books, "I-1"), "0.00");
    assert_whole(&books);
}

#[test]
fn sums_beyond_the_range_of_the_books_are_refused() {
    let mut books = Company::new();
    let huge = "92233720368547758.07";
    post(&mut books, Invoices, &invoice("I-1", huge));
    assert_eq!(refused(&mut books, Invoices, &invoice("I-2", "0.01")), only(Code::InvalidValue, "lines"));
    let other = with(invoice("I-2", "0.01"), "customerId", json!("BAYSIDE"));
    assert_eq!(refused(&mut books, Invoices, &other), only(Code::InvalidValue, "lines"));
    let line = json!({"account": "40000", "amount": huge, "description": "x"});
    let body = with(credit_memo("C-1", "1"), "lines", json!([line, line]));
    assert_eq!(refused(&mut books, Invoices, &body), only(Code::InvalidValue, "lines"));
    assert_whole(&books);
}

#[test]
fn an_edit_by_hand_keeps_the_books_balanced() {
    let mut books = Company::new();
    post(&mut books, Invoices, &invoice("I-1", "100.00"));
    post(&mut books, Payments, &receipt("R-1", &[("I-1", "100.00")], "100.00"));
    let lines = json!([{"account": "10200", "debit": "5.00"}, {"account": "10300", "credit": "5.00"}]);
    post(&mut books, JournalEntries, &journal_entry("J-1", &lines));
    assert_eq!(books.edit_amount(Kind::Invoice, "i-1", 12_000), Some(()));
    assert_eq!(due(&books, "I-1"), "20.00");
    assert_eq!(books.edit_amount(Kind::Receipt, "R-1", 9_000), Some(()));
    assert_eq!(due(&books, "I-1"), "30.00");
    assert_eq!(books.edit_amount(Kind::JournalEntry, "J-1", 600), Some(()));
    assert_eq!((balance(&books, "10200"), balance(&books, "10300")), ("6.00".into(), "84.00".into()));
    assert_whole(&books);
    for (kind, reference) in [
        (Kind::CreditMemo, "I-1"),
        (Kind::Refund, "R-1"),
        (Kind::Customer, "ACME-001"),
        (Kind::Invoice, "I-2"),
    ] {
        assert_eq!(books.edit_amount(kind, reference, 100), None);
    }
}

#[test]
fn a_voided_document_stays_on_record_without_effect() {
    let mut books = Company::new();
    post(&mut books, Invoices, &invoice("I-1", "100.00"));
    post(&mut books, Payments, &receipt("R-1", &[("I-1", "70.00")], "70.00"));
    assert_eq!(books.void(Kind::Invoice, "I-1"), None, "a receipt is applied to it");
    assert_eq!(books.void(Kind::Receipt, "R-1"), Some(()));
    assert_eq!(due(&books, "I-1"), "100.00");
    let memo = with(credit_memo("C-1", "30.00"), "appliesTo", json!("I-1"));
    post(&mut books, Invoices, &memo);
    assert_eq!(books.void(Kind::CreditMemo, "C-1"), Some(()));
    assert_eq!(due(&books, "I-1"), "100.00");
    assert_eq!(books.void(Kind::Invoice, "I-1"), Some(()));
    assert_eq!(due(&books, "I-1"), "0.00");
    assert!(books.trial_balance().iter().all(|account| account.balance.is_zero()));
    let voided = books.documents().iter().filter(|document| document.voided).count();
    assert_eq!(voided, 3);
    let body = receipt("R-2", &[("I-1", "1.00")], "1.00");
    assert_eq!(
        refused(&mut books, Payments, &body),
        only(Code::UnknownInvoice, "applies[0].referenceNumber")
    );
    let again = refused(&mut books, Invoices, &invoice("I-1", "1.00"));
    assert_eq!(again, only(Code::DuplicateValue, "referenceNumber"), "its number stays used");
    assert_eq!(books.void(Kind::Invoice, "I-1"), None, "voided already");
}

#[derive(Debug, Clone)]
enum Act {
    Sale { memo: bool, number: u8, cents: u32, applies_to: Option<u8>, other: bool },
    Payment { refund: bool, number: u8, cents: u32, other: bool },
    Journal { debit: u32, credit: u32, control: bool },
    Edit { kind: Kind, number: u8, cents: u32 },
    Void { kind: Kind, number: u8 },
}

fn cents(cents: u32) -> String {
    Money::from_minor(cents.into(), super::super::fields::CURRENCY).to_string()
}

fn customer(other: bool) -> Value {
    json!(if other { "BAYSIDE" } else { "ACME-001" })
}

fn perform(books: &mut Company, act: &Act) -> bool {
    match act {
        Act::Sale { memo, number, cents: amount, applies_to, other } => {
            let kind = if *memo { credit_memo } else { invoice };
            let mut body = with(kind(&format!("N{number}"), &cents(*amount)), "customerId", customer(*other));
            if let Some(applies_to) = applies_to.filter(|_| *memo) {
                body["appliesTo"] = json!(format!("N{applies_to}"));
            }
            try_post(books, Invoices, &body).is_ok()
        }
        Act::Payment { refund: back, number, cents: amount, other } => {
            let kind = if *back { refund } else { receipt };
            let amount = cents(*amount);
            let body = kind(&format!("N{number}"), &[(&format!("N{number}"), &amount)], &amount);
            try_post(books, Payments, &with(body, "customerId", customer(*other))).is_ok()
        }
        Act::Journal { debit, credit, control } => {
            let account = if *control { "11000" } else { "57500" };
            let lines = json!([{"account": account, "debit": cents(*debit)}, {"account": "10200", "credit": cents(*credit)}]);
            try_post(books, JournalEntries, &journal_entry("J", &lines)).is_ok()
        }
        Act::Edit { kind, number, cents } => {
            books.edit_amount(*kind, &format!("n{number}"), (*cents).into()).is_some()
        }
        Act::Void { kind, number } => books.void(*kind, &format!("n{number}")).is_some(),
    }
}

fn act() -> impl Strategy<Value = Act> {
    let kind = prop_oneof![
        Just(Kind::Invoice),
        Just(Kind::CreditMemo),
        Just(Kind::Receipt),
        Just(Kind::Refund),
        Just(Kind::JournalEntry)
    ];
    let (number, amount) = (0..6_u8, 0..2_000_u32);
    prop_oneof![
        (any::<bool>(), number.clone(), amount.clone(), prop::option::of(number.clone()), any::<bool>())
            .prop_map(|(memo, number, cents, applies_to, other)| Act::Sale {
                memo,
                number,
                cents,
                applies_to,
                other
            }),
        (any::<bool>(), number.clone(), amount.clone(), any::<bool>())
            .prop_map(|(refund, number, cents, other)| Act::Payment { refund, number, cents, other }),
        (1..3_u32, 1..3_u32, any::<bool>()).prop_map(|(debit, credit, control)| Act::Journal {
            debit,
            credit,
            control
        }),
        (kind.clone(), number.clone(), amount).prop_map(|(kind, number, cents)| Act::Edit {
            kind,
            number,
            cents
        }),
        (kind, number).prop_map(|(kind, number)| Act::Void { kind, number }),
    ]
}

proptest! {
    #[test]
    fn whatever_is_posted_the_books_balance_and_a_refusal_changes_nothing(
        acts in prop::collection::vec(act(), 1..40),
    ) {
        let mut books = Company::new();
        for act in &acts {
            let before = (books.documents(), books.trial_balance(), books.posts);
            if !perform(&mut books, act) {
                prop_assert_eq!(&before, &(books.documents(), books.trial_balance(), books.posts));
            }
            assert_whole(&books);
        }
    }
}
