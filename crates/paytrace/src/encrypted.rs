//! Card data that was encrypted where it was typed in, with PayTrace's public key: no clear number comes near the
//! program.
//!
//! Source: PayTrace client-side encryption guide; North's B2B API specification 3.1, pages `SaleTransactions` and
//! `Authorizations`; read 2026-11. PayTrace's `encryptValue` makes base64 of one RSA block: 344 characters for a key
//! of 2048 bits.

use std::fmt;

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use crate::Error;

/// The fewest and the most characters an encrypted value may have. The fewest are what v3 documents for an encrypted
/// security code, which is one block like every other value.
const SHORTEST: usize = 329;
const LONGEST: usize = 1024;

/// The fewest digits of a card number.
const CARD_DIGITS: usize = 13;

/// Base64 with or without `=` at its end, as encoders differ in that.
const BASE64: GeneralPurpose = {
    let config = GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true);
    GeneralPurpose::new(&STANDARD, config.with_decode_padding_mode(DecodePaddingMode::Indifferent))
};

/// A value encrypted with PayTrace's public key, as base64; 329 to 1,024 characters.
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
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid), without the text: it is no base64, has fewer than 329
    /// characters (one RSA block of 2048 bits) or more than 1,024, or a card number can be seen in it, as it stands or
    /// decoded. A number in clear is no encrypted value, whatever is put around it.
    pub fn new(base64: impl Into<SecretString>) -> Result<Self, Error> {
        let value = base64.into();
        let text = value.expose_secret();
        if !(SHORTEST..=LONGEST).contains(&text.len()) {
            return Err(Error::invalid(
                "an encrypted value must have 329 to 1024 characters; encrypt it with PayTrace's public key",
            ));
        }
        let block = BASE64.decode(text).map(Zeroizing::new).map_err(|_| {
            Error::invalid("an encrypted value must be base64 in one line; take it as PayTrace's key made it")
        })?;
        if shows_card(text.as_bytes()) || shows_card(&block) {
            return Err(Error::invalid("an encrypted value must not show a card number; encrypt it first"));
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

/// Whether so many digits stand in a row as a card number has, blanks and hyphens between them passed over. That happens
/// by chance to one encrypted value in some ninety million.
fn shows_card(bytes: &[u8]) -> bool {
    let mut run = 0_usize;
    bytes.iter().any(|byte| {
        run = match byte {
            b'0'..=b'9' => run.saturating_add(1),
            b' ' | b'-' => run,
            _ => 0,
        };
        run >= CARD_DIGITS
    })
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
        let around = |text: &str| format!("{text}{}", "A".repeat(344_usize.saturating_sub(text.len())));
        let inside = base64::engine::general_purpose::STANDARD
            .encode(format!("{:<256}", "the card 4012 0000 9876 5439"));
        let refused = [
            String::new(),
            "4012000098765439".to_owned(),
            "4012000098765439=".to_owned(),
            around("4012000098765439"),
            around("x4012000098765439y"),
            inside,
            around("not base64!"),
            around("A=A"),
            "A".repeat(328),
            "A".repeat(1028),
        ];
        for text in refused {
            let error = EncryptedValue::new(text.clone()).expect_err("no encrypted value").to_string();
            assert!(text.is_empty() || !error.contains(&text), "{error}");
            assert!(!error.contains("4012"), "{error}");
        }
        for text in [format!("{}==", "A".repeat(342)), "A".repeat(342), "+/Z9".repeat(86), "a1".repeat(512)] {
            assert!(EncryptedValue::new(text.clone()).is_ok(), "{text}");
        }
        let text = "Zm9v".repeat(86);
        let value = EncryptedValue::new(text.clone()).expect("base64");
        assert!(EncryptedCard::new(value.clone(), 0, 2030).is_err());
        assert!(EncryptedCard::new(value.clone(), 1, 30).is_err());
        let card = EncryptedCard::new(value, 1, 2030).expect("a card");
        assert!(!format!("{card:?}").contains("Zm9v"), "{card:?}");
        assert_eq!(
            card.in_v1(),
            json!({"encrypted_number": text, "expiration_month": "01", "expiration_year": "2030"})
        );
        assert_eq!(
            card.in_v3(),
            json!({"encrypted_number": text, "expiration_month": 1, "expiration_year": 2030})
        );
    }
}
