//! Secrets that a request carries, so that an answer which repeats one in its own words can be cleaned of it.

use std::fmt;

use serde_json::Value;

use super::{GONE, form, is_secret_key, squeezed};

/// The shortest secret that is looked for wherever it stands, in characters.
const LONG: usize = 6;

/// The shortest number that is looked for as a word of its own, in characters: a card's security code, which within
/// longer numbers is part of many harmless ones.
const SHORT: usize = 3;

/// How deep the values of a request are looked into.
const DEPTH: u8 = 16;

/// The secrets of one request. They are shown nowhere.
#[derive(Default)]
pub struct Secrets {
    all: Vec<String>,
    lasting: Vec<String>,
}

impl Secrets {
    /// Adds the value of a header that is not shown, without its scheme (`Bearer`).
    pub fn add_header(&mut self, value: &str) {
        self.add_lasting(value.split_once(' ').map_or(value, |(_, credentials)| credentials));
    }

    /// Those that later requests may be answered with too: of headers and forms, by which programs sign in.
    pub fn lasting(&self) -> &[String] {
        &self.lasting
    }

    /// Adds the secrets of a form or a query.
    pub fn add_form(&mut self, text: &str) {
        for pair in text.split('&') {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            if is_secret_key(&squeezed(&form::decoded(key))) {
                self.add_lasting(&form::decoded(value));
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
    pub fn out_of(&self, text: String) -> String {
        self.all.iter().fold(text, |text, secret| without(text, secret))
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

    fn add_lasting(&mut self, secret: &str) {
        self.add(secret);
        if secret.chars().count() >= LONG {
            self.lasting.push(secret.to_owned());
        }
    }

    fn add(&mut self, secret: &str) {
        let length = secret.chars().count();
        let is_code = (SHORT..LONG).contains(&length) && secret.bytes().all(|byte| byte.is_ascii_digit());
        if length >= LONG || is_code {
            self.all.push(secret.to_owned());
        }
    }
}

/// A text without a secret, written plainly or as JSON writes it. A short one is taken out of strings only, and only
/// where it is a word of its own, so that numbers stay numbers.
pub fn without(text: String, secret: &str) -> String {
    if secret.chars().count() < LONG {
        return without_word(&text, secret).unwrap_or(text);
    }
    let quoted = Value::from(secret).to_string();
    let escaped = quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default();
    [secret, escaped]
        .into_iter()
        .fold(text, |text, written| if text.contains(written) { text.replace(written, GONE) } else { text })
}

/// `None` when there is nothing to take out.
fn without_word(text: &str, word: &str) -> Option<String> {
    text.contains(word).then(|| {
        let mut out = String::with_capacity(text.len());
        let (mut rest, mut is_string, mut before) = (text, false, ' ');
        while let Some(letter) = rest.chars().next() {
            let behind = rest.strip_prefix(word).filter(|_| is_string && !before.is_alphanumeric());
            if let Some(behind) = behind.filter(|behind| !behind.starts_with(char::is_alphanumeric)) {
                out.push_str(GONE);
                (rest, before) = (behind, ' ');
                continue;
            }
            is_string ^= letter == '"' && before != '\\';
            out.push(letter);
            // A backslash that is itself escaped escapes nothing.
            before = if letter == '\\' && before == '\\' { ' ' } else { letter };
            rest = rest.get(letter.len_utf8()..).unwrap_or_default();
        }
        out
    })
}

/// Shows how many there are.
impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Secrets").field("count", &self.all.len()).finish_non_exhaustive()
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
        let text = r#"{"error":"api-user / p&ss\"w+rd / p&ss"w+rd with token-abcdef and 123456789, 199900"}"#;
        let clean =
            "{\"error\":\"[redacted] / [redacted] / [redacted] with [redacted] and [redacted], 199900\"}";
        assert_eq!(secrets.out_of(text.to_owned()), clean);
        assert_eq!(Secrets::default().out_of(text.to_owned()), text);
        assert_eq!(format!("{secrets:?}"), "Secrets { count: 5, .. }");
        assert_eq!(secrets.lasting(), ["token-abcdef", "api-user", "p&ss\"w+rd"]);
    }

    #[test]
    fn a_security_code_goes_where_it_is_a_word_of_a_text_and_stays_within_numbers() {
        let mut secrets = Secrets::default();
        secrets.add_json(br#"{"csc":"999","pin":"12"}"#);
        for (text, clean) in [
            (r#"{"id":999,"to":"999"}"#, r#"{"id":999,"to":"[redacted]"}"#),
            (r#"{"e":"csc 999 of 1999 or 9990, 12"}"#, r#"{"e":"csc [redacted] of 1999 or 9990, 12"}"#),
            (r#"{"e":"a \"999\" \\","n":999}"#, r#"{"e":"a \"[redacted]\" \\","n":999}"#),
            ("999", "999"),
        ] {
            assert_eq!(secrets.out_of(text.to_owned()), clean);
        }
    }
}
