//! The program, run as a user runs it.
#![expect(clippy::unwrap_used, reason = "test code")]

use std::net::Ipv4Addr;
use std::process::{Command, Stdio};
use std::time::Duration;

use paysage_sandbox::fault::Fault;
use paysage_sandbox::sage50::{BookedDocument, Sage50Simulator};
use paysage_sandbox::server::{self, Server};
use sage50::Kind;
use serde_json::Value;
use tokio::runtime::Runtime;

struct Run {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

/// The sale that the runs on a desk make.
const SALE: [&str; 4] = ["--number", "7", "--amount", "31.07"];

fn command(base_url: Option<&str>, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_invoice-and-receipt"));
    for name in ["SAGE50_BASE_URL", "SAGE50_API_KEY", "SAGE50_BUSINESS"] {
        command.env_remove(name);
    }
    command.envs(base_url.map(|url| ("SAGE50_BASE_URL", url)));
    command.args(arguments);
    command
}

fn run(base_url: Option<&str>, arguments: &[&str]) -> Run {
    let output = command(base_url, arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// A gateway whose books outlive the program.
struct Desk {
    simulator: Sage50Simulator,
    server: Server,
    _runtime: Runtime,
}

impl Desk {
    fn open() -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let simulator = Sage50Simulator::new();
        let server = runtime.block_on(server::serve(simulator.router(), (Ipv4Addr::LOCALHOST, 0).into()));
        Self { simulator, server: server.unwrap(), _runtime: runtime }
    }

    fn run(&self, arguments: &[&str]) -> Run {
        run(Some(&self.server.url()), &[&SALE, arguments].concat())
    }

    fn meets(&self, path: &str, fault: Fault) {
        self.simulator.faults().script("POST", path, vec![Some(fault)]);
    }

    /// Reference, amount and what is due of everything that is no customer.
    fn books(&self) -> Vec<(String, String, Option<String>)> {
        let booked = self.simulator.documents().into_iter().filter(|one| one.kind != Kind::Customer);
        let shown = |one: BookedDocument| {
            (one.reference.to_string(), one.amount.to_string(), one.due.map(|due| due.to_string()))
        };
        booked.map(shown).collect()
    }
}

fn booked(reference: &str, amount: &str, due: Option<&str>) -> (String, String, Option<String>) {
    (reference.to_owned(), amount.to_owned(), due.map(str::to_owned))
}

fn paid() -> [(String, String, Option<String>); 2] {
    [booked("INV-7", "31.07", Some("0.00")), booked("RCP-7", "31.07", None)]
}

#[test]
fn every_way_to_lose_an_answer_ends_with_one_invoice_and_one_receipt() {
    let late = Fault::AppliedLate(Duration::from_millis(100));
    for fault in [Fault::LostAnswer, late, Fault::ErrorAfter(500), Fault::CutBody] {
        let desk = Desk::open();
        desk.meets("/v1/invoices", fault);
        desk.meets("/v1/payments", fault);
        let run = desk.run(&[]);
        assert_eq!(run.code, Some(0), "{fault:?} {}", run.stderr);
        assert_eq!(desk.books(), paid(), "{fault:?}");
        for path in ["/v1/invoices", "/v1/payments"] {
            assert_eq!(desk.simulator.faults().hits("POST", path), 1, "{fault:?} {path}");
        }
        assert_eq!(run.stdout.matches("looked up").count(), 2, "{}", run.stdout);
    }
}

#[test]
fn a_receipt_that_never_arrived_is_not_believed_and_the_next_run_posts_it_once() {
    let desk = Desk::open();
    desk.meets("/v1/payments", Fault::LostRequest);
    let first = desk.run(&[]);
    assert_eq!((first.code, first.stdout.as_str()), (Some(1), ""), "{}", first.stderr);
    assert_eq!(first.stderr.matches("before looking it up").count(), 2, "{}", first.stderr);
    assert!(first.stderr.trim_end().ends_with("(to go on with this sale: --number 7)"), "{}", first.stderr);
    assert_eq!(desk.books(), [booked("INV-7", "31.07", Some("31.07"))]);
    let second = desk.run(&[]);
    assert_eq!((second.code, desk.books()), (Some(0), paid().to_vec()), "{}", second.stderr);
    assert_eq!(desk.simulator.faults().hits("POST", "/v1/invoices"), 1);
}

#[test]
fn a_run_after_one_that_was_killed_waits_for_the_receipt_that_is_still_on_its_way() {
    let desk = Desk::open();
    desk.meets("/v1/payments", Fault::AppliedLate(Duration::from_millis(120)));
    let mut killed = command(Some(&desk.server.url()), &SALE).stderr(Stdio::null()).spawn().unwrap();
    while desk.simulator.faults().hits("POST", "/v1/payments") == 0 {
        assert_eq!(killed.try_wait().unwrap(), None, "it ended before it posted a receipt");
        std::thread::yield_now();
    }
    killed.kill().unwrap();
    killed.wait().unwrap();
    let second = desk.run(&[]);
    assert_eq!((second.code, desk.books()), (Some(0), paid().to_vec()), "{}", second.stderr);
    assert_eq!(second.stdout.matches("already there").count(), 3, "{}", second.stdout);
}

#[test]
fn what_is_paid_above_the_amount_due_is_not_sent() {
    let desk = Desk::open();
    let run = desk.run(&["--pay", "31.08"]);
    assert_eq!(run.code, Some(1));
    let why = "31.08 USD is applied to INV-7, of which 31.07 is due; read the amount due in Sage 50";
    assert!(run.stderr.contains(why), "{}", run.stderr);
    assert_eq!(desk.simulator.faults().hits("POST", "/v1/payments"), 0);
}

#[test]
fn a_number_that_stands_for_something_else_is_refused_with_the_difference() {
    let desk = Desk::open();
    desk.run(&[]);
    let run = run(Some(&desk.server.url()), &["--number", "7", "--amount", "99.00"]);
    assert_eq!((run.code, desk.books()), (Some(1), paid().to_vec()));
    let why =
        "invoice INV-7 is in the books with amount 31.07 USD instead of 99.00 USD: use another --number";
    assert!(run.stderr.contains(why), "{}", run.stderr);
}

#[test]
fn what_the_gateway_says_is_shown_with_the_remedy() {
    let desk = Desk::open();
    let run = desk.run(&["--cash", "99999"]);
    let why = "receipt RCP-7 was not posted: sage 50 does not know what the call names (status 422): cashAccount: \
               There is no account 99999 in the chart of accounts; create the account in Sage 50";
    assert!(run.code == Some(1) && run.stderr.contains(why), "{}", run.stderr);
}

#[test]
fn with_a_simulator_of_its_own_it_shows_lost_answers_and_the_books_as_json() {
    let run = run(None, &["--lose-answer", "--json", "--number", "N-1", "--pay", "249.99"]);
    assert_eq!((run.code, run.stdout.lines().count()), (Some(0), 1), "{}", run.stderr);
    let result: Value = serde_json::from_str(&run.stdout).unwrap();
    let documents = result["documents"].as_array().unwrap();
    let shown: Vec<_> =
        documents.iter().map(|one| (one["reference"].as_str().unwrap(), &one["how"])).collect();
    assert_eq!(
        shown,
        [
            ("CEDAR-HVAC", &"posted".into()),
            ("INV-N-1", &"looked_up".into()),
            ("RCP-N-1", &"looked_up".into())
        ]
    );
    assert_eq!(documents[1]["due"], "1000.00");
    let balances: Vec<_> = result["trial_balance"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (&one["account"], &one["balance"]))
        .collect();
    let expected = [("10300", "249.99"), ("11000", "1000.00"), ("40000", "-1249.99")]
        .map(|(account, balance)| (Value::from(account), Value::from(balance)));
    assert_eq!(balances, expected.iter().map(|(account, balance)| (account, balance)).collect::<Vec<_>>());
}
