//! The rules of a [`Ledger`], as cases that any implementation can be run against.
//!
//! ```
//! # async fn run() {
//! use paysage_sync::{MemoryLedger, contract};
//!
//! contract::ledger(|| async { MemoryLedger::new() }).await;
//! # }
//! # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(run());
//! ```

mod lanes;
mod rows;
mod sample;

use std::future::Future;

use futures_util::future::BoxFuture;

use crate::ledger::Ledger;

type Case = for<'a> fn(&'a dyn Ledger) -> BoxFuture<'a, ()>;

/// Runs every case, each on a ledger of its own that `fresh` makes; it must be empty.
///
/// # Panics
/// When a rule does not hold; the message names the case.
pub async fn ledger<L, F>(fresh: impl Fn() -> F)
where
    L: Ledger,
    F: Future<Output = L>,
{
    for (name, case) in lanes::CASES.iter().chain(rows::CASES) {
        let ledger = fresh().await;
        // The name stands in the output of a failing test just before its message.
        eprintln!("ledger contract: {name}");
        case(&ledger).await;
    }
}
