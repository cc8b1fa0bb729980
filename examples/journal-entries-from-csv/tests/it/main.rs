//! The program, run as a user runs it.
#![expect(clippy::unwrap_used, reason = "test code")]

use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use chrono::{TimeDelta, Utc};
use paysage_sandbox::fault::Fault;
use paysage_sandbox::sage50::{FileKind, Sage50Simulator, Template};
use paysage_sandbox::server::{self, Server};
use serde_json::Value;
use tempfile::TempDir;
use tokio::runtime::Runtime;

const POST: &str = "/v1/journal_entries";

struct Run {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

fn command(base_url: Option<&str>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_journal-entries-from-csv"));
    for name in ["SAGE50_BASE_URL", "SAGE50_API_KEY", "SAGE50_BUSINESS"] {
        command.env_remove(name);
    }
    command.envs(base_url.map(|url| ("SAGE50_BASE_URL", url)));
    command
}

fn end(command: &mut Command) -> Run {
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

fn beside(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// A gateway whose books outlive the program, and a copy of the month to post.
struct Desk {
    simulator: Sage50Simulator,
    server: Server,
    _runtime: Runtime,
    folder: TempDir,
    file: PathBuf,
}

impl Desk {
    fn open() -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let simulator = Sage50Simulator::new();
        let server = runtime.block_on(server::serve(simulator.router(), (Ipv4Addr::LOCALHOST, 0).into()));
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("june.csv");
        std::fs::copy(beside("june.csv"), &file).unwrap();
        Self { simulator, server: server.unwrap(), _runtime: runtime, folder, file }
    }

    fn command(&self) -> Command {
        let mut command = command(Some(&self.server.url()));
        command.arg(&self.file);
        command
    }

    fn run(&self) -> Run {
        end(&mut self.command())
    }

    fn meets(&self, faults: Vec<Option<Fault>>) {
        self.simulator.faults().script("POST", POST, faults);
    }

    fn replace(&self, from: &str, to: &str) {
        let text = std::fs::read_to_string(&self.file).unwrap();
        assert!(text.contains(from));
        std::fs::write(&self.file, text.replace(from, to)).unwrap();
    }

    /// The references in the books, in order.
    fn books(&self) -> Vec<String> {
        let entries = self.simulator.documents().into_iter().filter(|one| one.date.is_some());
        entries.map(|one| one.reference.to_string()).collect()
    }
}

const JUNE: [&str; 4] = ["JE-0601-RENT", "SET-571", "SET-572", "JE-0630-FIX"];

#[test]
fn a_month_is_posted_once_however_often_it_runs() {
    let desk = Desk::open();
    let first = desk.run();
    assert_eq!((first.code, desk.books()), (Some(0), JUNE.map(str::to_owned).to_vec()), "{}", first.stderr);
    assert_eq!(first.stdout.matches("  posted").count(), 4, "{}", first.stdout);
    let second = desk.run();
    assert_eq!((second.code, desk.books().len()), (Some(0), 4), "{}", second.stderr);
    assert_eq!(second.stdout.matches("  already there").count(), 4, "{}", second.stdout);
    assert_eq!(desk.simulator.faults().hits("POST", POST), 4);
    let line = "10200     Checking Account                       1662.83        850.00\n";
    assert!(
        second.stdout.contains(line) && second.stdout.ends_with("2632.50       2632.50\n"),
        "{}",
        second.stdout
    );
}

#[test]
fn every_way_to_lose_an_answer_ends_with_one_entry() {
    let late = Fault::AppliedLate(Duration::from_millis(100));
    for fault in [Fault::LostAnswer, late, Fault::ErrorAfter(500), Fault::CutBody] {
        let desk = Desk::open();
        desk.meets(vec![None, Some(fault)]);
        let run = desk.run();
        assert_eq!(
            (run.code, desk.books()),
            (Some(0), JUNE.map(str::to_owned).to_vec()),
            "{fault:?} {}",
            run.stderr
        );
        assert_eq!(desk.simulator.faults().hits("POST", POST), 4, "{fault:?}");
        assert_eq!(run.stdout.matches("  looked up").count(), 1, "{}", run.stdout);
    }
}

#[test]
fn a_run_after_one_that_was_killed_waits_for_the_entry_that_is_still_on_its_way() {
    let desk = Desk::open();
    desk.meets(vec![Some(Fault::AppliedLate(Duration::from_millis(120)))]);
    let mut killed = desk.command().stderr(Stdio::null()).stdout(Stdio::null()).spawn().unwrap();
    while desk.simulator.faults().hits("POST", POST) == 0 {
        assert_eq!(killed.try_wait().unwrap(), None, "it ended before it posted");
        std::thread::yield_now();
    }
    killed.kill().unwrap();
    killed.wait().unwrap();
    let second = desk.run();
    assert_eq!((second.code, desk.books().len()), (Some(0), 4), "{}", second.stderr);
}

#[test]
fn what_an_earlier_run_noted_is_waited_for_if_it_does_not_show_and_not_if_it_was_long_ago() {
    for (sent, waits) in [(Utc::now(), true), (Utc::now() - TimeDelta::hours(1), false)] {
        let desk = Desk::open();
        let note = format!("{} je-0601-rent\n", sent.to_rfc3339());
        std::fs::write(desk.folder.path().join("june.csv.sent"), note).unwrap();
        let run = desk.run();
        assert_eq!((run.code, desk.books().len()), (Some(0), 4), "{}", run.stderr);
        let said =
            run.stderr.contains("JE-0601-RENT: sent by an earlier run, waiting 250.0ms for it to show");
        assert_eq!(said, waits, "{}", run.stderr);
    }
}

#[test]
fn an_entry_that_never_arrived_is_left_out_and_the_next_run_posts_it() {
    let desk = Desk::open();
    desk.meets(vec![None, Some(Fault::LostRequest)]);
    let first = desk.run();
    assert_eq!((first.code, desk.books().len()), (Some(3), 3), "{}", first.stderr);
    assert!(
        first.stdout.contains("SET-571, from line 4\n    it was sent and does not show; run it again\n"),
        "{}",
        first.stdout
    );
    let second = desk.run();
    assert_eq!((second.code, desk.books().len()), (Some(0), 4), "{}", second.stderr);
}

#[test]
fn a_mistake_is_reported_and_the_good_entries_go() {
    let desk = Desk::open();
    std::fs::copy(beside("with-mistakes.csv"), &desk.file).unwrap();
    let run = desk.run();
    assert_eq!((run.code, desk.books()), (Some(3), vec!["SET-571".to_owned()]), "{}", run.stderr);
    let reasons = [
        "line 5, the whole entry: the journal entry does not balance: debits 1222.68, credits 1222.50; correct",
        "line 8, date: \"6/19/2026\" is no day; write year, month and day",
        "line 8, debit: \"96.905\" has more decimals",
        "line 10, account: 48999 is not in the chart of accounts; create it in Sage 50",
        "line 12, debit: \"1,200.00\" is not a plain decimal number",
        "line 13, debit and credit: both are filled",
    ];
    for reason in reasons {
        assert!(run.stdout.contains(reason), "{reason}: {}", run.stdout);
    }
}

#[test]
fn an_entry_that_the_books_have_otherwise_is_left_out_with_the_difference() {
    let desk = Desk::open();
    desk.run();
    desk.replace("490.00", "490.01");
    desk.replace("475.79", "475.80");
    let run = desk.run();
    assert_eq!((run.code, desk.books().len()), (Some(3), 4), "{}", run.stderr);
    let why = "the books have it with amount 490.00 USD instead of 490.01 USD; correct one of them";
    assert!(run.stdout.contains(why), "{}", run.stdout);
}

#[test]
fn what_the_gateway_refuses_is_left_out_with_the_remedy_and_the_others_go() {
    let desk = Desk::open();
    desk.simulator.set_fiscal_years("2025-01-01".parse().unwrap());
    desk.replace("2026-06-05", "2027-06-05");
    let run = desk.run();
    assert_eq!((run.code, desk.books().len()), (Some(3), 3), "{}", run.stderr);
    assert!(run.stdout.contains("the date lies in a closed period of sage 50"), "{}", run.stdout);
    assert!(run.stdout.contains("; open the period in Sage 50, or book on a day"), "{}", run.stdout);
}

#[test]
fn a_gateway_that_has_enough_is_left_alone() {
    let desk = Desk::open();
    desk.meets(vec![None, Some(Fault::RateLimited { retry_after_s: 1 })]);
    let run = desk.run();
    assert_eq!((run.code, desk.books().len()), (Some(3), 1), "{}", run.stderr);
    assert_eq!(desk.simulator.faults().hits("POST", POST), 2);
    assert_eq!(run.stdout.matches("not tried after SET-571; run it again").count(), 2, "{}", run.stdout);
}

#[test]
fn two_runs_do_not_post_one_file_at_once() {
    let desk = Desk::open();
    let notes = std::fs::File::create(desk.folder.path().join("june.csv.sent")).unwrap();
    notes.lock().unwrap();
    let run = desk.run();
    assert_eq!((run.code, desk.books().len()), (Some(1), 0));
    assert!(
        run.stderr.contains("another run uses") && run.stderr.contains("june.csv.sent"),
        "{}",
        run.stderr
    );
}

#[test]
fn the_month_that_comes_with_it_goes_to_no_company() {
    let desk = Desk::open();
    let run = end(&mut command(Some(&desk.server.url())));
    assert_eq!((run.code, desk.books().len()), (Some(1), 0));
    assert!(run.stderr.contains("name the CSV file to post"), "{}", run.stderr);
    let own = end(command(None).arg("--json"));
    let result: Value = serde_json::from_str(&own.stdout).unwrap();
    let states: Vec<_> =
        result["entries"].as_array().unwrap().iter().map(|one| one["state"].as_str().unwrap()).collect();
    assert_eq!((own.code, states), (Some(0), vec!["posted"; 4]), "{}", own.stderr);
    assert_eq!(result["totals"][1]["credit"], "1740.00");
}

#[test]
fn an_import_file_is_written_once_and_imports_whole() {
    let desk = Desk::open();
    let outbox = desk.folder.path().join("outbox");
    let chart = desk.folder.path().join("CHART.CSV");
    std::fs::write(&chart, desk.simulator.export(FileKind::Chart)).unwrap();
    let run = || {
        let mut command = command(None);
        let options = [
            desk.file.as_os_str(),
            "--door".as_ref(),
            "files".as_ref(),
            "--outbox".as_ref(),
            outbox.as_os_str(),
        ];
        end(command.args(options).arg("--chart").arg(&chart).arg("--json"))
    };
    let first = run();
    assert_eq!(first.code, Some(0), "{}", first.stderr);
    let result: Value = serde_json::from_str(&first.stdout).unwrap();
    let bytes = std::fs::read(result["files"][0]["path"].as_str().unwrap()).unwrap();
    let report = desk.simulator.import(FileKind::GeneralJournal, &bytes, &Template::from_headings());
    assert!(report.is_clean(), "{report:?}");
    assert_eq!(desk.books(), JUNE);
    let second: Value = serde_json::from_str(&run().stdout).unwrap();
    assert_eq!(
        (&second["files"], &second["entries"][3]["state"]),
        (&Value::Array(Vec::new()), &"written_before".into())
    );
    desk.replace("490.00", "490.01");
    desk.replace("475.79", "475.80");
    desk.replace("10300,,1250.00", "10399,,1250.00");
    let third = run();
    let result: Value = serde_json::from_str(&third.stdout).unwrap();
    assert_eq!((third.code, result["left"].as_array().unwrap().len()), (Some(3), 2), "{}", third.stdout);
    let reasons: Vec<_> = result["left"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["reasons"][0]["what"].as_str().unwrap())
        .collect();
    assert!(
        reasons.iter().any(|one| one.contains("SET-571 is in the outbox with other content")),
        "{reasons:?}"
    );
    assert!(reasons.contains(&"10399 is not in the chart of accounts"), "{reasons:?}");
}
