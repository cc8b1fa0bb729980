//! The client against scripted answers, and its wire against a real HTTP server.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "test code")]

mod canary;
mod export;
mod money;
mod script;
mod token;
#[cfg(feature = "http")]
mod wire;
