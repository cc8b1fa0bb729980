//! A day (or any export) of PayTrace payments becomes customers, invoices, receipts and credit memos in Sage 50,
//! each exactly once, and the books are proven to tie out.
//!
//! Run it with nothing but Rust: `cargo run -p order-to-cash`. It starts simulators of both systems unless
//! `PAYTRACE_BASE_URL` and `SAGE50_BASE_URL` point elsewhere; `--help` tells the rest.

mod failure;
mod options;
mod report;
mod systems;
mod watch;

use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use clap::Parser;
use paysage_store::SqliteLedger;
use paysage_sync::ledger::CompanyId;
use paysage_sync::reconcile::reconcile;
use paysage_sync::{Days, Engine, Ledger, Ports};

use failure::Failure;
use options::Options;
use report::Outcome;

fn main() -> ExitCode {
    let options = Options::parse();
    if let Err(usage) = options.check() {
        usage.exit();
    }
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "error".into()),
        )
        .init();
    let runtime = match tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&Failure::Runtime(error)),
    };
    match runtime.block_on(run(&options)) {
        Ok(outcome) => print(&options, &outcome),
        Err(failure) => fail(&failure),
    }
}

/// Poll, plan, post, prove.
async fn run(options: &Options) -> Result<Outcome, Failure> {
    let started = Instant::now();
    let (path, _folder) = options.ledger_path()?;
    let company = CompanyId::new("order-to-cash").map_err(|error| Failure::Setup(error.into()))?;
    let ledger: Arc<dyn Ledger> = Arc::new(SqliteLedger::open(&path, &company).await?);
    let systems = systems::start(options).await?;
    let ports =
        Ports { gateway: systems.gateway.clone(), books: systems.books.clone(), ledger: ledger.clone() };
    let engine = Engine::connect(ports, systems.profile.clone(), systems.settings.clone()).await?;
    let watch = watch::start(Arc::clone(&engine));
    let result = engine.run(systems.since, systems.until).await;
    watch.stop();
    result.map_err(|source| Failure::interrupted(source, options.ledger.as_deref()))?;
    // The proof covers every day this ledger has ever read, not only those of this run.
    let read = engine.covered().await?;
    let days = Days {
        first: read.map_or(systems.since, |read| read.first.min(systems.since)),
        last: read.map_or(systems.until, |read| read.last.max(systems.until)),
    };
    eprintln!("reading gateway, ledger and Sage 50 again to compare them");
    let report = reconcile(systems.gateway.as_ref(), ledger.as_ref(), systems.books.as_ref(), days).await?;
    engine.retire(report.vanished.clone()).await?;
    Outcome::gather(ledger.as_ref(), report, engine.progress().posted(), started.elapsed()).await
}

fn print(options: &Options, outcome: &Outcome) -> ExitCode {
    let mut out = std::io::stdout().lock();
    let printed = if options.json { outcome.print_json(&mut out) } else { outcome.print_tables(&mut out) };
    match printed.and_then(|()| out.flush()) {
        Ok(()) => ExitCode::from(outcome.exit_code()),
        Err(error) => fail(&Failure::Print(error)),
    }
}

fn fail(failure: &Failure) -> ExitCode {
    eprintln!("order-to-cash: {failure}");
    ExitCode::FAILURE
}
