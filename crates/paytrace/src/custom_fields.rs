//! The merchant's own fields (`discretionary_data`): v1 takes an object by the fields' names, v3 a list of objects with
//! one member each.
//!
//! Sources: PayTrace's v1 sample code, `CustomerDiscretionaryData`; North's B2B API specification 3.1, page
//! `SaleTransactions`; both read 2026-11. That a member of v3's list is named by its field is our reading of the pages,
//! whose example is empty.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::{Error, Outgoing};

/// The most characters of a name and of a value that are sent. PayTrace documents no limit.
const LONGEST: usize = 255;

/// Values by the names of their fields.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct CustomFields(BTreeMap<Box<str>, Box<str>>);

impl CustomFields {
    pub(crate) fn set(&mut self, name: Box<str>, value: Box<str>) {
        self.0.insert(name, value);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds the fields as v1 takes them. A value may be blank, which clears what PayTrace keeps.
    ///
    /// # Errors
    /// A name is blank; a name or a value has more than 255 characters or a control character.
    pub(crate) fn add_object_to(&self, outgoing: Outgoing) -> Result<Outgoing, Error> {
        let members = self.checked()?.collect::<Map<_, _>>();
        Ok(outgoing.with_some("discretionary_data", (!self.is_empty()).then_some(members)))
    }

    /// Adds the fields as v3 takes them; otherwise like [`add_object_to`](Self::add_object_to).
    pub(crate) fn add_list_to(&self, outgoing: Outgoing) -> Result<Outgoing, Error> {
        let list = self.checked()?.map(|member| Value::Object(Map::from_iter([member]))).collect::<Vec<_>>();
        Ok(outgoing.with_some("discretionary_data", (!self.is_empty()).then_some(list)))
    }

    fn checked(&self) -> Result<impl Iterator<Item = (String, Value)>, Error> {
        for (name, value) in &self.0 {
            paysage_money::check_text("name of a custom field", name, LONGEST)?;
            if !value.trim().is_empty() {
                paysage_money::check_text("value of a custom field", value, LONGEST)?;
            }
        }
        Ok(self.0.iter().map(|(name, value)| (String::from(&**name), Value::from(&**value))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Endpoint;

    #[test]
    fn fields_go_out_by_their_names_and_broken_ones_do_not() {
        let fields = |name: &str, value: &str| {
            let mut fields = CustomFields::default();
            fields.set(name.into(), value.into());
            fields
        };
        let to = || Outgoing::to(Endpoint::v1("/v1/x"));
        let sent =
            |outgoing: Result<Outgoing, Error>| outgoing.map(|outgoing| outgoing.body().map(Value::Object));
        assert_eq!(CustomFields::default().add_object_to(to()).expect("none"), to());
        assert_eq!(CustomFields::default().add_list_to(to()).expect("none"), to());
        let object = sent(fields("hair_color", "").add_object_to(to())).expect("good");
        assert_eq!(object, Some(serde_json::json!({"discretionary_data": {"hair_color": ""}})));
        let list = sent(fields("hair_color", "red").add_list_to(to())).expect("good");
        assert_eq!(list, Some(serde_json::json!({"discretionary_data": [{"hair_color": "red"}]})));
        for (name, value) in [(" ", "red"), ("hair", "a\nb"), ("hair", &"x".repeat(256))] {
            assert!(fields(name, value).add_object_to(to()).is_err(), "{name}");
            assert!(fields(name, value).add_list_to(to()).is_err(), "{name}");
        }
    }
}
