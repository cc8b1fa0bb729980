//! Tolerant scalars: a text where a number is due and the other way round, blanks for what is absent.

use std::borrow::Cow;

use super::grammar::is_plain_ascii;
use super::object::Slot;

/// Why a value cannot be taken, in plain words with the remedy.
pub(crate) type Problem = &'static str;

pub(crate) const TWICE: Problem = "stands twice in the row; ask PayTrace support which value counts";
const NESTED: Problem = "holds an object or a list where one text or number is due";
const BOOL: Problem = "holds true or false where a text or number is due";
const BROKEN: Problem = "holds a text with a broken escape";
const CONTROL: Problem =
    "holds a control character (line break, tab or the like); remove it from the transaction in PayTrace";

/// The text of a slot: a string's content or a number's digits, trimmed; `None` for absent, null and blank.
pub(crate) fn text(slot: Slot<'_>) -> Result<Option<Cow<'_, str>>, Problem> {
    let raw = match slot {
        Slot::Absent => return Ok(None),
        Slot::Twice => return Err(TWICE),
        Slot::Raw(raw) => raw,
    };
    match raw.as_bytes().first() {
        Some(b'"') => string(raw),
        Some(b'n') => Ok(None),
        Some(b't' | b'f') => Err(BOOL),
        Some(b'{' | b'[') => Err(NESTED),
        _ => Ok(Some(Cow::Borrowed(raw))),
    }
}

fn string(raw: &str) -> Result<Option<Cow<'_, str>>, Problem> {
    let inner = raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).ok_or(BROKEN)?;
    if is_plain_ascii(inner.as_bytes()) {
        let trimmed = inner.trim_ascii();
        return Ok((!trimmed.is_empty()).then_some(Cow::Borrowed(trimmed)));
    }
    let text = if memchr::memchr(b'\\', inner.as_bytes()).is_some() {
        let decoded: String = serde_json::from_str(raw).map_err(|_| BROKEN)?;
        Cow::Owned(decoded)
    } else {
        Cow::Borrowed(inner)
    };
    if text.chars().any(char::is_control) {
        return Err(CONTROL);
    }
    let trimmed = match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    };
    Ok((!trimmed.is_empty()).then_some(trimmed))
}

/// The same as an owned text.
pub(crate) fn owned(slot: Slot<'_>) -> Result<Option<Box<str>>, Problem> {
    Ok(text(slot)?.map(Box::from))
}

/// The text of an object in a slot; `None` for absent, null and blank.
pub(crate) fn object(slot: Slot<'_>) -> Result<Option<&str>, Problem> {
    match slot {
        Slot::Absent | Slot::Raw("null" | "\"\"") => Ok(None),
        Slot::Twice => Err(TWICE),
        Slot::Raw(raw) if raw.starts_with('{') => Ok(Some(raw)),
        Slot::Raw(_) => Err("holds something else where an object is due"),
    }
}

/// Makes runs of blanks one, as processors pad their messages.
pub(crate) fn collapse(text: Box<str>) -> Box<str> {
    if !text.as_bytes().array_windows().any(|pair| pair == b"  ") {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut add = |word: &str| {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    };
    if text.is_ascii() {
        // The same words, found faster: a text that was read has no control characters.
        text.split_ascii_whitespace().for_each(&mut add);
    } else {
        text.split_whitespace().for_each(&mut add);
    }
    out.into()
}
