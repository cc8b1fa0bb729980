//! Serves both simulators until it is stopped.

use std::fs::File;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use axum::Router;
use clap::Parser;
use paysage_sandbox::paytrace::{INTEGRATOR_ID, LoadError, PASSWORD, PayTraceSimulator, USERNAME};
use paysage_sandbox::sage50::{API_KEY, Sage50Simulator};
use paysage_sandbox::server::{self, Server};

/// Simulators of PayTrace and of a Sage 50 gateway. No money moves.
#[derive(Debug, Parser)]
#[command(name = "paysage-sandbox", version)]
struct Options {
    /// Address of the PayTrace simulator; port 0 takes any free port.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:7101")]
    paytrace: SocketAddr,
    /// Address of the Sage 50 simulator; port 0 takes any free port.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:7102")]
    sage50: SocketAddr,
    /// Serve the transactions of this saved PayTrace export instead of the built-in day.
    #[arg(long, value_name = "FILE")]
    transactions: Option<PathBuf>,
    /// Make every request wait this many milliseconds.
    #[arg(long, value_name = "N", default_value_t = 0)]
    latency_ms: u64,
    /// Allow addresses that other machines can reach. The credentials are public.
    #[arg(long)]
    allow_remote: bool,
}

/// Why the program stopped before it served, in one sentence.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(
        "{0} can be reached from other machines, and the credentials are public; add --allow-remote to serve there"
    )]
    Remote(SocketAddr),
    #[error("{}: {source}", path.display())]
    Open { path: PathBuf, source: io::Error },
    #[error("{}: {source}", path.display())]
    Load { path: PathBuf, source: LoadError },
    #[error("{address} cannot be served: {source}; choose another port, or 0 for any free one")]
    Bind { address: SocketAddr, source: io::Error },
    #[error("the signal to stop cannot be waited for: {0}")]
    Signal(io::Error),
    #[error("the addresses cannot be printed: {0}")]
    Print(io::Error),
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Options::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("paysage-sandbox: {failure}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: Options) -> Result<(), Failure> {
    for address in [options.paytrace, options.sage50] {
        if !address.ip().is_loopback() && !options.allow_remote {
            return Err(Failure::Remote(address));
        }
    }
    let paytrace = match &options.transactions {
        Some(path) => from_file(path)?,
        None => PayTraceSimulator::with_day(),
    };
    let sage50 = Sage50Simulator::new();
    let latency = Duration::from_millis(options.latency_ms);
    paytrace.faults().set_latency(latency);
    sage50.faults().set_latency(latency);
    let paytrace = bind(paytrace.router(), options.paytrace).await?;
    let sage50 = bind(sage50.router(), options.sage50).await?;
    // Before the addresses are printed, so that whoever read them can stop the program at once.
    let stop = Stop::listen()?;
    announce(&paytrace, &sage50).map_err(Failure::Print)?;
    stop.wait().await
}

fn from_file(path: &Path) -> Result<PayTraceSimulator, Failure> {
    let file = File::open(path).map_err(|source| Failure::Open { path: path.to_owned(), source })?;
    let simulator = PayTraceSimulator::new();
    simulator.load(file).map_err(|source| Failure::Load { path: path.to_owned(), source })?;
    Ok(simulator)
}

async fn bind(router: Router, address: SocketAddr) -> Result<Server, Failure> {
    server::serve(router, address).await.map_err(|source| Failure::Bind { address, source })
}

fn announce(paytrace: &Server, sage50: &Server) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "PayTrace simulator on {} (user {USERNAME}, password {PASSWORD}, integrator id {INTEGRATOR_ID})",
        paytrace.url()
    )?;
    writeln!(out, "Sage 50 simulator on {} (API key {API_KEY})", sage50.url())?;
    out.flush()
}

/// The signals that stop the program.
#[cfg(unix)]
struct Stop {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Stop {
    fn listen() -> Result<Self, Failure> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt()).map_err(Failure::Signal)?,
            terminate: signal(SignalKind::terminate()).map_err(Failure::Signal)?,
        })
    }

    async fn wait(mut self) -> Result<(), Failure> {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
        Ok(())
    }
}

/// The signals that stop the program.
#[cfg(not(unix))]
struct Stop;

#[cfg(not(unix))]
impl Stop {
    fn listen() -> Result<Self, Failure> {
        Ok(Self)
    }

    async fn wait(self) -> Result<(), Failure> {
        tokio::signal::ctrl_c().await.map_err(Failure::Signal)
    }
}
