//! The gateway's number of a card transaction.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// PayTrace's number of a card transaction: positive, nine digits today.
///
/// Unique in the whole PayTrace system. A capture keeps the number of its authorization; a refund gets a new one.
/// Checks (ACH) live in another number space and are not named by this type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct TransactionId(i64);

/// A number or text that cannot be an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IdError {
    /// Zero and negative numbers name nothing.
    #[error("an id is greater than 0")]
    NotPositive,
    /// The text is no whole number within 64 bits.
    #[error("an id is a whole number written in digits, at most 9223372036854775807")]
    NotANumber,
}

impl TransactionId {
    /// Takes a number greater than 0.
    ///
    /// # Errors
    /// [`IdError::NotPositive`] for 0 and below.
    pub const fn new(number: i64) -> Result<Self, IdError> {
        if number > 0 { Ok(Self(number)) } else { Err(IdError::NotPositive) }
    }

    /// The number.
    pub const fn get(self) -> i64 {
        self.0
    }
}

impl fmt::Display for TransactionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl FromStr for TransactionId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        Self::new(number(text)?)
    }
}

/// A whole number in plain digits, with nothing but a `-` before it.
pub(super) fn number(text: &str) -> Result<i64, IdError> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(IdError::NotANumber);
    }
    text.parse().map_err(|_| IdError::NotANumber)
}

impl TryFrom<i64> for TransactionId {
    type Error = IdError;

    fn try_from(number: i64) -> Result<Self, IdError> {
        Self::new(number)
    }
}

impl From<TransactionId> for i64 {
    fn from(id: TransactionId) -> Self {
        id.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_positive_whole_numbers_are_ids() {
        assert_eq!("79388123".parse(), TransactionId::new(79_388_123));
        assert_eq!(TransactionId::new(0), Err(IdError::NotPositive));
        assert_eq!("-5".parse::<TransactionId>(), Err(IdError::NotPositive));
        for text in ["", "-", "+5", " 5", "5.0", "5e3", "9223372036854775808", "٣"] {
            assert_eq!(text.parse::<TransactionId>(), Err(IdError::NotANumber), "{text}");
        }
    }

    #[test]
    fn serde_writes_a_number_and_checks_it() {
        let id = TransactionId::new(7).expect("positive");
        assert_eq!(serde_json::to_string(&id).expect("number"), "7");
        assert!(serde_json::from_str::<TransactionId>("0").is_err());
    }
}
