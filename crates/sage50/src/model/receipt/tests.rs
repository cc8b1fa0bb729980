#![expect(clippy::arithmetic_side_effects, reason = "test code")]

use paysage_money::Currency;
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::error::{ErrorKind, Outcome, SageDetail};
use crate::model::sample::{money, payment_head, receipt_lines};
use crate::model::{Applied, CustomerId, PaymentMethod, Refund, Tender};

fn reference(text: &str) -> Reference {
    Reference::new(text).unwrap()
}

fn account(text: &str) -> GlAccount {
    GlAccount::new(text).unwrap()
}

fn text() -> Description {
    Description::new("Deposit").unwrap()
}

fn head() -> PaymentHead {
    let tender = Tender::new(account("10300"), PaymentMethod::new("Card").unwrap());
    let customer = CustomerId::new("ACME-001").unwrap();
    PaymentHead::new(reference("PT1-R"), customer, "2026-07-01".parse().unwrap(), tender)
}

fn settled(invoice: &str, minor: i64) -> ReceiptLine {
    ReceiptLine::invoice(reference(invoice), money(minor))
}

fn discounted(invoice: &str, minor: i64, discount: i64) -> ReceiptLine {
    let (amount, discount) = (money(minor), Some(money(discount)));
    ReceiptLine::Invoice { reference: reference(invoice), amount, discount }
}

fn credit(memo: &str, minor: i64) -> ReceiptLine {
    ReceiptLine::CreditUsed { reference: reference(memo), amount: money(minor) }
}

fn receipt(lines: Vec<ReceiptLine>) -> Receipt {
    Receipt::new(head(), lines, Some(account("49000"))).unwrap()
}

fn refusal(lines: Vec<ReceiptLine>) -> String {
    Receipt::new(head(), lines, Some(account("49000"))).unwrap_err().to_string()
}

#[test]
fn the_cash_is_what_the_lines_leave() {
    let sale = ReceiptLine::DirectSale {
        account: account("40000"),
        amount: money(700),
        description: text(),
        item: None,
    };
    let prepaid = ReceiptLine::Prepayment { amount: money(50), description: text() };
    let lines = vec![discounted("I1", 10_000, 200), settled("I2", 500), credit("C1", 3_000), sale, prepaid];
    assert_eq!(receipt(lines).amount(), money(10_000 - 200 + 500 - 3_000 + 700 + 50));
    // As real books have it: invoices of 200,000.00 and a credit of 60,182.54 leave 139,817.46.
    let lines = vec![settled("I1", 20_000_000), credit("C1", 6_018_254)];
    assert_eq!(receipt(lines).amount(), money(13_981_746));
    let one = Receipt::of_invoice(head(), reference("I1"), money(1999)).unwrap();
    assert_eq!((one.amount(), one.lines()), (money(1999), [settled("I1", 1999)].as_slice()));
}

#[test]
fn a_receipt_that_does_not_balance_is_refused() {
    let cases = [
        (Vec::new(), "receipt has 0 lines; it needs at least 1"),
        (vec![settled("I1", 0)], "the amount of a receipt's line is 0.00; it must be above zero"),
        (vec![credit("C1", -5)], "the amount of a receipt's line is -0.05; it must be above zero"),
        (vec![discounted("I1", 5, 0)], "the discount of a receipt's line is 0.00; it must be above zero"),
        (
            vec![discounted("I1", 5, 6)],
            "the discount on I1 is 0.06, which is more than the 0.05 it is taken from",
        ),
        (vec![discounted("I1", 5, 5)], "the cash of the receipt is 0.00; it must be above zero"),
        (
            vec![ReceiptLine::Prepayment { amount: money(5), description: text() }, credit("C1", 5)],
            "the cash of the receipt is 0.00; it must be above zero",
        ),
        (vec![settled("I1", 5), credit("C1", 6)], "the cash of the receipt is -0.01; it must be above zero"),
    ];
    for (lines, words) in cases {
        assert_eq!(refusal(lines), words);
    }
    let foreign = ReceiptLine::invoice(reference("I2"), Money::from_minor(1, Currency::Cad));
    assert_eq!(refusal(vec![settled("I1", 5), foreign]), "mixes two currencies");
    let foreign = Some(Money::from_minor(1, Currency::Cad));
    let foreign = ReceiptLine::Invoice { reference: reference("I1"), amount: money(5), discount: foreign };
    assert_eq!(refusal(vec![foreign]), "mixes two currencies");
    assert_eq!(refusal(vec![settled("I1", i64::MAX); 2]), "is too large to be kept exactly");
    assert_eq!(
        Receipt::new(head(), vec![discounted("I1", 5, 1)], None).unwrap_err(),
        DocumentError::NoDiscountAccount
    );
}

