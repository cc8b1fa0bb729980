//! What the program is given: rows that cannot be read, files that are none, systems that are not there.

use std::fs;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{Folder, Run, closed_port, export, money, run, sale, total, with, with_text};

/// The number of the row that is bad.
const BAD: i64 = 900_000_003;
/// What five good sales come to.
const GOOD: &str = "136.00";

fn good() -> Vec<String> {
    let amounts = ["10.00", "20.50", "0.01", "99.99", "5.50"];
    (900_000_011..).zip(amounts).map(|(id, amount)| sale(id, "ACME-001", amount).to_string()).collect()
}

/// The good sales with one more row among them.
fn good_and(row: &str) -> String {
    let mut rows = good();
    rows.insert(2, row.to_owned());
    export(&rows)
}

/// A row that would be a good sale of 7.00 but for what the test does to it.
fn bad() -> Value {
    sale(BAD, "BAYSIDE", "7.00")
}

/// How a bad row must be reported.
struct Expected<'a> {
    /// `held` or `dead_letters`.
    counted: &'static str,
    /// The amount kept out of the books, as far as it can be read.
    waiting: &'a str,
    /// What a person reads about it: the field first.
    reason: &'a str,
}

/// Runs a file of five good sales with one bad row among them, for programs and for people.
fn waits_alone(row: &str, expected: &Expected<'_>) {
    let folder = Folder::new();
    let file = folder.file("export.json", good_and(row));
    let arguments = ["--transactions", file.as_str()];
    for_programs(&run(&[&arguments[..], &["--json"]].concat(), &[]), expected);
    for_people(&run(&arguments, &[]), expected);
}

fn for_programs(run: &Run, expected: &Expected<'_>) {
    assert_eq!(run.code, Some(3), "{run:?}");
    let result = run.result();
    let other = if expected.counted == "held" { "dead_letters" } else { "held" };
    assert_eq!((&result[expected.counted], &result[other]), (&json!(1), &json!(0)), "{result}");
    assert_eq!(result["differences"], 0, "{result}");
    assert_eq!(result["totals"]["ledger"], GOOD, "{result}");
    assert_eq!(result["totals"]["sage50"], GOOD, "{result}");
    assert_eq!(total(&result, "waiting"), money(expected.waiting), "{result}");
    let posted = total(&result, "gateway").checked_sub(total(&result, "waiting")).unwrap();
    assert_eq!(posted, money(GOOD), "{result}");
    assert_eq!(result["transactions"], 6, "{result}");
    assert_eq!((&result["documents"]["invoices"], &result["documents"]["receipts"]), (&json!(5), &json!(5)));
}

fn for_people(run: &Run, expected: &Expected<'_>) {
    assert_eq!(run.code, Some(3), "{run:?}");
    let waiting = run.table("Waiting for a person");
    assert_eq!(waiting.len(), 1, "{run:?}");
    let amount = money(expected.waiting).to_string();
    let words = waiting[0].split_once(expected.reason);
    assert!(words.is_some_and(|(before, _)| before.trim_end().ends_with(&amount)), "{run:?}");
    assert!(run.last_line().starts_with("books tie out: gateway "), "{run:?}");
    assert!(run.last_line().ends_with(&format!("= ledger {GOOD} = Sage 50 {GOOD}")), "{run:?}");
}

fn is_dead(row: &str, waiting: &str, reason: &str) {
    waits_alone(row, &Expected { counted: "dead_letters", waiting, reason });
}

fn is_held(row: &Value, reason: &str) {
    waits_alone(&row.to_string(), &Expected { counted: "held", waiting: "7.00", reason });
}

#[test]
fn a_row_with_an_unknown_status_waits_for_a_person() {
    is_held(&with(bad(), "status_code", json!("Q7")), "status_code: \"Q7\" is not known");
}

#[test]
fn a_settled_row_of_an_unknown_type_waits_for_a_person() {
    is_held(
        &with(bad(), "transaction_type", json!("CASHBACK")),
        "transaction_type: \"CASHBACK\" has settled",
    );
}

