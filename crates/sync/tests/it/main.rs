//! The engine's ports and the engine as a whole.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "test code"
)]

mod desk;
mod engine;
mod faults;
mod hyper_accounts;
mod ledger;
mod people;
mod simulation;
