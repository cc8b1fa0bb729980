//! Both simulators and the program, over HTTP.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "test code")]

mod paytrace;
mod sage50;
