//! Secrets that a request carries, so that an answer which repeats one in its own words can be cleaned of it.

use std::fmt;

use serde_json::Value;

use super::{GONE, form, is_secret_key, squeezed};

/// The shortest secret that is looked for, in characters: what is shorter, such as a security code, is part of many
/// harmless numbers.
const SHORTEST: usize = 6;

/// How deep the values of a request are looked into.
const DEPTH: u8 = 16;

/// The secrets of one request. They are shown nowhere.
#[derive(Default)]
pub struct Secrets(Vec<String>);

impl Secrets {
    /// Adds the value of a header that is not shown, without its scheme (`Bearer`).
    pub fn add_header(&mut self, value: &str) {
        self.add(value.split_once(' ').map_or(value, |(_, credentials)| credentials));
    }

    /// Adds the secrets of a form or a query.
    pub fn add_form(&mut self, text: &str) {
        for pair in text.split('&') {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            if is_secret_key(&squeezed(&form::decoded(key))) {
                self.add(&form::decoded(value));
            }
        }
    }

    /// Adds the secrets of a JSON text; of one that is none, nothing.
    pub fn add_json(&mut self, raw: &[u8]) {
        if let Ok(value) = serde_json::from_slice(raw) {
            self.walk(&value, false, DEPTH);
        }
    }

    /// A text without them, written plainly or as JSON writes them.
    pub fn out_of(&self, mut text: String) -> String {
        for secret in &self.0 {
            let quoted = Value::from(secret.as_str()).to_string();
            let escaped = quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default();
            for written in [secret.as_str(), escaped] {
                if text.contains(written) {
                    text = text.replace(written, GONE);
                }
            }
        }
        text
    }

    fn walk(&mut self, value: &Value, is_secret: bool, depth: u8) {
        let Some(deeper) = depth.checked_sub(1) else { return };
        match value {
            Value::String(text) if is_secret => self.add(text),
            Value::Array(items) => items.iter().for_each(|item| self.walk(item, is_secret, deeper)),
            Value::Object(members) => {
                for (key, member) in members {
                    self.walk(member, is_secret || is_secret_key(&squeezed(key)), deeper);
                }
            }
            Value::Number(number) if is_secret => self.add(&number.to_string()),
            _ => {}
        }
    }

    fn add(&mut self, secret: &str) {
        if secret.chars().count() >= SHORTEST {
            self.0.push(secret.to_owned());
        }
    }
}

/// Shows how many there are.
impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Secrets").field(&self.0.len()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_request_hides_is_taken_out_of_the_words_of_its_answer() {
        let mut secrets = Secrets::default();
        secrets.add_header("Bearer token-abcdef");
        secrets.add_form("grant_type=password&username=api-user&password=p%26ss%22w%2Brd");
        secrets.add_json(
            br#"{"account_number":123456789,"csc":"999","amount":199900,"card":{"track_1":["B4012"]}}"#,
        );
        secrets.add_json(b"no json");
        let text =
            r#"{"error":"api-user / p&ss\"w+rd / p&ss"w+rd with token-abcdef and 123456789, 999, 199900"}"#;
        let clean = "{\"error\":\"[redacted] / [redacted] / [redacted] with [redacted] and [redacted], 999, 199900\"}";
        assert_eq!(secrets.out_of(text.to_owned()), clean);
        assert_eq!(Secrets::default().out_of(text.to_owned()), text);
        assert_eq!(format!("{secrets:?}"), "Secrets(4)");
    }
}
