//! What is sent, as bytes.

use bytes::Bytes;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::{Map, Value};

/// The fields of a call with what the client adds.
struct Fields<'a> {
    own: Option<&'a Map<String, Value>>,
    added: &'a [(&'static str, Value)],
}

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        let is_added = |name: &str| self.added.iter().any(|(added, _)| *added == name);
        for (name, value) in self.own.into_iter().flatten().filter(|(name, _)| !is_added(name)) {
            object.serialize_entry(name, value)?;
        }
        for (name, value) in self.added {
            object.serialize_entry(name, value)?;
        }
        object.end()
    }
}

/// A JSON body; `None` when there is nothing to say.
pub(super) fn json(own: Option<&Map<String, Value>>, added: &[(&'static str, Value)]) -> Option<Bytes> {
    if own.is_none() && added.is_empty() {
        return None;
    }
    // Values of this kind always serialize.
    serde_json::to_vec(&Fields { own, added }).ok().map(Bytes::from)
}

/// A query; blank when there are no pairs.
pub(super) fn form(pairs: &[(&'static str, String)]) -> String {
    if pairs.is_empty() {
        return String::new();
    }
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}
