//! What Protect.js, PayTrace's card form in the browser, hands to the program in place of a card.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};

use crate::{Error, Outgoing};

/// The most characters of either part.
const LONGEST: usize = 4096;

/// The pair `hpf_token` and `enc_key` that Protect.js makes of a card; good for one call.
///
/// Never printed, and wiped when dropped. The browser gets it after a call for a client key
/// (`payment_fields::CreateToken`).
#[derive(Clone)]
pub struct ProtectToken {
    hpf_token: SecretString,
    enc_key: SecretString,
}

impl ProtectToken {
    /// Takes both parts as Protect.js gave them.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid), without the texts: a part is blank, longer than 4,096
    /// characters, or holds a control character.
    pub fn new(hpf_token: impl Into<SecretString>, enc_key: impl Into<SecretString>) -> Result<Self, Error> {
        let token = Self { hpf_token: hpf_token.into(), enc_key: enc_key.into() };
        paysage_money::check_text("the hpf_token", token.hpf_token.expose_secret(), LONGEST)?;
        paysage_money::check_text("the enc_key", token.enc_key.expose_secret(), LONGEST)?;
        Ok(token)
    }

    pub(crate) fn add_to(&self, outgoing: Outgoing) -> Outgoing {
        outgoing
            .with("hpf_token", self.hpf_token.expose_secret())
            .with("enc_key", self.enc_key.expose_secret())
    }
}

/// The key that Protect.js needs in the browser before a card can be typed in; good for a short time.
///
/// Hand it to the page that shows the form and keep it nowhere else. Never printed, and wiped when dropped.
#[derive(Clone)]
pub struct ClientKey(SecretString);

impl ClientKey {
    pub(crate) fn new(key: &str) -> Option<Self> {
        paysage_money::check_text("the client key", key, LONGEST).is_ok().then(|| Self(key.into()))
    }

    /// The key, for the page that shows the form.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for ClientKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientKey([redacted])")
    }
}

impl fmt::Debug for ProtectToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ProtectToken([redacted])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_parts_are_needed_and_never_shown() {
        for (token, key) in [("", "k"), ("t", " "), ("t\n", "k"), ("t", &"k".repeat(4097))] {
            assert!(ProtectToken::new(token.to_owned(), key.to_owned()).is_err());
        }
        let token = ProtectToken::new("canary-token", "canary-key").expect("both parts");
        assert_eq!(format!("{token:?}"), "ProtectToken([redacted])");
    }
}
