//! Takes card numbers and secrets out of texts before anyone keeps or prints them.
//!
//! It errs on the side of taking out too much, works on damaged text as far as that goes, and takes time that grows
//! with the length of the text only.

mod cards;
mod digits;
mod echo;
mod form;

pub use echo::{Secrets, without};
pub use form::{form, path};

/// Stands where a secret stood, and where a text was cut.
const GONE: &str = "[redacted]";
const CUT: &str = "[cut]";

/// How deep JSON within a string of JSON is looked into.
const NESTED: u8 = 4;

/// The longest value of `number` that stays: a batch's number has one to three digits, a card's thirteen or more.
const LONGEST_BATCH_NUMBER: usize = 3;

/// Keys whose whole value is a secret, besides all that begin with `encrypted`; letters and digits only, since
/// `client_key`, `clientKey` and `Client-Key` are one key.
const SECRET_KEYS: [&str; 38] = [
    "number",
    "cardnumber",
    "creditcardnumber",
    "pan",
    "cc",
    "csc",
    "cvc",
    "cvc2",
    "cvv",
    "cvv2",
    "securitycode",
    "pin",
    "pinblock",
    "swipe",
    "track1",
    "track2",
    "trackdata",
    "emvdata",
    "accountnumber",
    "accountmasked",
    "directdepositaccount",
    "dda",
    "username",
    "password",
    "newpassword",
    "pswd",
    "clientid",
    "clientsecret",
    "clientkey",
    "integratorid",
    "xintegratorid",
    "accesstoken",
    "refreshtoken",
    "authorization",
    "apikey",
    "hpftoken",
    "enckey",
    "imagedata",
];

/// The text of a JSON value without secrets: valid JSON when it was. Text that is no JSON is treated as far as it goes.
pub fn json(raw: &[u8]) -> String {
    redacted(&String::from_utf8_lossy(raw), false, NESTED)
}

/// The same of the first part of a text: what the cut went through is left out, since half a card number cannot be
/// told from another number.
pub fn json_head(raw: &[u8]) -> String {
    redacted(&String::from_utf8_lossy(raw), true, NESTED)
}

/// The text of a JSON value without secrets, cut at a character's end to at most `limit` bytes.
pub fn json_at_most(raw: &[u8], limit: usize) -> String {
    let mut text = json(raw);
    text.truncate(text.floor_char_boundary(limit));
    text
}

/// A free text with card numbers cut to their first six and last four digits.
pub fn card_numbers_in(text: Box<str>) -> Box<str> {
    match cards::masked(&text) {
        Some(masked) => masked.into(),
        None => text,
    }
}

fn redacted(text: &str, is_cut: bool, nested: u8) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        if !rest.starts_with('"') {
            let (bare, left) = split(rest, rest.find('"').unwrap_or(rest.len()));
            let kept = if is_cut && left.is_empty() { whole_words(bare) } else { bare };
            push_bare(&mut out, kept);
            if kept.len() < bare.len() {
                out.push_str(CUT);
            }
            rest = left;
            continue;
        }
        let (length, is_closed) = string_length(rest);
        if is_cut && !is_closed {
            out.push_str(CUT);
            break;
        }
        let (token, left) = split(rest, length);
        rest = left;
        let content = unescaped(token);
        match secret_value(&content, left) {
            Some(behind) => {
                push_string(&mut out, token, &content, 0);
                out.push_str(":\"");
                out.push_str(GONE);
                out.push('"');
                rest = behind;
            }
            None => push_string(&mut out, token, &content, nested),
        }
    }
    out
}

/// What stands behind a secret value, when the text goes on with a colon and the key's value is a secret.
fn secret_value<'a>(key: &str, left: &'a str) -> Option<&'a str> {
    let value = left.trim_start().strip_prefix(':')?.trim_start();
    let key = squeezed(key);
    if !is_secret_key(&key) {
        return None;
    }
    let (value, behind) = split(value, value_length(value));
    let is_batch = key == "number" && value.trim().trim_matches('"').len() <= LONGEST_BATCH_NUMBER;
    (!is_batch).then_some(behind)
}

fn is_secret_key(squeezed: &str) -> bool {
    SECRET_KEYS.contains(&squeezed) || squeezed.starts_with("encrypted")
}

