//! Client-side encryption: the key with which a browser or a terminal encrypts card numbers.

mod public_key;

pub use public_key::{PublicKeyPem, ReadPublicKey};
