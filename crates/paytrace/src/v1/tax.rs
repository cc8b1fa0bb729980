//! Tax as v1 takes it: an amount, or exempt.

use paysage_money::Money;

use crate::{Error, limits};

/// How much of an amount is tax.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Tax {
    Amount(Money),
    Exempt,
}

impl Tax {
    /// The tax as v1 takes it; exempt is -1.
    ///
    /// Source: PayTrace's guide to its Virtual Terminal, "Visa Level 2/3 Default Data", read 2026-11.
    pub(super) fn sent(self, what: &'static str) -> Result<String, Error> {
        match self {
            Self::Amount(amount) => Ok(limits::not_negative(what, amount)?.to_string()),
            Self::Exempt => Ok("-1".to_owned()),
        }
    }
}
