//! A card that was typed in, and its security code: encrypted, or in clear with the feature `raw-card-data`.

use std::fmt;

use crate::Outgoing;
#[cfg(feature = "raw-card-data")]
use crate::card::{Card, CardSecurityCode};
use crate::encrypted::{EncryptedCard, EncryptedValue};

/// A card that was typed in: an [`EncryptedCard`], or with the feature `raw-card-data` a card in clear.
///
/// Calls take whatever becomes one by `into()`. Never printed.
#[derive(Clone)]
pub struct KeyedCard(CardForm);

#[derive(Clone)]
enum CardForm {
    Encrypted(EncryptedCard),
    #[cfg(feature = "raw-card-data")]
    Raw(Card),
}

/// A card's security code: an [`EncryptedValue`], or with the feature `raw-card-data` a code in clear.
///
/// Calls take whatever becomes one by `into()`. Never printed. No program may keep it after the call.
#[derive(Clone)]
pub struct SecurityCode(CodeForm);

#[derive(Clone)]
enum CodeForm {
    Encrypted(EncryptedValue),
    #[cfg(feature = "raw-card-data")]
    Raw(CardSecurityCode),
}

impl KeyedCard {
    /// Adds the card as v1's `credit_card`.
    pub(crate) fn add_to(&self, outgoing: Outgoing) -> Outgoing {
        let card = match &self.0 {
            CardForm::Encrypted(card) => card.in_v1(),
            #[cfg(feature = "raw-card-data")]
            CardForm::Raw(card) => card.in_v1(),
        };
        outgoing.with("credit_card", card)
    }
}

impl SecurityCode {
    /// Adds the code as v1 takes it: beside the card, not inside it.
    pub(crate) fn add_to(&self, outgoing: Outgoing) -> Outgoing {
        match &self.0 {
            CodeForm::Encrypted(code) => outgoing.with("encrypted_csc", code.expose()),
            #[cfg(feature = "raw-card-data")]
            CodeForm::Raw(code) => outgoing.with("csc", code.expose()),
        }
    }
}

impl From<EncryptedCard> for KeyedCard {
    fn from(card: EncryptedCard) -> Self {
        Self(CardForm::Encrypted(card))
    }
}

impl From<EncryptedValue> for SecurityCode {
    fn from(code: EncryptedValue) -> Self {
        Self(CodeForm::Encrypted(code))
    }
}

#[cfg(feature = "raw-card-data")]
impl From<Card> for KeyedCard {
    fn from(card: Card) -> Self {
        Self(CardForm::Raw(card))
    }
}

#[cfg(feature = "raw-card-data")]
impl From<CardSecurityCode> for SecurityCode {
    fn from(code: CardSecurityCode) -> Self {
        Self(CodeForm::Raw(code))
    }
}

impl fmt::Debug for KeyedCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyedCard([redacted])")
    }
}

impl fmt::Debug for SecurityCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecurityCode([redacted])")
    }
}
