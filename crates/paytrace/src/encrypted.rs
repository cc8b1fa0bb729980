//! Card data that was encrypted where it was typed in, with PayTrace's public key: no clear number comes near the
//! program.
//!
//! Source: PayTrace client-side encryption guide; North's B2B API specification 3.1, pages `SaleTransactions` and
//! `Authorizations`; read 2026-11. PayTrace's `encryptValue` makes base64 of one RSA block: 344 characters for a key
//! of 2048 bits.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use crate::Error;

/// The most characters an encrypted value may have.
const LONGEST: usize = 1024;

/// A value encrypted with PayTrace's public key, as base64; at most 1,024 characters.
///
/// Only PayTrace can read it. It is kept like a secret all the same: never printed, and wiped when dropped.
#[derive(Clone)]
pub struct EncryptedValue(SecretString);

/// A card whose number was encrypted in the browser or the terminal, with its expiry in clear.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct EncryptedCard {
    number: EncryptedValue,
    month: u8,
    year: u16,
}

/// Both tracks of a card, encrypted by the reader.
#[derive(Debug, Clone)]
pub struct EncryptedSwipe(EncryptedValue);

impl EncryptedValue {
    /// Takes base64 text.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid), without the text: it is empty, longer than 1,024
    /// characters, or no base64. Digits alone are refused: a number in clear is no encrypted value.
    pub fn new(base64: impl Into<SecretString>) -> Result<Self, Error> {
        let value = base64.into();
        let text = value.expose_secret();
        let known = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte);
        if text.is_empty() || text.len() > LONGEST || !text.bytes().all(known) {
            return Err(Error::invalid("an encrypted value must be base64 of at most 1024 characters"));
        }
        if text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Error::invalid("an encrypted value must not be a number in clear; encrypt it first"));
        }
        Ok(Self(value))
    }

    pub(crate) fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// How many characters it has.
    pub(crate) fn length(&self) -> usize {
        self.0.expose_secret().len()
    }
}

impl EncryptedCard {
    /// An encrypted number with month (1 to 12) and year (four digits, 2000 to 2099) of expiry.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): month or year are out of range.
    pub fn new(number: EncryptedValue, expiration_month: u8, expiration_year: u16) -> Result<Self, Error> {
        if !(1..=12).contains(&expiration_month) {
            return Err(Error::invalid("the month of expiry must be from 1 to 12"));
        }
        if !(2000..=2099).contains(&expiration_year) {
            return Err(Error::invalid("the year of expiry must have four digits, from 2000 to 2099"));
        }
        Ok(Self { number, month: expiration_month, year: expiration_year })
    }

    /// The card as v1's `credit_card`.
    pub(crate) fn in_v1(&self) -> Value {
        json!({
            "encrypted_number": self.number.expose(),
            "expiration_month": format!("{:02}", self.month),
            "expiration_year": self.year.to_string(),
        })
    }

    /// The card as v3's `card`.
    pub(crate) fn in_v3(&self) -> Value {
        json!({
            "encrypted_number": self.number.expose(),
            "expiration_month": self.month,
            "expiration_year": self.year,
        })
    }
}

impl EncryptedSwipe {
    /// Both tracks as the reader encrypted them.
    pub fn new(tracks: EncryptedValue) -> Self {
        Self(tracks)
    }

    pub(crate) fn expose(&self) -> &str {
        self.0.expose()
    }
}

impl fmt::Debug for EncryptedValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EncryptedValue([redacted])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_encrypted_is_refused_without_its_text() {
        for text in ["", "4012000098765439", "not base64!", &"A".repeat(1025)] {
            let error = EncryptedValue::new(text.to_owned()).expect_err("no encrypted value").to_string();
            assert!(text.is_empty() || !error.contains(text), "{error}");
        }
        let value = EncryptedValue::new("Zm9v+/==").expect("base64");
        assert!(EncryptedCard::new(value.clone(), 0, 2030).is_err());
        assert!(EncryptedCard::new(value.clone(), 1, 30).is_err());
        let card = EncryptedCard::new(value, 1, 2030).expect("a card");
        assert!(!format!("{card:?}").contains("Zm9v"), "{card:?}");
        assert_eq!(
            card.in_v1(),
            json!({"encrypted_number": "Zm9v+/==", "expiration_month": "01", "expiration_year": "2030"})
        );
        assert_eq!(
            card.in_v3(),
            json!({"encrypted_number": "Zm9v+/==", "expiration_month": 1, "expiration_year": 2030})
        );
    }
}
