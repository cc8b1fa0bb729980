//! What the program says about the books: what was posted, what waits, and whether a cent is wrong anywhere.

use std::collections::BTreeSet;

use chrono::Utc;
use paysage_sandbox::paytrace::PayTraceSimulator;
use sage50::Kind;
use serde_json::{Value, json};

use crate::support::{Folder, Run, Systems, export, money, run, sale, with, with_text};

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

fn counts(result: &Value) -> [&Value; 6] {
    let names = ["customers", "invoices", "receipts", "credit_memos", "refund_receipts", "journal_entries"];
    names.map(|name| &result["documents"][name])
}

/// All four sums are the same and nothing waits.
fn ties_at(run: &Run, amount: &str) -> Value {
    assert_eq!(run.code, Some(0), "{run:?}");
    let result = run.result();
    let totals = json!({"gateway": amount, "waiting": "0.00", "ledger": amount, "sage50": amount});
    assert_eq!(result["totals"], totals, "{run:?}");
    assert_eq!(
        (&result["differences"], &result["held"], &result["dead_letters"]),
        (&json!(0), &json!(0), &json!(0))
    );
    result
}

fn run_file(rows: &[String]) -> Run {
    let folder = Folder::new();
    run(&["--transactions", &folder.file("export.json", export(rows)), "--json"], &[])
}

#[test]
fn without_arguments_a_day_is_posted_and_ties_out() {
    let run = run(&[], &[]);
    assert_eq!(run.code, Some(0), "{run:?}");
    let words = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>().join(" ");
    let posted: Vec<String> = run.table("In Sage 50").into_iter().map(words).collect();
    assert_eq!(posted, ["customers 5", "invoices 9", "receipts 9", "credit memos 2", "refund receipts 2"]);
    for document in [
        "customer CEDAR-HVAC CEDAR-HVAC",
        "invoice PT100000001-I ACME-001 110.00",
        "receipt PT100000001-R ACME-001 110.00",
        "credit memo PT100000012-C DUNES-SPA 45.50",
        "refund PT100000012-F DUNES-SPA 45.50",
    ] {
        assert!(run.stdout.lines().any(|line| words(line).ends_with(document)), "{document}: {run:?}");
    }
    let silent: Vec<String> = run.table("No document").into_iter().map(words).collect();
    assert_eq!(silent.len(), 3, "{run:?}");
    for (line, word) in silent.iter().zip(["declined", "authorization only", "voided"]) {
        assert!(line.contains(word), "{line}");
    }
    assert!(run.stdout.contains("1 pending"), "{run:?}");
    assert_eq!(run.last_line(), "books tie out: gateway 2051.98 = ledger 2051.98 = Sage 50 2051.98");
}

#[test]
fn the_json_of_the_built_in_day_has_its_figures_and_no_other_keys() {
    let run = run(&["--json"], &[]);
    let result = ties_at(&run, "2051.98");
    let all = "transactions documents totals differences held dead_letters pending seconds";
    assert_eq!(keys(&result), all.split(' ').collect());
    let documents = "customers invoices receipts credit_memos refund_receipts journal_entries";
    assert_eq!(keys(&result["documents"]), documents.split(' ').collect());
    assert_eq!(keys(&result["totals"]), "gateway waiting ledger sage50".split(' ').collect());
    assert_eq!(counts(&result), [5, 9, 9, 2, 2, 0].map(|count| json!(count)).each_ref());
    assert_eq!((&result["transactions"], &result["pending"]), (&json!(15), &json!(1)));
    assert!(result["seconds"].is_number(), "{result}");
}

#[test]
fn amounts_may_be_numbers_or_texts() {
    let spellings = ["19.9", "\"19.90\"", "100", "\"100\"", "\"0.29\"", "0.29"];
    let rows = (900_000_001..)
        .zip(spellings)
        .map(|(id, spelling)| with_text(sale(id, "ACME-001", "1"), "amount", spelling));
    let rows: Vec<String> = rows.collect();
    let result = ties_at(&run_file(&rows), "240.38");
    assert_eq!(counts(&result), [1, 6, 6, 0, 0, 0].map(|count| json!(count)).each_ref());
}

