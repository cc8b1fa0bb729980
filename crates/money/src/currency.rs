//! The currencies a Sage 50 company or a PayTrace account can hold.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A currency by its ISO 4217 code; all of these have two decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum Currency {
    /// United States dollar: the only one PayTrace processes.
    Usd,
    /// Canadian dollar.
    Cad,
    /// Pound sterling.
    Gbp,
    /// Euro.
    Eur,
}

impl Currency {
    /// The ISO 4217 code, e.g. `USD`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Usd => "USD",
            Self::Cad => "CAD",
            Self::Gbp => "GBP",
            Self::Eur => "EUR",
        }
    }

    /// How many decimals the minor unit has (2 = cents).
    pub const fn exponent(self) -> u32 {
        match self {
            Self::Usd | Self::Cad | Self::Gbp | Self::Eur => 2,
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The text is none of the currency codes known here (`USD`, `CAD`, `GBP`, `EUR`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the currency is none of USD, CAD, GBP, EUR")]
pub struct UnknownCurrency;

impl FromStr for Currency {
    type Err = UnknownCurrency;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        [Self::Usd, Self::Cad, Self::Gbp, Self::Eur]
            .into_iter()
            .find(|currency| currency.code() == text)
            .ok_or(UnknownCurrency)
    }
}
