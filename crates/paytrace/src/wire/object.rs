//! Reads the known keys of one JSON object as slices of its text, without copying.
//!
//! Values stay text, so that `19.99` never passes through a binary fraction whatever features of `serde_json`
//! the rest of a build switches on.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

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
    let mut reader = serde_json::Deserializer::from_str(text);
    let seed = Object { keys, slots: &mut slots, place: &mut place };
    let repeated = seed.deserialize(&mut reader);
    let flaw = match repeated.and_then(|repeated| reader.end().map(|()| repeated)) {
        Err(_) => Some(Flaw::NotJson(place)),
        Ok(repeated) => match slots.iter().position(|slot| *slot == Slot::Twice) {
            None if !repeated => None,
            twice => Some(Flaw::Twice(twice)),
        },
    };
    (slots, flaw)
}

struct Object<'s, 'a> {
    keys: &'static [&'static str],
    slots: &'s mut [Slot<'a>],
    place: &'s mut Option<usize>,
}

impl<'a> DeserializeSeed<'a> for Object<'_, 'a> {
    type Value = bool;

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'a> Visitor<'a> for Object<'_, 'a> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<bool, A::Error> {
        let mut unknown = Vec::new();
        let mut expected = 0;
        while let Some(key) = map.next_key_seed(KeySeed { keys: self.keys, expected })? {
            match key {
                Key::Known(index) => {
                    *self.place = Some(index);
                    let value: &'a RawValue = map.next_value()?;
                    if let Some(slot) = self.slots.get_mut(index) {
                        *slot = if *slot == Slot::Absent { Slot::Raw(value.get()) } else { Slot::Twice };
                    }
                    expected = index.saturating_add(1);
                }
                Key::Unknown(name) => {
                    map.next_value::<IgnoredAny>()?;
                    unknown.push(name);
                }
            }
            *self.place = None;
        }
        unknown.sort_unstable();
        Ok(unknown.array_windows().any(|[a, b]| a == b))
    }
}

enum Key {
    Known(usize),
    Unknown(Box<str>),
}

/// Finds a key's place; rows of one export have their keys in one order, so the next one is tried first.
struct KeySeed {
    keys: &'static [&'static str],
    expected: usize,
}

impl<'a> DeserializeSeed<'a> for KeySeed {
    type Value = Key;

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<Key, E> {
        if self.keys.get(self.expected).is_some_and(|expected| *expected == key) {
            return Ok(Key::Known(self.expected));
        }
        let place = self.keys.iter().position(|known| *known == key);
        Ok(place.map_or_else(|| Key::Unknown(key.into()), Key::Known))
    }
}
