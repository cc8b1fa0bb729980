//! `end_to_end`: the engine on a durable ledger against a bare loop of the same calls.

mod floor;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Args;
use paysage_mapping::Profile;
use paysage_sandbox::paytrace::{INTEGRATOR_ID, PASSWORD, PayTraceSimulator, USERNAME};
use paysage_sandbox::sage50::{API_KEY, Sage50Simulator};
use paysage_sandbox::server::{self, Server};
use paysage_store::SqliteLedger;
use paysage_sync::ledger::CompanyId;
use paysage_sync::{Engine, Ports, Settings as EngineSettings};
use paytrace::{Client, Credentials};
use sage50::{ApiKey, RestDoor};

use crate::result::{Bench, Failure, Goal, Measured, Run};
use crate::workload::{self, Sale};

/// The value is our time over the floor's; both sides are shown in seconds.
pub const BENCH: Bench = Bench { name: "end_to_end", unit: "ratio", goal: Goal::AtMost(2_500) };

/// How much work, and how often.
#[derive(Debug, Args)]
pub struct Settings {
    /// Settled sales to post.
    #[arg(long, default_value_t = 10_000)]
    rows: usize,
    /// Customers they belong to.
    #[arg(long, default_value_t = 3_300)]
    customers: usize,
    /// Customers posted for at the same time, by both sides.
    #[arg(long, default_value_t = 64)]
    concurrency: u32,
    /// Comparisons; the median counts.
    #[arg(long, default_value_t = 3)]
    runs: usize,
}

/// Both simulators with the sales loaded.
struct Systems {
    paytrace: Server,
    sage50: Server,
    company: Sage50Simulator,
    requests: paysage_sandbox::fault::Faults,
}

impl Systems {
    async fn fresh(export: &str) -> Result<Self, Failure> {
        let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let gateway = PayTraceSimulator::new();
        gateway.load(export.as_bytes())?;
        let company = Sage50Simulator::new();
        Ok(Self {
            paytrace: server::serve(gateway.router(), any).await?,
            sage50: server::serve(company.router(), any).await?,
            company,
            requests: gateway.faults(),
        })
    }
}

/// Runs both sides in turn.
pub async fn measure(settings: &Settings) -> Result<Measured, Failure> {
    let sales = workload::sales(settings.rows, settings.customers);
    let export = workload::export(&sales);
    let mut runs = Vec::new();
    for run in 1..=settings.runs.max(1) {
        let (ours, exports, documents) = ours(&export, &sales, settings.concurrency).await?;
        let floor = bare(&export, &sales, settings.concurrency, (exports, documents)).await?;
        eprintln!("run {run}: ours {ours:.2?}, floor {floor:.2?}, {documents} documents, {exports} exports");
        runs.push(Run::of_times(ours, floor));
    }
    Ok(Measured { bench: BENCH, runs })
}

/// First poll to last confirmed, on SQLite with `synchronous = FULL`; also how many exports and documents it took.
async fn ours(export: &str, sales: &[Sale], concurrency: u32) -> Result<(Duration, u64, u64), Failure> {
    let systems = Systems::fresh(export).await?;
    let folder = tempfile::tempdir()?;
    let ledger = SqliteLedger::open(folder.path().join("books.ledger"), &CompanyId::new("bench")?).await?;
    let mut settings = EngineSettings::default();
    settings.concurrency = concurrency;
    (settings.timeout, settings.lease) = (Duration::from_secs(5), Duration::from_secs(15));
    let door =
        RestDoor::builder(systems.sage50.url().parse()?, ApiKey::new(API_KEY)).with_timeout(settings.timeout);
    let credentials = Credentials::new(USERNAME, PASSWORD, INTEGRATOR_ID);
    let ports = Ports {
        gateway: Arc::new(Client::builder(systems.paytrace.url().parse()?, credentials).build()?),
        books: Arc::new(door.build()?),
        ledger: Arc::new(ledger),
    };
    let engine = Engine::connect(ports, Profile::default(), settings).await?;
    let (first, last) = days(sales)?;
    let started = Instant::now();
    engine.run(first, last).await?;
    let took = started.elapsed();
    let exports = systems.requests.hits("POST", "/v1/transactions/export/by_date_range");
    Ok((took, exports, check(&systems, sales)?))
}

async fn bare(
    export: &str,
    sales: &[Sale],
    concurrency: u32,
    expected: (u64, u64),
) -> Result<Duration, Failure> {
    let systems = Systems::fresh(export).await?;
    let work = floor::Work::prepare(sales, expected.0, days(sales)?);
    let concurrency = usize::try_from(concurrency)?;
    let started = Instant::now();
    floor::run(&systems.paytrace.url(), &systems.sage50.url(), work, concurrency).await?;
    let took = started.elapsed();
    if check(&systems, sales)? != expected.1 {
        return Err("the floor did not make the same documents".into());
    }
    Ok(took)
}

/// Both sides must have done the whole work: the documents that stand in the books.
fn check(systems: &Systems, sales: &[Sale]) -> Result<u64, Failure> {
    let posted = systems.company.posts();
    let least = u64::try_from(sales.len())?.saturating_mul(2);
    if posted > least { Ok(posted) } else { Err(format!("only {posted} documents were posted").into()) }
}

fn days(sales: &[Sale]) -> Result<(chrono::NaiveDate, chrono::NaiveDate), Failure> {
    let (first, last) = sales.first().zip(sales.last()).ok_or("no sales")?;
    Ok((first.at.date(), last.at.date()))
}
