//! The merchant's own fields (`discretionary_data`) as v1 takes them: an object by the fields' names.
//!
//! Source: PayTrace's v1 sample code, `CustomerDiscretionaryData`, read 2026-11.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::{Error, Outgoing};

/// The most characters of a name and of a value that are sent. PayTrace documents no limit.
const LONGEST: usize = 255;

/// Values by the names of their fields.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct CustomFields(BTreeMap<Box<str>, Box<str>>);

impl CustomFields {
    pub(super) fn set(&mut self, name: Box<str>, value: Box<str>) {
        self.0.insert(name, value);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds the fields. A value may be blank, which clears what PayTrace keeps.
    ///
    /// # Errors
    /// A name is blank; a name or a value has more than 255 characters or a control character.
    pub(super) fn add_to(&self, outgoing: Outgoing) -> Result<Outgoing, Error> {
        if self.is_empty() {
            return Ok(outgoing);
        }
        let mut sent = Map::new();
        for (name, value) in &self.0 {
            paysage_money::check_text("name of a custom field", name, LONGEST)?;
            if !value.trim().is_empty() {
                paysage_money::check_text("value of a custom field", value, LONGEST)?;
            }
            sent.insert(String::from(&**name), Value::from(&**value));
        }
        Ok(outgoing.with("discretionary_data", sent))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Endpoint;

    #[test]
    fn fields_go_out_by_their_names_and_broken_ones_do_not() {
        let to = || Outgoing::to(Endpoint::v1("/v1/x"));
        let with = |name: &str, value: &str| {
            let mut fields = CustomFields::default();
            fields.set(name.into(), value.into());
            fields.add_to(to())
        };
        assert_eq!(CustomFields::default().add_to(to()).expect("none"), to());
        let body = with("hair_color", "").expect("one").body().cloned().map(Value::Object);
        assert_eq!(body, Some(serde_json::json!({"discretionary_data": {"hair_color": ""}})));
        for (name, value) in [(" ", "red"), ("hair", "a\nb"), ("hair", &"x".repeat(256))] {
            assert!(with(name, value).is_err(), "{name}");
        }
    }
}
