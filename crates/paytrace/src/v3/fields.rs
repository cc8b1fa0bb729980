//! Reads the members of one JSON object of an answer, and says which cannot be read.

use std::borrow::Cow;
use std::str::FromStr;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use paysage_money::{Currency, Money};

use crate::wire::object::{self, Flaw, Slot};
use crate::wire::scalar::{self, Problem, TWICE};
use crate::{BadRecord, Error, redact};

/// A field and what is wrong with it.
pub(super) type Bad = (&'static str, Problem);

/// The known members of one object.
pub(super) struct Fields<'a, const N: usize> {
    keys: &'static [&'static str; N],
    slots: [Slot<'a>; N],
}

impl<'a, const N: usize> Fields<'a, N> {
    pub(super) fn read(text: &'a str, keys: &'static [&'static str; N]) -> Result<Self, Bad> {
        match object::read(text, keys) {
            (slots, None) => Ok(Self { keys, slots }),
            (_, Some(Flaw::NotJson(_))) => Err(("record", "is no JSON object; look it up in PayTrace")),
            (_, Some(Flaw::Twice(place))) => {
                Err((place.and_then(|place| keys.get(place)).copied().unwrap_or("record"), TWICE))
            }
        }
    }

    pub(super) fn slot(&self, key: &str) -> Slot<'a> {
        let place = self.keys.iter().position(|known| *known == key);
        place.and_then(|place| self.slots.get(place)).copied().unwrap_or(Slot::Absent)
    }

    /// A text without card numbers.
    pub(super) fn text(&self, key: &'static str) -> Result<Option<Box<str>>, Bad> {
        let text = scalar::owned(self.slot(key)).map_err(|problem| (key, problem))?;
        Ok(text.map(redact::card_numbers_in))
    }

    /// A text exactly as it came, for ids and keys of PayTrace; `None` for what is none.
    pub(super) fn exact(&self, key: &'static str) -> Option<Cow<'a, str>> {
        scalar::text(self.slot(key)).ok().flatten()
    }

    /// A value of a checked type: an id, a count, a day of the year 2026-03-31.
    pub(super) fn value<T: FromStr>(&self, key: &'static str) -> Result<Option<T>, Bad> {
        let text = scalar::text(self.slot(key)).map_err(|problem| (key, problem))?;
        let read =
            text.map(|text| text.parse().map_err(|_| (key, "is not of its kind; look it up in PayTrace")));
        read.transpose()
    }

    /// An exact amount in US dollars, which may be negative.
    pub(super) fn amount(&self, key: &'static str) -> Result<Option<Money>, Bad> {
        let text = scalar::text(self.slot(key)).map_err(|problem| (key, problem))?;
        let amount = text.map(|text| Money::parse(&text, Currency::Usd));
        amount.transpose().map_err(|_| (key, "is no exact amount with at most two decimals"))
    }

    /// An ISO 8601 moment; one without a zone is taken as UTC.
    pub(super) fn moment(&self, key: &'static str) -> Result<Option<DateTime<Utc>>, Bad> {
        let text = scalar::text(self.slot(key)).map_err(|problem| (key, problem))?;
        text.map(|text| moment(&text).ok_or((key, "is no time as in 2026-03-02T10:05:09Z"))).transpose()
    }

    /// A switch; `None` for what is neither `true` nor `false`.
    pub(super) fn flag(&self, key: &'static str) -> Option<bool> {
        match self.slot(key) {
            Slot::Raw("true") => Some(true),
            Slot::Raw("false") => Some(false),
            _ => None,
        }
    }

    /// The text of an object or a list.
    pub(super) fn nested(&self, key: &'static str) -> Option<&'a str> {
        match self.slot(key) {
            Slot::Raw(text) if text.starts_with(['{', '[']) => Some(text),
            _ => None,
        }
    }
}

/// A text that PayTrace is to search for, of at most 255 characters; it documents no limit.
pub(super) fn search_term(text: Option<&str>) -> Result<Option<&str>, Error> {
    if let Some(text) = text {
        paysage_money::check_text("search term", text, 255)?;
    }
    Ok(text)
}

/// Takes a value that a record must have.
pub(super) fn required<T>(value: Option<T>, key: &'static str) -> Result<T, Bad> {
    value.ok_or((key, "is missing; look it up in PayTrace"))
}

/// What is kept of a record that cannot be read.
pub(super) fn bad_record((field, problem): Bad, text: &str) -> BadRecord {
    BadRecord::new(field, problem, text)
}

fn moment(text: &str) -> Option<DateTime<Utc>> {
    if let Ok(moment) = DateTime::parse_from_rfc3339(text) {
        return Some(moment.to_utc());
    }
    if let Ok(moment) = text.parse::<NaiveDateTime>() {
        return Some(moment.and_utc());
    }
    Some(text.parse::<NaiveDate>().ok()?.and_hms_opt(0, 0, 0)?.and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_has_a_zone_or_is_utc() {
        let cases = [
            ("2026-03-02T10:05:09Z", Some("2026-03-02 10:05:09 UTC")),
            ("2026-03-02T10:05:09.250-08:00", Some("2026-03-02 18:05:09.250 UTC")),
            ("2026-03-02T10:05:09", Some("2026-03-02 10:05:09 UTC")),
            ("2026-03-02", Some("2026-03-02 00:00:00 UTC")),
            ("03/02/2026", None),
            ("2026-02-30T00:00:00Z", None),
        ];
        for (text, read) in cases {
            assert_eq!(moment(text).map(|moment| moment.to_string()).as_deref(), read, "{text}");
        }
    }

    #[test]
    fn each_breach_names_its_field() {
        static KEYS: [&str; 3] = ["id", "amount", "at"];
        let read = |text| -> Result<(), Bad> {
            let fields = Fields::read(text, &KEYS)?;
            required(fields.value::<u32>("id")?, "id")?;
            fields.amount("amount")?;
            fields.moment("at")?;
            Ok(())
        };
        let cases = [
            ("[]", "record"),
            (r#"{"id":1,"id":2}"#, "id"),
            (r#"{"id":"x"}"#, "id"),
            ("{}", "id"),
            (r#"{"id":1,"amount":1.005}"#, "amount"),
            (r#"{"id":1,"at":"today"}"#, "at"),
        ];
        for (text, field) in cases {
            assert_eq!(read(text).expect_err(text).0, field, "{text}");
        }
        assert_eq!(read(r#"{"id":"1","amount":"-3.10","at":null,"new":{}}"#), Ok(()));
    }
}
