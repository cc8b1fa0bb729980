//! Ids that are whole numbers above 0.

/// Makes an id type around a number above 0, with `new`, `get`, `Display` and `FromStr`.
macro_rules! number_newtype {
    ($(#[$meta:meta])* pub struct $name:ident;) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(i64);

        impl $name {
            /// Takes a number greater than 0.
            ///
            /// # Errors
            /// [`IdError::NotPositive`](crate::IdError::NotPositive) for 0 and below.
            pub const fn new(number: i64) -> Result<Self, $crate::IdError> {
                if number > 0 { Ok(Self(number)) } else { Err($crate::IdError::NotPositive) }
            }

            /// The number.
            pub const fn get(self) -> i64 {
                self.0
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.0, f)
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::IdError;

            fn from_str(text: &str) -> Result<Self, $crate::IdError> {
                Self::new($crate::model::id::number(text)?)
            }
        }
    };
}

number_newtype! {
    /// PayTrace's number of a check (ACH) in v1, which calls it `check_transaction_id`.
    ///
    /// Checks have a number space of their own: the same number can also name a card transaction. v3 names checks
    /// by UUIDs instead.
    pub struct CheckTransactionId;
}

number_newtype! {
    /// PayTrace's number of a recurrence: a schedule of payments.
    pub struct RecurrenceId;
}

number_newtype! {
    /// PayTrace's own number of a customer in the vault, by which v3 names customers.
    ///
    /// It stays when the merchant's own id ([`CustomerId`](crate::CustomerId), v3's label) is renamed. v3's lists and
    /// the answers to its create calls tell it.
    pub struct CustomerNumber;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::IdError;

    #[test]
    fn only_positive_whole_numbers_are_ids() {
        assert_eq!("12".parse(), CheckTransactionId::new(12));
        assert_eq!(RecurrenceId::new(0), Err(IdError::NotPositive));
        assert_eq!("1.0".parse::<RecurrenceId>(), Err(IdError::NotANumber));
        assert_eq!(RecurrenceId::new(7).map(|id| format!("{id:>3}")), Ok("  7".into()));
    }
}
