//! Authorizations: money held, and taken later by a capture.

mod by_customer;
mod capture;
#[cfg(feature = "raw-card-data")]
mod keyed;

pub use by_customer::AuthorizationByCustomer;
pub use capture::Capture;
#[cfg(feature = "raw-card-data")]
pub use keyed::AuthorizationKeyed;
