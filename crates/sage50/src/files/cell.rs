//! Cells: how texts, dates, amounts and numbers stand in Sage's files.

use std::borrow::Cow;

use chrono::{Datelike, NaiveDate};
use encoding_rs::WINDOWS_1252;
use paysage_money::{Currency, Money, wire};
use rust_decimal::Decimal;

use super::error::Stop;
use super::template::DateFormat;

/// A cell as it is written.
pub(super) type Cell<'a> = Cow<'a, str>;

/// The two-digit years that Sage reads as this and the last century: 50 to 99 are 1950 to 1999.
const TWO_DIGIT_YEARS: std::ops::RangeInclusive<i32> = 1950..=2049;

/// A text, unless a spreadsheet would run it as a formula or Sage's character set lacks one of its characters.
pub(super) fn text<'a>(heading: &str, text: &'a str) -> Result<Cell<'a>, Stop> {
    // Blanks in front do not stop every spreadsheet.
    if let Some(first) = text.trim_start().chars().next().filter(|first| "=+-@".contains(*first)) {
        return Err(Stop::new(
            format_args!("{heading} begins with {first}, which a spreadsheet would run as a formula"),
            "begin it with a letter or digit",
        ));
    }
    if is_mangled(text.trim()) {
        return Err(Stop::new(
            format_args!(
                "{heading} is {text:?}, which reads like a number and would come back as another text"
            ),
            "give it another spelling",
        ));
    }
    if text.is_ascii() {
        return Ok(Cow::Borrowed(text));
    }
    match text.chars().find(|character| !is_mappable(*character)) {
        Some(character) => Err(Stop::new(
            format_args!("{heading} holds {character:?}, which Sage's character set (Windows-1252) lacks"),
            "replace the character by one of Windows-1252",
        )),
        None => Ok(Cow::Borrowed(text)),
    }
}

fn is_mappable(character: char) -> bool {
    let mut buffer = [0; 4];
    let (_, _, replaced) = WINDOWS_1252.encode(character.encode_utf8(&mut buffer));
    !replaced
}

pub(super) fn date(heading: &str, date: NaiveDate, format: DateFormat) -> Result<Cell<'static>, Stop> {
    let (year, month, day) = (date.year(), date.month(), date.day());
    match format {
        DateFormat::FourDigitYear if (1000..=9999).contains(&year) => {
            Ok(format!("{month}/{day}/{year}").into())
        }
        DateFormat::TwoDigitYear if TWO_DIGIT_YEARS.contains(&year) => {
            Ok(format!("{month}/{day}/{:02}", year.rem_euclid(100)).into())
        }
        _ => Err(Stop::new(
            format_args!("{heading} is {date}, whose year the template cannot write"),
            "choose a template with four-digit years, or correct the date",
        )),
    }
}

pub(super) fn money(amount: Money) -> Cell<'static> {
    amount.to_string().into()
}

/// A number with at least two decimals, as Sage exports them; more when the number has more.
pub(super) fn number(value: Decimal) -> Cell<'static> {
    let value = value.normalize();
    if value.scale() < 2 { format!("{value:.2}").into() } else { value.to_string().into() }
}

pub(super) fn flag(value: bool) -> Cell<'static> {
    Cow::Borrowed(if value { "TRUE" } else { "FALSE" })
}

/// Why a cell cannot be read; the caller adds the heading and the line.
pub(super) type Unread = Cow<'static, str>;

/// Reads `6/1/26` and `06/01/2026`; nothing else is surely a date of Sage's.
pub(super) fn read_date(text: &str) -> Result<Option<NaiveDate>, Unread> {
    let text = text.trim();
    if text.is_empty() || text == "1/1/0001" {
        return Ok(None);
    }
    let mut parts = text.split('/');
    let mut number = |widths: &[usize]| {
        let part = parts.next()?;
        let fits = widths.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        if fits { part.parse::<u32>().ok().map(|value| (value, part.len())) } else { None }
    };
    let date = (|| {
        let ((month, _), (day, _)) = (number(&[1, 2])?, number(&[1, 2])?);
        let (year, digits) = number(&[2, 4])?;
        let year = i32::try_from(year).ok()?;
        let year = match digits {
            2 if year < 50 => year.checked_add(2000)?,
            2 => year.checked_add(1900)?,
            _ => year,
        };
        NaiveDate::from_ymd_opt(year, month, day)
    })();
    match date {
        Some(date) if parts.next().is_none() => Ok(Some(date)),
        _ if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) => {
            Err(format!("is {text:?}, a spreadsheet's day number; export again").into())
        }
        _ => Err(format!("is {text:?} and no date such as 6/1/26").into()),
    }
}

/// Reads an amount; a blank is zero.
pub(super) fn read_money(text: &str, currency: Currency) -> Result<Money, Unread> {
    match text.trim() {
        "" => Ok(Money::zero(currency)),
        text => Money::parse(text, currency)
            .map_err(|_| format!("is {text:?} and no amount such as -12.34").into()),
    }
}

/// Reads a number; a blank is zero.
pub(super) fn read_number(text: &str) -> Result<Decimal, Unread> {
    match text.trim() {
        "" => Ok(Decimal::ZERO),
        text => {
            wire::decimal(&text.into()).map_err(|_| format!("is {text:?} and no number such as 2.50").into())
        }
    }
}

