//! What ends the program before it can say how the books stand: one sentence each.

use std::path::{Path, PathBuf};

use paysage_sync::{EngineError, LedgerError};

/// Why there is no result.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The runtime could not be started.
    #[error("the program could not be started ({0})")]
    Runtime(std::io::Error),
    /// The file of transactions cannot be opened.
    #[error("{} cannot be read ({source})", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// The file of transactions is none.
    #[error("{}: {source}", path.display())]
    Load {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: paysage_sandbox::paytrace::LoadError,
    },
    /// There is no place for a temporary ledger.
    #[error("no temporary folder can be made ({0}); name a ledger with --ledger")]
    Temporary(std::io::Error),
    /// A simulator could not be served.
    #[error("a simulator could not be started ({0})")]
    Serve(std::io::Error),
    /// A client could not be built from what was given.
    #[error("{0}")]
    Setup(Box<dyn std::error::Error + Send + Sync>),
    /// The ledger cannot be used.
    #[error("{0}")]
    Ledger(#[from] LedgerError),
    /// It could not begin, or not prove.
    #[error("{0}")]
    Engine(#[from] EngineError),
    /// It ended early, with a ledger to go on from.
    #[error("{source}; what was done stands in {}: run it again with that ledger to go on", ledger.display())]
    Interrupted {
        /// What ended it.
        source: EngineError,
        /// The ledger that stays.
        ledger: PathBuf,
    },
    /// The result could not be written.
    #[error("the result could not be written ({0})")]
    Print(std::io::Error),
}

impl Failure {
    /// The end of a run, with the way on when there is a ledger that stays.
    pub fn interrupted(source: EngineError, ledger: Option<&Path>) -> Self {
        match ledger {
            Some(ledger) => Self::Interrupted { source, ledger: ledger.to_owned() },
            None => Self::Engine(source),
        }
    }
}