#[test]
fn two_sales_of_one_customer_with_one_day_and_amount_are_two_sales() {
    let twin = |id| with(sale(id, "ACME-001", "12.34"), "invoice_id", json!("INV-1")).to_string();
    let result = ties_at(&run_file(&[twin(900_000_001), twin(900_000_002)]), "24.68");
    assert_eq!(counts(&result), [1, 2, 2, 0, 0, 0].map(|count| json!(count)).each_ref());
}

#[test]
fn a_sale_that_stands_twice_in_the_file_is_one_sale() {
    let row = sale(900_000_001, "ACME-001", "12.34").to_string();
    let result = ties_at(&run_file(&[row.clone(), row]), "12.34");
    assert_eq!((&result["transactions"], &result["documents"]["receipts"]), (&json!(1), &json!(1)));
}

#[test]
fn a_file_of_1997_is_posted_into_1997() {
    let row = with(sale(900_000_001, "ACME-001", "12.34"), "created.at", json!("2/28/1997 11:59:59 PM"));
    let row = with(row, "settled", json!("3/1/1997 12:10:00 AM")).to_string();
    ties_at(&run_file(std::slice::from_ref(&row)), "12.34");
    let folder = Folder::new();
    let table = run(&["--transactions", &folder.file("export.json", export(&[row]))], &[]);
    let receipt = |line: &&str| line.starts_with("1997-02-28") && line.contains("PT900000001-R");
    assert_eq!(table.stdout.lines().filter(receipt).count(), 1, "{table:?}");
}

#[test]
fn a_pending_sale_is_left_out_until_it_settles_and_then_posted_once() {
    let systems = Systems::serve(PayTraceSimulator::with_day());
    let first = ties_at(&systems.run(&["--json"]), "2051.98");
    assert_eq!(first["pending"], 1);
    let posts = systems.sage50.posts();
    let still = ties_at(&systems.run(&["--json"]), "2051.98");
    assert_eq!((&still["pending"], systems.sage50.posts()), (&json!(1), posts));

    systems.paytrace.settle_now();
    let settled = ties_at(&systems.run(&["--json"]), "2109.18");
    assert_eq!((&settled["pending"], &settled["documents"]["receipts"]), (&json!(0), &json!(10)));
    assert_eq!(systems.sage50.posts(), posts + 2, "an invoice and a receipt of a known customer");
}

#[test]
fn a_pending_sale_of_long_ago_is_not_forgotten() {
    let row = with(sale(900_000_001, "ACME-001", "12.34"), "settled", json!(""));
    let row = with(with(row, "status_code", json!("Y")), "status_message", json!("Pending Settlement"));
    let systems = Systems::with_rows(&[row, sale(900_000_002, "BAYSIDE", "5.00")]);
    let arguments = ["--since", "2024-05-01", "--json"];
    let first = ties_at(&systems.run(&arguments), "5.00");
    assert_eq!(first["pending"], 1);
    systems.paytrace.settle_now();
    let settled = ties_at(&systems.run(&arguments), "17.34");
    assert_eq!((&settled["pending"], &settled["documents"]["receipts"]), (&json!(0), &json!(2)));
}

#[test]
fn a_second_run_on_the_same_ledger_posts_nothing() {
    let systems = Systems::serve(PayTraceSimulator::with_day());
    let first = ties_at(&systems.run(&["--json"]), "2051.98");
    let (posts, documents) = (systems.sage50.posts(), systems.sage50.documents());
    let second = ties_at(&systems.run(&["--json"]), "2051.98");
    assert_eq!((systems.sage50.posts(), systems.sage50.documents()), (posts, documents));
    assert_eq!(
        (&first["documents"], &first["transactions"]),
        (&second["documents"], &second["transactions"])
    );
}

