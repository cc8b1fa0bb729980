//! Cards: what makes a number valid, and the little of it that is kept.

use std::fmt;

use super::fields::Fields;
use super::refusal::Refusal;

/// The cards of PayTrace's sandbox and of its samples, with their security codes.
const KNOWN_CODES: [(&str, &str); 7] = [
    ("4012000098765439", "999"),
    ("5499740000000057", "998"),
    ("6011000993026909", "996"),
    ("371449635392376", "9997"),
    ("4111111111111111", "999"),
    ("4012881888818888", "999"),
    ("5454545454545454", "999"),
];

/// A card to test with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct TestCard<'a> {
    /// The number, digits only.
    pub number: &'a str,
    /// 1 to 12.
    pub expiration_month: u8,
    /// Four digits.
    pub expiration_year: u16,
    /// The security code, blank for none.
    pub security_code: &'a str,
}

impl TestCard<'static> {
    /// The Visa card of PayTrace's sandbox.
    pub const VISA: Self = Self::sandbox("4012000098765439", "999");
    /// The Mastercard of PayTrace's sandbox.
    pub const MASTERCARD: Self = Self::sandbox("5499740000000057", "998");
    /// The Discover card of PayTrace's sandbox.
    pub const DISCOVER: Self = Self::sandbox("6011000993026909", "996");
    /// The American Express card of PayTrace's sandbox.
    pub const AMEX: Self = Self::sandbox("371449635392376", "9997");

    const fn sandbox(number: &'static str, security_code: &'static str) -> Self {
        Self { number, expiration_month: 12, expiration_year: 2030, security_code }
    }
}

impl TestCard<'_> {
    pub(super) fn read(&self) -> Result<Card, Refusal> {
        Card::new(self.number, &self.expiration_month.to_string(), &self.expiration_year.to_string())
    }
}

/// Shows the last four digits only: a program's own card may be a real one.
impl fmt::Debug for TestCard<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let last4 = self.number.get(self.number.len().saturating_sub(4)..).unwrap_or_default();
        formatter.debug_struct("TestCard").field("last4", &last4).finish_non_exhaustive()
    }
}

/// The brands that make a difference to the simulator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Brand {
    Visa,
    Mastercard,
    Amex,
    Discover,
    Diners,
    Jcb,
    Other,
}

/// What the simulator keeps of a card. The number itself is dropped as soon as it is checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Card {
    /// The first six digits; a loaded row hides them.
    first6: Option<String>,
    last4: String,
    length: usize,
    /// The code of a card whose code is on record; every code counts as that of any other card.
    security_code: Option<&'static str>,
    pub(super) expiration_month: u8,
    /// Two digits, as PayTrace exports it.
    pub(super) expiration_year: u8,
}

impl Card {
    /// Reads a `credit_card` object, reporting everything wrong with it at once.
    pub(super) fn read(card: Fields<'_>) -> Result<Card, Refusal> {
        Card::new(&card.text("number"), &card.text("expiration_month"), &card.text("expiration_year"))
    }

    /// Checks the parts of a card, reporting everything wrong with them at once.
    pub(super) fn new(number: &str, month: &str, year: &str) -> Result<Card, Refusal> {
        let month = month.parse().ok().filter(|month| (1..=12_u8).contains(month));
        let year = two_digit_year(year);
        let wrong = [
            (!is_valid_number(number)).then(Refusal::card_number),
            month.is_none().then(Refusal::expiration_month),
            year.is_none().then(Refusal::expiration_year),
        ];
        let wrong = wrong.into_iter().flatten().reduce(Refusal::and);
        match (wrong, month, year) {
            (None, Some(expiration_month), Some(expiration_year)) => Ok(Card {
                first6: number.get(..6).map(str::to_owned),
                security_code: KNOWN_CODES.iter().find(|(known, _)| *known == number).map(|(_, code)| *code),
                last4: number.get(number.len().saturating_sub(4)..).unwrap_or_default().to_owned(),
                length: number.len(),
                expiration_month,
                expiration_year,
            }),
            (wrong, _, _) => Err(wrong.unwrap_or_else(Refusal::card_number)),
        }
    }

    /// Reads the masked `credit_card` of an exported row.
    pub(super) fn from_masked(card: Fields<'_>) -> Option<Card> {
        let masked = card.text("masked_number");
        let last4 = masked.get(masked.len().checked_sub(4)?..)?;
        if !last4.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let first6 = masked.get(..6).filter(|first| first.bytes().all(|byte| byte.is_ascii_digit()));
        Some(Card {
            first6: first6.map(str::to_owned),
            security_code: None,
            last4: last4.to_owned(),
            length: masked.len().min(19),
            expiration_month: card.text("expiration_month").parse().ok()?,
            expiration_year: two_digit_year(&format!("{:0>2}", card.text("expiration_year")))?,
        })
    }

    /// Reads both tracks of a magnetic stripe; either is enough.
    pub(super) fn from_swipe(swipe: &str) -> Result<Card, Refusal> {
        let tracks = [(swipe.split_once("%B"), '^'), (swipe.split_once(';'), '=')];
        let read = tracks.into_iter().find_map(|(track, separator)| {
            let (number, rest) = track?.1.split_once(separator)?;
            // Track 1 has the holder's name between the number and the expiry.
            let expiry = if separator == '^' { rest.split_once('^')?.1 } else { rest };
            Some((number.replace(' ', ""), expiry.get(..2)?, expiry.get(2..4)?))
        });
        let (number, year, month) = read.ok_or_else(Refusal::swipe)?;
        Card::new(&number, month, year)
    }

