//! `GET /v3/e2ee/public-key.pem`.

use crate::refusal::{by_status, unreadable};
use crate::v3::answer::Answer;
use crate::{Effect, Endpoint, Error, Method, Operation, Outgoing, RawReply};

/// The most bytes of a key's text.
const LONGEST: usize = 16 * 1024;

/// Reads the public key with which card numbers and security codes are encrypted for PayTrace.
///
/// The sandbox and the production system have keys of their own. PayTrace does not document when it changes them:
/// read the key again instead of keeping it for long.
///
/// # Refused with
/// A field that PayTrace does not take, by its path ([`v3`](crate::v3#what-is-refused)).
///
/// # If the answer is lost
/// Nothing has changed: ask again.
///
/// # Source
/// A published integration of v3, read 2026-11.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReadPublicKey;

/// A public key as PEM text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKeyPem(Box<str>);

impl PublicKeyPem {
    /// The text, from `-----BEGIN` to the last line.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl ReadPublicKey {
    /// Reads the key.
    pub fn new() -> Self {
        Self
    }
}

impl Operation for ReadPublicKey {
    type Reply = PublicKeyPem;
    const NAME: &'static str = "encryption.public_key";
    const ENDPOINT: Endpoint = Endpoint::v3(Method::Get, "/v3/e2ee/public-key.pem");
    const EFFECT: Effect = Effect::Read;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        Ok(Outgoing::to(Self::ENDPOINT))
    }

    /// The answer is the text itself, without an envelope; only a refusal has one.
    fn reply(&self, raw: &RawReply) -> Result<PublicKeyPem, Error> {
        if !(200..300).contains(&raw.status) {
            let other = || by_status(raw).unwrap_or_else(unreadable);
            return Err(Answer::read(raw).err().unwrap_or_else(other));
        }
        let text = str::from_utf8(&raw.body).map_err(|_| unreadable())?.trim();
        let is_key =
            text.starts_with("-----BEGIN ") && text.ends_with("-----") && text.contains("PUBLIC KEY-----");
        if is_key && text.is_ascii() && text.len() <= LONGEST {
            Ok(PublicKeyPem(text.into()))
        } else {
            Err(unreadable())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ErrorKind;

    #[test]
    fn only_a_public_key_is_one() {
        let read = |status, body: &str| ReadPublicKey::new().reply(&RawReply::new(status, body.to_owned()));
        let pem = "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n";
        assert_eq!(read(200, pem).expect("a key").as_str(), pem.trim());
        let refused = r#"{"status":"error","status_code":403,"message":"no"}"#;
        let cases = [
            (200, "<html>", ErrorKind::Unreadable),
            (200, "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----", ErrorKind::Unreadable),
            (403, refused, ErrorKind::Permission),
            (503, pem, ErrorKind::Unavailable),
        ];
        for (status, body, kind) in cases {
            assert_eq!(read(status, body).expect_err(body).kind(), kind, "{body}");
        }
    }
}
