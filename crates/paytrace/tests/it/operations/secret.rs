//! The values that must be seen nowhere but on the wire.

use paytrace::{
    BankAccount, BankAccountNumber, EncryptedCard, EncryptedSwipe, EncryptedValue, KeyedCard, ProtectToken,
    RoutingNumber, SecurityCode, Swipe,
};

pub const CARD: &str = "4012000098765439";
pub const CSC: &str = "9997";
pub const TRACK: &str = "%B4012000098765439^CANARY/TRACK^30121010000000?;4012000098765439=30121010000000?";
pub const USER: &str = "canary@user";
pub const PASSWORD: &str = "canary-pa&ss+word!";
pub const NEW_PASSWORD: &str = "canary-new-pa&ss+word!";
pub const INTEGRATOR: &str = "canaryintegr";
pub const TOKEN: &str = "canary-tok:en";
pub const ACCOUNT: &str = "123456789012";
pub const HPF_TOKEN: &str = "canary-hpf-token";
pub const ENC_KEY: &str = "canary-enc-key";
pub const CLIENT_KEY: &str = "canary-client-key";
/// A chip's data with the card's number and expiry.
pub const EMV: &str = "5A0840120000987654395F2403301231";
/// What the encrypted values begin with.
pub const ENCRYPTED: &str = "CanaryEncrypted+/";

/// Parts by which each of them is found, alone or in a longer text.
pub const ALL: [&str; 13] = [
    CARD,
    CSC,
    "CANARY/TRACK",
    USER,
    PASSWORD,
    NEW_PASSWORD,
    INTEGRATOR,
    TOKEN,
    ACCOUNT,
    HPF_TOKEN,
    ENC_KEY,
    CLIENT_KEY,
    ENCRYPTED,
];

/// As long as one RSA block of 2048 bits is in base64.
pub fn encrypted() -> EncryptedValue {
    let mut text = ENCRYPTED.repeat(21);
    text.truncate(344);
    EncryptedValue::new(text).unwrap()
}

pub fn encrypted_card() -> EncryptedCard {
    EncryptedCard::new(encrypted(), 12, 2030).unwrap()
}

/// A card in clear where there is such a thing.
pub fn card() -> KeyedCard {
    #[cfg(feature = "raw-card-data")]
    {
        use paytrace::card::{Card, CardNumber};
        Card::new(CardNumber::new(CARD).unwrap(), 12, 2030).unwrap().into()
    }
    #[cfg(not(feature = "raw-card-data"))]
    {
        encrypted_card().into()
    }
}

pub fn security_code() -> SecurityCode {
    #[cfg(feature = "raw-card-data")]
    {
        paytrace::card::CardSecurityCode::new(CSC).unwrap().into()
    }
    #[cfg(not(feature = "raw-card-data"))]
    {
        encrypted().into()
    }
}

pub fn swipe() -> Swipe {
    #[cfg(feature = "raw-card-data")]
    {
        paytrace::card::CardSwipe::new(TRACK).unwrap().into()
    }
    #[cfg(not(feature = "raw-card-data"))]
    {
        encrypted_swipe().into()
    }
}

#[cfg_attr(feature = "raw-card-data", expect(dead_code, reason = "tracks are sent in clear then"))]
pub fn encrypted_swipe() -> EncryptedSwipe {
    EncryptedSwipe::new(encrypted())
}

pub fn protect_token() -> ProtectToken {
    ProtectToken::new(HPF_TOKEN, ENC_KEY).unwrap()
}

pub fn bank_account() -> BankAccount {
    BankAccount::new(BankAccountNumber::new(ACCOUNT).unwrap(), RoutingNumber::new("325070760").unwrap())
}
