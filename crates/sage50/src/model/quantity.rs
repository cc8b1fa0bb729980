//! Quantities, unit prices and percents: exact decimals within limits.
//!
//! Sage 50 shows them with up to twenty zeros behind the point (`60.0000000000000000000`); trailing zeros carry no
//! value and are dropped. The limits, five decimals and below a thousand million, are ours: Sage publishes none, and
//! the company sets how many decimals it keeps.

use std::fmt;
use std::str::FromStr;

use paysage_money::{Currency, Money, MoneyError, wire};
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The most digits behind the point.
const DECIMALS: u32 = 5;
/// The first number that is too large.
const TOO_LARGE: Decimal = Decimal::from_parts(1_000_000_000, 0, 0, false, 0);
const HUNDRED: Decimal = Decimal::from_parts(100, 0, 0, false, 0);

/// A number that its field cannot take; nothing is rounded silently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{what} {why}")]
pub struct NumberError {
    what: &'static str,
    why: &'static str,
}

fn check(what: &'static str, value: Decimal, takes: fn(Decimal) -> Result<(), &'static str>) -> Checked {
    let value = value.normalize();
    let why = if value.scale() > DECIMALS {
        Err("has more than five decimals; quantities and prices are never rounded")
    } else {
        within_a_thousand_million(value).and_then(|()| takes(value))
    };
    why.map(|()| value).map_err(|why| NumberError { what, why })
}

type Checked = Result<Decimal, NumberError>;

fn above_zero(value: Decimal) -> Result<(), &'static str> {
    if value.is_sign_positive() && !value.is_zero() { Ok(()) } else { Err("must be more than zero") }
}

fn not_negative(value: Decimal) -> Result<(), &'static str> {
    if value.is_zero() || value.is_sign_positive() { Ok(()) } else { Err("must not be negative") }
}

fn percent(value: Decimal) -> Result<(), &'static str> {
    not_negative(value)?;
    if value <= HUNDRED { Ok(()) } else { Err("must not be more than 100") }
}

fn within_a_thousand_million(value: Decimal) -> Result<(), &'static str> {
    if value.abs() < TOO_LARGE { Ok(()) } else { Err("must be below 1,000,000,000") }
}

macro_rules! number {
    ($(#[$meta:meta])* $name:ident($what:literal, $takes:ident)) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Decimal);

        impl $name {
            /// Checks and keeps the number, without zeros at its end.
            pub fn new(value: Decimal) -> Result<Self, NumberError> {
                check($what, value, $takes).map(Self)
            }

            /// The number.
            pub fn value(self) -> Decimal {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        /// Reads a plain decimal text such as `2.5`; refuses exponents, blanks and thousands separators.
        impl FromStr for $name {
            type Err = NumberError;

            fn from_str(text: &str) -> Result<Self, NumberError> {
                let value = wire::decimal(&text.into())
                    .map_err(|_| NumberError { what: $what, why: "is no plain decimal number such as 2.5" })?;
                Self::new(value)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

number! {
    /// How many units: more than zero, up to five decimals.
    Quantity("quantity", above_zero)
}

number! {
    /// What one unit costs, in the currency of its document: zero or more, up to five decimals.
    UnitPrice("unit price", not_negative)
}

number! {
    /// A change of stock, or how much lies there, with its sign: up to five decimals.
    StockLevel("stock level", within_a_thousand_million)
}

number! {
    /// A share of a hundred: 0 to 100, up to five decimals.
    Percent("percent", percent)
}

impl StockLevel {
    /// A quantity with a sign, which fits because the quantity does.
    pub(super) fn of(signed_quantity: Decimal) -> Self {
        Self(signed_quantity)
    }
}

/// How many units at what price each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Price {
    /// How many units.
    pub quantity: Quantity,
    /// What one of them costs.
    pub unit_price: UnitPrice,
}

impl Price {
    /// Quantity times unit price, rounded to the cent; half a cent goes up (away from zero, as merchants round).
    ///
    /// ```
    /// use paysage_money::Currency;
    /// use sage50::model::Price;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let price = Price { quantity: "3".parse()?, unit_price: "0.335".parse()? };
    /// assert_eq!(price.amount(Currency::Usd)?.to_string(), "1.01");
    /// # Ok(())
    /// # }
    /// ```
    pub fn amount(self, currency: Currency) -> Result<Money, MoneyError> {
        let exact =
            self.quantity.value().checked_mul(self.unit_price.value()).ok_or(MoneyError::OutOfRange)?;
        let rounded =
            exact.round_dp_with_strategy(currency.exponent(), RoundingStrategy::MidpointAwayFromZero);
        Money::from_decimal(rounded, currency)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::arithmetic_side_effects, reason = "test code")]

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_number_is_taken_exactly_or_refused_with_its_reason() {
        let quantity = |text: &str| text.parse::<Quantity>();
        assert_eq!(quantity("60.0000000000000000000").unwrap().to_string(), "60");
        assert_eq!(quantity("0.00001").unwrap().to_string(), "0.00001");
        assert_eq!(quantity("999999999.99999").unwrap().to_string(), "999999999.99999");
        let refused = [
            ("0", "quantity must be more than zero"),
            ("-1", "quantity must be more than zero"),
            ("0.000001", "quantity has more than five decimals; quantities and prices are never rounded"),
            ("1000000000", "quantity must be below 1,000,000,000"),
            ("1e3", "quantity is no plain decimal number such as 2.5"),
            (" 1", "quantity is no plain decimal number such as 2.5"),
            ("", "quantity is no plain decimal number such as 2.5"),
        ];
        for (text, why) in refused {
            assert_eq!(quantity(text).unwrap_err().to_string(), why, "{text}");
        }
        assert!("0".parse::<UnitPrice>().is_ok() && "-0.01".parse::<UnitPrice>().is_err());
        assert!("-3.5".parse::<StockLevel>().is_ok() && "-1000000000".parse::<StockLevel>().is_err());
        assert!("100".parse::<Percent>().is_ok() && "100.00001".parse::<Percent>().is_err());
        assert!("-1".parse::<Percent>().is_err());
        assert!(serde_json::from_str::<Quantity>("1").is_err(), "stored numbers are texts");
        assert!(serde_json::from_str::<Quantity>("\"0\"").is_err());
    }

    proptest! {
        #[test]
        fn an_amount_is_within_half_a_cent_of_the_product(
            quantity in 1_i64..100_000_000_000_000,
            price in 0_i64..100_000_000_000,
        ) {
            let price = Price {
                quantity: Quantity::new(Decimal::new(quantity, 5)).unwrap(),
                unit_price: UnitPrice::new(Decimal::new(price, 5)).unwrap(),
            };
            let exact = price.quantity.value() * price.unit_price.value();
            match price.amount(Currency::Usd) {
                Ok(amount) => {
                    let given = Decimal::new(amount.minor(), 2);
                    prop_assert!((given - exact).abs() <= Decimal::new(5, 3));
                    prop_assert!(given >= exact || (exact - given) < Decimal::new(5, 3), "half a cent goes up");
                }
                Err(error) => prop_assert_eq!(error, MoneyError::OutOfRange),
            }
            let stored = serde_json::to_string(&price).unwrap();
            prop_assert_eq!(serde_json::from_str::<Price>(&stored).unwrap(), price);
        }
    }
}
