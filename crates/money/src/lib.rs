//! Exact money for payments and accounting: no floats, no clock, no IO.
//!
//! [`Money`] is a whole number of minor units (cents) with its [`Currency`]; every operation is checked and
//! none rounds. [`wire`] reads amounts that arrive as JSON text or JSON numbers and refuses whatever is not
//! exact. [`text_newtype!`] makes checked text types (ids, references, names) with a length limit.
//!
//! ```
//! use paysage_money::{Currency, Money};
//!
//! # fn main() -> Result<(), paysage_money::MoneyError> {
//! let sale = Money::parse("19.99", Currency::Usd)?;
//! let tip = Money::from_minor(301, Currency::Usd);
//! assert_eq!(sale.checked_add(tip)?.to_string(), "23.00");
//! assert!(Money::parse("19.999", Currency::Usd).is_err(), "never rounded");
//! # Ok(())
//! # }
//! ```

mod currency;
mod money;
mod text;
pub mod wire;

pub use currency::{Currency, UnknownCurrency};
pub use money::{Money, MoneyError};
pub use text::{TextError, check_text};
