//! PayTrace's limits on what is sent, named when they are broken.
//!
//! Source: PayTrace help, "name/value pairs data definitions".

use std::num::NonZeroU32;

use paysage_money::{Currency, Money};
use serde_json::{Map, Value};

use crate::{Address, Error};

/// The largest amount PayTrace takes, in cents: it has twelve characters, 999999999.99.
const LARGEST_AMOUNT: i64 = 99_999_999_999;

/// The largest number of a batch; PayTrace begins again at 1 behind it.
const LARGEST_BATCH_NUMBER: u32 = 999;

/// The longest line of an address, in characters.
const ADDRESS_CHARACTERS: usize = 50;

/// Takes an amount above nothing.
pub(super) fn positive(what: &'static str, amount: Money) -> Result<Money, Error> {
    if !amount.is_positive() {
        return Err(Error::invalid(format!("{what} must be more than 0.00")));
    }
    sendable(what, amount)
}

/// Takes an amount that may be nothing.
pub(super) fn not_negative(what: &'static str, amount: Money) -> Result<Money, Error> {
    if amount.is_negative() {
        return Err(Error::invalid(format!("{what} must not be less than 0.00")));
    }
    sendable(what, amount)
}

fn sendable(what: &'static str, amount: Money) -> Result<Money, Error> {
    if amount.currency() != Currency::Usd {
        return Err(Error::invalid(format!(
            "{what} must be in US dollars, the only currency of PayTrace; convert it first"
        )));
    }
    if amount.minor() > LARGEST_AMOUNT {
        return Err(Error::invalid(format!("{what} must not be more than 999999999.99; split it")));
    }
    Ok(amount)
}

/// Takes the number of a batch: one to three digits.
pub(super) fn batch_number(number: u32) -> Result<NonZeroU32, Error> {
    NonZeroU32::new(number).filter(|number| number.get() <= LARGEST_BATCH_NUMBER).ok_or_else(|| {
        Error::invalid("the batch number must be from 1 to 999; take it from the list of batches")
    })
}

/// An address as the v1 API takes it; `None` when nothing is given.
pub(super) fn address(what: &'static str, address: &Address) -> Result<Option<Value>, Error> {
    let lines = [
        ("name", &address.name),
        ("street_address", &address.street_address),
        ("street_address2", &address.street_address2),
        ("city", &address.city),
        ("county", &address.county),
        ("state", &address.state),
        ("zip", &address.zip),
        ("country", &address.country),
    ];
    let mut sent = Map::new();
    for (field, line) in lines {
        let Some(line) = line else { continue };
        paysage_money::check_text(field, line, ADDRESS_CHARACTERS)
            .map_err(|error| Error::invalid(format!("{what}: {error}")))?;
        sent.insert(field.to_owned(), Value::from(&**line));
    }
    Ok((!sent.is_empty()).then_some(Value::Object(sent)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ErrorKind;

    #[test]
    fn each_limit_of_an_amount_is_named() {
        let usd = |minor| Money::from_minor(minor, Currency::Usd);
        let cases = [
            (positive("amount", usd(0)), "amount must be more than 0.00"),
            (not_negative("tax", usd(-1)), "tax must not be less than 0.00"),
            (positive("amount", usd(100_000_000_000)), "amount must not be more than 999999999.99; split it"),
            (
                positive("amount", Money::from_minor(1, Currency::Cad)),
                "amount must be in US dollars, the only currency of PayTrace; convert it first",
            ),
        ];
        for (result, message) in cases {
            let error = result.expect_err(message);
            assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::Invalid, message));
        }
        assert_eq!(positive("amount", usd(99_999_999_999)).expect("fits").minor(), 99_999_999_999);
        assert_eq!(not_negative("amount", usd(0)).expect("account check").minor(), 0);
    }

    #[test]
    fn a_batch_number_has_one_to_three_digits() {
        for number in [0, 1000, u32::MAX] {
            let error = batch_number(number).expect_err("out of range");
            assert_eq!(error.kind(), ErrorKind::Invalid);
            assert_eq!(
                error.to_string(),
                "the batch number must be from 1 to 999; take it from the list of batches"
            );
        }
        assert_eq!([1, 999].map(|number| batch_number(number).expect("a number").get()), [1, 999]);
    }

    #[test]
    fn a_line_of_an_address_has_at_most_fifty_characters() {
        let mut long = Address::default();
        assert_eq!(address("billing address", &long).expect("nothing"), None);
        long.city = Some("x".repeat(51).into());
        let error = address("billing address", &long).expect_err("too long").to_string();
        assert_eq!(error, "billing address: city has 51 characters; at most 50 are allowed");
    }
}
