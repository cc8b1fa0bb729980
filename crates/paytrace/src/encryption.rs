//! Encrypting values with PayTrace's public key, as its browser library does; feature `encryption`.
//!
//! v3 takes bank account numbers, card numbers and security codes in this form only. A bank account number can be
//! encrypted in every build; cards need the feature `raw-card-data` too, because whoever holds a card number to
//! encrypt it is in the full scope of PCI DSS. Where the browser or the terminal can encrypt, leave it to them.
//!
//! Source: PayTrace client-side encryption guide and North's B2B API specification 3.1, read 2026-11. **The padding
//! is not documented** there. PKCS#1 v1.5 is what the browser library uses by all evidence, and the default here; a
//! wrong one shows in the sandbox at once, as an error about the card number. See [`Padding`] for the others.
//!
//! The timing attack on the `rsa` crate (RUSTSEC-2023-0071, "Marvin") is one on decryption and signing with a private
//! key. There are none here: all this does is to encrypt with a public key.
//!
//! ```
//! use paytrace::encryption::PublicKey;
//! use paytrace::{AccountType, BankAccountNumber, EncryptedBankAccount, Error, RoutingNumber};
//!
//! fn account(pem: &str) -> Result<EncryptedBankAccount, Error> {
//!     // The text that `v3::encryption::ReadPublicKey` brings.
//!     let key = PublicKey::from_pem(pem)?;
//!     let number = key.encrypt_account_number(&BankAccountNumber::new("123456789")?)?;
//!     Ok(EncryptedBankAccount::new(number, RoutingNumber::new("325070760")?, AccountType::Checking))
//! }
//! ```

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rsa::pkcs1::DecodeRsaPublicKey;
use rsa::pkcs8::DecodePublicKey;
use rsa::traits::PublicKeyParts;

#[cfg(feature = "raw-card-data")]
use crate::card::{Card, CardNumber, CardSecurityCode};
#[cfg(feature = "raw-card-data")]
use crate::encrypted::EncryptedCard;
use crate::{
    AccountType, BankAccount, BankAccountNumber, EncryptedBankAccount, EncryptedValue, Error, ErrorKind,
    Outcome,
};

/// The sizes of keys that are taken: below, a key can be broken; above, its blocks are longer than an
/// [`EncryptedValue`] may be.
const SMALLEST: usize = 2048;
const LARGEST: usize = 6144;

/// The most bytes of a key's text, three times what the largest needs.
const LONGEST_PEM: usize = 4096;

/// How a value is filled up to the length of the key before it is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Padding {
    /// PKCS#1 v1.5.
    #[default]
    Pkcs1v15,
    /// OAEP with SHA-1 for both hashes and no label.
    OaepSha1,
    /// OAEP with SHA-256 for both hashes and no label.
    OaepSha256,
}

/// The RSA key with which values are encrypted for PayTrace, and the padding.
///
/// The sandbox and the production system have keys of their own.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicKey {
    key: rsa::PublicKey,
    padding: Padding,
}

impl PublicKey {
    /// Reads a key from PEM text: `-----BEGIN PUBLIC KEY-----` (SPKI) or `-----BEGIN RSA PUBLIC KEY-----` (PKCS#1).
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`]: the text is longer than 4 KiB, is no RSA public key, or one of less than 2,048 or
    /// more than 6,144 bits.
    pub fn from_pem(pem: &str) -> Result<Self, Error> {
        if pem.len() > LONGEST_PEM {
            return Err(Error::invalid("the public key's text must not be longer than 4 KiB"));
        }
        let pem = pem.trim();
        let key = if pem.starts_with("-----BEGIN PUBLIC KEY-----") {
            rsa::PublicKey::from_public_key_pem(pem).map_err(|error| unusable().with_source(error))
        } else if pem.starts_with("-----BEGIN RSA PUBLIC KEY-----") {
            rsa::PublicKey::from_pkcs1_pem(pem).map_err(|error| unusable().with_source(error))
        } else {
            Err(Error::invalid(
                "the public key must be PEM text that begins with -----BEGIN PUBLIC KEY----- or \
                 -----BEGIN RSA PUBLIC KEY-----; certificates and private keys are not taken",
            ))
        }?;
        let bits = key.n().bit_width_vartime();
        match usize::try_from(bits) {
            Ok(SMALLEST..=LARGEST) => Ok(Self { key, padding: Padding::default() }),
            _ => Err(Error::invalid(format!("the public key has {bits} bits; 2048 to 6144 are allowed"))),
        }
    }

    /// Another padding than PKCS#1 v1.5.
    #[must_use]
    pub fn with_padding(mut self, padding: Padding) -> Self {
        self.padding = padding;
        self
    }

    /// Encrypts the number of a bank account. The same number gives another value each time.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`]: the operating system gives no randomness.
    pub fn encrypt_account_number(&self, number: &BankAccountNumber) -> Result<EncryptedValue, Error> {
        self.encrypt(number.expose())
    }

    /// Encrypts the number of a bank account and keeps its routing number in clear, as v3 takes accounts.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`]: the operating system gives no randomness.
    pub fn encrypt_bank_account(
        &self,
        account: &BankAccount,
        account_type: AccountType,
    ) -> Result<EncryptedBankAccount, Error> {
        let (number, routing_number) = account.parts();
        Ok(EncryptedBankAccount::new(self.encrypt_account_number(number)?, routing_number, account_type))
    }

    /// Encrypts a card's number and keeps its expiry in clear.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`]: the operating system gives no randomness.
    #[cfg(feature = "raw-card-data")]
    pub fn encrypt_card(&self, card: &Card) -> Result<EncryptedCard, Error> {
        let (number, month, year) = card.parts();
        EncryptedCard::new(self.encrypt_card_number(number)?, month, year)
    }

    /// Encrypts a card's number.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`]: the operating system gives no randomness.
    #[cfg(feature = "raw-card-data")]
    pub fn encrypt_card_number(&self, number: &CardNumber) -> Result<EncryptedValue, Error> {
        self.encrypt(number.expose())
    }

    /// Encrypts a card's security code.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`]: the operating system gives no randomness.
    #[cfg(feature = "raw-card-data")]
    pub fn encrypt_security_code(&self, code: &CardSecurityCode) -> Result<EncryptedValue, Error> {
        self.encrypt(code.expose())
    }

    fn encrypt(&self, digits: &str) -> Result<EncryptedValue, Error> {
        let digits = digits.as_bytes();
        let block = match self.padding {
            Padding::Pkcs1v15 => self.key.pkcs1v15_encrypt(digits),
            Padding::OaepSha1 => self.key.oaep_encrypt::<sha1::Sha1>(digits),
            Padding::OaepSha256 => self.key.oaep_encrypt::<sha2::Sha256>(digits),
        };
        // A key of this size has room for every number, so that only the randomness can fail.
        let block = block.map_err(|error| {
            let message = "the value cannot be encrypted; check that the operating system gives randomness";
            Error::new(ErrorKind::Configuration, Outcome::Nothing, message).with_source(error)
        })?;
        EncryptedValue::new(STANDARD.encode(block))
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PublicKey")
            .field("bits", &self.key.n().bit_width_vartime())
            .field("padding", &self.padding)
            .finish_non_exhaustive()
    }
}

fn unusable() -> Error {
    Error::invalid("the PEM text holds no RSA public key that can be used; read it again from PayTrace")
}

#[cfg(test)]
mod tests;
