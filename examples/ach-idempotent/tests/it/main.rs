//! The program, run as a user runs it.
#![expect(clippy::unwrap_used, reason = "test code")]

use std::net::Ipv4Addr;
use std::process::Command;
use std::time::Duration;

use chrono::TimeDelta;
use paysage_sandbox::fault::Fault;
use paysage_sandbox::paytrace::{INTEGRATOR_ID, MERCHANT_ID, PASSWORD, PayTraceSimulator, USERNAME};
use paysage_sandbox::server::{self, Server};
use paytrace::v3::check::{CheckRecord, CheckStatus, ListChecks};
use paytrace::{Client, Credentials, MerchantId};
use tokio::runtime::Runtime;

const PAYMENT: &str = "/v3/checks/payment";

struct Run {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

impl Run {
    /// The states in the order they are told.
    fn states(&self) -> Vec<&str> {
        let lines = self.stdout.lines().filter(|line| line.starts_with("20"));
        lines.filter_map(|line| line.split_whitespace().last()).collect()
    }
}

fn run(base_url: Option<&str>, arguments: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ach-idempotent"));
    for name in ["BASE_URL", "USERNAME", "PASSWORD", "INTEGRATOR_ID", "MERCHANT_ID", "ACCOUNT_NUMBER"] {
        command.env_remove(format!("PAYTRACE_{name}"));
    }
    if let Some(url) = base_url {
        command.env("PAYTRACE_BASE_URL", url);
    }
    if !arguments.contains(&"--quiet-seconds") {
        command.args(["--quiet-seconds", "0"]);
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
}

impl Gateway {
    fn open() -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let simulator = PayTraceSimulator::new();
        let serving = server::serve(simulator.router(), (Ipv4Addr::LOCALHOST, 0).into());
        let server = runtime.block_on(serving).unwrap();
        Self { simulator, server, runtime }
    }

    fn run(&self, arguments: &[&str]) -> Run {
        run(Some(&self.server.url()), arguments)
    }

    fn books(&self) -> Vec<CheckRecord> {
        self.runtime.block_on(async {
            let credentials = Credentials::new(USERNAME, PASSWORD, INTEGRATOR_ID);
            let client = Client::builder(self.server.url().parse().unwrap(), credentials);
            let client = client.with_merchant_id(MerchantId::new(MERCHANT_ID).unwrap()).build().unwrap();
            let page = client.send(&ListChecks::new()).await.unwrap();
            page.items.into_iter().map(Result::unwrap).collect()
        })
    }
}

#[test]
fn a_debit_whose_answer_is_lost_and_that_is_sent_again_is_one_debit() {
    let gateway = Gateway::open();
    gateway.simulator.faults().script("POST", PAYMENT, vec![Some(Fault::LostAnswer)]);
    let first = gateway.run(&["--key", "order 7", "--amount", "31.07", "--send-again"]);
    assert_eq!(first.code, Some(0), "{}{}", first.stdout, first.stderr);
    assert_eq!(gateway.simulator.faults().hits("POST", PAYMENT), 2);
    let books = gateway.books();
    let [debit] = books.as_slice() else { unreachable!("{books:?}") };
    assert_eq!(
        (debit.amount.to_string(), debit.idempotency_key.as_deref()),
        ("31.07".to_owned(), Some("order 7"))
    );
    for fact in [
        "the answer is lost".to_owned(),
        format!("looked up by its key: check {} is there", debit.check_id),
        format!("the same payment with the same key again: check {}", debit.check_id),
        "checks with this key: 1, in all 31.07".to_owned(),
    ] {
        assert!(first.stdout.contains(&fact), "{fact}: {}", first.stdout);
    }
    gateway.simulator.advance(TimeDelta::days(10));
    let later = gateway.run(&["--key", "order 7", "--amount", "31.07"]);
    assert_eq!((later.code, later.states()), (Some(0), vec!["SETTLED"]), "{}{}", later.stdout, later.stderr);
    assert_eq!(gateway.simulator.faults().hits("POST", PAYMENT), 2);
    assert_eq!(gateway.books().len(), 1);
}

#[test]
fn a_debit_that_never_arrived_is_sent_again_with_the_same_key() {
    let gateway = Gateway::open();
    gateway.simulator.faults().script("POST", PAYMENT, vec![Some(Fault::LostRequest)]);
    let first = gateway.run(&["--key", "order 8"]);
    assert_eq!((first.code, gateway.books().len()), (Some(1), 0), "{}{}", first.stdout, first.stderr);
    assert!(first.stderr.trim_end().ends_with("run it again with --key order 8"), "{}", first.stderr);
    let (_, after) = first.stdout.split_once("the answer is lost").unwrap();
    assert_eq!(after.matches("it is not there").count(), 1, "{}", first.stdout);
    // Two looks before the payment, since the key was named, and two after it.
    assert_eq!(gateway.simulator.faults().hits("GET", "/v3/checks/transactions/idempotency-keys/"), 4);
    let second = gateway.run(&["--key", "order 8"]);
    assert_eq!(second.code, Some(0), "{}{}", second.stdout, second.stderr);
    let statuses: Vec<CheckStatus> = gateway.books().into_iter().map(|check| check.status).collect();
    assert_eq!(statuses, [CheckStatus::Initiated]);
}

#[test]
fn a_debit_that_is_applied_late_is_waited_for_and_not_sent_again() {
    let gateway = Gateway::open();
    let late = Fault::AppliedLate(Duration::from_millis(1500));
    gateway.simulator.faults().script("POST", PAYMENT, vec![Some(late)]);
    let first = gateway.run(&["--quiet-seconds", "1"]);
    assert_eq!((first.code, gateway.books().len()), (Some(0), 1), "{}{}", first.stdout, first.stderr);
    assert_eq!(gateway.simulator.faults().hits("POST", PAYMENT), 1);
    assert!(first.stdout.contains("looked up by its key: check"), "{}", first.stdout);
}

#[test]
fn with_a_simulator_of_its_own_a_check_is_followed_to_its_end() {
    let settled = run(None, &[]);
    assert_eq!(settled.code, Some(0), "{}{}", settled.stdout, settled.stderr);
    assert!(settled.stdout.contains("the answer is lost"), "{}", settled.stdout);
    assert!(settled.stdout.contains("checks with this key: 1, in all 48.00"), "{}", settled.stdout);
    assert_eq!(settled.states().last(), Some(&"SETTLED"), "{}", settled.stdout);
    let returned = run(None, &["--amount", "1.25"]);
    assert_eq!(returned.code, Some(0), "{}{}", returned.stdout, returned.stderr);
    assert!(returned.states().ends_with(&["SETTLED", "RETURNED"]), "{}", returned.stdout);
    assert!(returned.stdout.contains("R01"), "{}", returned.stdout);
}

#[test]
fn a_check_that_is_turned_away_is_no_debit() {
    let lost = run(None, &["--amount", "0.29"]);
    assert!(
        lost.code == Some(1) && lost.stderr.contains("nothing was debited"),
        "{}{}",
        lost.stdout,
        lost.stderr
    );
    let answered = Gateway::open().run(&["--amount", "0.29"]);
    assert!(answered.code == Some(1) && answered.stderr.contains("DECLINED"), "{}", answered.stderr);
}
