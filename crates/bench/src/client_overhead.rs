//! `client_overhead`: what the client adds to a sale, in processor time of the calling process.

mod floor;
mod server;

use std::num::NonZeroU32;
use std::time::Duration;

use clap::Args;
use paysage_money::{Currency, Money};
use paytrace::v1::sale::SaleByCustomer;
use paytrace::{Client, Credentials, CustomerId, InvoiceId, SaleAnswer};
use tokio::runtime::Builder;

use self::floor::BareClient;
use self::server::{INTEGRATOR_ID, Server};
use crate::cpu;
use crate::result::{Bench, Failure, Goal, Measured, Run, ratio};

pub use self::server::answer_sales;

/// The value is our time per call over the floor's; both sides are shown in microseconds per call.
pub const BENCH: Bench = Bench { name: "client_overhead", unit: "ratio", goal: Goal::AtMost(1_150) };

/// How much work, and how often.
#[derive(Debug, Args)]
pub struct Settings {
    /// Calls of one side before the other side's turn.
    #[arg(long, default_value_t = 500)]
    calls: u32,
    /// Turns of each side; the median of their ratios counts.
    #[arg(long, default_value_t = 21)]
    runs: usize,
}

/// Lets both sides call a server in another process, on one thread: no other one's time is in the figures.
pub async fn measure(settings: &Settings) -> Result<Measured, Failure> {
    let (calls, runs) = (settings.calls.max(1), settings.runs.max(1));
    let turns = move || Builder::new_current_thread().enable_all().build()?.block_on(take_turns(calls, runs));
    let runs = tokio::task::spawn_blocking(turns).await??;
    Ok(Measured { bench: BENCH, runs })
}

async fn take_turns(calls: u32, runs: usize) -> Result<Vec<Run>, Failure> {
    let server = Server::start()?;
    let (client, bare) = (client(server.url())?, BareClient::sign_in(server.url()).await?);
    // Connections, the token, and what else is made by the first calls.
    ours(&client, calls).await?;
    floor(&bare, calls).await?;
    let mut turns = Vec::new();
    for run in 1..=runs {
        let (ours, floor) = (ours(&client, calls).await?, floor(&bare, calls).await?);
        eprintln!("run {run}: ours {ours:.2?}, floor {floor:.2?} for {calls} calls");
        turns.push(Run {
            value: ratio(ours.as_nanos(), floor.as_nanos()),
            ours: ours.as_nanos().checked_div(calls.into()).unwrap_or(0),
            floor: floor.as_nanos().checked_div(calls.into()).unwrap_or(0),
        });
    }
    Ok(turns)
}

/// With a rate limit that is never reached, so that its own cost counts.
fn client(url: &str) -> Result<Client, Failure> {
    let credentials = Credentials::new("bench", "password", INTEGRATOR_ID);
    Ok(Client::builder(url.parse()?, credentials).with_rate_limit(NonZeroU32::MAX).build()?)
}

async fn ours(client: &Client, calls: u32) -> Result<Duration, Failure> {
    let before = cpu::time()?;
    for _ in 0..calls {
        let sale = SaleByCustomer::new(Money::parse("19.99", Currency::Usd)?, CustomerId::new("C000042")?)?
            .with_invoice_id(InvoiceId::new("web-300000001")?);
        let SaleAnswer::Approved(approval) = client.send(&sale).await? else {
            return Err("the sale was not approved".into());
        };
        if approval.transaction_id.get() != server::TRANSACTION_ID {
            return Err("the answer names another transaction".into());
        }
    }
    Ok(cpu::time()?.saturating_sub(before))
}

async fn floor(bare: &BareClient, calls: u32) -> Result<Duration, Failure> {
    let before = cpu::time()?;
    for _ in 0..calls {
        let answer = bare.sell("19.99", "C000042", "web-300000001").await?;
        if answer.response_code != 101 || answer.transaction_id != server::TRANSACTION_ID {
            return Err("the sale was not approved".into());
        }
    }
    Ok(cpu::time()?.saturating_sub(before))
}
