//! The program, run as a user runs it.
#![expect(clippy::unwrap_used, reason = "test code")]

use std::net::Ipv4Addr;
use std::process::Command;

use chrono::TimeDelta;
use futures_util::TryStreamExt;
use paysage_sandbox::paytrace::{INTEGRATOR_ID, PASSWORD, PayTraceSimulator, TestCard, USERNAME};
use paysage_sandbox::server;
use paytrace::v1::export::ByDateRange;
use paytrace::{Client, Credentials};

struct Run {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

impl Run {
    /// Day, amount and state of each payment that is listed.
    fn payments(&self) -> Vec<Vec<&str>> {
        let lines = self.stdout.lines().filter(|line| line.starts_with("20"));
        lines.map(|line| line.split_whitespace().collect()).collect()
    }

    fn customer(&self) -> &str {
        let line = self.stdout.lines().find_map(|line| line.strip_suffix(" has a card on file")).unwrap();
        line.strip_prefix("customer ").unwrap()
    }
}

fn run(environment: &[(&str, &str)], arguments: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_card-on-file"));
    for name in ["BASE_URL", "USERNAME", "PASSWORD", "INTEGRATOR_ID", "HPF_TOKEN", "ENC_KEY"] {
        command.env_remove(format!("PAYTRACE_{name}"));
    }
    let output = command.args(arguments).envs(environment.iter().copied()).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

#[test]
fn every_month_that_passes_is_one_approved_payment() {
    for (months, payments, expected) in [("1", "12", 1), ("4", "12", 4), ("4", "2", 2)] {
        let run = run(&[], &["--months", months, "--payments", payments, "--amount", "12.34"]);
        assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
        let listed = run.payments();
        assert_eq!(listed.len(), expected, "{}", run.stdout);
        assert!(listed.iter().all(|line| line.get(2) == Some(&"12.34")), "{}", run.stdout);
        let total = format!("{expected} approved payments of {}", run.customer());
        let made = format!("has made {expected} of {payments} payments");
        assert!(run.stdout.contains(&total) && run.stdout.contains(&made), "{}", run.stdout);
        assert_eq!(run.stdout.contains("next payment of plan"), payments == "12", "{}", run.stdout);
    }
}

#[test]
fn at_another_gateway_the_plan_is_made_once_and_listed_later() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let simulator = PayTraceSimulator::new();
    let serving = server::serve(simulator.router(), (Ipv4Addr::LOCALHOST, 0).into());
    let server = runtime.block_on(serving).unwrap();
    let url = server.url();
    let first = run(&[("PAYTRACE_BASE_URL", &url)], &[]);
    assert!(first.code == Some(1) && first.stderr.contains("PAYTRACE_HPF_TOKEN"), "{}", first.stderr);
    assert!(first.stdout.starts_with("ck_"), "{}", first.stdout);

    let (hpf_token, enc_key) = simulator.protect(&TestCard::MASTERCARD);
    let environment = [
        ("PAYTRACE_BASE_URL", url.as_str()),
        ("PAYTRACE_HPF_TOKEN", &hpf_token),
        ("PAYTRACE_ENC_KEY", &enc_key),
    ];
    let second = run(&environment, &["--amount", "7.50"]);
    assert_eq!(second.code, Some(0), "{}{}", second.stdout, second.stderr);
    assert!(
        second.payments().is_empty() && second.stdout.contains("next payment of plan"),
        "{}",
        second.stdout
    );
    assert_eq!(simulator.faults().hits("POST", "/v1/recurrence/create"), 1);

    let today = simulator.now().date();
    simulator.advance(TimeDelta::days(2));
    let books: Vec<_> = runtime.block_on(async {
        let credentials = Credentials::new(USERNAME, PASSWORD, INTEGRATOR_ID);
        let client = Client::builder(url.parse().unwrap(), credentials).build().unwrap();
        let days = ByDateRange::new(today, simulator.now().date()).unwrap();
        client.export(&days).await.unwrap().try_collect().await.unwrap()
    });
    assert_eq!(books.len(), 1);
    let charge = books.into_iter().next().unwrap().content.unwrap();
    assert_eq!(charge.customer_id.as_deref(), Some(second.customer()));
    let listed = run(&[("PAYTRACE_BASE_URL", &url)], &["--list", second.customer()]);
    let id = charge.id.to_string();
    assert_eq!(
        listed.payments().first().and_then(|line| line.get(1)),
        Some(&id.as_str()),
        "{}",
        listed.stdout
    );
}
