//! The command line.

use std::path::PathBuf;

use chrono::{DateTime, Local, NaiveDate, NaiveDateTime, TimeZone, Utc};
use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, Subcommand};
use sage50::files::FileKind;

/// Writes a day's documents as import files of Sage 50, and tells from Sage's exports what of them is booked.
///
/// Without a command it does all of it with a simulator of Sage 50 in the part of the person at the screen.
#[derive(Debug, Parser)]
#[command(
    name = "import-files-for-a-day",
    version,
    after_help = "Exit status: 0 everything is written (write) or booked (confirm, no command); 3 something is open, the \
                  result says what and why; 1 it could not run; 2 usage."
)]
pub struct Options {
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Print the result as one line of JSON; progress goes to stderr, as always.
    #[arg(long, global = true)]
    pub json: bool,
    /// The person at the simulated screen forgets to import this file.
    #[arg(long, value_name = "FILE", value_parser = FileKind::WRITTEN.map(FileKind::file_name))]
    pub forget: Option<String>,
}

impl Options {
    /// What the parser cannot see: options that do not go together.
    pub fn check(&self) -> Result<(), clap::Error> {
        if self.command.is_some() && self.forget.is_some() {
            let message = "--forget is for the simulated screen; leave it out with a command";
            return Err(Self::command().error(ErrorKind::ArgumentConflict, message));
        }
        Ok(())
    }
}

/// The steps, for a real company: `write`, import at the screen, `imported`, export at the screen, `confirm`.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Writes the import files of a day
    Write {
        #[command(flatten)]
        place: Place,
        /// The day's documents, as JSON; the day that comes with the example unless named.
        #[arg(long, value_name = "FILE")]
        day: Option<PathBuf>,
        /// The chart of accounts as Sage exports it, so that documents on unknown accounts are stopped.
        #[arg(long, value_name = "CHART.CSV")]
        chart: Option<PathBuf>,
        /// The name of the run, never used before [default: made of the time].
        #[arg(long, value_name = "NAME")]
        run: Option<String>,
    },
    /// Notes that all files of a run were imported
    Imported {
        #[command(flatten)]
        place: Place,
        /// The run.
        #[arg(long, value_name = "NAME")]
        run: String,
        /// When the last import was over, by the clock of this machine [default: now].
        #[arg(long, value_name = "YYYY-MM-DDTHH:MM", value_parser = moment)]
        at: Option<DateTime<Utc>>,
    },
    /// Looks up what of a run stands in Sage's exports
    Confirm {
        #[command(flatten)]
        place: Place,
        /// The run.
        #[arg(long, value_name = "NAME")]
        run: String,
        /// The folder with the exports, under Sage's own names.
        #[arg(long, value_name = "FOLDER")]
        exports: PathBuf,
        #[command(flatten)]
        extent: Extent,
    },
}

/// Where the company's files are.
#[derive(Debug, Args)]
pub struct Place {
    /// The folder that keeps what waits and what was written.
    #[arg(long, value_name = "FOLDER")]
    pub outbox: PathBuf,
    /// The company's accounts, payment methods and taxes, as JSON; those of the simulator unless named.
    #[arg(long, value_name = "FILE")]
    pub company: Option<PathBuf>,
}

/// What exports show. Without it they prove what is booked, and never that something is not; for that they must show 31
/// days before the run's documents and, as far as they are past, 31 days after.
#[derive(Debug, Args)]
pub struct Extent {
    /// The first day that was exported, whole.
    #[arg(long, value_name = "YYYY-MM-DD", requires_all = ["to", "exported_at"])]
    pub from: Option<NaiveDate>,
    /// The last day that was exported, whole.
    #[arg(long, value_name = "YYYY-MM-DD", requires = "from")]
    pub to: Option<NaiveDate>,
    /// When the first export began, by the clock of this machine; in doubt an earlier moment.
    #[arg(long, value_name = "YYYY-MM-DDTHH:MM", value_parser = moment, requires = "from")]
    pub exported_at: Option<DateTime<Utc>>,
}

/// A moment by the clock on the wall.
fn moment(text: &str) -> Result<DateTime<Utc>, &'static str> {
    let parsed = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M");
    let parsed = parsed.or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S"));
    let local = parsed.ok().and_then(|moment| Local.from_local_datetime(&moment).earliest());
    local.map(|local| local.to_utc()).ok_or("a moment is written 2026-06-10T17:05")
}
