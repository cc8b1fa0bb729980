//! Raw card data, for the feature `raw-card-data` only.
//!
//! A program that holds a card number, and every machine it runs on, is in the full scope of PCI DSS. The values are
//! wiped from memory when dropped and never printed; the body of a request that is under way holds them in clear.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use crate::Error;
pub use crate::swipe::CardSwipe;

/// A card number: 12 to 19 digits.
#[derive(Clone)]
pub struct CardNumber(SecretString);

/// The security code of a card: three or four digits.
#[derive(Clone)]
pub struct CardSecurityCode(SecretString);

/// A card as it is typed in.
#[derive(Clone)]
#[non_exhaustive]
pub struct Card {
    number: CardNumber,
    month: u8,
    year: u16,
}

impl CardNumber {
    /// Takes 12 to 19 digits without separators.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid), without the text.
    pub fn new(digits: impl Into<SecretString>) -> Result<Self, Error> {
        let digits = digits.into();
        if !is_digits(digits.expose_secret(), 12, 19) {
            return Err(Error::invalid("the card number must have 12 to 19 digits and nothing else"));
        }
        Ok(Self(digits))
    }

    #[cfg(feature = "encryption")]
    pub(crate) fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl CardSecurityCode {
    /// Takes three or four digits.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid), without the text.
    pub fn new(digits: impl Into<SecretString>) -> Result<Self, Error> {
        let digits = digits.into();
        if !is_digits(digits.expose_secret(), 3, 4) {
            return Err(Error::invalid("the card's security code must have three or four digits"));
        }
        Ok(Self(digits))
    }

    pub(crate) fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

fn is_digits(text: &str, least: usize, most: usize) -> bool {
    (least..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

impl Card {
    /// A card with its month (1 to 12) and year (four digits, 2000 to 2099) of expiry.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): month or year are out of range.
    pub fn new(number: CardNumber, expiration_month: u8, expiration_year: u16) -> Result<Self, Error> {
        if !(1..=12).contains(&expiration_month) {
            return Err(Error::invalid("the month of expiry must be from 1 to 12"));
        }
        if !(2000..=2099).contains(&expiration_year) {
            return Err(Error::invalid("the year of expiry must have four digits, from 2000 to 2099"));
        }
        Ok(Self { number, month: expiration_month, year: expiration_year })
    }

    #[cfg(feature = "encryption")]
    pub(crate) fn parts(&self) -> (&CardNumber, u8, u16) {
        (&self.number, self.month, self.year)
    }

    /// The card as v1's `credit_card`.
    pub(crate) fn in_v1(&self) -> Value {
        json!({
            "number": self.number.0.expose_secret(),
            "expiration_month": format!("{:02}", self.month),
            "expiration_year": self.year.to_string(),
        })
    }
}

impl fmt::Debug for CardNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CardNumber([redacted])")
    }
}

impl fmt::Debug for CardSecurityCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CardSecurityCode([redacted])")
    }
}

impl fmt::Debug for Card {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Card([redacted])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_card_is_refused_without_its_text() {
        for text in ["", "4012 0000 9876 5439", "40120000987", "40120000987654390000", "401200009876543x"] {
            let error = CardNumber::new(text).expect_err("no card number").to_string();
            assert!(text.is_empty() || !error.contains(text), "{error}");
        }
        for text in ["", "99", "99999", "9x9"] {
            assert!(CardSecurityCode::new(text).is_err(), "{text}");
        }
        let number = CardNumber::new("4012000098765439").expect("a card number");
        assert!(Card::new(number.clone(), 13, 2030).is_err());
        assert!(Card::new(number.clone(), 12, 30).is_err());
        let card = Card::new(number, 12, 2030).expect("a card");
        assert_eq!(format!("{card:?}"), "Card([redacted])");
    }
}
