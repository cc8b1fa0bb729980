//! Which Sage 50 gateway the example posts to: a simulator's of its own, unless one is named.

use std::net::Ipv4Addr;
use std::time::Duration;

use clap::Args;
use paysage_sandbox::sage50::{API_KEY, Sage50Simulator};
use paysage_sandbox::server::{self, Server};
use sage50::rest::{ApiKey, RestDoor};
use sage50::{Books, Capabilities};
use secrecy::SecretString;
use url::Url;

/// Why there is no result: one sentence that says what to do.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// How long a post may still take effect at a gateway that does not say, and how long a read may miss it.
const UNSAID: (Duration, Duration) = (Duration::from_mins(10), Duration::from_mins(1));

/// How long one call may take.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A gateway in front of a Sage 50 company.
#[derive(Debug, Args)]
pub struct Gateway {
    /// The gateway to use, e.g. `https://sage.example.com`; a simulator is started unless set.
    #[arg(long = "sage50-base-url", env = "SAGE50_BASE_URL", value_name = "URL")]
    pub base_url: Option<Url>,
    /// The company, at a gateway that serves several.
    #[arg(long = "sage50-business", env = "SAGE50_BUSINESS", value_name = "NAME")]
    pub business: Option<String>,
    /// The gateway's API key (environment only); the simulator's unless set.
    #[arg(long = "sage50-api-key", env = "SAGE50_API_KEY", hide = true, hide_env_values = true, default_value = API_KEY)]
    pub api_key: SecretString,
}

/// A door to the company, and what it can do.
pub struct Company {
    pub door: RestDoor,
    pub can: Capabilities,
    /// A simulator of our own lives as long as this value.
    _own: Option<Server>,
}

impl Gateway {
    /// Starts a simulator unless a gateway is named, opens a door to it and asks what it can do.
    pub async fn open(&self) -> Result<Company, Failure> {
        let (url, own) = if let Some(url) = &self.base_url {
            (url.clone(), None)
        } else {
            let router = Sage50Simulator::new().router();
            let server = server::serve(router, (Ipv4Addr::LOCALHOST, 0).into()).await?;
            eprintln!("Sage 50 simulator on {}", server.url());
            (server.url().parse()?, Some(server))
        };
        let mut builder = RestDoor::builder(url, ApiKey::new(self.api_key.clone())).with_timeout(PATIENCE);
        if let Some(business) = &self.business {
            builder = builder.with_business(business.as_str());
        }
        let door = builder.build().map_err(|error| words(&error))?;
        let can = door.capabilities().await.map_err(|error| words(&error))?;
        if !can.can_read {
            return Err("this gateway reads nothing back, so a lost answer could not be looked up: \
                        use one that does"
                .into());
        }
        eprintln!("company: {}", can.company.as_deref().unwrap_or("of no name"));
        Ok(Company { door, can, _own: own })
    }
}

impl Company {
    /// How long after a lost answer a look-up tells the truth.
    pub fn quiet(&self) -> Duration {
        self.can.late_apply.unwrap_or(UNSAID.0).saturating_add(self.read_lag())
    }

    /// How long a read may miss what is in the books.
    pub fn read_lag(&self) -> Duration {
        self.can.read_lag.unwrap_or(UNSAID.1)
    }
}

/// An error with everything the gateway said, its causes, and at the end what to do.
pub fn words(error: &sage50::Error) -> String {
    let remedy = format!("; {}", error.remedy());
    let mut text = error.to_string();
    if text.ends_with(&remedy) {
        text.truncate(text.len().saturating_sub(remedy.len()));
    }
    // Our own checks stand in the text already.
    for detail in error.details().iter().filter(|_| error.status().is_some()) {
        let field = detail.field.as_deref().filter(|field| !field.is_empty());
        let field = field.map_or_else(String::new, |field| format!("{field}: "));
        text = format!("{text}: {field}{}", detail.message.trim_end_matches('.'));
    }
    let mut cause = std::error::Error::source(error);
    while let Some(source) = cause {
        text = format!("{text}: {source}");
        cause = source.source();
    }
    text + &remedy
}
