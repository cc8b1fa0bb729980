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

/// An object within another one, read in the same pass.
#[derive(Debug)]
pub(crate) struct Object<'a, const N: usize> {
    keys: &'static [&'static str; N],
    slots: [Slot<'a>; N],
    is_repeated: bool,
}

impl<'a, const N: usize> Object<'a, N> {
    pub(crate) fn new(keys: &'static [&'static str; N]) -> Self {
        Self { keys, slots: [Slot::Absent; N], is_repeated: false }
    }

    pub(crate) fn keys(&self) -> &'static [&'static str; N] {
        self.keys
    }

    /// The values found at the keys, in their order.
    pub(crate) fn slots(&self) -> Result<[Slot<'a>; N], Flaw> {
        twice(&self.slots, self.is_repeated).map_or(Ok(self.slots), Err)
    }
}

/// An [`Object`] of any number of keys.
pub(crate) trait Inner<'a> {
    fn fill(&mut self, cursor: &mut Cursor<'a>) -> Result<(), NotJson>;
}

impl<'a, const N: usize> Inner<'a> for Object<'a, N> {
    fn fill(&mut self, cursor: &mut Cursor<'a>) -> Result<(), NotJson> {
        self.is_repeated = fill(cursor, self.keys, &mut self.slots, &mut [], &mut None)?;
        Ok(())
    }
}

/// The values found at `keys`, in their order; what was read before a flaw is kept.
pub(crate) fn read<'a, const N: usize>(
    text: &'a str,
    keys: &'static [&'static str; N],
) -> ([Slot<'a>; N], Option<Flaw>) {
    read_with(text, keys, &mut [])
}

/// The same, and in one pass the objects that stand at the keys of these places.
pub(crate) fn read_with<'a, const N: usize>(
    text: &'a str,
    keys: &'static [&'static str; N],
    inner: &mut [(usize, &mut dyn Inner<'a>)],
) -> ([Slot<'a>; N], Option<Flaw>) {
    let mut slots = [Slot::Absent; N];
    let mut place = None;
    let mut cursor = Cursor::new(text);
    let read = fill(&mut cursor, keys, &mut slots, inner, &mut place)
        .and_then(|is_repeated| cursor.end().map(|()| is_repeated));
    let flaw = match read {
        Err(NotJson) => Some(Flaw::NotJson(place)),
        Ok(is_repeated) => twice(&slots, is_repeated),
    };
    (slots, flaw)
}

fn twice(slots: &[Slot<'_>], is_repeated: bool) -> Option<Flaw> {
    match slots.iter().position(|slot| *slot == Slot::Twice) {
        None if !is_repeated => None,
        place => Some(Flaw::Twice(place)),
    }
}

/// Reads one object; whether a key that is not read stands twice. `place` is the known key whose value is being read.
fn fill<'a>(
    cursor: &mut Cursor<'a>,
    keys: &[&str],
    slots: &mut [Slot<'a>],
    inner: &mut [(usize, &mut dyn Inner<'a>)],
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
                let object = inner.iter_mut().find(|(place, _)| *place == index);
                let raw = match object {
                    Some((_, object)) if cursor.is_at(b'{') => cursor.span(|cursor| object.fill(cursor))?,
                    _ => cursor.value()?,
                };
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

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: [&str; 2] = ["id", "card"];
    const CARD: [&str; 2] = ["number", "month"];

    #[test]
    fn an_inner_object_reads_as_it_would_alone() {
        for inner in [
            "{}",
            r#"{"number":"1","month":2}"#,
            r#" {"month" : 2 , "x":{"number":[]} } "#,
            r#"{"number":1,"number":2}"#,
            r#"{"x":1,"x":2}"#,
            r#"{"n\u0075mber":{"number":1}}"#,
        ] {
            let text = format!(r#"{{"id":7,"card":{inner},"rest":[{inner}]}}"#);
            let mut card = Object::new(&CARD);
            let ([id, raw], flaw) = read_with(&text, &KEYS, &mut [(1, &mut card)]);
            assert_eq!((id, raw, flaw), (Slot::Raw("7"), Slot::Raw(inner.trim()), None), "{text}");
            let (slots, flaw) = read(inner, &CARD);
            assert_eq!(card.slots(), flaw.map_or(Ok(slots), Err), "{text}");
        }
    }

    #[test]
    fn what_is_no_whole_inner_object_is_the_outer_ones_flaw() {
        for (text, flaw) in [
            (r#"{"id":7,"card":{"number":1,}}"#, Flaw::NotJson(Some(1))),
            (r#"{"id":7,"card":{"number":1"#, Flaw::NotJson(Some(1))),
            (r#"{"id":7,"card":{},"card":{}}"#, Flaw::Twice(Some(1))),
        ] {
            let mut card = Object::new(&CARD);
            let ([id, _], found) = read_with(text, &KEYS, &mut [(1, &mut card)]);
            assert_eq!((id, found), (Slot::Raw("7"), Some(flaw)), "{text}");
        }
        let mut card = Object::new(&CARD);
        let ([_, raw], flaw) = read_with(r#"{"card":null}"#, &KEYS, &mut [(1, &mut card)]);
        assert_eq!((raw, flaw, card.slots()), (Slot::Raw("null"), None, Ok([Slot::Absent; 2])));
    }
}
