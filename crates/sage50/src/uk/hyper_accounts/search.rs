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

    /// A day, as far as it can be read.
    pub(super) fn date(self, field: &str) -> Option<NaiveDate> {
        self.day(field).ok().flatten()
    }

    /// A day that may be empty: blank, or as Sage's own empty days before any company. One that is there and cannot be
    /// read is the text it is.
    pub(super) fn day(self, field: &str) -> Result<Option<NaiveDate>, &'a Value> {
        match self.value(field) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) if text.trim().is_empty() => Ok(None),
            Some(value) => {
                let day = value.as_str().and_then(day).ok_or(value)?;
                Ok(Some(day).filter(|day| day.year() > 1970))
            }
        }
    }
}

/// A day, as the machine's settings write it (`2/7/2024`) or as ISO does, with or without a time of day behind it.
///
/// A year of two digits is none: it could be of any century, and a machine's settings may put it first.
fn day(text: &str) -> Option<NaiveDate> {
    let text = text.trim().split([' ', 'T']).next()?;
    let british = text.contains('/');
    let parts: Vec<&str> = text.split(if british { '/' } else { '-' }).collect();
    let &[first, month, last] = &*parts else { return None };
    let (day, year) = if british { (first, last) } else { (last, first) };
    let digits = |part: &str, most: usize| {
        (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !(digits(day, 2) && digits(month, 2) && digits(year, 4) && year.len() == 4) {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}
