//! Writes the transactions of some days as CSV, in memory that does not grow with their number.
//!
//! What it shows: a long export as a stream, day by day. A record that cannot be read ends nothing: it is reported on
//! stderr, without card numbers and secrets, and counted. When the export breaks off, the message says from which day
//! to go on.
//!
//! Run it with nothing but Rust: `cargo run -p export-to-csv`. It starts a simulator of PayTrace unless
//! `PAYTRACE_BASE_URL` points elsewhere; `--help` tells the rest.

mod gateway;
mod line;
mod options;

use std::fs::File;
use std::io::{self, Write};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Parser;
use futures_util::StreamExt;
use paytrace::v1::export::ByDateRange;
use paytrace::{BadRow, Client, DaysError};

use gateway::Failure;
use options::Options;

/// How often a long run says how far it is.
const EVERY: Duration = Duration::from_secs(1);

#[tokio::main]
async fn main() -> ExitCode {
    match run(&Options::parse()).await {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("export-to-csv: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// Gives the number of records that could not be read.
async fn run(options: &Options) -> Result<u64, Failure> {
    let out: Box<dyn Write + Send> = match &options.out {
        None => Box::new(io::stdout()),
        // An earlier export is not written over: it may be the only one.
        Some(path) => Box::new(File::create_new(path).map_err(|error| {
            format!("{} cannot be made ({error}); name a new file with --out", path.display())
        })?),
    };
    let gateway = options.account.connect().await?;
    let tally = export(&gateway.client, options, csv::Writer::from_writer(out)).await?;
    eprintln!("{} transactions written; {} records could not be read", tally.written, tally.bad);
    Ok(tally.bad)
}

#[derive(Debug, Default)]
struct Tally {
    written: u64,
    bad: u64,
}

async fn export(
    client: &Client,
    options: &Options,
    mut csv: csv::Writer<Box<dyn Write + Send>>,
) -> Result<Tally, Failure> {
    let mut rows =
        client.export_by_day(&ByDateRange::new(options.from(), options.to())?, options.days_at_once)?;
    let mut tally = Tally::default();
    let mut told = Instant::now();
    csv.write_record(line::COLUMNS).map_err(|error| unwritten(&error))?;
    while let Some(row) = rows.next().await {
        match row.map_err(|error| broken_off(&error))?.content {
            Ok(transaction) => {
                csv.write_record(line::cells(&transaction)).map_err(|error| unwritten(&error))?;
                tally.written = tally.written.saturating_add(1);
            }
            Err(bad) => {
                report(&bad);
                tally.bad = tally.bad.saturating_add(1);
            }
        }
        if told.elapsed() >= EVERY {
            let through = rows.complete_through().map(|day| format!(", complete through {day}"));
            eprintln!("{} transactions{}", tally.written, through.unwrap_or_default());
            told = Instant::now();
        }
    }
    csv.flush().map_err(|error| unwritten(&error.into()))?;
    Ok(tally)
}

/// One line about a record that cannot be read. What is damaged can hold anything, so nothing of it steers the terminal.
fn report(bad: &BadRow) {
    let id = bad.id.map_or_else(|| "of unknown id".to_owned(), |id| id.to_string());
    eprintln!("bad record {id}: {bad}: {}", bad.redacted.replace(char::is_control, " "));
}

fn unwritten(error: &csv::Error) -> Failure {
    format!("the CSV is not complete: it cannot be written ({error}); export again").into()
}

fn broken_off(error: &DaysError) -> Failure {
    let day = error.resume_from();
    format!("the CSV is not complete: {error}; drop its rows from {day} on, and go on with --from {day}")
        .into()
}
