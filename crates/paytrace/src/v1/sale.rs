//! Sales: money taken now.

mod by_customer;
#[cfg(feature = "raw-card-data")]
mod keyed;

pub use by_customer::SaleByCustomer;
#[cfg(feature = "raw-card-data")]
pub use keyed::SaleKeyed;
