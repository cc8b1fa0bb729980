//! Amounts as other systems write them in JSON: a text or a number, exact or refused.
//!
//! A derived `Deserialize` of a decimal changes its meaning with the features other crates of a build switch
//! on: with `serde_json/arbitrary_precision` it fails on `19.99`, without it `100000000000000000.01` silently
//! loses its cents. These functions give the same verdict in both builds: a number of more than 15 significant
//! digits, which a JSON number cannot be trusted to carry, is refused; a text may have as many as fit.

use rust_decimal::Decimal;
use serde_json::Value;

use crate::{Currency, Money, MoneyError};

/// The most digits of a JSON number that every reader keeps exactly.
const NUMBER_DIGITS: usize = 15;

/// Reads an exact decimal from a JSON text or number.
///
/// # Errors
/// [`MoneyError::NotANumber`] for anything else; [`MoneyError::OutOfRange`] for numbers of more than 15 digits or
/// with an exponent (a reader may have made one of a long number) and for texts of more than 28 digits.
pub fn decimal(value: &Value) -> Result<Decimal, MoneyError> {
    match value {
        Value::String(text) => decimal_text(text),
        Value::Number(number) => {
            let text = number.to_string();
            if text.contains(['e', 'E']) {
                return Err(MoneyError::OutOfRange);
            }
            let digits = text.bytes().filter(u8::is_ascii_digit).count();
            let leading_zeros = text
                .bytes()
                .filter(|byte| *byte != b'-' && *byte != b'.')
                .take_while(|byte| *byte == b'0')
                .count();
            if digits.saturating_sub(leading_zeros) > NUMBER_DIGITS {
                return Err(MoneyError::OutOfRange);
            }
            decimal_text(&text)
        }
        _ => Err(MoneyError::NotANumber),
    }
}

/// Reads an exact amount in `currency` from a JSON text or number.
///
/// # Errors
/// As [`decimal`], and [`MoneyError::TooPrecise`] for more decimals than the currency has.
pub fn money(value: &Value, currency: Currency) -> Result<Money, MoneyError> {
    Money::from_decimal(decimal(value)?, currency)
}

/// Reads a plain decimal text: digits, at most one point between digits, a leading minus.
pub(crate) fn decimal_text(text: &str) -> Result<Decimal, MoneyError> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(whole) || !all_digits(fraction) {
        return Err(MoneyError::NotANumber);
    }
    // Trailing zeros carry no value and would only use up the digits a decimal can hold.
    let kept = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text };
    Decimal::from_str_exact(kept).map_err(|_| MoneyError::OutOfRange)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<String, MoneyError> {
        let value: Value = serde_json::from_str(json).expect("test json");
        money(&value, Currency::Usd).map(|money| money.to_string())
    }

    #[test]
    fn texts_and_numbers_give_the_same_amount() {
        for json in ["19.99", "\"19.99\"", "19.990", "\"19.9900\""] {
            assert_eq!(read(json), Ok("19.99".into()), "{json}");
        }
        assert_eq!(read("0.29"), Ok("0.29".into()));
        assert_eq!(read("110"), Ok("110.00".into()));
        assert_eq!(read("\"10000000000000000.01\""), Ok("10000000000000000.01".into()));
    }

    #[test]
    fn what_is_not_exact_is_refused() {
        let cases = [
            ("100000000000000000.01", MoneyError::OutOfRange),
            ("1234567890123456789", MoneyError::OutOfRange),
            ("1e-7", MoneyError::OutOfRange),
            ("1e40", MoneyError::OutOfRange),
            ("\"1e2\"", MoneyError::NotANumber),
            ("10.005", MoneyError::TooPrecise),
            ("null", MoneyError::NotANumber),
            ("true", MoneyError::NotANumber),
            ("[1]", MoneyError::NotANumber),
        ];
        for (json, error) in cases {
            let Ok(value) = serde_json::from_str::<Value>(json) else {
                continue;
            };
            assert_eq!(money(&value, Currency::Usd), Err(error), "{json}");
        }
    }
}
