//! The number of a merchant's account.

use std::fmt;
use std::str::FromStr;

use super::IdError;

/// PayTrace's number of a merchant's account, which most calls of v3 name.
///
/// `GET /v3/user/self` tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MerchantId(i64);

impl MerchantId {
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

impl fmt::Display for MerchantId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl FromStr for MerchantId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        Self::new(super::id::number(text)?)
    }
}
