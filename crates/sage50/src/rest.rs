//! The REST door: a gateway in front of a Sage 50 machine.
//!
//! Sage 50 US has no web interface of its own; a gateway on its machine offers one. [`RestDoor`] speaks to it
//! through a [`Transport`] (reqwest with the feature `http`), writes strictly and reads tolerantly: amounts as
//! text or number, `$items`, `items` or a bare array, dates with or without time, error bodies of four shapes.
//! The contract it is written against stands in `docs/sage50-gateway.openapi.yaml`, complete enough to write a
//! gateway from; [how to set one up](crate::guide::gateway) is told step by step.
//!
//! ```
//! # #[cfg(feature = "http")]
//! # async fn example(key: String) -> Result<(), Box<dyn std::error::Error>> {
//! use std::time::Duration;
//!
//! use sage50::Books;
//! use sage50::rest::{ApiKey, RestDoor};
//!
//! let door = RestDoor::builder("https://sage.example.com".parse()?, ApiKey::new(key))
//!     .with_timeout(Duration::from_secs(20))
//!     .build()?;
//! let can = door.capabilities().await?;
//! if let (Some(late), Some(lag)) = (can.late_apply, can.read_lag) {
//!     println!("{:?}: a lost answer costs {:?}", can.company, late + lag);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Reads are repeated up to three times; a post leaves once. Amounts are in one currency, that of the books
//! ([`RestDoorBuilder::with_currency`]). [`Recorder`] keeps every exchange without its secrets, [`ClientCredentials`]
//! gets `OAuth2` tokens, and a [`Transport`] of yours takes the place of the network: a proxy, a test, a simulator.
//!
//! What it does not tolerate is an answer that cannot be trusted: a success without a key, an answer about
//! another document, a list whose entries and count disagree.

pub(crate) mod access;
pub(crate) mod builder;
mod capabilities;
mod door;
mod entry;
mod envelope;
pub(crate) mod exchange;
#[cfg(feature = "http")]
mod http;
pub(crate) mod json;
mod outgoing;
mod product;
mod reading;
mod recorder;
pub(crate) mod refusal;
mod retry;
pub(crate) mod scalar;
mod tally;
mod token;
mod transport;

pub use access::{AccessToken, TokenSource};
pub use builder::{ApiKey, RestDoorBuilder};
pub use door::RestDoor;
#[cfg(feature = "http")]
pub use http::HttpTransport;
pub use recorder::Recorder;
pub use token::ClientCredentials;
pub use transport::{Failure, Header, Method, Reply, Request, Transport};
