//! The command line and the environment.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Parser, ValueEnum};
use sage50::files::PeriodAnchor;
use sage50::model::GlAccount;

use crate::gateway::Gateway;

/// The way into Sage 50.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Way {
    /// A REST gateway in front of Sage 50
    Rest,
    /// An import file, for a person to import at the screen
    Files,
}

/// Brings journal entries from a CSV file into Sage 50: posted, or as an import file; each once, however often it runs.
///
/// The first line of the file holds the headings date,reference,account,debit,credit,memo in any order. Lines with one
/// reference are one entry. An entry with a mistake is reported with line, column and remedy, and the others go on.
#[derive(Debug, Parser)]
#[command(
    name = "journal-entries-from-csv",
    version,
    after_help = "Exit status: 0 every entry is in the books, or in an import file; 3 some are not, the result says \
                  which and why; 1 it could not run; 2 usage.\n\n\
                  The gateway's API key comes by the environment only, in SAGE50_API_KEY."
)]
pub struct Options {
    /// The CSV file; a month that comes with the example unless named, which only a simulator gets.
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// The way into Sage 50.
    #[arg(long, value_enum, default_value_t = Way::Rest)]
    pub door: Way,
    /// Print the result as one line of JSON; progress goes to stderr, as always.
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub gateway: Gateway,
    /// With --door files: the folder that keeps what waits and what was written.
    #[arg(long, value_name = "FOLDER", required_if_eq("door", "files"))]
    pub outbox: Option<PathBuf>,
    /// With --door files: the chart of accounts as Sage exports it, to check accounts before anything is written.
    #[arg(long, value_name = "CHART.CSV")]
    pub chart: Option<PathBuf>,
    /// With --door files: the number Sage's exports give as Transaction Period of a month.
    #[arg(long, value_name = "YYYY-MM=NUMBER", default_value = "2026-01=1", value_parser = anchor)]
    pub period: PeriodAnchor,
    /// With --door files: the accounts receivable account.
    #[arg(long, value_name = "ACCOUNT", default_value = "11000")]
    pub receivable: GlAccount,
}

fn anchor(text: &str) -> Result<PeriodAnchor, &'static str> {
    let parsed = text.split_once('=').and_then(|(month, period)| {
        let month: NaiveDate = format!("{month}-01").parse().ok()?;
        Some(PeriodAnchor { month, period: period.parse().ok()? })
    });
    parsed.ok_or("write a month and its number, e.g. 2026-01=1")
}
