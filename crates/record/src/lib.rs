//! Redacted records of what went over the wire.
//!
//! [`redact`] takes card numbers and secrets out of JSON, forms, queries and free texts. [`Log`] (feature `log`) writes
//! one JSON line for every exchange with a remote system, however it ends; the recorders of the clients are made of it.
//!
//! ```
//! let text = r#"{"amount":"19.99","csc":"999","description":"card 4012000098765439"}"#;
//! assert_eq!(
//!     paysage_record::redact::json(text.as_bytes()),
//!     r#"{"amount":"19.99","csc":"[redacted]","description":"card 401200…5439"}"#
//! );
//! ```

#[cfg(feature = "log")]
mod log;
pub mod redact;

#[cfg(feature = "log")]
pub use log::{End, Exchange, Log};
