//! The program, run as a user runs it.
#![expect(clippy::unwrap_used, clippy::arithmetic_side_effects, reason = "test code")]

use std::net::Ipv4Addr;
use std::process::Command;

use chrono::{Days, Utc};
use futures_util::TryStreamExt;
use paysage_sandbox::fault::Fault;
use paysage_sandbox::paytrace::{INTEGRATOR_ID, PASSWORD, PayTraceSimulator, USERNAME};
use paysage_sandbox::server::{self, Server};
use paytrace::v1::export::ByDateRange;
use paytrace::{Client, Credentials, Transaction, TransactionType};
use tokio::runtime::Runtime;

struct Run {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

impl Run {
    /// The words of the table's line of a step.
    fn line(&self, step: &str) -> Vec<&str> {
        let line = self.stdout.lines().find(|line| line.starts_with(step)).unwrap_or_default();
        line.split_whitespace().collect()
    }
}

fn run(base_url: Option<&str>, arguments: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_authorize-capture-refund"));
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

/// A gateway that outlives the program.
struct Gateway {
    simulator: PayTraceSimulator,
    server: Server,
    runtime: Runtime,
    before: usize,
}

impl Gateway {
    fn open() -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let simulator = PayTraceSimulator::with_day();
        let serving = server::serve(simulator.router(), (Ipv4Addr::LOCALHOST, 0).into());
        let server = runtime.block_on(serving).unwrap();
        let mut gateway = Self { simulator, server, runtime, before: 0 };
        gateway.before = gateway.books().len();
        gateway
    }

    fn run(&self, arguments: &[&str]) -> Run {
        run(Some(&self.server.url()), &[&["--customer-id", "BAYSIDE"], arguments].concat())
    }

    /// What was added to the built-in day.
    fn books(&self) -> Vec<Transaction> {
        self.runtime.block_on(async {
            let credentials = Credentials::new(USERNAME, PASSWORD, INTEGRATOR_ID);
            let client = Client::builder(self.server.url().parse().unwrap(), credentials).build().unwrap();
            let today = Utc::now().date_naive();
            let (first, last) = (today - Days::new(3), today + Days::new(2));
            let rows = client.export(&ByDateRange::new(first, last).unwrap()).await.unwrap();
            let rows: Vec<_> = rows.try_collect().await.unwrap();
            rows.into_iter().skip(self.before).map(|row| row.content.unwrap()).collect()
        })
    }
}

#[test]
fn the_books_hold_one_charge_and_one_refund_and_the_table_shows_them() {
    let gateway = Gateway::open();
    let run = gateway.run(&["--amount", "80", "--capture", "61.50", "--refund", "1.49"]);
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    let books = gateway.books();
    let [charge, refund] = books.as_slice() else { unreachable!("{books:?}") };
    assert_eq!((&charge.kind, charge.status.moved_money()), (&TransactionType::Authorization, Some(true)));
    assert_eq!((&refund.kind, refund.amount.to_string()), (&TransactionType::Refund, "1.49".to_owned()));
    let (charge, refund) = (charge.id.to_string(), refund.id.to_string());
    for (step, id, kind, amount) in [
        ("authorized", &charge, "AUTHORIZATION", "80.00"),
        ("captured", &charge, "AUTHORIZATION", "61.50"),
        ("settled", &charge, "AUTHORIZATION", "61.50"),
        ("refunded", &refund, "REFUND", "1.49"),
    ] {
        let line = run.line(step);
        assert_eq!(line.get(..4), Some([step, id, kind, amount].as_slice()), "{}", run.stdout);
    }
    assert_eq!(run.stdout.lines().last(), Some("kept: 61.50 - 1.49 = 60.01 USD"));
}

#[test]
fn without_leave_to_settle_the_refund_waits_for_the_evening() {
    let gateway = Gateway::open();
    gateway.simulator.deny("/v1/transactions/settle");
    let first = gateway.run(&[]);
    let books = gateway.books();
    let [charge] = books.as_slice() else { unreachable!("{books:?}") };
    let id = charge.id.to_string();
    assert_eq!(first.code, Some(1), "{}{}", first.stdout, first.stderr);
    assert!(first.stderr.trim_end().ends_with(&format!("--transaction {id}")), "{}", first.stderr);
    gateway.simulator.settle_now();
    let second = gateway.run(&["--transaction", &id]);
    assert_eq!((second.code, gateway.books().len()), (Some(0), 2), "{}{}", second.stdout, second.stderr);
    assert_eq!(second.stdout.lines().last(), Some("kept: 35.00 - 10.00 = 25.00 USD"));
}

const REFUND: &str = "/v1/transactions/refund/for_transaction";

#[test]
fn a_refund_whose_answer_is_lost_is_found_and_given_once() {
    let gateway = Gateway::open();
    gateway.simulator.faults().script("POST", REFUND, vec![Some(Fault::LostAnswer)]);
    let run = gateway.run(&["--quiet-seconds", "0"]);
    assert_eq!((run.code, gateway.books().len()), (Some(0), 2), "{}{}", run.stdout, run.stderr);
    assert_eq!(gateway.simulator.faults().hits("POST", REFUND), 1);
    assert!(run.stdout.contains("is there, nothing is given again"), "{}", run.stdout);
    assert_eq!(run.stdout.lines().last(), Some("kept: 35.00 - 10.00 = 25.00 USD"));
}

#[test]
fn a_refund_that_may_have_been_made_is_for_a_person_and_no_run_is_told_to_make_another() {
    for fault in [Fault::LostRequest, Fault::ErrorAfter(500)] {
        let gateway = Gateway::open();
        gateway.simulator.faults().script("POST", REFUND, vec![Some(fault)]);
        let run = gateway.run(&["--quiet-seconds", "0"]);
        let is_made = gateway.books().len() == 2;
        assert_eq!(run.code, Some(i32::from(!is_made)), "{}{}", run.stdout, run.stderr);
        assert_eq!(gateway.simulator.faults().hits("POST", REFUND), 1);
        assert!(run.stdout.contains("the answer is lost"), "{}", run.stdout);
        assert!(!run.stderr.contains("--transaction"), "{}", run.stderr);
        if !is_made {
            assert_eq!(run.stdout.matches("it is not there").count(), 2, "{}", run.stdout);
            assert!(run.stderr.contains("before any other"), "{}", run.stderr);
        }
    }
}

#[test]
fn what_the_bank_does_not_do_ends_the_run_with_its_words() {
    let declined = run(None, &["--amount", "0.29", "--capture", "0.10", "--refund", "0.05"]);
    assert!(declined.code == Some(1) && declined.stderr.contains("nothing is held"), "{}", declined.stderr);
    let kept = run(None, &["--refund", "1.07"]);
    assert!(kept.code == Some(1) && kept.stderr.contains("is refunded: "), "{}", kept.stderr);
}

#[test]
fn amounts_that_do_not_go_together_are_refused_before_anything_is_sent() {
    let gateway = Gateway::open();
    let sent = gateway.simulator.faults().hits("POST", "/");
    for amounts in [["--refund", "35.01"], ["--capture", "50.01"], ["--amount", "34.99"]] {
        let run = gateway.run(&amounts);
        assert!(run.code == Some(2) && run.stderr.contains("must not be more"), "{}", run.stderr);
    }
    assert_eq!(gateway.simulator.faults().hits("POST", "/"), sent);
    let id = gateway.run(&[]).line("settled").get(1).map(|id| (*id).to_owned()).unwrap();
    let too_much = gateway.run(&["--transaction", &id, "--refund", "25.01"]);
    assert_eq!(too_much.code, Some(1), "{}", too_much.stdout);
    assert!(too_much.stderr.contains(&format!("--transaction {id}")), "{}", too_much.stderr);
}