#[test]
fn a_row_with_a_negative_amount_is_a_dead_letter() {
    is_dead(&with_text(bad(), "amount", "-7.00"), "0.00", "amount: is negative");
    is_dead(&with_text(bad(), "amount", "\"-7.00\""), "0.00", "amount: is negative");
}

#[test]
fn a_row_with_three_decimals_is_a_dead_letter_and_is_not_rounded() {
    is_dead(&with_text(bad(), "amount", "7.005"), "0.00", "amount: has more than two decimals");
    is_dead(&with_text(bad(), "amount", "\"7.005\""), "0.00", "amount: has more than two decimals");
}

#[test]
fn an_amount_of_19_digits_written_as_a_number_is_a_dead_letter() {
    is_dead(
        &with_text(bad(), "amount", "12345678901234567.89"),
        "0.00",
        "amount: has more than 12 characters",
    );
}

#[test]
fn an_amount_of_19_digits_written_as_a_text_is_a_dead_letter() {
    let text = "\"12345678901234567.89\"";
    is_dead(&with_text(bad(), "amount", text), "0.00", "amount: has more than 12 characters");
}

#[test]
fn a_row_without_an_id_is_a_dead_letter_with_its_amount() {
    let mut row = bad();
    row.as_object_mut().unwrap().remove("transaction_id");
    is_dead(&row.to_string(), "7.00", "transaction_id: is missing");
}

#[test]
fn a_row_created_in_a_year_of_two_digits_is_a_dead_letter() {
    let row = with(bad(), "created.at", json!("5/14/24 10:06:30 AM"));
    is_dead(&row.to_string(), "7.00", "created.at: is no time written as M/D/YYYY");
}

#[test]
fn a_row_settled_in_a_year_of_two_digits_is_a_dead_letter() {
    let row = with(bad(), "settled", json!("5/14/24 8:13:00 PM"));
    is_dead(&row.to_string(), "7.00", "settled: is no time written as M/D/YYYY");
}

#[test]
fn a_row_with_an_iso_date_is_a_dead_letter() {
    for (field, text) in [("created.at", "2024-05-14T10:06:30"), ("settled", "2024-05-14")] {
        let row = with(bad(), field, json!(text));
        is_dead(&row.to_string(), "7.00", &format!("{field}: is no time written as M/D/YYYY"));
    }
}

#[test]
fn a_description_of_161_characters_is_held_and_not_cut() {
    let row = with(bad(), "description", json!("d".repeat(161)));
    is_held(&row, "description: description has 161 characters; at most 160");
}

#[test]
fn a_customer_name_of_40_characters_is_held_and_not_cut() {
    let row = with(bad(), "billing_address.name", json!("n".repeat(40)));
    is_held(&row, "billing_address.name: customer name has 40 characters; at most 39");
}

#[test]
fn a_customer_id_of_21_characters_is_held_and_not_cut() {
    let row = with(bad(), "customer_id", json!("C".repeat(21)));
    is_held(&row, "customer_id: customer id has 21 characters; at most 20");
}

#[test]
fn an_invoice_id_of_21_characters_is_held_and_not_cut() {
    let row = with(bad(), "invoice_id", json!("I".repeat(21)));
    is_held(&row, "invoice_id: ");
}

#[test]
fn a_sale_that_sage_50_refuses_waits_with_the_reason_of_the_refusal() {
    let row = with(bad(), "created.at", json!("5/14/1989 10:06:30 AM"));
    is_held(&row, "the date lies in a closed period");
}

#[test]
fn texts_as_long_as_sage_50_takes_are_posted() {
    let folder = Folder::new();
    let row = with(bad(), "description", json!("d".repeat(160)));
    let row = with(row, "billing_address.name", json!("n".repeat(39)));
    let row = with(row, "customer_id", json!("C".repeat(20)));
    let row = with(row, "invoice_id", json!("I".repeat(20)));
    let file = folder.file("export.json", export(&[row.to_string()]));
    let run = run(&["--transactions", &file, "--json"], &[]);
    assert_eq!((run.code, &run.result()["totals"]["sage50"]), (Some(0), &json!("7.00")), "{run:?}");
}

