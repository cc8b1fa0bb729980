//! Customer ids, which Sage compares without regard to case.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use paysage_money::{TextError, check_text};
use serde::{Deserialize, Deserializer, Serialize};

const WHAT: &str = "customer id";

/// Id of a customer: at most 20 characters; `ACME-1` and `acme-1` are the same customer.
///
/// It keeps the spelling it was given, but equality, order and hash ignore case as Sage 50 does. Sage refuses
/// `*`, `?` and `+` in it, and trims blanks at the edges; both are refused here. A customer's id can be changed
/// in Sage by a person (Change ID), so it names a customer, but is no eternal key.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct CustomerId(Box<str>);

impl CustomerId {
    /// The most characters it takes.
    pub const LIMIT: usize = 20;

    /// Checks and keeps the text.
    pub fn new(text: impl Into<Box<str>>) -> Result<Self, TextError> {
        let text: Box<str> = text.into();
        check_text(WHAT, &text, Self::LIMIT)?;
        if text.contains(['*', '?', '+']) {
            return Err(TextError::Rule { what: WHAT, rule: "must not hold * ? or +" });
        }
        if text.trim() != &*text {
            return Err(TextError::Rule { what: WHAT, rule: "must not begin or end with a blank" });
        }
        Ok(Self(text))
    }

    /// The text as it was given.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a text names this customer: equal without regard to case and to blanks at the edges.
    pub fn matches(&self, text: &str) -> bool {
        let text = text.trim();
        *self.0 == *text || folded(&self.0).eq(folded(text))
    }
}

fn folded(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().flat_map(char::to_lowercase)
}

impl PartialEq for CustomerId {
    fn eq(&self, other: &Self) -> bool {
        folded(&self.0).eq(folded(&other.0))
    }
}

impl Eq for CustomerId {}

impl PartialOrd for CustomerId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for CustomerId {
    fn cmp(&self, other: &Self) -> Ordering {
        folded(&self.0).cmp(folded(&other.0))
    }
}

impl Hash for CustomerId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        folded(&self.0).for_each(|character| character.hash(state));
        state.write_u8(0xff);
    }
}

impl fmt::Display for CustomerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromStr for CustomerId {
    type Err = TextError;

    fn from_str(text: &str) -> Result<Self, TextError> {
        Self::new(text)
    }
}

impl<'de> Deserialize<'de> for CustomerId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <Box<str>>::deserialize(deserializer)?;
        Self::new(text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeSet, HashSet};

    use super::*;

    #[test]
    fn case_is_ignored_and_the_spelling_kept() {
        let upper = CustomerId::new("Acme-Ü1").unwrap();
        let lower = CustomerId::new("aCME-ü1").unwrap();
        assert_eq!(upper, lower);
        assert_eq!(upper.cmp(&lower), Ordering::Equal);
        assert_eq!(HashSet::from([upper.clone(), lower.clone()]).len(), 1);
        assert_eq!(BTreeSet::from([upper.clone(), lower]).len(), 1);
        assert_eq!(upper.to_string(), "Acme-Ü1");
        assert!(upper.matches(" acme-ü1 "));
        assert!(!upper.matches("acme-ü10"));
    }

    #[test]
    fn what_sage_refuses_in_an_id_is_refused_here() {
        for wrong in ["a*", "a?", "a+b", " a", "a ", "", "\u{7}a", "123456789012345678901"] {
            assert!(CustomerId::new(wrong).is_err(), "{wrong:?}");
        }
        assert_eq!(
            CustomerId::new("x".repeat(27)).unwrap_err().to_string(),
            "customer id has 27 characters; at most 20 are allowed"
        );
    }
}
