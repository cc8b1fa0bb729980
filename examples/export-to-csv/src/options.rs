//! The command line and the environment.

use std::num::NonZeroU16;
use std::path::PathBuf;

use chrono::{Days, NaiveDate, Utc};
use clap::Parser;

use crate::gateway::Account;

/// Writes the transactions of some days as CSV, in memory that does not grow with their number.
#[derive(Debug, Parser)]
#[command(
    name = "export-to-csv",
    version,
    after_help = "Exit status: 0 all transactions of the days are written; 1 some records could not be read (they are \
                  on stderr, the others are written), or the export is not complete (the last line on stderr says \
                  why, and how to go on); 2 usage.\n\n\
                  Secrets come by the environment only: PAYTRACE_PASSWORD."
)]
pub struct Options {
    /// The first day, YYYY-MM-DD [default: 7 days ago].
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub from: Option<NaiveDate>,
    /// The last day [default: tomorrow, since the gateway's clock may be ahead].
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub to: Option<NaiveDate>,
    /// How many days to ask PayTrace for at once.
    #[arg(long, value_name = "N", default_value = "1")]
    pub days_at_once: NonZeroU16,
    /// A new file for the CSV [default: stdout].
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub account: Account,
}

impl Options {
    /// The first day.
    pub fn from(&self) -> NaiveDate {
        let today = Utc::now().date_naive();
        self.from.or_else(|| today.checked_sub_days(Days::new(7))).unwrap_or(today)
    }

    /// The last day.
    pub fn to(&self) -> NaiveDate {
        let today = Utc::now().date_naive();
        self.to.or_else(|| today.checked_add_days(Days::new(1))).unwrap_or(today)
    }
}

fn date(text: &str) -> Result<NaiveDate, &'static str> {
    text.parse().map_err(|_| "a date is written YYYY-MM-DD, e.g. 2026-06-10")
}
