//! Brings a month of journal entries from a CSV file into Sage 50, each once, however often it runs.
//!
//! What it shows: lines become entries that balance by construction; a mistake is reported with line, column and remedy,
//! and the other entries go. With a REST gateway each entry is looked up first and posted once, since Sage 50 takes a
//! journal entry twice without complaint; without one, an import file is written for a person to import.
//!
//! Run it with nothing but Rust: `cargo run -p journal-entries-from-csv`. It starts a simulator of Sage 50 unless
//! `SAGE50_BASE_URL` points elsewhere; `--help` tells the rest.

mod files;
mod gateway;
mod notes;
mod options;
mod report;
mod rest;
mod sheet;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Parser;
use sage50::model::JournalEntry;
use sage50::{Books, Document};

use files::Outbox;
use gateway::{Failure, words};
use notes::Notes;
use options::{Options, Way};
use report::{Left, Reason, Report};
use rest::Poster;
use sheet::Sheet;

/// The month that comes with the example.
const SAMPLE: &[u8] = include_bytes!("../june.csv");

#[tokio::main]
async fn main() -> ExitCode {
    let options = Options::parse();
    match run(&options).await.and_then(|report| print(&options, &report)) {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            eprintln!("journal-entries-from-csv: {failure}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: &Options) -> Result<Report, Failure> {
    let bytes = match &options.file {
        Some(path) => {
            std::fs::read(path).map_err(|error| format!("{} cannot be read ({error})", path.display()))?
        }
        None if options.door == Way::Rest && options.gateway.base_url.is_some() => {
            return Err(
                "name the CSV file to post: the one that comes with the example is no company's".into()
            );
        }
        None => SAMPLE.to_vec(),
    };
    let name = options.file.as_ref().map_or_else(|| "june.csv".into(), |path| path.display().to_string());
    let read = |chart| Sheet::read(&bytes, chart).map_err(|failure| format!("{name}: {failure}"));
    match &options.outbox {
        Some(folder) if options.door == Way::Files => {
            let outbox = Outbox::open(options, folder)?;
            write(&outbox, read(outbox.chart.as_deref())?).await
        }
        _ => {
            let company = options.gateway.open().await?;
            let chart = company.door.accounts().await.map_err(|error| words(&error))?;
            let sheet = read(Some(&chart))?;
            // A simulator of our own forgets everything with the end of the program.
            let beside = options.file.as_ref().filter(|_| options.gateway.base_url.is_some());
            let notes = beside.map(|path| Notes::open(&PathBuf::from(format!("{}.sent", path.display()))));
            let mut poster = Poster { company, notes: notes.transpose()? };
            Ok(Report { chart, ..post(&mut poster, sheet).await })
        }
    }
}

/// Takes the sheet apart: the entries to bring, and a report of what cannot be brought.
fn sorted(sheet: Sheet) -> (Vec<(u64, JournalEntry)>, Report) {
    let (mut good, mut report) = (Vec::new(), Report { stray: sheet.stray, ..Report::default() });
    for one in sheet.entries {
        match one.entry {
            Ok(entry) => good.push((one.line, entry)),
            Err(problems) => {
                let reasons = problems.into_iter().map(Reason::Mistake).collect();
                report.left.push(Left { reference: one.reference.to_string(), line: one.line, reasons });
            }
        }
    }
    eprintln!("{} entries to bring, {} with mistakes", good.len(), report.left.len());
    (good, report)
}

/// One after the other through the REST door.
async fn post(poster: &mut Poster, sheet: Sheet) -> Report {
    let (entries, mut report) = sorted(sheet);
    let (mut over, mut said) = (None, Instant::now());
    for (line, entry) in entries {
        if said.elapsed() >= Duration::from_secs(1) {
            eprintln!("{} entries brought, {} left out", report.gone.len(), report.left.len());
            said = Instant::now();
        }
        let brought = match &over {
            None => poster.bring(&Document::from(entry.clone())).await.map_err(|stop| {
                over = stop.over.then(|| format!("not tried after {}; run it again", entry.reference()));
                stop.what
            }),
            Some(not_tried) => Err(String::clone(not_tried)),
        };
        report.add(line, entry, brought);
    }
    report
}

/// All into one import file.
async fn write(outbox: &Outbox, sheet: Sheet) -> Result<Report, Failure> {
    let (entries, mut report) = sorted(sheet);
    let mut brought = Vec::new();
    for (line, entry) in entries {
        let how = outbox.bring(&Document::from(entry.clone())).await;
        brought.push((line, entry, how));
    }
    report.run = outbox.write()?;
    for (line, entry, how) in brought {
        let how = match report.run.as_ref().and_then(|run| run.blocked(entry.reference())) {
            Some(blocked) => Err(blocked),
            None => how,
        };
        report.add(line, entry, how);
    }
    report.chart = outbox.chart.clone().unwrap_or_default();
    Ok(report)
}

fn print(options: &Options, report: &Report) -> Result<u8, Failure> {
    let mut out = std::io::stdout().lock();
    let printed = if options.json { report.print_json(&mut out) } else { report.print_tables(&mut out) };
    printed.and_then(|()| out.flush()).map_err(|error| format!("the result cannot be shown ({error})"))?;
    Ok(report.exit_code())
}
