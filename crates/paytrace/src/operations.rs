//! All calls: what they do at PayTrace, and where they live in either dialect.
//!
//! A call that *reads* changes nothing and is repeated by the client; one that *changes* does no harm a second time; one
//! that *moves money* goes out once. The last column says in which dialects the crate's tests run the call against the
//! simulator, in a state in which it succeeds; the table is written by that run. PayTrace's own systems have no part in
//! it.
//!
#![doc = include_str!("operations.md")]