#[test]
fn a_receipt_of_nothing_nets_credits_with_what_they_pay_for() {
    let netted = receipt(vec![settled("I1", 300), credit("C1", 200), credit("C2", 100)]);
    assert!(netted.amount().is_zero());
    assert_eq!(netted.settles().count(), 3);
    let read: Receipt = serde_json::from_value(serde_json::to_value(&netted).unwrap()).unwrap();
    assert_eq!(read, netted);
}

#[test]
fn a_receipt_has_at_most_154_lines() {
    assert_eq!(receipt(vec![settled("I1", 1); 154]).amount(), money(154));
    assert_eq!(refusal(vec![settled("I1", 1); 155]), "receipt has 155 lines; Sage 50 allows 154");
}

#[test]
fn no_line_may_exceed_what_is_due() {
    let due: AmountsDue =
        [(&reference("I1"), money(1_000)), (&reference("C1"), money(300))].into_iter().collect();
    let check = |lines| receipt(lines).check_against(&due);
    assert!(check(vec![settled("I1", 1_000)]).is_ok());
    assert!(check(vec![settled("i1", 600), discounted("I1", 400, 10), credit("C1", 300)]).is_ok());
    let cases = [
        (
            vec![settled("I1", 1_001)],
            SageDetail::AmountMismatch,
            "10.01 USD is applied to I1, of which 10.00 is due",
        ),
        (
            vec![settled("I1", 600), settled("i1", 401)],
            SageDetail::AmountMismatch,
            "10.01 USD is applied to i1, of which 10.00 is due",
        ),
        (
            vec![settled("I1", 900), credit("C1", 301)],
            SageDetail::AmountMismatch,
            "3.01 USD is applied to C1, of which 3.00 is due",
        ),
        (vec![settled("I2", 1)], SageDetail::UnknownInvoice, "I2 is not in the books"),
    ];
    for (lines, sage, words) in cases {
        let error = check(lines).unwrap_err();
        assert_eq!((error.sage(), error.outcome()), (Some(sage), Outcome::Nothing));
        let shown = error.to_string();
        assert!(shown.contains(words) && shown.ends_with(sage.remedy()), "{shown}");
    }
    let paid: AmountsDue = [(&reference("I1"), money(0))].into_iter().collect();
    assert_eq!(
        receipt(vec![settled("I1", 1)]).check_against(&paid).unwrap_err().kind(),
        ErrorKind::Invalid,
        "it is settled already"
    );
    let foreign: AmountsDue = [(&reference("I1"), Money::from_minor(5, Currency::Cad))].into_iter().collect();
    assert!(receipt(vec![settled("I1", 1)]).check_against(&foreign).is_err());
    let refund = |minor| Refund::new(head(), vec![Applied::new(reference("C1"), money(minor)).unwrap()]);
    assert!(refund(300).unwrap().check_against(&due).is_ok());
    assert_eq!(
        refund(301).unwrap().check_against(&due).unwrap_err().sage(),
        Some(SageDetail::AmountMismatch)
    );
}

