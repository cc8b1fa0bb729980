//! Writes a day's documents as import files of Sage 50 US, and tells from Sage's exports what of them is booked.
//!
//! What it shows: the door for a company without any gateway. Documents wait in an outbox; a run makes one import file
//! per journal, each document whole or blocked with reason and fix; a person imports the files and exports the journals;
//! and only what an export shows, once and as it was written, counts as booked. Nothing is ever written a second time.
//!
//! Run it with nothing but Rust: `cargo run -p import-files-for-a-day`. A simulator of Sage 50 plays the person. For a
//! company of your own the steps are commands: `write`, `imported`, `confirm`; `--help` tells the rest.

mod company;
mod options;
mod outbox;
mod report;
mod screen;

use std::io::Write;
use std::process::ExitCode;

use chrono::{Local, Utc};
use clap::Parser;
use paysage_sandbox::sage50::{FileKind as Sage, Sage50Simulator};

use company::Failure;
use options::{Command, Extent, Options};
use report::Report;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let options = Options::parse();
    if let Err(usage) = options.check() {
        usage.exit();
    }
    match run(&options).await.and_then(|report| print(&options, &report)) {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            eprintln!("import-files-for-a-day: {failure}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: &Options) -> Result<Report, Failure> {
    match &options.command {
        None => whole_day(options.forget.as_deref()).await,
        Some(Command::Write { place, day, chart, run }) => {
            let profile = company::profile(place.company.as_deref())?;
            let documents = company::documents(day.as_deref())?;
            let chart = match chart {
                None => None,
                Some(path) => {
                    let bytes = std::fs::read(path);
                    let bytes =
                        bytes.map_err(|error| format!("{} cannot be read ({error})", path.display()))?;
                    Some(outbox::chart(&bytes, &profile)?)
                }
            };
            let door = outbox::open(&place.outbox, profile, chart)?;
            let run = outbox::write(&door, documents, run.clone()).await?;
            Ok(Report { run: Some(run), ..Report::default() })
        }
        Some(Command::Imported { place, run, at }) => {
            let door = outbox::open(&place.outbox, company::profile(place.company.as_deref())?, None)?;
            let at = at.unwrap_or_else(Utc::now);
            outbox::imported(&door, run, at)?;
            eprintln!(
                "run {run}: imported by {}; export its journals now",
                at.with_timezone(&Local).format("%Y-%m-%d %H:%M:%S")
            );
            Ok(Report::default())
        }
        Some(Command::Confirm { place, run, exports, extent }) => {
            let door = outbox::open(&place.outbox, company::profile(place.company.as_deref())?, None)?;
            let confirmation = outbox::confirm(&door, run, exports, extent)?;
            Ok(Report { confirmation: Some(confirmation), ..Report::default() })
        }
    }
}

/// Every step, with a simulator where a person would be.
async fn whole_day(forget: Option<&str>) -> Result<Report, Failure> {
    let (sage, folder) = (Sage50Simulator::new(), tempfile::tempdir()?);
    let profile = company::profile(None)?;
    let chart = outbox::chart(&sage.export(Sage::Chart), &profile)?;
    let door = outbox::open(&folder.path().join("outbox"), profile, Some(chart))?;

    let run = outbox::write(&door, company::documents(None)?, None).await?;
    let mut report = Report { run: Some(run), ..Report::default() };
    let Some((run, manifest)) = report.run.as_ref().and_then(|run| Some((run, run.manifest.as_ref()?)))
    else {
        return Ok(report);
    };
    screen::import(&sage, &door.run_folder(&run.name), manifest, forget)?;
    outbox::imported(&door, &run.name, Utc::now())?;

    let exports = folder.path().join("exports");
    let (from, to) = outbox::days_to_export(manifest).unzip();
    let extent = Extent { from, to, exported_at: Some(Utc::now()) };
    screen::export(&sage, &exports, manifest)?;
    report.confirmation = Some(outbox::confirm(&door, &run.name, &exports, &extent)?);
    // The files go with this program.
    report.run.iter_mut().for_each(|run| run.folder = None);
    Ok(report)
}

fn print(options: &Options, report: &Report) -> Result<u8, Failure> {
    let mut out = std::io::stdout().lock();
    let printed = if options.json { report.print_json(&mut out) } else { report.print_tables(&mut out) };
    printed.and_then(|()| out.flush()).map_err(|error| format!("the result cannot be shown ({error})"))?;
    Ok(report.exit_code())
}
