//! Reads the known keys of one JSON object as slices of its text, without copying.
//!
//! Values stay text, so that `19.99` never passes through a binary fraction whatever features of `serde_json`
//! the rest of a build switches on.

use std::borrow::Cow;

use super::grammar::{Cursor, NotJson};

/// What stands at one known key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slot<'a> {
    Absent,
    Raw(&'a str),
    Twice,
}

/// What is wrong with the object as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// It is no JSON, from within the value of this known key or at an unknown place.
    NotJson(Option<usize>),
    /// A key stands twice: this known one, or one that is not read.
    Twice(Option<usize>),
}

/// The values found at `keys`, in their order; what was read before a flaw is kept.
pub(crate) fn read<'a, const N: usize>(
    text: &'a str,
    keys: &'static [&'static str; N],
) -> ([Slot<'a>; N], Option<Flaw>) {
    let mut slots = [Slot::Absent; N];
    let mut place = None;
    let flaw = match fill(Cursor::new(text), keys, &mut slots, &mut place) {
        Err(NotJson) => Some(Flaw::NotJson(place)),
        Ok(repeated) => match slots.iter().position(|slot| *slot == Slot::Twice) {
            None if !repeated => None,
            twice => Some(Flaw::Twice(twice)),
        },
    };
    (slots, flaw)
}

/// Reads the whole object; whether a key that is not read stands twice. `place` is the known key whose value is
/// being read.
fn fill<'a>(
    mut cursor: Cursor<'a>,
    keys: &[&str],
    slots: &mut [Slot<'a>],
    place: &mut Option<usize>,
) -> Result<bool, NotJson> {
    let mut unknown: Vec<Cow<'a, str>> = Vec::new();
    let mut expected = 0;
    cursor.take(b'{')?;
    let mut more = !cursor.takes(b'}');
    while more {
        // Rows of one export have their keys in one order.
        let key = match keys.get(expected) {
            Some(key) if cursor.takes_string(key) => Key::Known(expected),
            _ => find(keys, cursor.string()?)?,
        };
        match key {
            Key::Known(index) => {
                *place = Some(index);
                cursor.take(b':')?;
                let raw = cursor.value()?;
                if let Some(slot) = slots.get_mut(index) {
                    *slot = if matches!(slot, Slot::Absent) { Slot::Raw(raw) } else { Slot::Twice };
                }
                expected = index.saturating_add(1);
            }
            Key::Unknown(name) => {
                cursor.take(b':')?;
                cursor.value()?;
                unknown.push(name);
            }
        }
        *place = None;
        more = cursor.takes(b',');
        if !more {
            cursor.take(b'}')?;
        }
    }
    cursor.end()?;
    unknown.sort_unstable();
    Ok(unknown.array_windows().any(|[a, b]| a == b))
}

enum Key<'a> {
    Known(usize),
    Unknown(Cow<'a, str>),
}

/// Finds a key's place.
fn find<'a>(keys: &[&str], text: &'a str) -> Result<Key<'a>, NotJson> {
    let key = if memchr::memchr(b'\\', text.as_bytes()).is_some() {
        Cow::Owned(serde_json::from_str(&format!("\"{text}\"")).map_err(|_| NotJson)?)
    } else {
        Cow::Borrowed(text)
    };
    let place = keys.iter().position(|known| *known == key);
    Ok(place.map_or(Key::Unknown(key), Key::Known))
}