#[test]
fn a_lost_ledger_posts_nothing_twice() {
    let systems = Systems::serve(PayTraceSimulator::with_day());
    ties_at(&systems.run_on("first.ledger", &["--json"]), "2051.98");
    let (posts, documents) = (systems.sage50.posts(), systems.sage50.documents());
    let second = ties_at(&systems.run_on("second.ledger", &["--json"]), "2051.98");
    assert_eq!((systems.sage50.posts(), systems.sage50.documents()), (posts, documents));
    assert_eq!(counts(&second), [5, 9, 9, 2, 2, 0].map(|count| json!(count)).each_ref());
}

#[test]
fn a_receipt_that_a_person_voided_in_sage_50_is_found_and_named() {
    let systems = Systems::serve(PayTraceSimulator::with_day());
    ties_at(&systems.run(&["--json"]), "2051.98");
    assert!(systems.sage50.void(Kind::Receipt, "PT100000001-R"));
    differs(&systems, &["PT100000001-R"], "not in Sage 50");
}

/// Runs again on the same ledger, for people and for programs: both must name the difference.
fn differs(systems: &Systems, subjects: &[&str], words: &str) {
    let posts = systems.sage50.posts();
    let table = systems.run(&[]);
    assert_eq!(table.code, Some(1), "{table:?}");
    assert!(table.last_line().starts_with("books do NOT tie out: "), "{table:?}");
    let listed = table.table("Differences");
    let names = |line: &str| subjects.iter().any(|subject| line.contains(subject)) && line.contains(words);
    assert!(listed.iter().any(|line| names(line)), "{table:?}");

    let json = systems.run(&["--json"]);
    assert_eq!(json.code, Some(1), "{json:?}");
    assert!(json.result()["differences"].as_u64() >= Some(1), "{json:?}");
    assert!(json.stderr.lines().any(|line| line.starts_with("difference: ") && names(line)), "{json:?}");
    assert_eq!(systems.sage50.posts(), posts, "what differs is a person's to settle: nothing more is posted");
}

#[test]
fn a_cent_wrong_in_the_gateway_is_found_and_named() {
    let systems = Systems::serve(PayTraceSimulator::with_day());
    ties_at(&systems.run(&["--json"]), "2051.98");
    assert!(systems.paytrace.edit_row(100_000_001, |row| row["amount"] = json!("110.01")));
    differs(&systems, &["transaction 100000001"], "gateway 110.01, ledger 110.00");
}

#[test]
fn a_cent_wrong_in_a_day_the_gateway_is_not_asked_for_again_is_found_and_named() {
    let systems =
        Systems::with_rows(&[sale(900_000_001, "ACME-001", "12.34"), sale(900_000_002, "BAYSIDE", "5.00")]);
    let since = ["--since", "2024-05-01", "--json"];
    ties_at(&systems.run(&since), "17.34");
    assert!(systems.paytrace.edit_row(900_000_001, |row| row["amount"] = json!("12.35")));
    differs(&systems, &["transaction 900000001"], "gateway 12.35, ledger 12.34");
}

#[test]
fn a_sale_that_vanished_from_the_gateway_is_found_and_named() {
    let systems = Systems::serve(PayTraceSimulator::with_day());
    ties_at(&systems.run(&["--json"]), "2051.98");
    assert!(systems.paytrace.edit_row(100_000_001, |row| row["transaction_id"] = json!(100_000_777)));
    let json = systems.run(&["--json"]);
    assert_eq!(json.code, Some(1), "{json:?}");
    assert!(
        json.stderr.contains("difference: transaction 100000001: gateway does not report it"),
        "{json:?}"
    );
}

