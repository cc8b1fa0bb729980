//! Values a browser or a terminal encrypted with the gateway's public key.

use std::sync::OnceLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use getrandom::SysRng;
use rsa::pkcs8::{EncodePublicKey, LineEnding};
use rsa::{Oaep, Pkcs1v15Encrypt, PrivateKey};
use serde_json::{Map, Value};

use super::refusal::Refusal;

/// The members that may come encrypted, `encrypted_` in front of their names.
const NAMES: [&str; 3] = ["number", "csc", "swipe"];
/// The size of the vendor's key, judging by the length of its blocks.
const KEY_BITS: usize = 2048;
const PREFIX: &str = "encrypted_";

/// The key pair, made when it is first needed, and the same for every simulator of a process.
fn key() -> Option<&'static PrivateKey> {
    static KEY: OnceLock<Option<PrivateKey>> = OnceLock::new();
    KEY.get_or_init(|| PrivateKey::new(&mut SysRng, KEY_BITS).ok()).as_ref()
}

/// The public key as PEM; `None` when the system gives no randomness to make one.
pub(super) fn public_key_pem() -> Option<String> {
    key()?.as_public_key().to_public_key_pem(LineEnding::LF).ok()
}

/// The text in a base64 block encrypted with the public key, by whichever padding.
///
/// OAEP tells a wrong padding; PKCS#1 v1.5 gives random bytes instead, so that what is no printable text is no text.
pub(super) fn decrypt(text: &str) -> Option<String> {
    let compact: String = text.split_whitespace().collect();
    let block = STANDARD.decode(compact).ok()?;
    let key = key()?;
    let plain = key
        .decrypt(Oaep::<sha1::Sha1>::new(), &block)
        .or_else(|_| key.decrypt(Oaep::<sha2::Sha256>::new(), &block))
        .or_else(|_| key.decrypt(Pkcs1v15Encrypt, &block))
        .ok()?;
    let plain = String::from_utf8(plain).ok()?;
    let is_text = !plain.is_empty() && plain.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
    is_text.then_some(plain)
}

/// Puts the plain member beside each encrypted one, in every object of a request.
pub(super) fn open(value: &mut Value) -> Result<(), Refusal> {
    match value {
        Value::Object(members) => {
            for name in NAMES {
                open_member(members, name)?;
            }
            members.values_mut().try_for_each(open)
        }
        Value::Array(items) => items.iter_mut().try_for_each(open),
        _ => Ok(()),
    }
}

fn open_member(members: &mut Map<String, Value>, name: &str) -> Result<(), Refusal> {
    let encrypted_name = format!("{PREFIX}{name}");
    let Some(Value::String(text)) = members.get(&encrypted_name).filter(|value| *value != "") else {
        return Ok(());
    };
    let plain = decrypt(text).ok_or_else(|| Refusal::encryption(&encrypted_name))?;
    members.insert(name.to_owned(), Value::String(plain));
    Ok(())
}
