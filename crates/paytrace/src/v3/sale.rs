//! Sales: money is taken now, and settles with the next batch.

mod by_customer;
#[cfg(feature = "raw-card-data")]
mod emv;
mod keyed;
mod protected;
mod protected_customer;

pub use by_customer::SaleByCustomer;
#[cfg(feature = "raw-card-data")]
pub use emv::{EmvData, SaleEmv};
pub use keyed::SaleKeyed;
pub use protected::SaleProtected;
pub use protected_customer::{SaleProtectedCustomer, SaleWithCustomer};
