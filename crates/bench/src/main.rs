//! Measures one thing, prints one line of JSON.
//!
//! `cargo run --release -p paysage-bench -- list` names the benches; `-- NAME` runs one. A bench compares Paysage
//! with a floor: plain code for the same work, in a file of its own. Both run in this process, in turn, on the same
//! machine; the value is the median of the runs' ratios, so that a slow machine slows both. A bench of memory has no
//! floor: its value is what the work adds to the idle process.

mod client_overhead;
mod cpu;
mod end_to_end;
mod export_body;
mod export_decode;
mod export_memory;
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
    /// Rows per second of processor time out of the client's export stream, over `serde_json` into plain structs.
    ExportDecode(export_decode::Settings),
    /// MiB that an export of any length adds to the idle process while the client reads it.
    ExportMemory(export_memory::Settings),
    /// Processor time of a sale through the client, over the same call with bare `reqwest` and `serde_json`.
    ClientOverhead(client_overhead::Settings),
    /// Answers the calls of `client_overhead` until its input ends, in a process of its own.
    #[command(hide = true)]
    AnswerSales,
}

const BENCHES: [result::Bench; 4] =
    [end_to_end::BENCH, export_decode::BENCH, export_memory::BENCH, client_overhead::BENCH];

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> ExitCode {
    let measured = match Options::parse().bench {
        Bench::List => {
            for bench in BENCHES {
                println!("{}\t{}", bench.name, bench.goal);
            }
            return ExitCode::SUCCESS;
        }
        Bench::EndToEnd(settings) => end_to_end::measure(&settings).await,
        Bench::ExportDecode(settings) => export_decode::measure(&settings).await,
        Bench::ExportMemory(settings) => export_memory::measure(&settings).await,
        Bench::ClientOverhead(settings) => client_overhead::measure(&settings).await,
        Bench::AnswerSales => match client_overhead::answer_sales().await {
            Ok(()) => return ExitCode::SUCCESS,
            Err(error) => Err(error),
        },
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
