//! The decimal digits of all scripts: a card number in full-width digits is a card number.

/// Where each script's ten digits begin (general category `Nd`, Unicode 14), in order.
const ZEROS: [u32; 65] = [
    0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50, 0xED0,
    0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50,
    0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10, 0x1_04A0, 0x1_0D30, 0x1_1066, 0x1_10F0,
    0x1_1136, 0x1_11D0, 0x1_12F0, 0x1_1450, 0x1_14D0, 0x1_1650, 0x1_16C0, 0x1_1730, 0x1_18E0, 0x1_1950,
    0x1_1C50, 0x1_1D50, 0x1_1DA0, 0x1_6A60, 0x1_6AC0, 0x1_6B50, 0x1_D7CE, 0x1_D7D8, 0x1_D7E2, 0x1_D7EC,
    0x1_D7F6, 0x1_E140, 0x1_E2F0, 0x1_E950, 0x1_FBF0,
];

/// The value of a decimal digit of any script.
pub(super) fn value(c: char) -> Option<u8> {
    if c.is_ascii() {
        return u8::try_from(c.to_digit(10)?).ok();
    }
    let code = u32::from(c);
    let before = ZEROS.partition_point(|zero| *zero <= code);
    let zero = ZEROS.get(before.checked_sub(1)?)?;
    u8::try_from(code.checked_sub(*zero)?).ok().filter(|value| *value <= 9)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scripts_digits_have_their_value_and_their_neighbours_have_none() {
        assert!(ZEROS.is_sorted());
        for zero in ZEROS.into_iter().chain([u32::from('0')]) {
            for (expected, code) in (0..10).zip(zero..) {
                assert_eq!(value(char::from_u32(code).expect("a digit")), Some(expected), "{code:x}");
            }
        }
        for c in ['/', ':', 'a', 'é', '\u{65f}', '\u{66a}', '\u{ff1a}', '…', '①', '\u{10ffff}'] {
            assert_eq!(value(c), None, "{c:?}");
        }
    }
}
