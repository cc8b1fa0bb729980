//! Which PayTrace account the example uses: a simulator's of its own, unless another address is named.

use std::net::Ipv4Addr;

use clap::Args;
use paysage_sandbox::paytrace::{INTEGRATOR_ID, PASSWORD, PayTraceSimulator, USERNAME};
use paysage_sandbox::server::{self, Server};
use paytrace::{Client, Credentials, SecretString};
use url::Url;

/// Why there is no result: one sentence that says what to do.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// An account of PayTrace, and where it is.
#[derive(Debug, Args)]
pub struct Account {
    /// The PayTrace API to use, e.g. `https://api.sandbox.paytrace.com`; a simulator is started unless set.
    #[arg(long = "paytrace-base-url", env = "PAYTRACE_BASE_URL", value_name = "URL")]
    pub base_url: Option<Url>,
    /// The API user; the simulator's unless set.
    #[arg(long = "paytrace-username", env = "PAYTRACE_USERNAME", value_name = "NAME", default_value = USERNAME)]
    pub username: String,
    /// The API user's password (environment only); the simulator's unless set.
    #[arg(long = "paytrace-password", env = "PAYTRACE_PASSWORD", hide = true, hide_env_values = true, default_value = PASSWORD)]
    pub password: SecretString,
    /// The integrator id PayTrace gave your software; the simulator's unless set.
    #[arg(long = "paytrace-integrator-id", env = "PAYTRACE_INTEGRATOR_ID", value_name = "ID", default_value = INTEGRATOR_ID)]
    pub integrator_id: String,
}

/// A client, and the simulator it speaks to when that is our own.
pub struct Gateway {
    pub client: Client,
    own: Option<(PayTraceSimulator, Server)>,
}

impl Account {
    /// Starts a simulator unless another address is named, and makes a client of it.
    pub async fn connect(&self) -> Result<Gateway, Failure> {
        let (url, own) = if let Some(url) = &self.base_url {
            (url.clone(), None)
        } else {
            let simulator = PayTraceSimulator::with_day();
            let server = server::serve(simulator.router(), (Ipv4Addr::LOCALHOST, 0).into()).await?;
            eprintln!("PayTrace simulator on {}", server.url());
            (server.url().parse()?, Some((simulator, server)))
        };
        let credentials =
            Credentials::new(self.username.clone(), self.password.clone(), self.integrator_id.clone());
        let client = Client::builder(url, credentials).build()?;
        Ok(Gateway { client, own })
    }
}

impl Gateway {
    /// The simulator, when it is our own.
    pub fn simulator(&self) -> Option<&PayTraceSimulator> {
        self.own.as_ref().map(|(simulator, _)| simulator)
    }
}