/// A key as its letters in lower case and its digits.
fn squeezed(key: &str) -> String {
    key.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// Writes a string's token without card numbers and, where it holds JSON itself, without that JSON's secrets.
fn push_string(out: &mut String, token: &str, content: &str, nested: u8) {
    let holds_json = nested > 0 && content.trim_start().starts_with(['{', '[']);
    let inner = holds_json.then(|| redacted(content, false, nested.saturating_sub(1)));
    let inner = inner.as_deref().unwrap_or(content);
    match cards::masked(inner) {
        Some(masked) => push_quoted(out, &masked),
        None if inner != content => push_quoted(out, inner),
        None => out.push_str(token),
    }
}

/// Writes text outside of strings; a word that holds a card number, in JSON a number, becomes a string.
fn push_bare(out: &mut String, text: &str) {
    let mut copied = 0_usize;
    for card in cards::find(text) {
        if card.start < copied {
            continue;
        }
        let before = text.get(copied..card.start).unwrap_or_default();
        let word = before.char_indices().rfind(|(_, c)| is_between_words(*c));
        let word = word.map_or(0, |(place, c)| place.saturating_add(c.len_utf8()));
        let start = copied.saturating_add(word);
        let behind = text.get(card.end..).unwrap_or_default();
        let end = card.end.saturating_add(behind.find(is_between_words).unwrap_or(behind.len()));
        out.push_str(text.get(copied..start).unwrap_or_default());
        push_quoted(out, &cards::masked(text.get(start..end).unwrap_or_default()).unwrap_or_default());
        copied = end;
    }
    out.push_str(text.get(copied..).unwrap_or_default());
}

/// The text up to its last character that no value can go on behind.
fn whole_words(bare: &str) -> &str {
    let end = bare.rfind(['{', '}', '[', ']', ',', ':']).map_or(0, |place| place.saturating_add(1));
    split(bare, end).0
}

fn is_between_words(c: char) -> bool {
    "{}[],:".contains(c) || c.is_whitespace()
}

fn push_quoted(out: &mut String, text: &str) {
    out.push_str(&serde_json::Value::from(text).to_string());
}

/// The content of a string's token. A broken one is read as far as it goes, so that escapes hide nothing.
fn unescaped(token: &str) -> String {
    if let Ok(content) = serde_json::from_str(token) {
        return content;
    }
    let inner = token.strip_prefix('"').unwrap_or(token);
    let mut rest = inner.strip_suffix('"').unwrap_or(inner);
    let mut out = String::with_capacity(rest.len());
    while let Some(place) = rest.find('\\') {
        let (plain, escape) = split(rest, place);
        out.push_str(plain);
        let behind = escape.strip_prefix('\\').unwrap_or_default();
        let code = behind.strip_prefix('u').and_then(|hex| u32::from_str_radix(hex.get(..4)?, 16).ok());
        if let Some(code) = code {
            out.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            rest = behind.get(5..).unwrap_or_default();
        } else if behind.starts_with('\\') {
            out.push('\\');
            rest = split(behind, 1).1;
        } else {
            rest = behind;
        }
    }
    out.push_str(rest);
    out
}

fn split(text: &str, at: usize) -> (&str, &str) {
    text.split_at_checked(at).unwrap_or((text, ""))
}

/// The length of the string's token at the start of the text, with its quotes; and whether it has an end.
fn string_length(text: &str) -> (usize, bool) {
    let mut is_escaped = false;
    for (place, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => return (place.saturating_add(1), true),
            _ => {}
        }
    }
    (text.len(), false)
}

/// The length of the value at the start of the text, brackets and all.
fn value_length(text: &str) -> usize {
    let mut depth = 0_u32;
    let mut place = 0_usize;
    while let Some(rest) = text.get(place..).filter(|rest| !rest.is_empty()) {
        let step = match rest.chars().next().unwrap_or_default() {
            '"' => string_length(rest).0,
            '{' | '[' => {
                depth = depth.saturating_add(1);
                1
            }
            '}' | ']' | ',' if depth == 0 => return place,
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                1
            }
            other => other.len_utf8(),
        };
        place = place.saturating_add(step);
    }
    text.len()
}

#[cfg(test)]
mod tests;
