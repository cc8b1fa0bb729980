//! Finds card numbers in a text, in time that grows with its length only.

use std::ops::Range;

use super::digits;

/// How many digits a card number has.
const SHORTEST: usize = 13;
const LONGEST: usize = 19;

/// The text with every card number cut to its first six and last four digits, or `None` when it holds none.
pub(super) fn masked(text: &str) -> Option<String> {
    let found = find(text);
    if found.is_empty() {
        return None;
    }
    let mut copied = 0_usize;
    let mut out = String::new();
    for card in &found {
        let digits: Vec<u8> = text.get(card.clone())?.chars().filter_map(digits::value).collect();
        out.push_str(text.get(copied..card.start)?);
        push_digits(&mut out, digits.first_chunk::<6>()?);
        out.push('…');
        push_digits(&mut out, digits.last_chunk::<4>()?);
        copied = card.end;
    }
    out.push_str(text.get(copied..)?);
    Some(out)
}

fn push_digits(out: &mut String, digits: &[u8]) {
    out.extend(digits.iter().filter_map(|digit| char::from_digit(u32::from(*digit), 10)));
}

/// Where card numbers stand: 13 to 19 digits that pass the Luhn check, in one run or in groups; a longer run that
/// holds a card of a known brand; and every run that is longer than a card number can be, unless it is all zeros.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if text.len() < SHORTEST {
        return found;
    }
    if text.bytes().filter(|byte| byte.is_ascii_digit() || !byte.is_ascii()).count() < SHORTEST {
        return found;
    }
    let mut place = 0_usize;
    while let Some(rest) = text.get(place..) {
        let Some(offset) = rest.find(|c| digits::value(c).is_some()) else { break };
        let (length, is_card) = at_digit(rest.get(offset..).unwrap_or_default());
        let start = place.saturating_add(offset);
        place = start.saturating_add(length);
        if is_card {
            found.push(start..place);
        }
    }
    found
}

/// How many bytes from the first digit on are one card number, or else one run of digits that is none.
fn at_digit(text: &str) -> (usize, bool) {
    let mut digits = Digits::default();
    let run = digits.take(text);
    if digits.count > LONGEST {
        return (run, digits.is_any_not_zero);
    }
    if digits.is_card() {
        return (run, true);
    }
    let (mut length, mut groups, mut card) = (run, 1_u32, None);
    loop {
        let behind = text.get(length..).unwrap_or_default();
        let Some(width) = separator(behind) else { break };
        let group = digits.take(behind.get(width..).unwrap_or_default());
        if group == 0 || digits.count > LONGEST {
            break;
        }
        length = length.saturating_add(width).saturating_add(group);
        groups = groups.saturating_add(1);
        if digits.is_card_in(groups) {
            card = Some(length);
        }
    }
    card.map_or((run, false), |length| (length, true))
}

/// The values of the first digits of a run or of groups, and how many digits there are in all.
#[derive(Default)]
struct Digits {
    values: [u8; LONGEST],
    count: usize,
    is_any_not_zero: bool,
}

impl Digits {
    /// Adds the digits the text begins with; gives their length in bytes.
    fn take(&mut self, text: &str) -> usize {
        let mut length = 0_usize;
        for (c, value) in text.chars().map_while(|c| Some((c, digits::value(c)?))) {
            if let Some(slot) = self.values.get_mut(self.count) {
                *slot = value;
            }
            self.is_any_not_zero |= value != 0;
            self.count = self.count.saturating_add(1);
            length = length.saturating_add(c.len_utf8());
        }
        length
    }

    fn values(&self) -> &[u8] {
        self.values.get(..self.count).unwrap_or_default()
    }

    /// Whether one run is a card number, or has one of a known brand inside (with an expiry behind it, say).
    fn is_card(&self) -> bool {
        let values = self.values();
        let sixteen = |window: &&[u8]| matches!(window.first(), Some(2..=6));
        let fifteen = |window: &&[u8]| matches!(window, [3, 4 | 7, ..]);
        (self.count >= SHORTEST && passes_luhn(values))
            || values.windows(16).filter(sixteen).any(passes_luhn)
            || values.windows(15).filter(fifteen).any(passes_luhn)
    }

    /// Whether groups are a card number: three or more, or two that have 15 or 16 digits and begin as the brands'
    /// numbers do.
    fn is_card_in(&self, groups: u32) -> bool {
        let branded = matches!(self.values(), [3..=6, ..]) && matches!(self.count, 15 | 16);
        let likely = (groups >= 3 && self.count >= SHORTEST) || (groups == 2 && branded);
        likely && passes_luhn(self.values())
    }
}

/// How many bytes separate two groups of digits as people write and paste card numbers; at most two characters.
fn separator(text: &str) -> Option<usize> {
    let separators = text.chars().take(2).take_while(|c| is_separator(*c)).map(char::len_utf8);
    Some(separators.sum()).filter(|length| *length > 0)
}

fn is_separator(c: char) -> bool {
    let is_hyphen = matches!(c, '-' | '\u{ad}' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ff0d}');
    let is_invisible = matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
    is_hyphen || is_invisible || c.is_whitespace() || matches!(c, '.' | '/' | '_' | '\u{b7}' | '\u{ff0e}')
}

/// The Luhn check. Nothing but zeros does not pass.
pub(super) fn passes_luhn(digits: &[u8]) -> bool {
    let counted = digits.iter().rev().zip([false, true].into_iter().cycle()).map(|(digit, is_doubled)| {
        let value = u32::from(*digit);
        match (is_doubled, value) {
            (false, _) => value,
            (true, 0..=4) => value.saturating_mul(2),
            (true, _) => value.saturating_mul(2).saturating_sub(9),
        }
    });
    let sum: u32 = counted.sum();
    sum != 0 && sum.is_multiple_of(10)
}
