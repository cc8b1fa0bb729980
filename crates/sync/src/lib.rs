//! The engine that keeps a Sage 50 company equal to its PayTrace gateway, for programs that embed it.
//!
//! Three ports and one engine: a [`Gateway`] is read, [`Books`](sage50::Books) are written, a [`Ledger`]
//! remembers. [`Engine::run`] reads the gateway by overlapping days, decides with `paysage-mapping`, and posts
//! each document exactly once, although Sage 50 knows no idempotency keys and answers can be lost:
//!
//! 1. the **intent** is on the disk before a document leaves;
//! 2. after any doubt the document is left alone for the **quiet time** ([`Timing::quiet`]), the longest the other
//!    side may still apply it;
//! 3. then it is **looked up** by its reference, and **compared**; only what was absent twice is sent again;
//! 4. customers are **leased** one by one, and every change carries the lease's **fence**, so a worker that
//!    overslept changes nothing.
//!
//! [`reconcile`](mod@reconcile) then sums gateway, ledger and books independently and lists what differs.
//!
//! Use [`MemoryLedger`] for tests and `paysage-store` for a ledger that survives.

pub mod audit;
mod decide;
mod engine;
mod gate;
mod gateway;
mod ingest;
mod lane;
pub mod ledger;
mod memory;
mod poll;
mod progress;
pub mod reconcile;
mod timing;
mod windows;
mod work;

#[cfg(feature = "contract")]
pub mod contract;

pub use engine::{Engine, EngineError, Ports, Settings};
pub use gateway::{Days, Gateway, Rows};
pub use ledger::{Ledger, LedgerError, LedgerErrorKind};
pub use memory::MemoryLedger;
pub use poll::CURSOR;
pub use progress::Progress;
pub use timing::Timing;
pub use windows::Covered;