/// Reads a whole number; a blank is zero.
pub(super) fn read_count(text: &str) -> Result<usize, Unread> {
    match text.trim() {
        "" => Ok(0),
        text => text.parse().map_err(|_| format!("is {text:?} and no whole number").into()),
    }
}

/// Reads TRUE and FALSE; a blank is FALSE.
pub(super) fn read_flag(text: &str) -> Result<bool, Unread> {
    match text.trim() {
        "" => Ok(false),
        text if text.eq_ignore_ascii_case("TRUE") => Ok(true),
        text if text.eq_ignore_ascii_case("FALSE") => Ok(false),
        text => Err(format!("is {text:?} and neither TRUE nor FALSE").into()),
    }
}

/// Refuses an id that a spreadsheet has turned into a number with exponent.
pub(super) fn read_id(text: &str) -> Result<&str, Unread> {
    if is_mangled(text.trim()) {
        return Err(
            format!("is {text:?}, an id that a spreadsheet has turned into a number; export again").into()
        );
    }
    Ok(text)
}

/// Whether a text is what spreadsheets make of long numbers, e.g. `1.06E+11`.
fn is_mangled(text: &str) -> bool {
    let Some((digits, exponent)) = text.split_once("E+") else {
        return false;
    };
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    all_digits(exponent) && digits.split('.').all(all_digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_with_one_or_two_digits_and_nothing_else_is_a_date() {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day);
        for (text, date) in [
            ("6/1/26", day(2026, 6, 1)),
            ("06/01/26", day(2026, 6, 1)),
            ("12/31/2026", day(2026, 12, 31)),
            ("1/2/50", day(1950, 1, 2)),
            ("1/2/49", day(2049, 1, 2)),
            (" 6/1/26 ", day(2026, 6, 1)),
            ("", None),
            ("1/1/0001", None),
        ] {
            assert_eq!(read_date(text).unwrap(), date, "{text}");
        }
        for text in ["2026-06-01", "13/1/26", "2/30/26", "6/1/126", "6/1", "6/1/26/1", "1-Jun-26", "6/1/2x"] {
            assert!(read_date(text).unwrap_err().contains("no date"), "{text}");
        }
        assert!(read_date("46174").unwrap_err().contains("spreadsheet's day number"));
    }

    #[test]
    fn dates_are_written_without_zeros_and_a_year_that_does_not_fit_is_refused() {
        let day = |year| NaiveDate::from_ymd_opt(year, 6, 1).unwrap();
        let written = |year, format| date("Date", day(year), format).map(Cow::into_owned).ok();
        assert_eq!(written(2026, DateFormat::TwoDigitYear).as_deref(), Some("6/1/26"));
        assert_eq!(written(2009, DateFormat::TwoDigitYear).as_deref(), Some("6/1/09"));
        assert_eq!(written(2050, DateFormat::TwoDigitYear), None);
        assert_eq!(written(2050, DateFormat::FourDigitYear).as_deref(), Some("6/1/2050"));
        assert_eq!(written(10_000, DateFormat::FourDigitYear), None);
    }

    #[test]
    fn a_formula_and_a_character_outside_windows_1252_are_stopped_and_the_rest_passes() {
        for wrong in ["=1+1", "+1", "-5", "@cmd", " =1", "-"] {
            let stop = text("Description", wrong).unwrap_err();
            assert!(stop.reason.contains("formula"), "{wrong}");
        }
        let stop = text("Description", "Łódź").unwrap_err();
        assert_eq!(&*stop.reason, "Description holds 'Ł', which Sage's character set (Windows-1252) lacks");
        for fine in ["a=1", "1-2", "Zürich €5 “x”", "O'Neil, \"Jr\""] {
            assert_eq!(text("Description", fine).unwrap(), fine);
        }
    }

    #[test]
    fn numbers_keep_their_value_and_show_two_decimals_at_least() {
        for (value, shown) in
            [("2", "2.00"), ("-0.5", "-0.50"), ("1.23456", "1.23456"), ("100.0000", "100.00")]
        {
            assert_eq!(number(value.parse().unwrap()), shown);
            assert_eq!(read_number(shown).unwrap(), value.parse().unwrap());
        }
        assert_eq!(read_number("").unwrap(), Decimal::ZERO);
        for wrong in ["1,234.00", "$5", "(5.00)", "1E+5", "x"] {
            assert!(read_number(wrong).is_err(), "{wrong}");
            assert!(read_money(wrong, Currency::Usd).is_err(), "{wrong}");
        }
        assert!(read_money("1.005", Currency::Usd).is_err());
    }

    #[test]
    fn ids_that_a_spreadsheet_mangled_are_found() {
        for mangled in ["1.05969E+11", "1E+05"] {
            assert!(read_id(mangled).unwrap_err().contains("spreadsheet"), "{mangled}");
        }
        for fine in ["INV-1", "E+5", "1E5", "12E+", "PT1E+5", "105968532"] {
            assert_eq!(read_id(fine).unwrap(), fine);
        }
        assert!(read_flag("yes").is_err());
        assert!(read_count("1.5").is_err());
    }
}
