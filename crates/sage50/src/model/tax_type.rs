//! Tax types of lines.

use serde::{Deserialize, Serialize};

/// The tax type of a line: 1 is regular taxable, 2 to 25 are the company's own.
///
/// Sage 50 US numbers a company's item tax types from 1 to 25; what each means stands in the company's set-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct TaxType(u8);

/// A number that is no tax type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("tax type is {0}; it must be 1 to 25")]
pub struct UnknownTaxType(u8);

impl TaxType {
    /// Regular taxable.
    pub const REGULAR: Self = Self(1);

    /// Checks and keeps the number.
    pub fn new(number: u8) -> Result<Self, UnknownTaxType> {
        if (1..=25).contains(&number) { Ok(Self(number)) } else { Err(UnknownTaxType(number)) }
    }

    /// The number.
    pub const fn number(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for TaxType {
    type Error = UnknownTaxType;

    fn try_from(number: u8) -> Result<Self, UnknownTaxType> {
        Self::new(number)
    }
}

impl From<TaxType> for u8 {
    fn from(tax_type: TaxType) -> Self {
        tax_type.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_25_tax_types_from_1() {
        for number in 1..=25 {
            assert_eq!(TaxType::new(number).unwrap().number(), number);
        }
        for wrong in [0, 26, 255] {
            assert_eq!(
                TaxType::new(wrong).unwrap_err().to_string(),
                format!("tax type is {wrong}; it must be 1 to 25")
            );
            assert!(serde_json::from_str::<TaxType>(&wrong.to_string()).is_err());
        }
    }
}
