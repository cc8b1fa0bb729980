#![expect(clippy::arithmetic_side_effects, reason = "test code")]

use super::*;

const USD: Currency = Currency::Usd;

fn id(number: i64) -> TransactionId {
    TransactionId::new(number).expect("positive")
}

fn usd(minor: i64) -> Money {
    Money::from_minor(minor, USD)
}

/// Two sales, a refund, a held sale and a pending one, in all three sides; each amount can be put off by a cent.
fn books(gateway: i64, ledger: i64, sage: i64) -> Report {
    let mut tally = Tally::new(USD);
    tally.reported(id(1), usd(10_00 + gateway), false);
    tally.reported(id(2), usd(-4_00), false);
    tally.reported(id(3), usd(7_00), false);
    tally.reported(id(4), usd(0), true);
    tally.waits(id(3), usd(7_00));
    for (reference, amount) in [("PT1-I", 10_00), ("PT1-R", 10_00), ("PT2-C", 4_00), ("PT2-F", 4_00)] {
        let wrong = if reference == "PT1-R" { ledger } else { 0 };
        tally.confirmed(reference, usd(amount + wrong));
        let wrong = if reference == "PT1-R" { sage } else { 0 };
        tally.stands(reference, Some(usd(amount + wrong)));
    }
    tally.stands("INV-77", Some(usd(99_99)));
    tally.report().expect("small sums")
}

#[test]
fn equal_sides_tie_and_other_peoples_documents_do_not_matter() {
    let report = books(0, 0, 0);
    assert!(report.ties(), "{report:?}");
    let sums = [report.gateway, report.waiting, report.ledger, report.sage50].map(|sum| sum.to_string());
    assert_eq!(sums, ["13.00", "7.00", "6.00", "6.00"]);
    assert_eq!((report.transactions, report.pending), (4, 1));
}

#[test]
fn a_cent_in_any_of_the_three_shows() {
    for (gateway, ledger, sage, expected) in [(1, 0, 0, 1), (0, 0, 1, 1), (0, -1, 0, 2)] {
        let report = books(gateway, ledger, sage);
        assert_eq!(report.differences.len(), expected, "{report:?}");
        assert!(!report.ties());
    }
}

#[test]
fn missing_doubled_and_unknown_documents_are_named() {
    let mut tally = Tally::new(USD);
    tally.reported(id(1), usd(10_00), false);
    for reference in ["PT1-I", "PT1-R"] {
        tally.confirmed(reference, usd(10_00));
    }
    tally.stands("PT1-R", Some(usd(10_00)));
    tally.stands("pt1-r", Some(usd(10_00)));
    tally.stands("PT9-R", Some(usd(5_00)));
    let report = tally.report().expect("small sums");
    let words: Vec<_> =
        report.differences.iter().map(|one| format!("{}: {}", one.subject, one.words)).collect();
    assert_eq!(
        words,
        [
            "PT1-I: ledger 10.00, not in Sage 50",
            "PT1-R: 2 times in Sage 50, planned once",
            "PT9-R: Sage 50 5.00, not in the ledger",
        ]
    );
}

#[test]
fn a_transaction_reported_twice_counts_as_it_was_reported_last() {
    let mut tally = Tally::new(USD);
    tally.reported(id(1), usd(0), true);
    tally.reported(id(1), usd(10_00), false);
    let report = tally.report().expect("small sums");
    assert_eq!((report.gateway.to_string().as_str(), report.transactions, report.pending), ("10.00", 1, 0));
}

#[test]
fn a_row_without_a_number_counts_on_both_sides_while_it_is_reported() {
    let key = |text: &str| RecordKey::new(text).expect("short");
    let mut nobody_holds_it = Tally::new(USD);
    nobody_holds_it.reported_nameless(key("Xa-1"), usd(1));
    assert_eq!(nobody_holds_it.report().expect("small sums").differences.len(), 1);
    let mut tally = Tally::new(USD);
    tally.reported_nameless(key("Xa-1"), usd(1));
    tally.waits_nameless(key("Xa-1"), usd(1));
    tally.waits_nameless(key("Xb-1"), usd(9));
    let report = tally.report().expect("small sums");
    assert!(report.ties(), "{report:?}");
    assert_eq!((report.waiting, report.vanished), (usd(1), vec![key("Xb-1")]));
}
