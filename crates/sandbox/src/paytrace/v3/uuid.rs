//! UUIDs that stand for the simulator's numbers, so that the same run gives the same ids.

/// The fixed bits: version 8, a form of one's own.
const BASE: u128 = 0x7061_7973_6167_8000_8000_0000_0000_0000;
/// Where the kind of thing stands.
const KIND_AT: u32 = 48;
/// The bits of the number.
const NUMBER: u128 = 0xFFFF_FFFF_FFFF;

/// What a UUID stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::paytrace) enum Kind {
    Check,
    Invoice,
}

impl Kind {
    fn bits(self) -> u128 {
        let number: u128 = match self {
            Kind::Check => 1,
            Kind::Invoice => 2,
        };
        number.checked_shl(KIND_AT).unwrap_or(0)
    }
}

pub(in crate::paytrace) fn write(kind: Kind, number: u64) -> String {
    let digits = format!("{:032x}", BASE | kind.bits() | (u128::from(number) & NUMBER));
    let groups = [(0, 8), (8, 12), (12, 16), (16, 20), (20, 32)];
    groups.map(|(from, to)| digits.get(from..to).unwrap_or_default()).join("-")
}

/// The number that a UUID of this kind stands for.
pub(in crate::paytrace) fn read(kind: Kind, text: &str) -> Option<u64> {
    let dashes = text.char_indices().filter(|(_, sign)| *sign == '-').map(|(at, _)| at);
    if text.len() != 36 || !dashes.eq([8, 13, 18, 23]) {
        return None;
    }
    let value = u128::from_str_radix(&text.replace('-', ""), 16).ok()?;
    let number = u64::try_from(value & NUMBER).ok()?;
    (value & !NUMBER == BASE | kind.bits()).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_names_its_number_and_kind_and_nothing_else() {
        let text = write(Kind::Check, 700_001);
        assert_eq!(text, "70617973-6167-8000-8001-0000000aae61");
        assert_eq!(read(Kind::Check, &text), Some(700_001));
        assert_eq!(read(Kind::Check, &text.to_uppercase()), Some(700_001));
        assert_eq!(read(Kind::Invoice, &text), None);
        for wrong in
            ["", "700001", "70617973-6167-8000-80010-000000aae61", "00000000-0000-0000-0000-000000000001"]
        {
            assert_eq!(read(Kind::Check, wrong), None, "{wrong}");
        }
    }
}
