//! Measures one thing, prints one line of JSON.
//!
//! `cargo run --release -p paysage-bench -- list` names the benches; `-- NAME` runs one. A bench compares Paysage
//! with a floor: plain code for the same work, in a file of its own. Both run in this process, in turn, on the same
//! machine; the value is the median of the runs' ratios, so that a slow machine slows both.

mod end_to_end;
mod result;
mod workload;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Measures one thing and prints one line of JSON: value, unit, goal, whether it passes, ours, floor, runs.
#[derive(Debug, Parser)]
#[command(name = "paysage-bench", version)]
struct Options {
    #[command(subcommand)]
    bench: Bench,
}

#[derive(Debug, Subcommand)]
#[command(rename_all = "snake_case")]
enum Bench {
    /// Names the benches, one a line.
    List,
    /// From the first poll to the last confirmed document, over a bare HTTP loop that makes the same calls.
    EndToEnd(end_to_end::Settings),
}

/// Name and goal of every bench.
const BENCHES: [(&str, &str); 1] = [(end_to_end::NAME, end_to_end::GOAL)];

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> ExitCode {
    let measured = match Options::parse().bench {
        Bench::List => {
            for (name, goal) in BENCHES {
                println!("{name}\t{goal}");
            }
            return ExitCode::SUCCESS;
        }
        Bench::EndToEnd(settings) => end_to_end::measure(&settings).await,
    };
    match measured {
        Ok(result) => {
            println!("{}", result.to_json());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("paysage-bench: {error}");
            ExitCode::FAILURE
        }
    }
}
