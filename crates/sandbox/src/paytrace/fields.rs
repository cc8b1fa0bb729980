//! The JSON body of a request, read as laxly as PayTrace does: numbers may be texts and texts numbers.

use paysage_money::{Currency, Money, wire};
use serde_json::{Map, Value};

use super::refusal::Refusal;

/// The most characters an amount may have.
const AMOUNT_LIMIT: usize = 12;

/// One JSON object of a request; unknown members are ignored.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields<'a>(Option<&'a Map<String, Value>>);

/// Reads a request body; an empty one counts as an empty object.
pub(super) fn parse(body: &[u8]) -> Result<Value, Refusal> {
    if body.trim_ascii().is_empty() {
        return Ok(Value::Null);
    }
    match serde_json::from_slice(body) {
        Ok(value @ Value::Object(_)) => Ok(value),
        _ => Err(Refusal::body_is_no_json_object()),
    }
}

impl<'a> Fields<'a> {
    pub(super) fn of(value: &'a Value) -> Self {
        Self(value.as_object())
    }

    pub(super) fn object(self, name: &str) -> Fields<'a> {
        Fields(self.0.and_then(|members| members.get(name)).and_then(Value::as_object))
    }

    /// Every member with its name.
    pub(super) fn members(self) -> impl Iterator<Item = (&'a String, &'a Value)> {
        self.0.into_iter().flatten()
    }

    /// The member as it stands, whatever it is.
    pub(super) fn member(self, name: &str) -> Option<&'a Value> {
        self.0.and_then(|members| members.get(name))
    }

    /// The member if it is an object.
    pub(super) fn value(self, name: &str) -> Option<Value> {
        self.0.and_then(|members| members.get(name)).filter(|value| value.is_object()).cloned()
    }

    pub(super) fn is_absent(self) -> bool {
        self.0.is_none()
    }

    /// The member as a text, blank when it is missing or is neither a text nor a number.
    pub(super) fn text(self, name: &str) -> String {
        match self.0.and_then(|members| members.get(name)) {
            Some(Value::String(text)) => text.trim().to_owned(),
            Some(Value::Number(number)) => number.to_string(),
            _ => String::new(),
        }
    }

    pub(super) fn has(self, name: &str) -> bool {
        !self.text(name).is_empty()
    }

    /// Whether the member says yes, as `true`, `"true"`, `1` or `"Y"`.
    pub(super) fn flag(self, name: &str) -> bool {
        let text = match self.member(name) {
            Some(Value::Bool(yes)) => return *yes,
            _ => self.text(name),
        };
        ["true", "1", "y", "yes"].iter().any(|yes| text.eq_ignore_ascii_case(yes))
    }

    /// A positive whole number, as an id or a batch number is.
    pub(super) fn number(self, name: &str) -> Option<i64> {
        self.text(name).parse().ok().filter(|number| *number > 0)
    }

    /// The member as an amount that is not negative; `None` when it is missing.
    pub(super) fn amount(self, name: &str) -> Result<Option<Money>, Refusal> {
        let Some(value) = self.0.and_then(|members| members.get(name)) else {
            return Ok(None);
        };
        if matches!(value, Value::Null) || !self.has(name) {
            return Ok(None);
        }
        let amount = wire::money(value, Currency::Usd).map_err(|_| Refusal::amount())?;
        if amount.is_negative() || amount.to_string().len() > AMOUNT_LIMIT {
            return Err(Refusal::amount());
        }
        Ok(Some(amount))
    }
}
