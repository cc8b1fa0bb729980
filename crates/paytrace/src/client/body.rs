//! What is sent, as bytes.

use std::borrow::Cow;

use bytes::Bytes;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::Value;

/// What most bodies have room in, in bytes.
const BODY: usize = 256;

/// What the client adds to the fields of a call; it counts when a call has the same field.
#[derive(Default)]
pub(super) struct Added<'a> {
    pub(super) integrator_id: Option<&'a str>,
    pub(super) merchant_id: Option<i64>,
}

impl Added<'_> {
    fn is_empty(&self) -> bool {
        self.integrator_id.is_none() && self.merchant_id.is_none()
    }

    fn has(&self, name: &str) -> bool {
        match name {
            "integrator_id" => self.integrator_id.is_some(),
            "merchant_id" => self.merchant_id.is_some(),
            _ => false,
        }
    }
}

/// The fields of a call with what the client adds.
struct Fields<'a> {
    own: Option<&'a [(Cow<'static, str>, Value)]>,
    added: Added<'a>,
}

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        let own = self.own.into_iter().flatten().filter(|(name, _)| !self.added.has(name));
        for (name, value) in own {
            object.serialize_entry(name, value)?;
        }
        if let Some(id) = self.added.integrator_id {
            object.serialize_entry("integrator_id", id)?;
        }
        if let Some(id) = self.added.merchant_id {
            object.serialize_entry("merchant_id", &id)?;
        }
        object.end()
    }
}

/// A JSON body; `None` when there is nothing to say.
pub(super) fn json(own: Option<&[(Cow<'static, str>, Value)]>, added: Added<'_>) -> Option<Bytes> {
    if own.is_none() && added.is_empty() {
        return None;
    }
    // Values of this kind always serialize.
    let mut bytes = Vec::with_capacity(BODY);
    serde_json::to_writer(&mut bytes, &Fields { own, added }).ok()?;
    Some(bytes.into())
}

/// A query; blank when there are no pairs.
pub(super) fn form(pairs: &[(&'static str, String)]) -> String {
    if pairs.is_empty() {
        return String::new();
    }
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}
