//! Cells: how texts, dates, amounts and numbers stand in Sage's files.

use std::borrow::Cow;

use chrono::{Datelike, NaiveDate};
use encoding_rs::WINDOWS_1252;
use paysage_money::{Currency, Money, wire};
use rust_decimal::Decimal;

use super::error::Stop;
use super::template::DateFormat;
use crate::text_file::{formula_sign, is_mangled, unmappable_in};

/// A cell as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cell<'a> {
    /// ASCII of which nothing needs quotes.
    Plain(&'a str),
    /// Any text.
    Text(Cow<'a, str>),
    /// Digits and what stands between them.
    Digits(Digits),
}

impl Cell<'_> {
    pub(super) fn as_str(&self) -> &str {
        match self {
            Self::Plain(text) => text,
            Self::Text(text) => text,
            Self::Digits(digits) => std::str::from_utf8(digits.as_bytes()).unwrap_or_default(),
        }
    }

    /// Appends the cell in the file's character set, quoted where it must be.
    pub(super) fn write(self, file: &mut Vec<u8>) {
        match self {
            Self::Plain(text) => file.extend_from_slice(text.as_bytes()),
            Self::Text(text) => write(&text, file),
            Self::Digits(digits) => file.extend_from_slice(digits.as_bytes()),
        }
    }
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

/// Appends a text in Windows-1252, in quotes when it holds a comma, a quote or a line break; quotes within are doubled.
pub(super) fn write(text: &str, file: &mut Vec<u8>) {
    let (bytes, _, _) = WINDOWS_1252.encode(text);
    if !bytes.iter().any(|byte| matches!(byte, b',' | b'"' | b'\r' | b'\n')) {
        file.extend_from_slice(&bytes);
        return;
    }
    file.push(b'"');
    for byte in bytes.iter() {
        if *byte == b'"' {
            file.push(b'"');
        }
        file.push(*byte);
    }
    file.push(b'"');
}

/// A number or date in ASCII, made without memory of its own: a file has many. It is filled from its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Digits {
    bytes: [u8; Self::MOST],
    from: usize,
}

impl Digits {
    /// A number of `u64` has at most 20 digits; a sign, a point and zeros come to it.
    const MOST: usize = 32;

    const fn new() -> Self {
        Self { bytes: [0; Self::MOST], from: Self::MOST }
    }

    fn as_bytes(&self) -> &[u8] {
        self.bytes.get(self.from..).unwrap_or_default()
    }

    fn push(&mut self, byte: u8) {
        if let Some(from) = self.from.checked_sub(1)
            && let Some(place) = self.bytes.get_mut(from)
        {
            *place = byte;
            self.from = from;
        }
    }

    /// Puts the digits of a number in front, `least` of them at least, and gives back what is left above `most`.
    fn number(&mut self, mut value: u64, least: usize, most: usize) -> u64 {
        let mut digits = 0_usize;
        while digits < most && (value > 0 || digits < least) {
            self.push(digit(value % 10));
            value /= 10;
            digits = digits.saturating_add(1);
        }
        value
    }

    /// A number of `value` units of which `10^decimals` are one.
    fn decimal(value: u64, decimals: usize, is_negative: bool) -> Self {
        let mut digits = Self::new();
        let whole = digits.number(value, decimals, decimals);
        if decimals > 0 {
            digits.push(b'.');
        }
        digits.number(whole, 1, usize::MAX);
        if is_negative {
            digits.push(b'-');
        }
        digits
    }
}

fn digit(value: u64) -> u8 {
    u8::try_from(value).unwrap_or_default().saturating_add(b'0')
}

/// The two-digit years that Sage reads as this and the last century: 50 to 99 are 1950 to 1999.
const TWO_DIGIT_YEARS: std::ops::RangeInclusive<i32> = 1950..=2049;

/// A text, unless a spreadsheet would run it as a formula or Sage's character set lacks one of its characters.
pub(super) fn text<'a>(heading: &str, text: &'a str) -> Result<Cell<'a>, Stop> {
    // Nearly every text: nothing below can apply to it.
    if text.bytes().next().is_some_and(|first| first.is_ascii_alphanumeric()) && text.bytes().all(is_plain) {
        return Ok(Cell::Plain(text));
    }
    if let Some(first) = formula_sign(text) {
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
    match unmappable_in(text) {
        Some(character) => Err(Stop::new(
            format_args!("{heading} holds {character:?}, which Sage's character set (Windows-1252) lacks"),
            "replace the character by one of Windows-1252",
        )),
        None => Ok(text.into()),
    }
}

