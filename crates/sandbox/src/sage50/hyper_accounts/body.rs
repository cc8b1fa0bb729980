//! Bodies of calls, read strictly.

use std::str::FromStr;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde_json::{Map, Value};

use super::super::problem::Refusal;
use super::refuse;

/// An object of a body: each property must be one that the call has.
#[derive(Debug)]
pub(super) struct Fields(Map<String, Value>);

impl Fields {
    pub(super) fn read(body: &[u8], known: &[&str]) -> Result<Self, Refusal> {
        let value = serde_json::from_slice(body).map_err(|_| refuse("The body is no JSON."))?;
        Self::of(value, known)
    }

    fn of(value: Value, known: &[&str]) -> Result<Self, Refusal> {
        let Value::Object(fields) = value else { return Err(refuse("The body is no object.")) };
        match fields.keys().find(|name| !known.contains(&name.as_str())) {
            Some(name) => Err(refuse(format!("There is no property {name}."))),
            None => Ok(Self(fields)),
        }
    }

    /// The objects of a list.
    pub(super) fn list(&mut self, name: &str, known: &[&str]) -> Result<Vec<Self>, Refusal> {
        match self.0.remove(name) {
            Some(Value::Array(items)) => items.into_iter().map(|item| Self::of(item, known)).collect(),
            _ => Err(refuse(format!("{name} is no list."))),
        }
    }

    /// A text; `None` where it is left away or null.
    pub(super) fn some(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str()
    }

    /// A text that has to be there, of at most so many characters.
    pub(super) fn text(&self, name: &str, limit: usize) -> Result<&str, Refusal> {
        let text = self.some(name).filter(|text| !text.trim().is_empty());
        let text = text.ok_or_else(|| refuse(format!("{name} is missing.")))?;
        if text.chars().count() > limit {
            return Err(refuse(format!("{name} is longer than {limit} characters.")));
        }
        Ok(text)
    }

    pub(super) fn flag(&self, name: &str) -> Option<bool> {
        self.0.get(name)?.as_bool()
    }

    pub(super) fn whole(&self, name: &str) -> Option<u64> {
        self.0.get(name)?.as_u64()
    }

    pub(super) fn date(&self, name: &str) -> Result<NaiveDate, Refusal> {
        let text = self.some(name).unwrap_or_default();
        NaiveDate::parse_from_str(text, "%d/%m/%Y").map_err(|_| refuse(format!("{name} is no day.")))
    }

    /// A number, or a text of one.
    pub(super) fn decimal(&self, name: &str) -> Option<Decimal> {
        match self.0.get(name)? {
            Value::Number(number) => Decimal::from_str(&number.to_string()).ok(),
            Value::String(text) => Decimal::from_str(text).ok(),
            _ => None,
        }
    }

    /// An amount in pence, zero or above.
    pub(super) fn pence(&self, name: &str) -> Result<i64, Refusal> {
        let pence = self.decimal(name).and_then(|amount| amount.checked_mul(Decimal::ONE_HUNDRED));
        let pence = pence.filter(|pence| pence.is_integer() && !pence.is_sign_negative());
        pence
            .and_then(|pence| i64::try_from(pence).ok())
            .ok_or_else(|| refuse(format!("{name} is no amount.")))
    }
}
