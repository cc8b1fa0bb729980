//! What a record shows of the card.

/// A card as records show it: masked, with its expiry.
///
/// At most the first six and the last four digits are visible; the gateway masks with `*` in exports and `x` in
/// sale answers. A row that shows more is refused as a [`BadRow`](crate::BadRow).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MaskedCard {
    /// The masked number as it came, e.g. `************5439`.
    pub masked_number: Box<str>,
    /// Month of expiry, 1 to 12.
    pub expiration_month: Option<u8>,
    /// Year of expiry with its century; the gateway sends two digits.
    pub expiration_year: Option<u16>,
}

/// The longest masked number taken: 19 digits and some separators.
const LONGEST: usize = 32;

/// Whether a text shows no more of a card number than its first six and last four digits.
pub(crate) fn is_masked(text: &str) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    let shown = |byte: &u8| byte.is_ascii_digit();
    let symbols: Vec<u8> = text.bytes().filter(|byte| *byte != b' ' && *byte != b'-').collect();
    let first = symbols.iter().take_while(|byte| shown(byte)).count();
    let last = symbols.iter().rev().take_while(|byte| shown(byte)).count();
    let visible = symbols.iter().filter(|byte| shown(byte)).count();
    let all_known = symbols.iter().all(|byte| shown(byte) || matches!(byte, b'*' | b'x' | b'X'));
    let whole = visible == symbols.len();
    all_known && last <= 4 && (whole || (first <= 6 && visible == first.saturating_add(last)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_most_first_six_and_last_four_digits_may_show() {
        for text in
            ["************5454", "xxxxxxxxxxxx5439", "411111******1111", "5439", "4111 11** **** 1111"]
        {
            assert!(is_masked(text), "{text}");
        }
        for text in [
            "4111111111111111",
            "4111111*****1111",
            "411111*****11111",
            "411111**1***1111",
            "11111",
            "card 1111",
            "**************************************1",
        ] {
            assert!(!is_masked(text), "{text}");
        }
    }
}
