//! The strict reader of request bodies: every property is taken by name, and what is left over is refused.
//!
//! A value that cannot be used is noted as a problem and stands in as an empty one until the whole body is read,
//! so that one answer names everything that is wrong; `Problems::or` keeps such a body from going further.

use std::fmt;
use std::ops::RangeInclusive;

use chrono::NaiveDate;
use paysage_money::{Currency, wire};
use rust_decimal::Decimal;
use serde_json::{Map, Value};

use super::problem::{Code, Problems, Refusal};

/// The company's one currency.
pub(super) const CURRENCY: Currency = Currency::Usd;

/// Where in the body an object stands.
#[derive(Debug, Clone, Copy)]
enum At {
    Root,
    Object(&'static str),
    Item(&'static str, usize),
}

/// A property by its path, such as `lines[2].amount`.
pub(super) struct Path<'a>(At, &'a str);

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            At::Root => f.write_str(self.1),
            At::Object(name) => write!(f, "{name}.{}", self.1),
            At::Item(name, position) => write!(f, "{name}[{position}].{}", self.1),
        }
    }
}

/// The path of a property of an object in a list.
pub(super) const fn item_path<'a>(list: &'static str, position: usize, name: &'a str) -> Path<'a> {
    Path(At::Item(list, position), name)
}

/// One JSON object being read.
pub(super) struct Fields<'p> {
    members: Map<String, Value>,
    at: At,
    problems: &'p mut Problems,
}

