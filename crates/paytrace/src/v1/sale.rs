//! Sales: money taken now.

mod by_customer;
mod by_transaction;
mod keyed;
mod protected;
mod protected_customer;
mod swiped;

pub use by_customer::SaleByCustomer;
pub use by_transaction::SaleByTransaction;
pub use keyed::SaleKeyed;
pub use protected::SaleProtected;
pub use protected_customer::SaleProtectedCustomer;
pub use swiped::SaleSwiped;
