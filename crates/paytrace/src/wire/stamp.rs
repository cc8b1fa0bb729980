//! The gateway's way to write a time: `4/10/2015 4:06:30 PM`.

use std::ops::RangeInclusive;

use chrono::{NaiveDate, NaiveDateTime};

/// Reads exactly `M/D/YYYY h:mm:ss AM|PM`; `None` for every other spelling and for days that do not exist.
pub(crate) fn parse(text: &str) -> Option<NaiveDateTime> {
    let mut rest = text.as_bytes();
    let month = digits(&mut rest, 1..=2, b'/')?;
    let day = digits(&mut rest, 1..=2, b'/')?;
    let year = digits(&mut rest, 4..=4, b' ')?;
    let hour = digits(&mut rest, 1..=2, b':')?;
    let minute = digits(&mut rest, 2..=2, b':')?;
    let second = digits(&mut rest, 2..=2, b' ')?;
    let noon = match rest {
        b"AM" => 0,
        b"PM" => 12,
        _ => return None,
    };
    let hour = Some(hour).filter(|hour| (1..=12).contains(hour))?.checked_rem(12)?.checked_add(noon)?;
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?.and_hms_opt(hour, minute, second)
}

/// Takes so many digits and the `mark` behind them.
fn digits(rest: &mut &[u8], count: RangeInclusive<usize>, mark: u8) -> Option<u32> {
    let (number, behind) = rest.split_at_checked(rest.iter().position(|byte| *byte == mark)?)?;
    if !count.contains(&number.len()) {
        return None;
    }
    let value = number.iter().try_fold(0_u32, |value, byte| {
        let digit = char::from(*byte).to_digit(10)?;
        value.checked_mul(10)?.checked_add(digit)
    })?;
    *rest = behind.get(1..)?;
    Some(value)
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
