//! The doors: REST on the wire, and files.
#![cfg_attr(
    feature = "http",
    expect(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        reason = "test code"
    )
)]

#[cfg(feature = "http")]
mod connection;
#[cfg(feature = "files")]
mod files;
#[cfg(feature = "http")]
mod fixture;
#[cfg(feature = "http")]
mod hyper_accounts;
#[cfg(feature = "http")]
mod look_up;
#[cfg(feature = "http")]
mod post;
#[cfg(feature = "http")]
mod settings;
#[cfg(feature = "http")]
mod tokens;
#[cfg(feature = "http")]
mod update;
