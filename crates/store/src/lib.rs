//! Durable ledgers for `paysage-sync`.
//!
//! [`SqliteLedger`] keeps everything in one file, needs no set-up and no server: write-ahead log,
//! `synchronous = FULL` (a commit that returned has reached the disk), one writer that gathers the commits of
//! many workers into one transaction, and a lock that keeps a second process out.

#[cfg(feature = "sqlite")]
mod sqlite;

#[cfg(feature = "sqlite")]
pub use sqlite::SqliteLedger;

/// The README's example, compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
pub struct Readme;
