//! Authorizations: money held, and taken later by a capture.

mod by_customer;
mod by_transaction;
mod capture;
mod keyed;
mod protected;
mod protected_customer;
mod swiped;

pub use by_customer::AuthorizationByCustomer;
pub use by_transaction::AuthorizationByTransaction;
pub use capture::Capture;
pub use keyed::AuthorizationKeyed;
pub use protected::AuthorizationProtected;
pub use protected_customer::AuthorizationProtectedCustomer;
pub use swiped::AuthorizationSwiped;
