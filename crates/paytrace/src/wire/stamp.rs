//! The gateway's way to write a time: `4/10/2015 4:06:30 PM`.

use chrono::{NaiveDate, NaiveDateTime};

/// Reads exactly `M/D/YYYY h:mm:ss AM|PM`; `None` for every other spelling and for days that do not exist.
pub(crate) fn parse(text: &str) -> Option<NaiveDateTime> {
    let (date, rest) = text.split_once(' ')?;
    let (clock, half) = rest.split_once(' ')?;
    let [month, day, year] = parts(date, '/')?;
    let [hour, minute, second] = parts(clock, ':')?;
    let year = i32::try_from(digits(year, 4, 4)?).ok()?;
    let date = NaiveDate::from_ymd_opt(year, digits(month, 1, 2)?, digits(day, 1, 2)?)?;
    let hour = digits(hour, 1, 2).filter(|hour| (1..=12).contains(hour))?;
    let noon = match half {
        "AM" => 0,
        "PM" => 12,
        _ => return None,
    };
    let hour = hour.checked_rem(12)?.checked_add(noon)?;
    date.and_hms_opt(hour, digits(minute, 2, 2)?, digits(second, 2, 2)?)
}

fn parts(text: &str, separator: char) -> Option<[&str; 3]> {
    let mut parts = text.split(separator);
    let three = [parts.next()?, parts.next()?, parts.next()?];
    parts.next().is_none().then_some(three)
}

fn digits(text: &str, least: usize, most: usize) -> Option<u32> {
    let fits = (least..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if fits { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_the_gateway_writes_them() {
        let cases = [
            ("4/10/2015 4:06:30 PM", "2015-04-10 16:06:30"),
            ("12/31/2025 12:00:00 AM", "2025-12-31 00:00:00"),
            ("1/1/2026 12:59:59 PM", "2026-01-01 12:59:59"),
            ("02/29/2024 01:02:03 AM", "2024-02-29 01:02:03"),
        ];
        for (text, iso) in cases {
            assert_eq!(parse(text).map(|time| time.to_string()), Some(iso.into()), "{text}");
        }
    }

    #[test]
    fn every_other_spelling_is_refused() {
        for text in [
            "",
            "4/10/15 4:06:30 PM",
            "13/10/2015 4:06:30 PM",
            "2/29/2026 4:06:30 PM",
            "4/31/2026 4:06:30 PM",
            "4/10/2015 16:06:30",
            "4/10/2015 0:06:30 PM",
            "4/10/2015 13:06:30 PM",
            "4/10/2015 4:6:30 PM",
            "4/10/2015 4:06:60 PM",
            "4/10/2015 4:06:30 pm",
            "4/10/2015 4:06 PM",
            "4/10/2015  4:06:30 PM",
            "4/10/2015T4:06:30 PM",
            "2015-04-10 4:06:30 PM",
            "004/10/2015 4:06:30 PM",
            "4/10/02015 4:06:30 PM",
            "4/10/2015/1 4:06:30 PM",
            "4/10/2015 4:06:30:00 PM",
            "٤/10/2015 4:06:30 PM",
            "0/10/2015 4:06:30 PM",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
