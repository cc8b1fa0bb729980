use super::*;
use crate::RowScanner;
use chrono::NaiveDate;
use paysage_money::Currency;

fn row(text: &str) -> ExportRow {
    let mut scanner = RowScanner::new("transactions");
    scanner.push(format!(r#"{{"transactions":[{text}]}}"#).as_bytes()).expect("JSON");
    ExportRow::read(scanner.next_row().expect("a row"))
}

/// A row with some fields other than a sale of 19.99 with the invoice that is looked for.
fn record(id: i64, changes: &[(&str, &str)]) -> ExportRow {
    let mut fields = vec![
        ("transaction_id", id.to_string()),
        ("transaction_type", r#""SALE""#.to_owned()),
        ("amount", "19.99".to_owned()),
        ("invoice_id", r#""INV-1""#.to_owned()),
        ("status_code", r#""Y""#.to_owned()),
        ("status_message", r#""""#.to_owned()),
        ("created", r#"{"at":"6/10/2026 4:06:30 PM"}"#.to_owned()),
    ];
    for (field, value) in changes {
        fields.retain(|(known, _)| known != field);
        fields.push((field, (*value).to_owned()));
    }
    let fields: Vec<String> = fields.iter().map(|(field, value)| format!("\"{field}\":{value}")).collect();
    row(&format!("{{{}}}", fields.join(",")))
}

fn lookup(kind: AttemptKind) -> Lookup {
    let at = "2026-06-10T23:30:00Z".parse().expect("a moment");
    let invoice = InvoiceId::new("INV-1").expect("an id");
    Lookup::new(invoice, Money::from_minor(1999, Currency::Usd), kind, at).expect("sendable")
}

fn find(lookup: &Lookup, rows: &[ExportRow]) -> LookupAnswer {
    let mut search = lookup.search();
    for row in rows {
        search.add(row);
    }
    search.finish()
}

fn ids(list: &[Transaction]) -> Vec<i64> {
    list.iter().map(|transaction| transaction.id.get()).collect()
}

#[test]
fn the_days_hold_the_attempt_in_every_zone() {
    let day = |day| NaiveDate::from_ymd_opt(2026, 6, day).expect("a day");
    assert_eq!(lookup(AttemptKind::Sale).days(), DayRange { first: day(9), last: day(12) });
}

#[test]
fn other_invoices_and_money_that_went_the_other_way_are_passed_over() {
    let others = [
        record(1, &[("invoice_id", r#""INV-10""#)]),
        record(2, &[("invoice_id", r#""INV""#)]),
        record(3, &[("invoice_id", "\"\"")]),
        record(4, &[("transaction_type", r#""REFUND""#)]),
        record(5, &[("transaction_type", r#""REFUND""#), ("amount", "5")]),
    ];
    let nothing = LookupAnswer { finding: Finding::NotFound, declined: vec![], voided: vec![] };
    for kind in [AttemptKind::Sale, AttemptKind::Authorization] {
        assert_eq!(find(&lookup(kind), &others), nothing, "{kind:?}");
    }
    let charges = ["SALE", "AUTHORIZATION", "FORCE", "STR/FWD"];
    let charges = charges.map(|kind| record(6, &[("transaction_type", &format!("\"{kind}\""))]));
    assert_eq!(find(&lookup(AttemptKind::Refund), &charges), nothing);
}

#[test]
fn exactly_the_same_is_it() {
    for (kind, word) in [
        (AttemptKind::Sale, "SALE"),
        (AttemptKind::Sale, "STR/FWD"),
        (AttemptKind::Authorization, "AUTHORIZATION"),
        (AttemptKind::Refund, "REFUND"),
    ] {
        for status in [r#""Y""#, r#""GB7""#, r#""Q""#, r#""N""#] {
            let it = [("transaction_type", &*format!("\"{word}\"")), ("status_code", status)];
            let rows = [record(9, &it), record(1, &[("amount", "20")])];
            let answer = find(&lookup(kind), &rows);
            let is_it = matches!(&answer.finding, Finding::Found(found) if found.id.get() == 9);
            assert!(is_it, "{word} {status} {answer:?}");
        }
    }
}

#[test]
fn the_invoice_with_another_amount_or_kind_of_charge_leaves_the_answer_open() {
    let kind = |word| [("transaction_type", word)];
    let open = [
        record(7, &[("amount", "20.69")]),
        record(7, &[("amount", "18")]),
        record(7, &[("amount", "0")]),
        record(7, &kind(r#""AUTHORIZATION""#)),
        record(7, &kind(r#""FORCE""#)),
        record(7, &[("amount", "20.69"), ("transaction_type", r#""FORCE""#)]),
        record(7, &[("amount", "20.69"), ("transaction_type", r#""CASH""#)]),
        record(7, &[("amount", "20.69"), ("invoice_id", r#""inv 1""#)]),
    ];
    for row in open {
        let row = std::slice::from_ref(&row);
        let lookup = lookup(AttemptKind::Sale);
        let answer = find(&lookup, row);
        assert!(
            matches!(&answer.finding, Finding::CannotTell { similar, .. } if ids(similar) == [7]),
            "{answer:?}"
        );
        let known = lookup.with_known(TransactionId::new(7).ok());
        assert_eq!(find(&known, row).finding, Finding::NotFound);
    }
    let part = record(8, &[("transaction_type", r#""REFUND""#), ("amount", "5")]);
    let answer = find(&lookup(AttemptKind::Refund), &[part]);
    assert!(matches!(&answer.finding, Finding::CannotTell { .. }), "{answer:?}");
    for message in [r#""Declined""#, r#""Voided""#] {
        let idle = [("amount", "20.69"), ("status_code", r#""N""#), ("status_message", message)];
        assert_eq!(find(&lookup(AttemptKind::Sale), &[record(7, &idle)]).finding, Finding::NotFound);
    }
}

#[test]
fn what_moved_no_money_is_told_apart() {
    let rows = [
        record(1, &[("status_code", r#""N""#), ("status_message", r#""Declined""#)]),
        record(2, &[("status_code", r#""N""#), ("status_message", r#""Voided""#)]),
        record(3, &[("transaction_type", r#""VOID""#)]),
    ];
    let answer = find(&lookup(AttemptKind::Sale), &rows);
    assert_eq!((ids(&answer.declined), ids(&answer.voided)), (vec![1], vec![2, 3]));
    assert_eq!(answer.finding, Finding::NotFound);
}

#[test]
fn several_are_counted_and_bounded_and_known_ones_passed_over() {
    let rows: Vec<ExportRow> = (1..=20).map(|id| record(id, &[])).collect();
    let lookup = lookup(AttemptKind::Sale);
    let Finding::Several { first, count } = find(&lookup, &rows).finding else { panic!("several") };
    assert_eq!((first.len(), count), (LIST_LIMIT, 20));
    let twice = [record(1, &[]), record(1, &[])];
    assert!(matches!(find(&lookup, &twice).finding, Finding::Found(_)));
    let known = (1..=19).filter_map(|id| TransactionId::new(id).ok());
    let Finding::Found(found) = find(&lookup.with_known(known), &rows).finding else { panic!("one") };
    assert_eq!(found.id.get(), 20);
}

#[test]
fn a_row_that_cannot_be_read_and_may_be_it_leaves_the_answer_open() {
    let bad_time = ("created", r#"{"at":"soon"}"#);
    let open = [
        record(1, &[bad_time]),
        record(1, &[("amount", r#""x""#)]),
        record(1, &[("transaction_type", "[]"), bad_time]),
        record(1, &[("invoice_id", "[]")]),
        record(1, &[("invoice_id", r#""inv-1""#), bad_time]),
        row("7"),
        row(r#"{"invoice_id":"INV-2","invoice_id":"INV-1"}"#),
        record(1, &[bad_time, ("amount", "20")]),
        record(1, &[bad_time, ("amount", "20"), ("transaction_type", r#""FORCE""#)]),
    ];
    for row in open {
        let answer = find(&lookup(AttemptKind::Sale), std::slice::from_ref(&row));
        let Finding::CannotTell { unreadable, similar } = answer.finding else { panic!("{row:?}") };
        assert_eq!((unreadable.len(), similar.len()), (1, 0));
        let answer = find(&lookup(AttemptKind::Sale), &[row, record(2, &[])]);
        assert!(matches!(answer.finding, Finding::Found(_)), "a find is a find");
    }
    let others = [
        record(1, &[("invoice_id", "[]"), ("amount", "20")]),
        record(1, &[bad_time, ("transaction_type", r#""REFUND""#)]),
        record(1, &[bad_time, ("invoice_id", r#""INV-2""#)]),
        record(1, &[bad_time, ("invoice_id", "\"\"")]),
        record(1, &[bad_time, ("status_code", r#""N""#), ("status_message", r#""Declined""#)]),
    ];
    assert_eq!(find(&lookup(AttemptKind::Sale), &others).finding, Finding::NotFound);
    let known = lookup(AttemptKind::Sale).with_known(TransactionId::new(1).ok());
    assert_eq!(find(&known, &[record(1, &[bad_time])]).finding, Finding::NotFound);
}

#[test]
fn an_invoice_id_that_is_nearly_the_same_leaves_the_answer_open() {
    let answer = find(&lookup(AttemptKind::Sale), &[record(1, &[("invoice_id", r#""inv-1""#)])]);
    assert!(
        matches!(&answer.finding, Finding::CannotTell { similar, .. } if ids(similar) == [1]),
        "{answer:?}"
    );
    let nameless = [("invoice_id", "\"\""), ("transaction_type", r#""REFUND""#)];
    let refund = [record(1, &nameless), record(2, &[&nameless[..], &[("amount", "5")]].concat())];
    let answer = find(&lookup(AttemptKind::Refund), &refund);
    assert!(
        matches!(&answer.finding, Finding::CannotTell { similar, .. } if ids(similar) == [1]),
        "{answer:?}"
    );
}

#[test]
fn an_invoice_id_that_was_written_differently_leaves_the_answer_open() {
    let at = "2026-06-10T23:30:00Z".parse().expect("a moment");
    for (asked, shown) in [("INV  1", "INV 1"), ("A & B 7", "A &amp; B 7"), ("inv_1", "INV-1")] {
        let amount = Money::from_minor(1999, Currency::Usd);
        let invoice = InvoiceId::new(asked).expect("an id");
        let lookup = Lookup::new(invoice, amount, AttemptKind::Sale, at).expect("sendable");
        let answer = find(&lookup, &[record(1, &[("invoice_id", &format!("\"{shown}\""))])]);
        let Finding::CannotTell { similar, .. } = answer.finding else { panic!("{answer:?}") };
        assert_eq!(ids(&similar), [1], "{asked}");
    }
}

#[test]
fn a_hold_that_was_captured_is_not_said_to_be_missing() {
    let lookup = lookup(AttemptKind::Authorization);
    let part = ("amount", "5.00");
    let rows = [record(1, &[]), record(2, &[part]), record(3, &[("amount", "20")])];
    let Finding::CannotTell { similar, .. } = find(&lookup, &rows).finding else { panic!("open") };
    assert_eq!(ids(&similar), [1, 2, 3]);
    let bad = record(4, &[part, ("created", "[]")]);
    assert!(matches!(find(&lookup, &[bad]).finding, Finding::CannotTell { .. }));
    let declined = record(5, &[("status_code", r#""N""#), ("status_message", r#""Declined""#)]);
    assert_eq!(find(&lookup, &[declined]).finding, Finding::NotFound);
    let hold = record(6, &[("transaction_type", r#""AUTHORIZATION""#)]);
    assert!(
        matches!(find(&lookup, &[record(1, &[]), hold]).finding, Finding::Found(found) if found.id.get() == 6)
    );
}

#[test]
fn a_bad_row_with_the_invoice_under_v3s_word_leaves_the_answer_open() {
    let with = |invoice: &str| {
        row(&format!(r#"{{"transaction_id":1,"amount":19.99,"invoice_number":"{invoice}","created":"x"}}"#))
    };
    let finding = |invoice| find(&lookup(AttemptKind::Sale), &[with(invoice)]).finding;
    assert!(matches!(finding("INV-1"), Finding::CannotTell { .. }));
    assert_eq!(finding("INV-2"), Finding::NotFound);
}

#[test]
fn a_part_of_the_amount_is_found_where_parts_are_allowed() {
    let rows =
        [record(1, &[("amount", "10")]), record(2, &[("amount", "20")]), record(3, &[("amount", "0")])];
    let Finding::CannotTell { similar, .. } = find(&lookup(AttemptKind::Sale), &rows).finding else {
        panic!("no part is asked for, but one may be the payment")
    };
    assert_eq!(ids(&similar), [1, 2, 3]);
    let answer = find(&lookup(AttemptKind::Sale).with_partial_approval(), &rows);
    assert!(matches!(&answer.finding, Finding::Found(found) if found.id.get() == 1), "{answer:?}");
}
