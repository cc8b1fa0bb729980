//! Quantities, unit costs and rates: exact decimals that are sent as they are written.

use crate::Error;

/// Makes a type of decimals that are not negative, with `parse`, `as_str`, `Display` and `FromStr`.
macro_rules! decimal {
    ($(#[$meta:meta])* pub struct $name:ident($what:literal, $digits:literal);) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub struct $name(Box<str>);

        impl $name {
            #[doc = concat!("Reads a plain decimal such as `2` or `0.125`, with at most ", $digits, " digits.")]
            ///
            /// # Errors
            /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the text is something else.
            pub fn parse(text: &str) -> Result<Self, Error> {
                checked($what, text, $digits).map(Self)
            }

            /// The decimal as it was written, without zeros in front.
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
            type Err = Error;

            fn from_str(text: &str) -> Result<Self, Error> {
                Self::parse(text)
            }
        }
    };
}

decimal! {
    /// How much of a line item is sold, in its unit of measure.
    pub struct Quantity("quantity", 12);
}

decimal! {
    /// What one unit of a line item costs, in US dollars; may have more decimals than cents.
    pub struct UnitCost("unit cost", 12);
}

decimal! {
    /// A rate of tax or discount.
    ///
    /// PayTrace does not document whether 8 % is `8` or `0.08`; its example sends `0.01`.
    pub struct Rate("rate", 4);
}

fn checked(what: &'static str, text: &str, most: usize) -> Result<Box<str>, Error> {
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(whole, rest)| (whole, Some(rest)));
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let kept = match whole.trim_start_matches('0') {
        "" => "0",
        kept => kept,
    };
    let digits = kept.len().saturating_add(fraction.map_or(0, str::len));
    if !is_digits(whole) || !fraction.is_none_or(is_digits) || digits > most {
        let message =
            format!("the {what} must be a plain decimal such as 2 or 0.125, with at most {most} digits");
        return Err(Error::invalid(message));
    }
    Ok(fraction.map_or_else(|| kept.into(), |fraction| format!("{kept}.{fraction}").into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_kept_exactly_or_refused() {
        for (text, kept) in
            [("2", "2"), ("0.125", "0.125"), ("007.50", "7.50"), ("0", "0"), ("0.0000000001", "0.0000000001")]
        {
            assert_eq!(Quantity::parse(text).expect(text).as_str(), kept);
        }
        for text in [
            "",
            ".",
            "1.",
            ".5",
            "-1",
            "+1",
            "1e3",
            "1,5",
            " 1",
            "1.2.3",
            "1234567890123",
            "123456789012.5",
            "٣",
        ] {
            assert!(UnitCost::parse(text).is_err(), "{text}");
        }
        assert_eq!("10.25".parse::<Rate>().expect("four digits").to_string(), "10.25");
        assert!(Rate::parse("8.1255").is_err());
    }
}