/// Whether a byte is ASCII that neither needs quotes nor stands in numbers with exponent.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii() && !matches!(byte, b',' | b'"' | b'\r' | b'\n' | b'+')
}

pub(super) fn date(heading: &str, date: NaiveDate, format: DateFormat) -> Result<Cell<'static>, Stop> {
    let year = date.year();
    let (shown, least) = match format {
        DateFormat::FourDigitYear if (1000..=9999).contains(&year) => (year, 4),
        DateFormat::TwoDigitYear if TWO_DIGIT_YEARS.contains(&year) => (year.rem_euclid(100), 2),
        _ => {
            return Err(Stop::new(
                format_args!("{heading} is {date}, whose year the template cannot write"),
                "choose a template with four-digit years, or correct the date",
            ));
        }
    };
    let mut digits = Digits::new();
    digits.number(shown.unsigned_abs().into(), least, usize::MAX);
    for part in [date.day(), date.month()] {
        digits.push(b'/');
        digits.number(part.into(), 1, usize::MAX);
    }
    Ok(Cell::Digits(digits))
}

/// A day as it stands in keys: `2026-06-01`.
pub(super) fn iso(date: NaiveDate) -> Cell<'static> {
    let Some(year) = u64::try_from(date.year()).ok().filter(|year| *year <= 9999) else {
        return date.to_string().into();
    };
    let mut digits = Digits::new();
    digits.number(date.day().into(), 2, 2);
    digits.push(b'-');
    digits.number(date.month().into(), 2, 2);
    digits.push(b'-');
    digits.number(year, 4, 4);
    Cell::Digits(digits)
}

pub(super) fn money(amount: Money) -> Cell<'static> {
    match usize::try_from(amount.currency().exponent()) {
        Ok(decimals) => {
            let (value, is_negative) = (amount.minor().unsigned_abs(), amount.is_negative());
            Cell::Digits(Digits::decimal(value, decimals, is_negative))
        }
        Err(_) => amount.to_string().into(),
    }
}

/// A whole number.
pub(super) fn whole(value: i32) -> Cell<'static> {
    Cell::Digits(Digits::decimal(value.unsigned_abs().into(), 0, value.is_negative()))
}

/// A whole number that is not negative.
pub(super) fn count(value: usize) -> Cell<'static> {
    u64::try_from(value)
        .map_or_else(|_| value.to_string().into(), |value| Cell::Digits(Digits::decimal(value, 0, false)))
}

/// A number with at least two decimals, as Sage exports them; more when the number has more.
pub(super) fn number(value: Decimal) -> Cell<'static> {
    if let Some(cell) = short_number(value) {
        return cell;
    }
    let value = value.normalize();
    if value.scale() < 2 { format!("{value:.2}").into() } else { value.to_string().into() }
}

/// Nearly every number.
fn short_number(value: Decimal) -> Option<Cell<'static>> {
    let mut units = u64::try_from(value.mantissa().unsigned_abs()).ok()?;
    let mut decimals = usize::try_from(value.scale()).ok().filter(|decimals| *decimals <= 9)?;
    while decimals > 2 && units.is_multiple_of(10) {
        units /= 10;
        decimals = decimals.saturating_sub(1);
    }
    while decimals < 2 {
        units = units.checked_mul(10)?;
        decimals = decimals.saturating_add(1);
    }
    (units > 0).then(|| Cell::Digits(Digits::decimal(units, decimals, value.is_sign_negative())))
}

pub(super) fn flag(value: bool) -> Cell<'static> {
    Cell::Plain(if value { "TRUE" } else { "FALSE" })
}

/// The text without blanks at its edges; nearly every text has none.
pub(super) fn trimmed(text: &str) -> &str {
    match text.as_bytes() {
        [] | [b'!'..=b'~'] | [b'!'..=b'~', .., b'!'..=b'~'] => text,
        _ => text.trim(),
    }
}

/// Why a cell cannot be read; the caller adds the heading and the line.
pub(super) type Unread = Cow<'static, str>;

/// Reads `6/1/26` and `06/01/2026`; nothing else is surely a date of Sage's.
pub(super) fn read_date(text: &str) -> Result<Option<NaiveDate>, Unread> {
    let text = trimmed(text);
    if text.is_empty() || text == "1/1/0001" {
        return Ok(None);
    }
    match civil(text) {
        Some(date) => Ok(Some(date)),
        _ if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) => {
            Err(format!("is {text:?}, a spreadsheet's day number; export again").into())
        }
        _ => Err(format!("is {text:?} and no date such as 6/1/26").into()),
    }
}