#[test]
fn a_cent_wrong_in_the_ledger_is_found_and_named() {
    let systems = Systems::serve(PayTraceSimulator::with_day());
    ties_at(&systems.run(&["--json"]), "2051.98");
    let changed = systems.block_on(async {
        let path = format!("sqlite:{}", systems.folder.path("books.ledger"));
        let pool = sqlx::SqlitePool::connect(&path).await.unwrap();
        let change = "UPDATE document SET json = replace(json, '\"110.00\"', '\"110.01\"')
                      WHERE seq = (SELECT seq FROM posting WHERE key = 'receipt/PT100000001-R')
                          AND json LIKE '%\"110.00\"%'";
        let done = sqlx::query(change).execute(&pool).await.unwrap();
        pool.close().await;
        done.rows_affected()
    });
    assert_eq!(changed, 1, "the receipt's amount stands in the ledger");
    differs(&systems, &["transaction 100000001"], "gateway 110.00, ledger 110.01");
    differs(&systems, &["PT100000001-R"], "ledger 110.01, Sage 50 110.00");
}

#[test]
fn a_cent_wrong_in_sage_50_is_found_and_named() {
    for (kind, reference) in [(Kind::Receipt, "PT100000002-R"), (Kind::Invoice, "PT100000003-I")] {
        let systems = Systems::serve(PayTraceSimulator::with_day());
        ties_at(&systems.run(&["--json"]), "2051.98");
        let [right, wrong] = if kind == Kind::Receipt { ["42.50", "42.49"] } else { ["1249.99", "1250.00"] };
        assert!(systems.sage50.edit_amount(kind, reference, money(wrong)));
        differs(&systems, &[reference], &format!("ledger {right}, Sage 50 {wrong}"));
    }
}

/// A row that is held and one that is a dead letter, both of this day; then somebody corrects both.
fn corrected_rows_are_posted(day: &str) {
    let at = json!(format!("{day} 10:06:30 AM"));
    let long = with(sale(900_000_001, "ACME-001", "12.34"), "created.at", at.clone());
    let long = with(long, "invoice_id", json!("I".repeat(21)));
    let illegible = with(sale(900_000_002, "BAYSIDE", "5.00"), "created.at", at);
    let illegible = with(illegible, "settled", json!("5/14/24"));
    let systems = Systems::with_rows(&[long, illegible]);
    let arguments = ["--since", "2024-05-01", "--json"];
    let first = systems.run(&arguments);
    let result = first.result();
    assert_eq!((first.code, &result["held"], &result["dead_letters"]), (Some(3), &json!(1), &json!(1)));
    assert!(systems.paytrace.edit_row(900_000_001, |row| row["invoice_id"] = json!("INV-1")));
    assert!(systems.paytrace.edit_row(900_000_002, |row| row["settled"] = json!("5/14/2024 8:13:00 PM")));
    ties_at(&systems.run(&arguments), "17.34");
}

#[test]
fn rows_of_today_that_are_corrected_in_the_gateway_are_posted_by_the_next_run() {
    corrected_rows_are_posted(&Utc::now().format("%-m/%-d/%Y").to_string());
}

#[test]
fn rows_of_long_ago_that_are_corrected_in_the_gateway_are_posted_by_the_next_run() {
    corrected_rows_are_posted("5/14/2024");
}

#[test]
fn a_row_without_a_number_that_gets_one_in_the_gateway_no_longer_waits() {
    let at = json!(format!("{} 10:06:30 AM", Utc::now().format("%-m/%-d/%Y")));
    let row = |id, amount| with(sale(id, "ACME-001", amount), "created.at", at.clone());
    let (good, corrected) = (row(900_000_001, "10.00"), row(900_000_002, "7.00"));
    let mut nameless = corrected.clone();
    nameless.as_object_mut().unwrap().remove("transaction_id");
    let mut systems = Systems::with_rows(&[good.clone(), nameless]);
    let first = systems.run(&["--json"]);
    assert_eq!((first.code, &first.result()["dead_letters"]), (Some(3), &json!(1)), "{first:?}");
    systems.serve_rows(&[good, corrected]);
    ties_at(&systems.run(&["--json"]), "17.00");
}