#[test]
fn the_stored_form_goes_through_the_same_checks() {
    let lines = vec![discounted("I1", 10_000, 200), credit("C1", 3_000)];
    let cents = |text: &str| json!({"amount": text, "currency": "USD"});
    let stored = json!({
        "head": {"reference": "PT1-R", "customer": "ACME-001", "date": "2026-07-01",
            "tender": {"cash_account": "10300", "payment_method": "Card"}},
        "lines": [
            {"line": "invoice", "reference": "I1", "amount": cents("100.00"), "discount": cents("2.00")},
            {"line": "credit_used", "reference": "C1", "amount": cents("30.00")},
        ],
        "discount_account": "49000",
    });
    assert_eq!(serde_json::to_value(receipt(lines)).unwrap(), stored);
    let breaks = [
        ("/lines", json!([])),
        ("/lines/0/line", json!("refund")),
        ("/lines/0/discount", cents("100.01")),
        ("/lines/1/amount", cents("98.01")),
        ("/lines/1/amount", cents("0.00")),
        ("/discount_account", json!(null)),
    ];
    for (at, wrong) in breaks {
        let mut broken = stored.clone();
        *broken.pointer_mut(at).unwrap() = wrong.clone();
        assert!(serde_json::from_value::<Receipt>(broken).is_err(), "{at} {wrong}");
    }
    for at in ["", "/head", "/head/tender", "/lines/0", "/lines/1"] {
        let mut broken = stored.clone();
        broken.pointer_mut(at).unwrap()["newer"] = json!("1");
        assert!(serde_json::from_value::<Receipt>(broken).is_err(), "a field of a newer version at {at:?}");
    }
    let mut credit = stored;
    credit["lines"][1]["discount"] = cents("1.00");
    assert!(serde_json::from_value::<Receipt>(credit).is_err(), "only invoices have discounts");
}

proptest! {
    #[test]
    fn every_receipt_balances(head in payment_head(), lines in receipt_lines()) {
        let receipt = Receipt::new(head, lines, Some(account("49000"))).unwrap();
        let mut cash = 0_i64;
        for line in receipt.lines() {
            cash += match line {
                ReceiptLine::Invoice { amount, discount, .. } => {
                    amount.minor() - discount.map_or(0, Money::minor)
                }
                ReceiptLine::CreditUsed { amount, .. } => -amount.minor(),
                ReceiptLine::DirectSale { amount, .. } | ReceiptLine::Prepayment { amount, .. } => amount.minor(),
            };
        }
        prop_assert_eq!(receipt.amount(), money(cash));
        prop_assert!(cash > 0);
        let mut sums = AmountsDue::new();
        for (reference, amount) in receipt.settles() {
            let open = sums.get(reference).map_or(Ok(amount), |sum| sum.checked_add(amount)).unwrap();
            sums.insert(reference, open);
        }
        prop_assert!(receipt.check_against(&sums).is_ok(), "what it settles is due exactly");
        if let Some((reference, _)) = receipt.settles().next() {
            let less = sums.get(reference).unwrap().checked_sub(money(1)).unwrap();
            sums.insert(reference, less);
            prop_assert_eq!(
                receipt.check_against(&sums).unwrap_err().sage(),
                Some(SageDetail::AmountMismatch)
            );
        }
    }

    #[test]
    fn credits_may_use_up_all_cash_and_no_more(head in payment_head(), lines in receipt_lines()) {
        let account = Some(account("49000"));
        let cash = Receipt::new(head.clone(), lines.clone(), account.clone()).unwrap().amount();
        let mut lines = lines;
        let settles = lines.iter().any(|line| matches!(line, ReceiptLine::Invoice { .. }));
        lines.push(ReceiptLine::CreditUsed { reference: reference("CM"), amount: cash });
        let all = Receipt::new(head.clone(), lines.clone(), account.clone());
        prop_assert_eq!(all.is_ok(), settles);
        lines.push(ReceiptLine::CreditUsed { reference: reference("CM"), amount: money(1) });
        let refused = matches!(
            Receipt::new(head, lines, account),
            Err(DocumentError::NotAboveZero { what: "cash of the receipt", .. })
        );
        prop_assert!(refused);
    }
}
