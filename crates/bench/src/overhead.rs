//! What a client adds to a call, in processor time of the calling process: what the benches of this kind share.

mod server;

use std::time::Duration;

use clap::{Args, ValueEnum};
use tokio::runtime::Builder;

use self::server::Server;
use crate::cpu;
use crate::result::{Bench, Failure, Measured, Run, ratio};

pub use self::server::{expects, serve};

/// How much work, and how often.
#[derive(Debug, Clone, Copy, Args)]
pub struct Settings {
    /// Calls of one side before the other side's turn.
    #[arg(long, default_value_t = 1000)]
    calls: u32,
    /// Turns of each side; the median of their ratios counts.
    #[arg(long, default_value_t = 41)]
    runs: u32,
    /// Makes the calls of one side only, for a profiler; there is no ratio then, so it ends as a failure.
    #[arg(long)]
    side: Option<Side>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Side {
    Ours,
    Floor,
}

/// One side of a bench, connected to the server.
pub trait Caller {
    /// Makes the call once, from the plain values of the caller, and checks its answer.
    async fn call(&self) -> Result<(), Failure>;
}

/// Lets both sides call a server in another process, on one thread: no other one's time is in the figures.
///
/// `answering` is the command of this program that starts the server; `connect` is given its address.
pub async fn measure<O: Caller, F: Caller>(
    bench: Bench,
    answering: &'static str,
    settings: Settings,
    connect: impl AsyncFnOnce(&str) -> Result<(O, F), Failure> + Send + 'static,
) -> Result<Measured, Failure> {
    let turns = async move || {
        let server = Server::start(answering)?;
        let (ours, floor) = connect(server.url()).await?;
        settings.take_turns(&ours, &floor).await
    };
    let turns = move || Builder::new_current_thread().enable_all().build()?.block_on(turns());
    let runs = tokio::task::spawn_blocking(turns).await??;
    Ok(Measured { bench, runs })
}

impl Settings {
    async fn take_turns(self, ours: &impl Caller, floor: &impl Caller) -> Result<Vec<Run>, Failure> {
        let calls = self.calls.max(1);
        if let Some(side) = self.side {
            let calls = calls.saturating_mul(self.runs);
            let used = if side == Side::Ours { make(calls, ours).await? } else { make(calls, floor).await? };
            return Err(format!("one side alone has no ratio: {used:.2?} for {calls} calls").into());
        }
        // Connections, tokens, and what else is made by the first calls.
        make(calls, ours).await?;
        make(calls, floor).await?;
        let mut turns = Vec::new();
        for run in 1..=self.runs.max(1) {
            let (ours, floor) = (make(calls, ours).await?, make(calls, floor).await?);
            eprintln!("run {run}: ours {ours:.2?}, floor {floor:.2?} for {calls} calls");
            turns.push(Run {
                value: ratio(ours.as_nanos(), floor.as_nanos()),
                ours: ours.as_nanos().checked_div(calls.into()).unwrap_or(0),
                floor: floor.as_nanos().checked_div(calls.into()).unwrap_or(0),
            });
        }
        Ok(turns)
    }
}

async fn make(calls: u32, caller: &impl Caller) -> Result<Duration, Failure> {
    let before = cpu::time()?;
    for _ in 0..calls {
        caller.call().await?;
    }
    Ok(cpu::time()?.saturating_sub(before))
}
