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
mod overhead;
mod result;
mod sage_files;
mod sage_files_read;
mod sage_files_write;
mod sage_rest_overhead;
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
    ClientOverhead(overhead::Settings),
    /// Processor time of posting an invoice through the REST door, over the same call with bare `reqwest` and `serde_json`.
    SageRestOverhead(overhead::Settings),
    /// Records per second of processor time into Sage 50's import files, over the `csv` crate writing the same cells.
    SageFilesWrite(sage_files_write::Settings),
    /// Records per second of processor time out of Sage 50's exports, over the `csv` crate reading the same cells.
    SageFilesRead(sage_files_read::Settings),
    /// Answers the calls of `client_overhead` until its input ends, in a process of its own.
    #[command(hide = true)]
    AnswerSales,
    /// The same for `sage_rest_overhead`.
    #[command(hide = true)]
    AnswerInvoices,
}

const BENCHES: &[result::Bench] = &[
    end_to_end::BENCH,
    export_decode::BENCH,
    export_memory::BENCH,
    client_overhead::BENCH,
    sage_rest_overhead::BENCH,
    sage_files_write::BENCH,
    sage_files_read::BENCH,
];

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
        Bench::ClientOverhead(settings) => client_overhead::measure(settings).await,
        Bench::SageRestOverhead(settings) => sage_rest_overhead::measure(settings).await,
        Bench::SageFilesWrite(settings) => sage_files_write::measure(&settings),
        Bench::SageFilesRead(settings) => sage_files_read::measure(&settings),
        Bench::AnswerSales => return ended(client_overhead::answer_sales().await),
        Bench::AnswerInvoices => return ended(sage_rest_overhead::answer_invoices().await),
    };
    match measured {
        Ok(result) => {
            println!("{}", result.to_json());
            ExitCode::SUCCESS
        }
        Err(error) => ended(Err(error)),
    }
}

fn ended(result: Result<(), result::Failure>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("paysage-bench: {error}");
            ExitCode::FAILURE
        }
    }
}