#[test]
fn a_row_that_is_no_object_is_a_dead_letter() {
    for row in ["42", "\"7.00\"", "[7.00]", "null", "{}"] {
        let field = if row == "{}" { "transaction_id: is missing" } else { "row: " };
        is_dead(row, "0.00", field);
    }
}

#[test]
fn a_row_with_a_key_twice_is_a_dead_letter() {
    let row = with_text(bad(), "amount", "7.00,\"amount\":9.00");
    let folder = Folder::new();
    let file = folder.file("export.json", good_and(&row));
    let json = run(&["--transactions", &file, "--json"], &[]);
    let result = json.result();
    assert_eq!((json.code, &result["dead_letters"], &result["differences"]), (Some(3), &json!(1), &json!(0)));
    assert_eq!((&result["totals"]["ledger"], &result["totals"]["sage50"]), (&json!(GOOD), &json!(GOOD)));
    let posted = total(&result, "gateway").checked_sub(total(&result, "waiting")).unwrap();
    assert_eq!(posted, money(GOOD), "{result}");
    let table = run(&["--transactions", &file], &[]);
    let waiting = table.table("Waiting for a person");
    assert!(waiting.len() == 1 && waiting[0].contains("amount: "), "{table:?}");
}

#[test]
fn a_bad_row_with_the_number_of_a_good_sale_does_not_hide_in_it() {
    let folder = Folder::new();
    let twin = with(sale(900_000_011, "ACME-001", "10.00"), "settled", json!("5/14/24 8:13:00 PM"));
    let file = folder.file("export.json", good_and(&twin.to_string()));
    let run = run(&["--transactions", &file, "--json"], &[]);
    let result = run.result();
    assert_eq!(
        (run.code, &result["held"], &result["differences"]),
        (Some(3), &json!(1), &json!(0)),
        "{run:?}"
    );
    // The second report may come before or after the sale is posted: it stands in the books or it waits.
    let accounted = total(&result, "ledger").checked_add(total(&result, "waiting")).unwrap();
    assert_eq!(accounted, money(GOOD), "{run:?}");
    assert_eq!(result["totals"]["ledger"], result["totals"]["sage50"], "{run:?}");
}