/// Reads a whole body: `take` reads the properties it knows, any other is refused.
pub(super) fn read<T>(body: &[u8], take: impl FnOnce(&mut Fields<'_>) -> T) -> Result<T, Refusal> {
    let members: Map<String, Value> = serde_json::from_slice(body).map_err(|error| {
        Refusal::new(400, Code::MalformedBody, &"", format!("The body is not a JSON object: {error}."))
    })?;
    let mut problems = Problems::default();
    let value = take_all(members, At::Root, &mut problems, take);
    problems.or(value)
}

fn take_all<T>(
    members: Map<String, Value>,
    at: At,
    problems: &mut Problems,
    take: impl FnOnce(&mut Fields<'_>) -> T,
) -> T {
    let mut fields = Fields { members, at, problems };
    let value = take(&mut fields);
    for name in fields.members.keys() {
        fields.problems.add(
            Code::InvalidValue,
            &Path(at, name),
            format!("{name} is not a property of this object."),
        );
    }
    value
}

impl Fields<'_> {
    /// A text of 1 to `limit` characters that has to be there.
    pub(super) fn text(&mut self, name: &'static str, limit: usize) -> Box<str> {
        let Some(value) = self.required(name) else {
            return Box::default();
        };
        self.checked_text(name, limit, value).unwrap_or_default()
    }

    /// A text of 1 to `limit` characters that may be left out.
    pub(super) fn optional_text(&mut self, name: &'static str, limit: usize) -> Option<Box<str>> {
        let value = self.optional(name)?;
        self.checked_text(name, limit, value)
    }

    /// An id or number by which records are found: a text without blanks at its edges.
    pub(super) fn id(&mut self, name: &'static str, limit: usize) -> Box<str> {
        let id = self.text(name, limit);
        self.check_edges(name, &id);
        id
    }

    pub(super) fn optional_id(&mut self, name: &'static str, limit: usize) -> Option<Box<str>> {
        let id = self.optional_text(name, limit)?;
        self.check_edges(name, &id);
        Some(id)
    }

    fn check_edges(&mut self, name: &str, id: &str) {
        if id.trim() != id {
            self.invalid(name, "must not begin or end with a blank");
        }
    }

    /// An amount above zero, as text or number, with no more than two decimals.
    pub(super) fn positive_amount(&mut self, name: &'static str) -> i64 {
        let amount = self.amount(name);
        if amount == Some(0) {
            self.invalid(name, "must be above zero");
        }
        amount.unwrap_or_default()
    }

    /// An amount of zero or above that has to be there.
    pub(super) fn amount(&mut self, name: &'static str) -> Option<i64> {
        let value = self.required(name)?;
        match wire::money(&value, CURRENCY) {
            Ok(money) if money.is_negative() => {
                self.invalid(name, "must not be negative: the kind of document decides the sign");
                None
            }
            Ok(money) => Some(money.minor()),
            Err(error) => {
                self.invalid(name, error);
                None
            }
        }
    }

    /// An exact decimal of zero or above with at most five decimals, as text or number, that may be left out.
    pub(super) fn optional_decimal(&mut self, name: &'static str) -> Option<Decimal> {
        let value = self.optional(name)?;
        match wire::decimal(&value).map(|decimal| decimal.normalize()) {
            Ok(decimal) if decimal.scale() > 5 => self.invalid(name, "has more than five decimals"),
            Ok(decimal) if decimal.is_sign_negative() && !decimal.is_zero() => {
                self.invalid(name, "must not be negative");
            }
            Ok(decimal) => return Some(decimal),
            Err(error) => self.invalid(name, error),
        }
        None
    }

    /// A whole number of at least `least` and at most `most` that may be left out.
    pub(super) fn optional_whole(&mut self, name: &'static str, least: u16, most: u16) -> Option<u16> {
        let value = self.optional(name)?;
        let number = value.as_u64().and_then(|number| u16::try_from(number).ok());
        let fits = number.filter(|number| (least..=most).contains(number));
        if fits.is_none() {
            self.invalid(name, format_args!("must be a whole number from {least} to {most}"));
        }
        fits
    }

    /// One of a few words that has to be there; `None` notes a problem.
    pub(super) fn word<T: Copy>(&mut self, name: &'static str, words: &[(&str, T)]) -> Option<T> {
        let value = self.required(name)?;
        let found = words.iter().find(|(word, _)| value.as_str() == Some(word)).map(|(_, meaning)| *meaning);
        if found.is_none() {
            self.invalid(name, "is none of the words this property takes");
        }
        found
    }

    /// The texts of an object by their names.
    pub(super) fn texts(
        &mut self,
        name: &'static str,
        most: usize,
        limit: usize,
    ) -> Vec<(Box<str>, Box<str>)> {
        let members = match self.optional(name) {
            None => return Vec::new(),
            Some(Value::Object(members)) => members,
            Some(_) => {
                self.invalid(name, "must be an object");
                return Vec::new();
            }
        };
        if members.len() > most {
            self.invalid(name, format_args!("has more than {most} properties"));
        }
        let mut texts = Vec::with_capacity(members.len());
        for (label, value) in members {
            if label.chars().count() > limit {
                self.invalid(name, format_args!("has a label of more than {limit} characters"));
            }
            if let Some(text) = self.checked_text(name, limit, value) {
                texts.push((label.into(), text));
            }
        }
        texts
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.members.get(name).is_some_and(|value| !value.is_null())
    }

    /// Passes over what is left of these properties, after they have been dealt with.
    pub(super) fn skip(&mut self, names: &[&str]) {
        for name in names {
            self.members.remove(*name);
        }
    }

    /// A civil date, `yyyy-mm-dd`, that has to be there.
    pub(super) fn date(&mut self, name: &'static str) -> NaiveDate {
        let Some(value) = self.required(name) else {
            return NaiveDate::default();
        };
        self.checked_date(name, &value).unwrap_or_default()
    }

    pub(super) fn optional_date(&mut self, name: &'static str) -> Option<NaiveDate> {
        let value = self.optional(name)?;
        self.checked_date(name, &value)
    }

    /// A flag; absent means no.
    pub(super) fn flag(&mut self, name: &'static str) -> bool {
        match self.optional(name) {
            None => false,
            Some(Value::Bool(flag)) => flag,
            Some(_) => {
                self.invalid(name, "must be true or false");
                false
            }
        }
    }

    /// An object that may be left out.
    pub(super) fn object<T>(
        &mut self,
        name: &'static str,
        take: impl FnOnce(&mut Fields<'_>) -> T,
    ) -> Option<T> {
        let Value::Object(members) = self.optional(name)? else {
            self.invalid(name, "must be an object");
            return None;
        };
        Some(take_all(members, At::Object(name), self.problems, take))
    }

    /// A list of objects whose number lies in `count`.
    pub(super) fn list<T>(
        &mut self,
        name: &'static str,
        count: RangeInclusive<usize>,
        mut take: impl FnMut(&mut Fields<'_>) -> T,
    ) -> Vec<T> {
        let items = match self.required(name) {
            Some(Value::Array(items)) => items,
            Some(_) => {
                self.invalid(name, "must be a list");
                return Vec::new();
            }
            None => return Vec::new(),
        };
        if !count.contains(&items.len()) {
            let (least, most) = (count.start(), count.end());
            let found = items.len();
            self.invalid(name, format_args!("has {found} entries; Sage 50 takes {least} to {most}"));
            return Vec::new();
        }
        let mut taken = Vec::with_capacity(items.len());
        for (position, item) in items.into_iter().enumerate() {
            if let Value::Object(members) = item {
                taken.push(take_all(members, At::Item(name, position), self.problems, &mut take));
            } else {
                self.invalid(name, format_args!("entry {position} must be an object"));
            }
        }
        taken
    }

    /// Notes that the property has a value the books cannot take.
    pub(super) fn invalid(&mut self, name: &str, why: impl fmt::Display) {
        self.problems.add(Code::InvalidValue, &Path(self.at, name), format!("{name} {why}."));
    }

    pub(super) fn missing(&mut self, name: &str) {
        self.problems.add(Code::MissingValue, &Path(self.at, name), format!("{name} is required."));
    }

    fn optional(&mut self, name: &str) -> Option<Value> {
        self.members.remove(name).filter(|value| !value.is_null())
    }

    fn required(&mut self, name: &str) -> Option<Value> {
        let value = self.optional(name);
        if value.is_none() {
            self.missing(name);
        }
        value
    }

    fn checked_text(&mut self, name: &str, limit: usize, value: Value) -> Option<Box<str>> {
        let Value::String(text) = value else {
            self.invalid(name, "must be a text");
            return None;
        };
        let found = text.chars().count();
        if text.trim().is_empty() {
            self.invalid(name, "must not be blank");
        } else if text.chars().any(char::is_control) {
            self.invalid(name, "must not have control characters");
        } else if found > limit {
            self.invalid(name, format_args!("has {found} characters; Sage 50 allows {limit}"));
        } else {
            return Some(text.into());
        }
        None
    }

    fn checked_date(&mut self, name: &str, value: &Value) -> Option<NaiveDate> {
        let date = value.as_str().and_then(civil_date);
        if date.is_none() {
            self.invalid(name, "must be a date such as 2026-01-31");
        }
        date
    }
}

/// Reads `yyyy-mm-dd`, with all its zeros.
pub(super) fn civil_date(text: &str) -> Option<NaiveDate> {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if text.len() != 10 || digits != 8 {
        return None;
    }
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()
}
