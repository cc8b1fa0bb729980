//! The engine's ports and the engine as a whole.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "test code")]

mod ledger;
