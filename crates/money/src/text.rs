//! Checked text types: ids, references and names with a length limit.

/// A text that its field cannot take; nothing is cut silently.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TextError {
    /// The text is empty or only blanks.
    #[error("{what} is blank")]
    Blank {
        /// What the text was meant for, e.g. `customer id`.
        what: &'static str,
    },
    /// The text is longer than the field takes; shorten it at its source.
    #[error("{what} has {found} characters; at most {limit} are allowed")]
    TooLong {
        /// What the text was meant for.
        what: &'static str,
        /// Its length in characters.
        found: usize,
        /// The most the field takes.
        limit: usize,
    },
    /// The text holds a control character (line break, tab, NUL …).
    #[error("{what} holds a control character")]
    Control {
        /// What the text was meant for.
        what: &'static str,
    },
    /// The text breaks a rule of its own kind.
    #[error("{what} {rule}")]
    Rule {
        /// What the text was meant for.
        what: &'static str,
        /// The rule, as a verb phrase: `must not hold * ? or +`.
        rule: &'static str,
    },
}

/// Checks a text against the rules every field shares: not blank, no control characters, at most `limit` characters.
///
/// # Errors
/// The first rule it breaks.
pub fn check_text(what: &'static str, text: &str, limit: usize) -> Result<(), TextError> {
    // Nearly every text: ASCII that begins with no blank and is short enough.
    let is_printable = |byte: u8| (b' '..=b'~').contains(&byte);
    if text.len() <= limit
        && text.bytes().next().is_some_and(|first| first > b' ')
        && text.bytes().all(is_printable)
    {
        return Ok(());
    }
    if text.trim().is_empty() {
        return Err(TextError::Blank { what });
    }
    if text.chars().any(char::is_control) {
        return Err(TextError::Control { what });
    }
    let found = text.chars().count();
    if found > limit {
        return Err(TextError::TooLong { what, found, limit });
    }
    Ok(())
}

/// Makes a checked text type with `new`, `as_str`, `LIMIT`, `Display`, `FromStr` and serde through the check.
///
/// ```
/// paysage_money::text_newtype! {
///     /// A deposit ticket.
///     pub struct TicketId("deposit ticket id", 13);
/// }
/// assert_eq!(TicketId::new("571-20260610").unwrap().as_str(), "571-20260610");
/// assert_eq!(
///     TicketId::new("a ticket that is too long").unwrap_err().to_string(),
///     "deposit ticket id has 25 characters; at most 13 are allowed",
/// );
/// ```
///
/// A further rule goes behind the limit: `("customer id", 20, |text| if text.contains('*') { Err("must not hold *") } else { Ok(()) })`.
#[macro_export]
macro_rules! text_newtype {
    ($(#[$meta:meta])* $vis:vis struct $name:ident($what:literal, $limit:literal $(, $rule:expr)?);) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis struct $name(Box<str>);

        $crate::text_newtype! { @methods $name $what $limit $($rule)? }
    };
    (@methods $name:ident $what:literal $limit:literal $($rule:expr)?) => {
        impl $name {
            /// The most characters it takes.
            pub const LIMIT: usize = $limit;

            /// Checks and keeps the text.
            ///
            /// # Errors
            /// The text is blank, too long, holds a control character or breaks a rule of its kind.
            pub fn new(text: impl Into<Box<str>>) -> Result<Self, $crate::TextError> {
                let text: Box<str> = text.into();
                $crate::check_text($what, &text, $limit)?;
                $(
                    let rule: fn(&str) -> Result<(), &'static str> = $rule;
                    rule(&text).map_err(|rule| $crate::TextError::Rule { what: $what, rule })?;
                )?
                Ok(Self(text))
            }

            /// The text as it was given.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(&self.0)
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::TextError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::new(text)
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <Box<str> as ::serde::Deserialize>::deserialize(deserializer)?;
                Self::new(text).map_err(::serde::de::Error::custom)
            }
        }
    };
}

#[cfg(test)]
mod tests {
    text_newtype! {
        /// Test id.
        struct Id("id", 4, |text| if text.contains('*') { Err("must not hold *") } else { Ok(()) });
    }

    #[test]
    fn each_breach_is_named() {
        let cases = [
            ("  ", "id is blank"),
            ("12345", "id has 5 characters; at most 4 are allowed"),
            ("a\nb", "id holds a control character"),
            ("a*b", "id must not hold *"),
        ];
        for (text, message) in cases {
            assert_eq!(Id::new(text).expect_err(text).to_string(), message);
        }
        assert_eq!(Id::LIMIT, 4);
        assert_eq!(Id::new("äöüß").expect("four characters").as_str(), "äöüß");
    }

    #[test]
    fn serde_goes_through_the_check() {
        assert!(serde_json::from_str::<Id>("\"12345\"").is_err());
        assert_eq!(serde_json::to_string(&Id::new("1").expect("fits")).expect("text"), "\"1\"");
    }
}
