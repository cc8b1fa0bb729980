//! Searches: filters over Sage's tables, and the columns of their rows.

use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use serde_json::Value;

use super::answer::{Effect, unusable};
use crate::error::{Error, SageDetail};
use crate::rest::scalar;

/// One condition; all of a search must hold.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Filter {
    field: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    value: String,
}

impl Filter {
    /// The field is this text, which has been through [`quotable`].
    pub(super) fn is(field: &'static str, value: &str) -> Self {
        Self { field, kind: "eq", value: value.to_owned() }
    }

    /// The field begins with this text; an empty one is in every row.
    pub(super) fn begins(field: &'static str, value: &str) -> Self {
        Self { field, kind: "like", value: format!("{value}%") }
    }

    /// The type is one of these.
    pub(super) fn types(types: &[&str]) -> Self {
        match types {
            [only] => Self::is("TYPE", only),
            _ => Self { field: "TYPE", kind: "in", value: format!("('{}')", types.join("','")) },
        }
    }

    /// The day is this one or a later one.
    pub(super) fn from(field: &'static str, day: NaiveDate) -> Self {
        Self { field, kind: "gte", value: date_text(day) }
    }

    /// The day is this one or an earlier one.
    pub(super) fn to(field: &'static str, day: NaiveDate) -> Self {
        Self { field, kind: "lte", value: date_text(day) }
    }
}

/// Refuses a text that would end a text in the API's query.
pub(super) fn quotable<'a>(what: &str, text: &'a str) -> Result<&'a str, Error> {
    if text.contains('\'') {
        let words = format_args!("{what} {text} has an apostrophe, and the API could not look it up");
        return Err(Error::own(SageDetail::Validation, words));
    }
    Ok(text)
}

/// A day as the API has it.
pub(super) fn date_text(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}

/// A row of a search.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a>(pub(super) &'a Value);

impl<'a> Row<'a> {
    pub(super) fn value(self, field: &str) -> Option<&'a Value> {
        self.0.get(field)
    }

    pub(super) fn text(self, field: &str) -> Option<Box<str>> {
        scalar::text(self.value(field)).map(Box::from)
    }

    /// A text without which the row says nothing.
    pub(super) fn needed(self, field: &str) -> Result<Box<str>, Error> {
        self.text(field).ok_or_else(|| unusable("a row lacks a field that every row has", Effect::Reads))
    }

    /// Whether a flag is set: true, or a number that is not zero.
    pub(super) fn flag(self, field: &str) -> bool {
        match self.value(field) {
            Some(Value::Bool(set)) => *set,
            other => scalar::count(other).is_some_and(|number| number != 0),
        }
    }

    /// A day, as the machine's settings write it (`02/07/2024`, with or without time) or as ISO does.
    pub(super) fn date(self, field: &str) -> Option<NaiveDate> {
        let text = self.value(field)?.as_str()?.trim();
        let (day, _) = text.split_at_checked(10)?;
        let british = NaiveDate::parse_from_str(day, "%d/%m/%Y").ok();
        let day = british.or_else(|| NaiveDate::parse_from_str(day, "%Y-%m-%d").ok());
        // Sage's own empty days lie before any company.
        day.filter(|day| day.year() > 1970)
    }
}
