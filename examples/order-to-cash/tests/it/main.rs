//! The program, run as a user runs it.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "test code")]

mod inputs;
mod outcomes;
mod support;