/// A month and a day of one or two digits and a year of two or four.
fn civil(text: &str) -> Option<NaiveDate> {
    let mut parts = [(0_u32, 0_usize); 3];
    let mut place = 0_usize;
    for byte in text.bytes() {
        if byte == b'/' {
            place = place.checked_add(1)?;
            continue;
        }
        let digit = byte.checked_sub(b'0').filter(|digit| *digit < 10)?;
        let (value, digits) = parts.get_mut(place)?;
        *value = value.checked_mul(10)?.checked_add(digit.into())?;
        *digits = digits.checked_add(1)?;
    }
    let [(month, 1 | 2), (day, 1 | 2), (year, digits)] = parts else {
        return None;
    };
    let year = match digits {
        2 if year < 50 => year.checked_add(2000)?,
        2 => year.checked_add(1900)?,
        4 => year,
        _ => return None,
    };
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

/// Reads an amount; a blank is zero. Sage writes all its decimals, and a spreadsheet leaves out the zeros among them:
/// what else it has changed in such a file nobody knows.
pub(super) fn read_money(text: &str, currency: Currency) -> Result<Money, Unread> {
    let text = trimmed(text);
    if text.is_empty() {
        return Ok(Money::zero(currency));
    }
    let amount = Money::parse(text, currency)
        .map_err(|_| Unread::from(format!("is {text:?} and no amount such as -12.34")))?;
    let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    if usize::try_from(currency.exponent()).is_ok_and(|all| decimals < all) {
        return Err(format!(
            "is {text:?} without all its decimals, as a spreadsheet writes it; export again"
        )
        .into());
    }
    Ok(amount)
}

/// Reads a number; a blank is zero.
pub(super) fn read_number(text: &str) -> Result<Decimal, Unread> {
    match trimmed(text) {
        "" => Ok(Decimal::ZERO),
        text => match short_decimal(text) {
            Some(value) => Ok(value),
            None => wire::decimal(&text.into())
                .map_err(|_| format!("is {text:?} and no number such as 2.50").into()),
        },
    }
}

/// Reads nearly every number: a few digits, with a point between them and a minus in front or without.
fn short_decimal(text: &str) -> Option<Decimal> {
    let (is_negative, digits) = text.strip_prefix('-').map_or((false, text), |digits| (true, digits));
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
    if whole.is_empty() || decimals.is_empty() || digits.len() > 17 {
        return None;
    }
    // Zeros at the end carry no value.
    let decimals = decimals.trim_end_matches('0');
    let mut value = 0_i64;
    for byte in whole.bytes().chain(decimals.bytes()) {
        let digit = byte.checked_sub(b'0').filter(|digit| *digit < 10)?;
        value = value.checked_mul(10)?.checked_add(digit.into())?;
    }
    let value = if is_negative { value.checked_neg()? } else { value };
    (value != 0 || !is_negative).then_some(Decimal::new(value, u32::try_from(decimals.len()).ok()?))
}

/// Reads a whole number; a blank is zero.
pub(super) fn read_count(text: &str) -> Result<usize, Unread> {
    match trimmed(text) {
        "" => Ok(0),
        text => text.parse().map_err(|_| format!("is {text:?} and no whole number").into()),
    }
}

/// Reads TRUE and FALSE; a blank is FALSE.
pub(super) fn read_flag(text: &str) -> Result<bool, Unread> {
    match trimmed(text) {
        "" => Ok(false),
        text if text.eq_ignore_ascii_case("TRUE") => Ok(true),
        text if text.eq_ignore_ascii_case("FALSE") => Ok(false),
        text => Err(format!("is {text:?} and neither TRUE nor FALSE").into()),
    }
}

/// Refuses an id that a spreadsheet has turned into a number with exponent.
pub(super) fn read_id(text: &str) -> Result<&str, Unread> {
    // Nearly no text holds a plus, and a byte is sooner looked for than two.
    if text.as_bytes().contains(&b'+') && is_mangled(text.trim()) {
        return Err(
            format!("is {text:?}, an id that a spreadsheet has turned into a number; export again").into()
        );
    }
    Ok(text)
}

#[cfg(test)]
mod tests;
