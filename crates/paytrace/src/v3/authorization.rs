//! Authorizations: money is held, and taken only when captured.

mod by_customer;
mod capture;
mod keyed;
mod protected;

pub use by_customer::AuthorizationByCustomer;
pub use capture::Captures;
pub use keyed::AuthorizationKeyed;
pub use protected::AuthorizationProtected;
