//! Custom fields of customers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{CustomFieldLabel, CustomFieldText, DocumentError};

/// The most custom fields of a customer.
const MOST_FIELDS: usize = 5;

/// The custom fields of a customer by their labels, which each company sets for itself; at most 5.
///
/// Sage has no field for a foreign id, so integrations keep theirs in one of these.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "BTreeMap<CustomFieldLabel, CustomFieldText>")]
pub struct CustomFields(BTreeMap<CustomFieldLabel, CustomFieldText>);

impl CustomFields {
    /// No custom field.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a field.
    ///
    /// # Errors
    /// It would be the sixth.
    pub fn with(mut self, label: CustomFieldLabel, text: CustomFieldText) -> Result<Self, DocumentError> {
        self.0.insert(label, text);
        Self::try_from(self.0)
    }

    /// A field's content.
    pub fn get(&self, label: &str) -> Option<&CustomFieldText> {
        self.iter().find(|(own, _)| own.as_str() == label).map(|(_, text)| text)
    }

    /// Every field, in the order of the labels.
    pub fn iter(&self) -> impl Iterator<Item = (&CustomFieldLabel, &CustomFieldText)> {
        self.0.iter()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl TryFrom<BTreeMap<CustomFieldLabel, CustomFieldText>> for CustomFields {
    type Error = DocumentError;

    fn try_from(fields: BTreeMap<CustomFieldLabel, CustomFieldText>) -> Result<Self, DocumentError> {
        if fields.len() > MOST_FIELDS {
            return Err(DocumentError::TooManyLines {
                document: "customer",
                lines: "custom fields",
                found: fields.len(),
                limit: MOST_FIELDS,
            });
        }
        Ok(Self(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sixth_field_is_refused_and_a_second_word_on_one_replaces_the_first() {
        let set = |fields: CustomFields, label: &str, text: &str| {
            fields.with(CustomFieldLabel::new(label).unwrap(), CustomFieldText::new(text).unwrap())
        };
        let five = ["a", "b", "c", "d", "e"]
            .into_iter()
            .fold(CustomFields::new(), |fields, label| set(fields, label, "x").unwrap());
        let again = set(five.clone(), "e", "y").unwrap();
        assert_eq!(again.get("e").unwrap().as_str(), "y");
        assert_eq!(again.get("f"), None);
        assert_eq!(
            set(five, "f", "x").unwrap_err().to_string(),
            "customer has 6 custom fields; Sage 50 allows 5"
        );
        let stored = r#"{"a":"1","b":"1","c":"1","d":"1","e":"1","f":"1"}"#;
        assert!(serde_json::from_str::<CustomFields>(stored).is_err());
    }
}
