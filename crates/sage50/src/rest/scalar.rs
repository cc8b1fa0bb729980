//! Single values of the gateway's JSON, read tolerantly and exactly.

use std::borrow::Cow;

use chrono::{Datelike, NaiveDate};
use serde_json::Value;

/// A text, or a number as its text; blank is nothing.
pub(crate) fn text(value: Option<&Value>) -> Option<Cow<'_, str>> {
    match value? {
        Value::String(text) => Some(text.trim()).filter(|text| !text.is_empty()).map(Cow::Borrowed),
        Value::Number(number) => Some(Cow::Owned(number.to_string())),
        _ => None,
    }
}

/// A count: a whole number of zero or more, or its digits as text.
pub(crate) fn count(value: Option<&Value>) -> Option<u64> {
    match value? {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// A civil day, alone or before a time of day, which is ignored. The unset date of .NET, in the year 1, is nothing.
pub(crate) fn date(value: Option<&Value>) -> Option<NaiveDate> {
    let text = value?.as_str()?.trim();
    let (day, rest) = text.split_at_checked(10)?;
    if !(rest.is_empty() || rest.starts_with(['T', 't', ' '])) {
        return None;
    }
    NaiveDate::parse_from_str(day, "%Y-%m-%d").ok().filter(|day| day.year() > 1)
}

/// A key of an entry. The empty GUID and zero are what .NET shows for an entry that was never saved: no key.
pub(crate) fn key(value: Option<&Value>) -> Option<Box<str>> {
    let text = text(value)?;
    let unset = text.chars().all(|character| matches!(character, '0' | '-' | '{' | '}'));
    let usable = !unset && text.chars().count() <= 64 && !text.chars().any(char::is_control);
    usable.then(|| text.into())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_date_is_read_with_or_without_its_time_and_the_unset_one_is_nothing() {
        let day = NaiveDate::from_ymd_opt(2026, 7, 1);
        for good in ["2026-07-01", " 2026-07-01 ", "2026-07-01T00:00:00", "2026-07-01T23:59:59.9-05:00"] {
            assert_eq!(date(Some(&json!(good))), day, "{good}");
        }
        for bad in [
            json!("0001-01-01"),
            json!("0001-01-01T00:00:00"),
            json!("/Date(-62135578800000)/"),
            json!("1/1/0001"),
            json!("2026-02-30"),
            json!("2026-07-011"),
            json!("２026-07-01"),
            json!(20_260_701),
            json!(null),
        ] {
            assert_eq!(date(Some(&bad)), None, "{bad}");
        }
    }

    #[test]
    fn the_empty_guid_is_no_key() {
        for none in [
            json!("00000000-0000-0000-0000-000000000000"),
            json!("{00000000-0000-0000-0000-000000000000}"),
            json!(0),
            json!("0"),
            json!(""),
            json!("  "),
            json!(null),
            json!(true),
            json!({}),
            json!("a\u{0}b"),
            json!("x".repeat(65)),
        ] {
            assert_eq!(key(Some(&none)), None, "{none}");
        }
        assert_eq!(key(Some(&json!(17))).as_deref(), Some("17"));
        assert_eq!(key(Some(&json!("b1c0-1"))).as_deref(), Some("b1c0-1"));
    }

    #[test]
    fn a_count_is_whole_and_not_negative() {
        assert_eq!(count(Some(&json!(3))), Some(3));
        assert_eq!(count(Some(&json!("3"))), Some(3));
        for bad in [json!(-1), json!(1.5), json!("x"), json!(null), json!([])] {
            assert_eq!(count(Some(&bad)), None, "{bad}");
        }
    }
}
