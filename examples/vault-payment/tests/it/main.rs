//! The program, run as a user runs it.
#![expect(clippy::unwrap_used, clippy::arithmetic_side_effects, reason = "test code")]

use std::net::Ipv4Addr;
use std::process::{Command, Output};

use chrono::{Days, Utc};
use futures_util::TryStreamExt;
use paysage_sandbox::fault::Fault;
use paysage_sandbox::paytrace::{INTEGRATOR_ID, PASSWORD, PayTraceSimulator, TestCard, USERNAME};
use paysage_sandbox::server::{self, Server};
use paytrace::v1::export::ByDateRange;
use paytrace::{Client, Credentials, Transaction};
use serde_json::Value;
use tokio::runtime::Runtime;

const SALE: &str = "/v1/transactions/sale/by_customer";

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vault-payment"));
    for name in ["BASE_URL", "USERNAME", "PASSWORD", "INTEGRATOR_ID", "HPF_TOKEN", "ENC_KEY"] {
        command.env_remove(format!("PAYTRACE_{name}"));
    }
    command.args(arguments);
    command
}

fn texts(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (text(&output.stdout), text(&output.stderr))
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

    /// Runs the program with a card that was typed in a browser.
    fn run(&self, arguments: &[&str]) -> (Option<i32>, String, String) {
        let (hpf_token, enc_key) = self.simulator.protect(&TestCard::VISA);
        let mut command = program(&[&["--quiet-seconds", "0"], arguments].concat());
        command.env("PAYTRACE_BASE_URL", self.server.url());
        let output = command.env("PAYTRACE_HPF_TOKEN", hpf_token).env("PAYTRACE_ENC_KEY", enc_key).output();
        let output = output.unwrap();
        let (stdout, stderr) = texts(&output);
        (output.status.code(), stdout, stderr)
    }

    fn books(&self) -> Vec<Transaction> {
        self.runtime.block_on(async {
            let credentials = Credentials::new(USERNAME, PASSWORD, INTEGRATOR_ID);
            let client = Client::builder(self.server.url().parse().unwrap(), credentials).build().unwrap();
            let today = Utc::now().date_naive();
            let (first, last) = (today - Days::new(2), today + Days::new(2));
            let rows = client.export(&ByDateRange::new(first, last).unwrap()).await.unwrap();
            let rows: Vec<_> = rows.try_collect().await.unwrap();
            rows.into_iter().map(|row| row.content.unwrap()).collect()
        })
    }
}

#[test]
fn a_payment_whose_answer_is_lost_is_found_by_its_invoice_and_charged_once() {
    let gateway = Gateway::open();
    gateway.simulator.faults().script("POST", SALE, vec![Some(Fault::LostAnswer)]);
    let (code, stdout, stderr) =
        gateway.run(&["--amount", "31.07", "--invoice-id", "INV-7", "--email", "ada@shop.example"]);
    assert_eq!(code, Some(0), "{stdout}{stderr}");
    let books = gateway.books();
    let [charge] = books.as_slice() else { unreachable!("{books:?}") };
    assert_eq!(
        (charge.amount.to_string(), charge.invoice_id.as_deref()),
        ("31.07".to_owned(), Some("INV-7"))
    );
    assert_eq!(gateway.simulator.faults().hits("POST", SALE), 1);
    assert_eq!(gateway.simulator.attached(charge.id.get()).receipts, ["ada@shop.example"]);
    for fact in
        ["the answer is lost", &format!("transaction {} is there", charge.id), "SALE 31.07", "mailed to"]
    {
        assert!(stdout.contains(fact), "{fact}: {stdout}");
    }
}

#[test]
fn a_payment_that_never_arrived_is_not_believed_and_the_next_run_charges_it_once() {
    let gateway = Gateway::open();
    gateway.simulator.faults().script("POST", SALE, vec![Some(Fault::LostRequest)]);
    let (code, stdout, stderr) = gateway.run(&["--invoice-id", "INV-8"]);
    assert_eq!((code, gateway.books().len()), (Some(1), 0), "{stdout}{stderr}");
    assert_eq!(stdout.matches("it is not there").count(), 2, "{stdout}");
    assert!(stderr.trim_end().ends_with("run it again with --invoice-id INV-8"), "{stderr}");
    let (code, stdout, stderr) = gateway.run(&["--invoice-id", "INV-8", "--customer-id", "SECOND"]);
    assert_eq!((code, gateway.books().len()), (Some(0), 1), "{stdout}{stderr}");
}

#[test]
fn a_decline_says_why_and_fails() {
    let gateway = Gateway::open();
    let (code, stdout, stderr) = gateway.run(&["--amount", "0.29"]);
    assert_eq!(code, Some(1), "{stdout}{stderr}");
    assert!(stderr.contains("nothing was charged") && stderr.contains("EXPIRED CARD"), "{stderr}");
    assert!(!stdout.contains("receipt"), "{stdout}");
}

#[test]
fn with_a_simulator_of_its_own_every_exchange_is_recorded_without_secrets() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("exchanges.jsonl");
    let output = program(&["--lose-answer", "--record"]).arg(&path).output().unwrap();
    let (stdout, stderr) = texts(&output);
    assert_eq!(output.status.code(), Some(0), "{stdout}{stderr}");
    assert!(stdout.contains("is there, nothing is sold again"), "{stdout}");
    let record = std::fs::read_to_string(&path).unwrap();
    for secret in [PASSWORD, "hpf_paysage", "enc_paysage", TestCard::VISA.number] {
        assert!(!record.contains(secret), "{secret}");
    }
    let lines: Vec<Value> = record.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let paths = |line: &&Value| line.get("path").and_then(Value::as_str) == Some(SALE);
    let sales: Vec<&Value> = lines.iter().filter(paths).collect();
    assert_eq!((sales.len(), lines.len()), (1, 6), "{record}");
    assert_eq!(
        sales.first().and_then(|sale| sale.get("failure")),
        Some(&Value::from("no_answer")),
        "{record}"
    );
}

#[test]
fn what_cannot_be_done_is_said_before_anything_is_sent() {
    let gateway = Gateway::open();
    let (code, _, stderr) = gateway.run(&["--lose-answer"]);
    assert!(code == Some(2) && stderr.contains("--lose-answer"), "{stderr}");
    let output = program(&[]).env("PAYTRACE_BASE_URL", gateway.server.url()).output().unwrap();
    assert!(output.status.code() == Some(1) && texts(&output).1.contains("--customer-id"), "{output:?}");
    assert_eq!(gateway.simulator.faults().hits("POST", "/"), 0);
}