#[test]
fn a_full_card_number_in_a_row_is_neither_kept_nor_printed() {
    let number = "4012000098765439";
    let folder = Folder::new();
    let row = with(bad(), "credit_card.masked_number", json!(number));
    let row = with(row, "description", json!(format!("card {number}")));
    let file = folder.file("export.json", good_and(&row.to_string()));
    let books = Folder::new();
    let ledger = books.path("books.ledger");
    let run = run(&["--transactions", &file, "--ledger", &ledger], &[]);
    let waiting = run.table("Waiting for a person");
    assert!(waiting.len() == 1 && waiting[0].contains("credit_card.masked_number: "), "{run:?}");
    assert_eq!(run.code, Some(3));
    assert!(!run.stdout.contains(number) && !run.stderr.contains(number), "{run:?}");
    let kept = books.contents();
    assert!(kept.iter().any(|file| holds(file, b"900000003")), "the record is kept");
    assert!(!kept.iter().any(|file| holds(file, number.as_bytes())), "the card number is not");
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// Runs with a file of transactions that cannot be used; its name must be told, and nothing else happens.
fn no_export(path: &str) -> String {
    let run = run(&["--transactions", path, "--json"], &[]);
    assert_eq!(run.stderr.lines().count(), 1, "{run:?}");
    let sentence = run.sentence();
    assert!(sentence.contains(path), "{sentence}");
    sentence.to_owned()
}

#[test]
fn a_file_that_is_no_json_is_refused_in_one_sentence() {
    let folder = Folder::new();
    for (name, text) in
        [("a.csv", "date,amount\n5/14/2024,3.00\n"), ("b.txt", "hello"), ("c.bin", "\0\u{1}\u{2}")]
    {
        let sentence = no_export(&folder.file(name, text));
        assert!(sentence.contains("no export of PayTrace transactions"), "{sentence}");
    }
}

#[test]
fn an_export_that_was_cut_off_is_refused_wherever_it_was_cut() {
    let folder = Folder::new();
    let whole = export(&good());
    for end in [1, whole.len() / 3, whole.len() / 2, whole.len() - 1] {
        let sentence = no_export(&folder.file("cut.json", &whole.as_bytes()[..end]));
        assert!(sentence.contains("cut off"), "{end}: {sentence}");
    }
}

#[test]
fn json_of_another_shape_is_refused_in_one_sentence() {
    let folder = Folder::new();
    let failed = r#"{"success":false,"response_code":1,"status_message":"One or more errors has occurred.","errors":{"58":["Please provide a valid Transaction ID."]},"transactions":[]}"#;
    for text in ["{}", "[]", "42", "null", r#"{"transactions":[]}"#, r#"{"rows":[{"amount":7.00}]}"#, failed]
    {
        no_export(&folder.file("other.json", text));
    }
}

#[test]
fn an_empty_file_a_missing_file_and_a_folder_are_refused_in_one_sentence() {
    let folder = Folder::new();
    let sentence = no_export(&folder.file("empty.json", ""));
    assert!(sentence.contains("no export of PayTrace transactions"), "{sentence}");
    let sentence = no_export(&folder.path("missing.json"));
    assert!(sentence.contains("cannot be read"), "{sentence}");
    no_export(&folder.path(""));
}

#[test]
fn a_paytrace_that_is_not_there_is_said_in_one_sentence_and_soon() {
    let started = Instant::now();
    let run = run(&["--json"], &[("PAYTRACE_BASE_URL", &closed_port())]);
    let took = started.elapsed();
    assert!(run.sentence().starts_with("PayTrace: PayTrace cannot be reached"), "{run:?}");
    assert!(took < Duration::from_secs(15), "a person waited {took:?} to hear that nobody listens there");
}

#[test]
fn a_sage_50_that_is_not_there_is_said_in_one_sentence() {
    let run = run(&["--json"], &[("SAGE50_BASE_URL", &closed_port())]);
    let sentence = run.sentence();
    assert!(sentence.starts_with("Sage 50: ") && sentence.contains("check address"), "{run:?}");
}

#[test]
fn wrong_credentials_of_paytrace_are_said_in_one_sentence() {
    for name in ["PAYTRACE_USERNAME", "PAYTRACE_PASSWORD"] {
        let run = run(&["--json"], &[(name, "wrong-on-purpose")]);
        let sentence = run.sentence();
        assert!(sentence.starts_with("PayTrace: ") && sentence.contains("user name or password"), "{run:?}");
        assert!(!run.stderr.contains("wrong-on-purpose"), "{run:?}");
    }
}

#[test]
fn a_wrong_integrator_id_is_said_in_one_sentence() {
    let run = run(&["--json"], &[("PAYTRACE_INTEGRATOR_ID", "someoneelse1")]);
    assert!(run.sentence().starts_with("PayTrace: "), "{run:?}");
}

#[test]
fn a_wrong_key_of_sage_50_is_said_in_one_sentence() {
    let run = run(&["--json"], &[("SAGE50_API_KEY", "wrong-on-purpose")]);
    let sentence = run.sentence();
    assert!(sentence.starts_with("Sage 50: ") && sentence.contains("API key"), "{run:?}");
    assert!(!run.stderr.contains("wrong-on-purpose"), "{run:?}");
}

#[test]
fn credentials_do_not_go_over_plain_http_to_another_machine() {
    for (name, vendor) in [("PAYTRACE_BASE_URL", "PayTrace: "), ("SAGE50_BASE_URL", "Sage 50: ")] {
        let run = run(&["--json"], &[(name, "http://vendor.example")]);
        let sentence = run.sentence();
        assert!(sentence.starts_with(vendor) && sentence.contains("https"), "{run:?}");
    }
}

#[test]
fn a_ledger_in_a_folder_that_is_not_there_is_refused_in_one_sentence() {
    let folder = Folder::new();
    let path = folder.path("missing/books.ledger");
    let run = run(&["--json", "--ledger", &path], &[]);
    assert_eq!(run.stderr.lines().count(), 1, "{run:?}");
    assert!(run.sentence().contains(&path), "{run:?}");
}

#[test]
fn a_ledger_that_another_run_has_open_is_refused_in_one_sentence() {
    let folder = Folder::new();
    let path = folder.path("books.ledger");
    let lock = fs::File::create(folder.path("books.ledger.lock")).unwrap();
    lock.lock().unwrap();
    let refused = run(&["--ledger", &path], &[]);
    assert_eq!(refused.stderr.lines().count(), 1, "{refused:?}");
    assert!(refused.sentence().contains("in use by another process"), "{refused:?}");
    lock.unlock().unwrap();
    assert_eq!(run(&["--ledger", &path], &[]).code, Some(0), "let go, it can be used");
}

#[test]
fn a_file_that_is_no_ledger_is_refused_and_left_as_it_is() {
    let folder = Folder::new();
    let text = "Dear diary, ".repeat(1_000);
    let path = folder.file("diary.txt", &text);
    let run = run(&["--json", "--ledger", &path], &[]);
    assert_eq!(run.stderr.lines().count(), 1, "{run:?}");
    assert!(run.sentence().contains(&path), "{run:?}");
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
}

#[test]
fn a_database_of_another_program_is_refused_and_gets_no_tables() {
    let folder = Folder::new();
    let path = folder.path("addresses.db");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let tables = runtime.block_on(async {
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&path).create_if_missing(true);
        let pool = sqlx::SqlitePool::connect_with(options).await.unwrap();
        sqlx::query("CREATE TABLE address (name TEXT)").execute(&pool).await.unwrap();
        pool.close().await;
        let run = run(&["--json", "--ledger", &path], &[]);
        assert!(run.sentence().contains(&path), "{run:?}");
        let pool = sqlx::SqlitePool::connect(&format!("sqlite:{path}")).await.unwrap();
        let tables: Vec<String> = sqlx::query_scalar("SELECT name FROM sqlite_master ORDER BY name")
            .fetch_all(&pool)
            .await
            .unwrap();
        pool.close().await;
        tables
    });
    assert_eq!(tables, ["address"]);
}

/// Arguments, environment, and what the complaint must name.
type Usage<'a> = (&'a [&'a str], &'a [(&'a str, &'a str)], &'a str);

#[test]
fn usage_errors_end_with_2_and_name_what_is_wrong() {
    let folder = Folder::new();
    let file = folder.file("export.json", export(&good()));
    let elsewhere = [("PAYTRACE_BASE_URL", "http://127.0.0.1:9")];
    let cases: [Usage<'_>; 7] = [
        (&["--frobnicate"], &[], "--frobnicate"),
        (&["stray"], &[], "stray"),
        (&["--since", "5/14/2024"], &[], "--since"),
        (&["--since", "2024-02-30"], &[], "--since"),
        (&["--ledger"], &[], "--ledger"),
        (&["--transactions", &file], &elsewhere, "PAYTRACE_BASE_URL"),
        (&[], &[("SAGE50_BASE_URL", "nonsense")], "nonsense"),
    ];
    for (arguments, environment, named) in cases {
        let run = run(arguments, environment);
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{arguments:?}: {run:?}");
        assert!(run.stderr.contains(named), "{arguments:?}: {run:?}");
    }
}
