//! [`Money`]: minor units with their currency.

use std::cmp::Ordering;
use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Currency;

/// An exact amount: a whole number of minor units (cents) in one currency.
///
/// Sums and differences are checked; nothing rounds. `Display` writes the plain decimal (`-3.00`) as both
/// vendors take it on the wire; the currency is shown by [`Money::currency`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

/// Why a text or a sum is no [`Money`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MoneyError {
    /// The text is no plain decimal number such as `19.99`.
    #[error("is not a plain decimal number such as 19.99")]
    NotANumber,
    /// The amount has more decimals than its currency, and they are not zeros.
    #[error("has more decimals than its currency allows; amounts are never rounded")]
    TooPrecise,
    /// The amount, or the result of a sum, is too large to be kept exactly.
    #[error("is too large to be kept exactly")]
    OutOfRange,
    /// Two amounts of different currencies cannot be added or compared.
    #[error("mixes two currencies")]
    CurrencyMismatch,
}

impl Money {
    /// An amount of `minor` units: `from_minor(1999, Usd)` is 19.99 dollars.
    pub const fn from_minor(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Nothing, in `currency`.
    pub const fn zero(currency: Currency) -> Self {
        Self { minor: 0, currency }
    }

    /// Reads a plain decimal text such as `19.99`, `-3` or `60.000000`; refuses what is not exact.
    ///
    /// Blanks, exponents, thousands separators and signs other than a leading minus are refused.
    ///
    /// # Errors
    /// [`MoneyError::NotANumber`], [`MoneyError::TooPrecise`] or [`MoneyError::OutOfRange`].
    pub fn parse(text: &str, currency: Currency) -> Result<Self, MoneyError> {
        match short_minor(text, currency) {
            Some(minor) => Ok(Self { minor, currency }),
            None => Self::from_decimal(crate::wire::decimal_text(text)?, currency),
        }
    }

    /// Takes over a decimal that is exact in `currency`.
    ///
    /// # Errors
    /// [`MoneyError::TooPrecise`] when digits would be lost, [`MoneyError::OutOfRange`] beyond `i64` minor units.
    pub fn from_decimal(value: Decimal, currency: Currency) -> Result<Self, MoneyError> {
        let value = value.normalize();
        if value.scale() > currency.exponent() {
            return Err(MoneyError::TooPrecise);
        }
        let lift = currency.exponent().checked_sub(value.scale()).ok_or(MoneyError::TooPrecise)?;
        let factor = 10_i128.checked_pow(lift).ok_or(MoneyError::OutOfRange)?;
        let minor = value.mantissa().checked_mul(factor).ok_or(MoneyError::OutOfRange)?;
        let minor = i64::try_from(minor).map_err(|_| MoneyError::OutOfRange)?;
        Ok(Self { minor, currency })
    }

    /// The amount in minor units (cents).
    pub const fn minor(self) -> i64 {
        self.minor
    }

    /// The currency.
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// Whether this is exactly nothing.
    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// Whether this is less than nothing.
    pub const fn is_negative(self) -> bool {
        self.minor < 0
    }

    /// Whether this is more than nothing.
    pub const fn is_positive(self) -> bool {
        self.minor > 0
    }

    /// The sum of both.
    ///
    /// # Errors
    /// [`MoneyError::CurrencyMismatch`] or [`MoneyError::OutOfRange`].
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        self.combine(other, i64::checked_add)
    }

    /// This less the other.
    ///
    /// # Errors
    /// [`MoneyError::CurrencyMismatch`] or [`MoneyError::OutOfRange`].
    pub fn checked_sub(self, other: Self) -> Result<Self, MoneyError> {
        self.combine(other, i64::checked_sub)
    }

    /// The same amount with the other sign.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`] for the one value that has no counterpart.
    pub fn checked_neg(self) -> Result<Self, MoneyError> {
        let minor = self.minor.checked_neg().ok_or(MoneyError::OutOfRange)?;
        Ok(Self { minor, ..self })
    }

    /// How this compares with the other. There is no `<` between amounts: dollars and euros have no order.
    ///
    /// # Errors
    /// [`MoneyError::CurrencyMismatch`].
    pub fn checked_cmp(self, other: Self) -> Result<Ordering, MoneyError> {
        self.same_currency(other)?;
        Ok(self.minor.cmp(&other.minor))
    }

    /// The sum of all items, which must be of `currency`.
    ///
    /// # Errors
    /// [`MoneyError::CurrencyMismatch`] or [`MoneyError::OutOfRange`].
    pub fn sum(items: impl IntoIterator<Item = Self>, currency: Currency) -> Result<Self, MoneyError> {
        items.into_iter().try_fold(Self::zero(currency), Self::checked_add)
    }

    fn combine(self, other: Self, with: fn(i64, i64) -> Option<i64>) -> Result<Self, MoneyError> {
        self.same_currency(other)?;
        let minor = with(self.minor, other.minor).ok_or(MoneyError::OutOfRange)?;
        Ok(Self { minor, ..self })
    }

