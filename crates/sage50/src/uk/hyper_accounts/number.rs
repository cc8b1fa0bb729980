//! Numbers of the API, which are JSON numbers of double precision.

use std::str::FromStr;

use paysage_money::{Currency, Money};
use rust_decimal::Decimal;
use serde_json::{Number, Value};

use crate::error::{Error, SageDetail};

/// What double precision may add to or take from an amount on its way, e.g. `88.199999999999989`.
const NOISE: Decimal = Decimal::from_parts(1, 0, 0, false, 6);

/// The least number of 16 digits: double precision carries 15 exactly, whatever this build could write.
const TOO_LONG: u128 = 1_000_000_000_000_000;

/// A number that says exactly this decimal.
pub(super) fn exact(value: Decimal) -> Result<Number, Error> {
    let fits = value.normalize().mantissa().unsigned_abs() < TOO_LONG;
    let number = Number::from_str(&value.to_string()).ok().filter(|_| fits);
    number.filter(|number| Decimal::from_str(&number.to_string()) == Ok(value)).ok_or_else(|| {
        Error::own(SageDetail::Validation, format_args!("{value} has more digits than the API carries"))
    })
}

/// An amount as a number.
pub(super) fn amount(amount: Money) -> Result<Number, Error> {
    exact(Decimal::new(amount.minor(), amount.currency().exponent()))
}

/// An amount: a number or its text. The noise of double precision is rounded away; anything more is no amount.
pub(super) fn money(value: Option<&Value>, currency: Currency) -> Option<Money> {
    Money::from_decimal(decimal(value?, currency.exponent())?, currency).ok()
}

/// A number of so many decimals, or its text; the noise of double precision is rounded away.
pub(super) fn decimal(value: &Value, decimals: u32) -> Option<Decimal> {
    let text = match value {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.trim().to_owned(),
        _ => return None,
    };
    let exact = Decimal::from_str(&text).or_else(|_| Decimal::from_scientific(&text)).ok()?;
    let rounded = exact.round_dp(decimals);
    let off = exact.checked_sub(rounded)?.abs();
    (off <= NOISE).then_some(rounded)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_noise_of_double_precision_is_rounded_away_and_nothing_else() {
        let read = |json: &str| {
            let value: Value = serde_json::from_str(json).unwrap();
            money(Some(&value), Currency::Gbp).map(|amount| amount.to_string())
        };
        for (json, expected) in [
            ("88.199999999999989", Some("88.20")),
            ("529.19999999999993", Some("529.20")),
            ("5.6843418860808015E-14", Some("0.00")),
            ("-317.5", Some("-317.50")),
            ("\"10\"", Some("10.00")),
            ("1.001", None),
            ("0.005", None),
            ("null", None),
            ("\"\"", None),
            ("true", None),
        ] {
            assert_eq!(read(json).as_deref(), expected, "{json}");
        }
    }

    #[test]
    fn an_amount_is_sent_exactly_or_not_at_all() {
        let sent =
            |minor| amount(Money::from_minor(minor, Currency::Gbp)).map(|number| json!(number).to_string());
        assert_eq!(sent(1999).unwrap(), "19.99");
        assert_eq!(sent(1_234_567_890_129).unwrap(), "12345678901.29");
        assert_eq!(sent(i64::MAX).unwrap_err().sage(), Some(SageDetail::Validation));
        for minor in (0..2_000_000).step_by(7) {
            assert!(sent(minor).is_ok(), "{minor}");
        }
    }
}
