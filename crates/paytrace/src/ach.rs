//! Bank accounts, for checks (ACH).

use std::fmt;
use std::str::FromStr;

use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use crate::encrypted::EncryptedValue;
use crate::{Error, Outgoing};

/// The routing number of a US bank: nine digits, the last of them a check digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoutingNumber([u8; 9]);

impl RoutingNumber {
    /// Takes nine digits whose check digit is right (3·d₁ + 7·d₂ + d₃ + 3·d₄ + … is a multiple of ten).
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): not nine digits, all of them 0, or the check digit is wrong.
    pub fn new(digits: &str) -> Result<Self, Error> {
        let number: [u8; 9] = digits.as_bytes().try_into().map_err(|_| nine_digits())?;
        if !number.iter().all(u8::is_ascii_digit) || number == [b'0'; 9] {
            return Err(nine_digits());
        }
        let weighted = number.iter().zip([3, 7, 1].into_iter().cycle());
        let sum: u32 =
            weighted.map(|(digit, weight)| u32::from(digit.wrapping_sub(b'0')).saturating_mul(weight)).sum();
        if !sum.is_multiple_of(10) {
            return Err(Error::invalid(
                "the routing number's check digit is wrong; compare it with the check",
            ));
        }
        Ok(Self(number))
    }

    /// The nine digits.
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or_default()
    }
}

fn nine_digits() -> Error {
    Error::invalid("the routing number must have nine digits, not all of them 0")
}

impl fmt::Display for RoutingNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for RoutingNumber {
    type Err = Error;

    fn from_str(digits: &str) -> Result<Self, Error> {
        Self::new(digits)
    }
}

/// The number of a bank account: 1 to 17 digits. Never printed, and wiped when dropped.
#[derive(Clone)]
pub struct BankAccountNumber(SecretString);

impl BankAccountNumber {
    /// Takes 1 to 17 digits without separators.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid), without the text.
    pub fn new(digits: impl Into<SecretString>) -> Result<Self, Error> {
        let digits = digits.into();
        let text = digits.expose_secret();
        if !(1..=17).contains(&text.len()) || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Error::invalid("the bank account number must have 1 to 17 digits and nothing else"));
        }
        Ok(Self(digits))
    }

    #[cfg(feature = "encryption")]
    pub(crate) fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for BankAccountNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BankAccountNumber([redacted])")
    }
}

/// A bank account in clear, as v1's checks and customers take it.
///
/// Bank accounts are no card data under PCI DSS, but Nacha's rules ask to protect them all the same.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct BankAccount {
    account_number: BankAccountNumber,
    routing_number: RoutingNumber,
}

impl BankAccount {
    /// An account at the bank with this routing number.
    pub fn new(account_number: BankAccountNumber, routing_number: RoutingNumber) -> Self {
        Self { account_number, routing_number }
    }

    #[cfg(feature = "encryption")]
    pub(crate) fn parts(&self) -> (&BankAccountNumber, RoutingNumber) {
        (&self.account_number, self.routing_number)
    }

    /// The account as v1's customers take it: two fields beside the others.
    pub(crate) fn add_to_customer(&self, outgoing: Outgoing) -> Outgoing {
        outgoing
            .with("direct_deposit_account", self.account_number.0.expose_secret())
            .with("transit_routing_number", self.routing_number.as_str())
    }

    /// The account as v1's `check`.
    pub(crate) fn in_v1(&self) -> Value {
        json!({
            "account_number": self.account_number.0.expose_secret(),
            "routing_number": self.routing_number.as_str(),
        })
    }
}

/// What kind of bank account it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AccountType {
    /// `CHECKING`.
    Checking,
    /// `SAVINGS`.
    Savings,
}

impl AccountType {
    /// PayTrace's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Checking => "CHECKING",
            Self::Savings => "SAVINGS",
        }
    }
}

/// A bank account whose number was encrypted with PayTrace's public key; the routing number stays in clear.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct EncryptedBankAccount {
    account_number: EncryptedValue,
    routing_number: RoutingNumber,
    account_type: AccountType,
}

impl EncryptedBankAccount {
    /// An account at the bank with this routing number.
    pub fn new(
        account_number: EncryptedValue,
        routing_number: RoutingNumber,
        account_type: AccountType,
    ) -> Self {
        Self { account_number, routing_number, account_type }
    }

    /// The account as v3's `bank_account`.
    pub(crate) fn in_v3(&self) -> Value {
        json!({
            "account_number": self.account_number.expose(),
            "routing_number": self.routing_number.as_str(),
            "account_type": self.account_type.as_str(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_check_digit_is_found() {
        for digits in ["325070760", "011000015", "021000021"] {
            assert_eq!(RoutingNumber::new(digits).expect(digits).as_str(), digits);
        }
        for digits in ["", "325070761", "32507076", "3250707600", "000000000", "32507076x", "３25070"] {
            assert!(RoutingNumber::new(digits).is_err(), "{digits}");
        }
    }

    #[test]
    fn an_account_number_is_checked_and_never_shown() {
        for digits in ["", "123456789012345678", "12 34", "12x", "١٢"] {
            let error = BankAccountNumber::new(digits).expect_err("no account number").to_string();
            assert!(digits.is_empty() || !error.contains(digits), "{error}");
        }
        let number = BankAccountNumber::new("7654321").expect("an account number");
        let account = BankAccount::new(number, RoutingNumber::new("325070760").expect("a routing number"));
        assert_eq!(account.in_v1(), json!({"account_number": "7654321", "routing_number": "325070760"}));
        let shown = format!("{account:?}");
        assert!(!shown.contains("7654321") && shown.contains("[redacted]"), "{shown}");
    }
}