    fn same_currency(self, other: Self) -> Result<(), MoneyError> {
        if self.currency == other.currency { Ok(()) } else { Err(MoneyError::CurrencyMismatch) }
    }
}

/// Reads nearly every amount: a few digits, a minus in front or none, a point and no more decimals than the currency has.
fn short_minor(text: &str, currency: Currency) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
    let lift = currency.exponent().checked_sub(u32::try_from(decimals.len()).ok()?)?;
    if whole.is_empty() || decimals.is_empty() {
        return None;
    }
    let mut minor = 0_i64;
    for byte in whole.bytes().chain(decimals.bytes()) {
        let digit = byte.checked_sub(b'0').filter(|digit| *digit < 10)?;
        minor = minor.checked_mul(10)?.checked_add(digit.into())?;
    }
    let minor = minor.checked_mul(10_i64.checked_pow(lift)?)?;
    if digits.len() < text.len() { minor.checked_neg() } else { Some(minor) }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimal = Decimal::from_i128_with_scale(i128::from(self.minor), self.currency.exponent());
        if f.width().is_none() && f.precision().is_none() {
            return write!(f, "{decimal}");
        }
        f.pad(&decimal.to_string())
    }
}

/// How [`Money`] stands in a document of ours: text amount beside its currency.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    amount: String,
    currency: Currency,
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Stored { amount: self.to_string(), currency: self.currency }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let stored = Stored::deserialize(deserializer)?;
        Self::parse(&stored.amount, stored.currency).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const USD: Currency = Currency::Usd;

    #[test]
    fn a_text_is_read_exactly_or_refused() {
        let good =
            [("19.99", 1999), ("12", 1200), ("-3", -300), ("0.5", 50), ("60.0000000000000000000", 6000)];
        for (text, minor) in good {
            assert_eq!(Money::parse(text, USD), Ok(Money::from_minor(minor, USD)), "{text}");
        }
        let bad = [
            ("", MoneyError::NotANumber),
            (" 1", MoneyError::NotANumber),
            ("1e2", MoneyError::NotANumber),
            ("1,000.00", MoneyError::NotANumber),
            ("+1", MoneyError::NotANumber),
            ("1_000", MoneyError::NotANumber),
            (".", MoneyError::NotANumber),
            ("1.", MoneyError::NotANumber),
            (".5", MoneyError::NotANumber),
            ("٣", MoneyError::NotANumber),
            ("10.005", MoneyError::TooPrecise),
            ("1234567890123456789.00", MoneyError::OutOfRange),
            ("99999999999999999999999999999999999999", MoneyError::OutOfRange),
        ];
        for (text, error) in bad {
            assert_eq!(Money::parse(text, USD), Err(error), "{text}");
        }
    }

    #[test]
    fn sums_are_checked() {
        let most = Money::from_minor(i64::MAX, USD);
        assert_eq!(most.checked_add(Money::from_minor(1, USD)), Err(MoneyError::OutOfRange));
        assert_eq!(Money::from_minor(i64::MIN, USD).checked_neg(), Err(MoneyError::OutOfRange));
        assert_eq!(most.checked_sub(Money::zero(Currency::Cad)), Err(MoneyError::CurrencyMismatch));
    }

    #[test]
    fn only_amounts_of_one_currency_have_an_order() {
        let cents = |minor| Money::from_minor(minor, USD);
        for (one, other, order) in
            [(-1, 0, Ordering::Less), (1999, 1999, Ordering::Equal), (i64::MAX, i64::MIN, Ordering::Greater)]
        {
            assert_eq!(cents(one).checked_cmp(cents(other)), Ok(order), "{one} {other}");
        }
        assert_eq!(cents(1).checked_cmp(Money::zero(Currency::Eur)), Err(MoneyError::CurrencyMismatch));
    }

    proptest! {
        #[test]
        fn printing_and_reading_is_the_identity(minor in any::<i64>()) {
            let money = Money::from_minor(minor, USD);
            prop_assert_eq!(Money::parse(&money.to_string(), USD), Ok(money));
            let json = serde_json::to_string(&money).expect("money serializes");
            prop_assert_eq!(serde_json::from_str::<Money>(&json).expect("money reads back"), money);
        }

        #[test]
        fn the_quick_reader_reads_what_the_slow_one_does(text in "-?[0-9]{0,20}[.]?[0-9]{0,4}[ex/]?") {
            let slow = crate::wire::decimal_text(&text).and_then(|value| Money::from_decimal(value, USD));
            prop_assert_eq!(Money::parse(&text, USD), slow);
        }

        #[test]
        fn adding_then_subtracting_gives_the_same(a in any::<i32>(), b in any::<i32>()) {
            let (a, b) = (Money::from_minor(i64::from(a), USD), Money::from_minor(i64::from(b), USD));
            prop_assert_eq!(a.checked_add(b).and_then(|sum| sum.checked_sub(b)), Ok(a));
        }
    }
}