    /// Whether this is the card's security code, as far as the simulator can know.
    pub(super) fn has_security_code(&self, code: &str) -> bool {
        self.security_code.is_none_or(|known| known == code)
    }

    /// The brand by the first digits; `None` when they are hidden.
    pub(super) fn brand(&self) -> Option<Brand> {
        let first: u32 = self.first6.as_deref()?.parse().ok()?;
        Some(match first {
            400_000..=499_999 => Brand::Visa,
            510_000..=559_999 | 222_100..=272_099 => Brand::Mastercard,
            340_000..=349_999 | 370_000..=379_999 => Brand::Amex,
            601_100..=601_199 | 622_126..=622_925 | 644_000..=659_999 => Brand::Discover,
            300_000..=305_999 | 360_000..=369_999 | 380_000..=399_999 => Brand::Diners,
            352_800..=358_999 => Brand::Jcb,
            _ => Brand::Other,
        })
    }

    /// The masked number with the first six digits, where they are known and leave something to hide.
    pub(super) fn with_bin(&self) -> Option<String> {
        let first6 = self.first6.as_deref()?;
        Some(format!("{first6}{}{}", "*".repeat(self.length.checked_sub(10)?), self.last4))
    }

    /// The masked number of an exported row.
    pub(super) fn with_stars(&self) -> String {
        self.masked("*")
    }

    /// The masked number of an answer to a keyed card.
    pub(super) fn with_crosses(&self) -> String {
        self.masked("x")
    }

    fn masked(&self, mark: &str) -> String {
        format!("{}{}", mark.repeat(self.length.saturating_sub(4)), self.last4)
    }
}

/// 13 to 19 digits, the length of the card's brand, and a right check digit.
fn is_valid_number(number: &str) -> bool {
    if !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let lengths = match number.as_bytes() {
        [b'4', ..] => 13..=19,
        [b'3', b'4' | b'7', ..] => 15..=15,
        [b'5' | b'2', ..] => 16..=16,
        _ => 14..=19,
    };
    lengths.contains(&number.len()) && passes_luhn(number)
}

fn passes_luhn(number: &str) -> bool {
    let digits = number.bytes().rev().filter_map(|byte| char::from(byte).to_digit(10));
    let sum = digits.enumerate().fold(0_u32, |sum, (place, digit)| {
        let doubled = digit.saturating_mul(2);
        let part = match (place % 2, doubled) {
            (0, _) => digit,
            (_, 0..=9) => doubled,
            _ => doubled.saturating_sub(9),
        };
        sum.saturating_add(part)
    });
    sum.is_multiple_of(10)
}

/// `2026`, `26`: PayTrace reads both. Whether the year has passed is not judged.
fn two_digit_year(text: &str) -> Option<u8> {
    let digits = match text.len() {
        2 => text,
        4 => text.get(2..)?,
        _ => return None,
    };
    if text.bytes().all(|byte| byte.is_ascii_digit()) { digits.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn read(card: &Value) -> Result<Card, Refusal> {
        Card::read(Fields::of(card))
    }

    #[test]
    fn the_recorded_test_cards_are_valid() {
        for number in [
            "4012000098765439",
            "5499740000000057",
            "6011000993026909",
            "371449635392376",
            "4111111111111111",
            "4012881888818888",
            "5454545454545454",
        ] {
            let card = json!({"number": number, "expiration_month": "12", "expiration_year": 2030});
            let card = read(&card).unwrap();
            assert_eq!(card.with_stars().len(), number.len(), "{number}");
            assert!(number.ends_with(card.with_crosses().trim_start_matches('x')), "{number}");
            assert_eq!((card.expiration_month, card.expiration_year), (12, 30));
        }
    }

    #[test]
    fn the_recorded_bad_card_gives_errors_35_and_43_and_no_other() {
        let card = json!({"number": "54545454545454", "expiration_month": 14, "expiration_year": 1999});
        assert_eq!(read(&card), Err(Refusal::card_number().and(Refusal::expiration_month())));
    }

    #[test]
    fn a_bad_part_of_a_card_is_named() {
        let table = [
            ("4012000098765430", "12", "2030", Refusal::card_number()),
            ("40120000", "12", "2030", Refusal::card_number()),
            ("4012 0000 9876 5439", "12", "2030", Refusal::card_number()),
            ("", "12", "2030", Refusal::card_number()),
            ("37144963539237", "1", "30", Refusal::card_number()),
            ("4012000098765439", "0", "2030", Refusal::expiration_month()),
            ("4012000098765439", "", "2030", Refusal::expiration_month()),
            ("4012000098765439", "1", "30x", Refusal::expiration_year()),
            ("4012000098765439", "1", "-1", Refusal::expiration_year()),
        ];
        for (number, month, year, expected) in table {
            let card = json!({"number": number, "expiration_month": month, "expiration_year": year});
            assert_eq!(read(&card), Err(expected), "{number} {month} {year}");
        }
    }
}
