//! The program, run as a user runs it.
#![expect(clippy::unwrap_used, reason = "test code")]

use std::net::Ipv4Addr;
use std::process::Command;

use paysage_sandbox::fault::Fault;
use paysage_sandbox::paytrace::PayTraceSimulator;
use paysage_sandbox::server;

const EXPORT: &str = "/v1/transactions/export/by_date_range";

struct Run {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

impl Run {
    /// The lines of the CSV without the head line.
    fn lines(&self) -> Vec<csv::StringRecord> {
        csv::Reader::from_reader(self.stdout.as_bytes()).records().map(Result::unwrap).collect()
    }
}

fn run(base_url: Option<&str>, arguments: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_export-to-csv"));
    for name in ["BASE_URL", "USERNAME", "PASSWORD", "INTEGRATOR_ID"] {
        command.env_remove(format!("PAYTRACE_{name}"));
    }
    if let Some(url) = base_url {
        command.env("PAYTRACE_BASE_URL", url);
    }
    let output = command.args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// Runs the program against a gateway with these rows, in which these things happen to its first exports.
fn run_on(rows: &[String], faults: Vec<Option<Fault>>, arguments: &[&str]) -> Run {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let simulator = PayTraceSimulator::new();
    let export = format!(
        r#"{{"success":true,"response_code":1,"status_message":"ok","transactions":[{}]}}"#,
        rows.join(",")
    );
    simulator.load(export.as_bytes()).unwrap();
    simulator.faults().script("POST", EXPORT, faults);
    let serving = server::serve(simulator.router(), (Ipv4Addr::LOCALHOST, 0).into());
    let server = runtime.block_on(serving).unwrap();
    run(Some(&server.url()), &[&["--from", "2024-05-13", "--to", "2024-05-16"], arguments].concat())
}

/// A settled sale of a day of May 2024, with this text in its JSON for the amount.
fn sale(id: u32, day: u32, amount: &str) -> String {
    format!(
        r#"{{"transaction_id":{id},"transaction_type":"SALE","amount":{amount},"invoice_id":"INV-{id}",
        "description":"two \"boxes\", blue","status_code":"GB571","status_message":"GB571",
        "credit_card":{{"masked_number":"************5439"}},"created":{{"at":"5/{day}/2024 10:06:30 AM"}},
        "settled":"5/{day}/2024 8:13:00 PM"}}"#
    )
}

#[test]
fn the_built_in_day_is_written_whole() {
    let run = run(None, &[]);
    assert_eq!((run.code, run.lines().len()), (Some(0), 15), "{}", run.stderr);
    assert!(
        run.stderr.trim_end().ends_with("15 transactions written; 0 records could not be read"),
        "{}",
        run.stderr
    );
    let states: Vec<String> = run.lines().iter().map(|line| line[5].to_owned()).collect();
    let count = |state: &str| states.iter().filter(|found| *found == state).count();
    assert_eq!(
        ["settled", "declined", "authorized only", "voided", "pending settlement"].map(count),
        [11, 1, 1, 1, 1],
        "{states:?}"
    );
}

#[test]
fn every_row_is_written_once_and_exactly_whatever_the_windows() {
    let rows = [sale(1, 13, "19.9"), sale(2, 14, "\"100\""), sale(3, 16, "0.29")];
    for days in ["1", "2", "9"] {
        let run = run_on(&rows, Vec::new(), &["--days-at-once", days]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        let cells: Vec<Vec<String>> = run
            .lines()
            .iter()
            .map(|line| [0, 2, 6, 7, 12].map(|place| line[place].to_owned()).to_vec())
            .collect();
        let text = "two \"boxes\", blue";
        assert_eq!(
            cells,
            [
                ["1", "19.90", "571", "2024-05-13 10:06:30", text],
                ["2", "100.00", "571", "2024-05-14 10:06:30", text],
                ["3", "0.29", "571", "2024-05-16 10:06:30", text],
            ]
        );
    }
}

#[test]
fn no_text_of_a_payer_is_a_formula_in_a_spreadsheet_and_numbers_stay() {
    let begins = ["=1+1", "+1", "-1", "@SUM(A1)", "'=1", "a=1", ""];
    let rows: Vec<String> = (1..)
        .zip(begins)
        .map(|(id, text)| sale(id, 13, "\"19.99\"").replace("two \\\"boxes\\\", blue", text))
        .collect();
    let run = run_on(&rows, Vec::new(), &[]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let texts: Vec<String> = run.lines().iter().map(|line| line[12].to_owned()).collect();
    assert_eq!(texts, ["'=1+1", "'+1", "'-1", "'@SUM(A1)", "'=1", "a=1", ""]);
    assert!(run.lines().iter().all(|line| &line[2] == "19.99"), "{}", run.stdout);
}

#[test]
fn a_bad_record_is_reported_without_its_secrets_and_the_others_are_written() {
    let leaky = sale(2, 14, "\"1.005\"").replace("two", "4012000098765439 \\u001b[31m two");
    let run = run_on(&[sale(1, 13, "1"), leaky, sale(3, 15, "3")], Vec::new(), &[]);
    assert_eq!((run.code, run.lines().len()), (Some(1), 2), "{}", run.stderr);
    let bad: Vec<&str> = run.stderr.lines().filter(|line| line.starts_with("bad record")).collect();
    assert!(bad.len() == 1 && bad[0].starts_with("bad record 2: amount: "), "{}", run.stderr);
    assert!(!run.stderr.contains("4012000098765439") && !run.stderr.contains('\u{1b}'), "{}", run.stderr);
    assert!(
        run.stderr.trim_end().ends_with("2 transactions written; 1 records could not be read"),
        "{}",
        run.stderr
    );
}

#[test]
fn an_export_that_breaks_off_says_where_to_go_on() {
    let rows = [sale(1, 13, "1"), sale(2, 14, "2"), sale(3, 15, "3")];
    let run = run_on(&rows, vec![None, Some(Fault::CutBody)], &[]);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    let last = run.stderr.lines().last().unwrap();
    assert!(
        last.contains("the CSV is not complete") && last.ends_with("go on with --from 2024-05-14"),
        "{last}"
    );
    let first = run.lines();
    assert_eq!((first[0][0].to_owned(), first[0][7].starts_with("2024-05-13")), ("1".to_owned(), true));
}

#[test]
fn a_file_is_made_and_never_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("may.csv");
    let out = path.to_str().unwrap();
    let made = run_on(&[sale(1, 13, "1")], Vec::new(), &["--out", out]);
    assert_eq!((made.code, made.stdout.as_str()), (Some(0), ""), "{}", made.stderr);
    let written = std::fs::read_to_string(&path).unwrap();
    assert_eq!(written.lines().count(), 2);
    let again = run(None, &["--out", out]);
    assert!(again.code == Some(1) && again.stderr.contains("may.csv"), "{}", again.stderr);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), written);
}
