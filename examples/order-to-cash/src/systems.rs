//! The two systems: simulators of our own, or whatever the environment points at.

use std::fs::File;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use chrono::{Days, Local, NaiveDate};
use paysage_mapping::Profile;
use paysage_sandbox::paytrace::PayTraceSimulator;
use paysage_sandbox::sage50::Sage50Simulator;
use paysage_sandbox::server::{self, Server};
use paysage_sync::{Gateway, Settings};
use paytrace::{Client, Credentials};
use sage50::rest::{ApiKey, RestDoor};
use sage50::{Books, Capabilities};
use url::Url;

use crate::failure::Failure;
use crate::options::Options;

/// Any free port on this machine.
const LOOPBACK: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 0);
/// T and L against a simulator, which declares A and V of some tenths of a second: a doubt costs under 2 seconds.
const QUICK: (Duration, Duration) = (Duration::from_millis(600), Duration::from_millis(900));
/// How far back a gateway is read when nothing else says where to begin.
const DAYS_BACK: Days = Days::new(30);

/// Both systems, ready to be composed; simulators of our own live as long as this value.
pub struct Systems {
    pub gateway: Arc<dyn Gateway>,
    pub books: Arc<dyn Books>,
    pub profile: Profile,
    pub settings: Settings,
    pub since: NaiveDate,
    pub until: NaiveDate,
    _servers: Vec<Server>,
}

/// Starts what is not pointed elsewhere, and connects to both.
pub async fn start(options: &Options) -> Result<Systems, Failure> {
    let mut servers = Vec::new();
    let today = Local::now().date_naive();
    let mut file_days = None;
    let paytrace_url = if let Some(url) = &options.paytrace_base_url {
        url.clone()
    } else {
        let simulator = match &options.transactions {
            Some(path) => load(path)?,
            None => PayTraceSimulator::with_day(),
        };
        file_days = simulator.first_day().zip(simulator.last_day());
        let server = server::serve(simulator.router(), LOOPBACK).await.map_err(Failure::Serve)?;
        eprintln!("PayTrace simulator on {}", server.url());
        keep(&mut servers, server)?
    };
    let sage50_url = if let Some(url) = &options.sage50_base_url {
        url.clone()
    } else {
        let server =
            server::serve(Sage50Simulator::new().router(), LOOPBACK).await.map_err(Failure::Serve)?;
        eprintln!("Sage 50 simulator on {}", server.url());
        keep(&mut servers, server)?
    };
    let mut settings = Settings::default();
    // The door is asked first what it is, with patience, and then used with the times that fit it.
    let capabilities = door(options, &sage50_url, settings.timeout)?.capabilities().await.map_err(books)?;
    hurry(&mut settings, &capabilities);
    let gateway: Arc<dyn Gateway> = Arc::new(gateway(options, paytrace_url)?);
    let month_ago = today.checked_sub_days(DAYS_BACK).unwrap_or(today);
    let first_in_file = file_days.map(|(first, _)| first).filter(|_| options.transactions.is_some());
    // One day more than today: the gateway's clock may be ahead of ours.
    let tomorrow = today.checked_add_days(Days::new(1)).unwrap_or(today);
    Ok(Systems {
        gateway,
        books: Arc::new(door(options, &sage50_url, settings.timeout)?),
        profile: Profile::default(),
        settings,
        since: options.since.or(first_in_file).unwrap_or(month_ago),
        until: file_days.map_or(tomorrow, |(_, last)| last.max(tomorrow)),
        _servers: servers,
    })
}

/// Against simulated books nobody has to wait minutes for a lost answer.
fn hurry(settings: &mut Settings, capabilities: &Capabilities) {
    if capabilities.simulated {
        (settings.timeout, settings.lease) = QUICK;
        settings.patience = Duration::from_secs(20);
    }
}

fn load(path: &Path) -> Result<PayTraceSimulator, Failure> {
    let file = File::open(path).map_err(|source| Failure::Open { path: path.to_owned(), source })?;
    let simulator = PayTraceSimulator::new();
    let loaded = simulator.load(file).map_err(|source| Failure::Load { path: path.to_owned(), source })?;
    eprintln!("{}: {} transactions", path.display(), loaded.rows);
    Ok(simulator)
}

fn keep(servers: &mut Vec<Server>, server: Server) -> Result<Url, Failure> {
    let url = server.url().parse().map_err(|error: url::ParseError| Failure::Setup(error.into()))?;
    servers.push(server);
    Ok(url)
}

fn gateway(options: &Options, url: Url) -> Result<Client, Failure> {
    let credentials = Credentials::new(
        options.paytrace_username.clone(),
        options.paytrace_password.clone(),
        options.paytrace_integrator_id.clone(),
    );
    Client::builder(url, credentials)
        .build()
        .map_err(|error| Failure::Setup(format!("PayTrace: {error}").into()))
}

fn door(options: &Options, url: &Url, timeout: Duration) -> Result<RestDoor, Failure> {
    RestDoor::builder(url.clone(), ApiKey::new(options.sage50_api_key.clone()))
        .with_timeout(timeout)
        .build()
        .map_err(|error| Failure::Setup(format!("Sage 50: {error}").into()))
}

fn books(error: sage50::Error) -> Failure {
    Failure::Engine(paysage_sync::EngineError::Books(error))
}
