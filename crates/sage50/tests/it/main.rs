//! The REST door on the wire.
#![cfg(feature = "http")]
#![cfg_attr(
    feature = "http",
    expect(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        reason = "test code"
    )
)]

mod connection;
mod fixture;
mod look_up;
mod post;
mod settings;
mod tokens;
mod update;
