//! The command line and the environment.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};
use tempfile::TempDir;
use url::Url;

use crate::failure::Failure;

/// Posts settled PayTrace payments into Sage 50, each exactly once, and proves that the books tie out.
///
/// Without PAYTRACE_BASE_URL and SAGE50_BASE_URL it starts simulators of both systems and posts a built-in day.
/// A gateway at another address is only read; nothing is ever sold there.
#[derive(Debug, Parser)]
#[expect(clippy::doc_markdown, reason = "--help prints these comments as they are")]
#[command(
    name = "order-to-cash",
    version,
    after_help = "Exit status: 0 the books tie out and nothing waits; 3 they tie out and some records wait for a \
                  person; 1 they do not tie out, or it could not run; 2 usage."
)]
pub struct Options {
    /// A PayTrace v1 export (JSON) for the simulated gateway to serve instead of the built-in day.
    #[arg(long, value_name = "FILE")]
    pub transactions: Option<PathBuf>,
    /// The first day to read (YYYY-MM-DD) [default: the file's first day, else 30 days ago].
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub since: Option<NaiveDate>,
    /// Where to remember what was posted; a later run on the same books goes on from it [default: a temporary file,
    /// removed at the end]. Simulators started by this program forget their books when it ends; their ledger with them.
    #[arg(long, value_name = "PATH")]
    pub ledger: Option<PathBuf>,
    /// Print the result as one line of JSON on stdout; everything else goes to stderr.
    #[arg(long)]
    pub json: bool,
    /// A PayTrace API to read, e.g. `https://api.paytrace.com`.
    #[arg(long, env = "PAYTRACE_BASE_URL", value_name = "URL")]
    pub paytrace_base_url: Option<Url>,
    /// The API user; the simulator's unless set.
    #[arg(long, env = "PAYTRACE_USERNAME", value_name = "NAME", default_value = paysage_sandbox::paytrace::USERNAME)]
    pub paytrace_username: String,
    /// The API user's password (environment only); the simulator's unless set.
    #[arg(
        long,
        env = "PAYTRACE_PASSWORD",
        hide = true,
        hide_env_values = true,
        default_value = paysage_sandbox::paytrace::PASSWORD
    )]
    pub paytrace_password: secrecy::SecretString,
    /// The integrator id PayTrace gave your software; the simulator's unless set.
    #[arg(
        long,
        env = "PAYTRACE_INTEGRATOR_ID",
        value_name = "ID",
        default_value = paysage_sandbox::paytrace::INTEGRATOR_ID
    )]
    pub paytrace_integrator_id: String,
    /// A Sage 50 gateway to post to, e.g. `https://sage.example.com`.
    #[arg(long, env = "SAGE50_BASE_URL", value_name = "URL")]
    pub sage50_base_url: Option<Url>,
    /// The gateway's API key (environment only); the simulator's unless set.
    #[arg(
        long,
        env = "SAGE50_API_KEY",
        hide = true,
        hide_env_values = true,
        default_value = paysage_sandbox::sage50::API_KEY
    )]
    pub sage50_api_key: secrecy::SecretString,
}

impl Options {
    /// What the parser cannot see: options that do not go together.
    pub fn check(&self) -> Result<(), clap::Error> {
        if self.transactions.is_some() && self.paytrace_base_url.is_some() {
            let message = "--transactions loads a file into the simulated gateway, but PAYTRACE_BASE_URL names another \
                           gateway, which is only read; leave one of them out";
            return Err(Self::command().error(ErrorKind::ArgumentConflict, message));
        }
        Ok(())
    }

    /// The ledger's path, and the temporary folder that goes when the run ends.
    pub fn ledger_path(&self) -> Result<(PathBuf, Option<TempDir>), Failure> {
        if let Some(path) = &self.ledger {
            return Ok((path.clone(), None));
        }
        let folder = TempDir::with_prefix("order-to-cash-").map_err(Failure::Temporary)?;
        Ok((folder.path().join("books.ledger"), Some(folder)))
    }
}

fn date(text: &str) -> Result<NaiveDate, &'static str> {
    text.parse().map_err(|_| "a date is written YYYY-MM-DD, e.g. 2026-06-10")
}
