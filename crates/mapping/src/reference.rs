//! Sage 50 references made from gateway numbers: deterministic, unique, at most 20 characters, reversible.

use paysage_money::TextError;
use paytrace::TransactionId;
use sage50::Reference;

/// Which document of a transaction a reference names: its last letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ReferenceKind {
    /// `-I`: the invoice of a sale.
    Invoice,
    /// `-R`: the receipt of a sale.
    Receipt,
    /// `-C`: the credit memo of a refund.
    CreditMemo,
    /// `-F`: the money paid back.
    Refund,
}

impl ReferenceKind {
    const ALL: [Self; 4] = [Self::Invoice, Self::Receipt, Self::CreditMemo, Self::Refund];

    const fn suffix(self) -> &'static str {
        match self {
            Self::Invoice => "-I",
            Self::Receipt => "-R",
            Self::CreditMemo => "-C",
            Self::Refund => "-F",
        }
    }
}

/// The most digits a number may have to be written as it is: `PT` + 16 + `-I` is 20 characters.
const PLAIN_DIGITS: usize = 16;
/// The alphabet of longer numbers: base 36 needs at most 13 of them for 63 bits.
const BASE36: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// The reference of one document of a transaction: `PT` + number + letter, e.g. `PT100000042-I`.
///
/// Numbers of more than 16 digits, which would not fit, are written in base 36 behind `PX`. Both forms are
/// injective, so two transactions never share a reference and [`transaction_of`] finds the way back.
///
/// # Errors
/// Never for numbers a [`TransactionId`] can hold; the check of [`Reference`] is kept as the last word.
pub fn reference(id: TransactionId, kind: ReferenceKind) -> Result<Reference, TextError> {
    let plain = id.to_string();
    let stem =
        if plain.len() <= PLAIN_DIGITS { format!("PT{plain}") } else { format!("PX{}", base36(id.get())) };
    Reference::new(stem + kind.suffix())
}

/// The transaction and document kind that a reference of ours names; `None` for everybody else's references.
pub fn transaction_of(reference: &str) -> Option<(TransactionId, ReferenceKind)> {
    let kind = ReferenceKind::ALL.into_iter().find(|kind| reference.ends_with(kind.suffix()))?;
    let stem = reference.strip_suffix(kind.suffix())?;
    let id = if let Some(digits) = stem.strip_prefix("PT") {
        digits.parse::<TransactionId>().ok()?
    } else {
        TransactionId::new(i64::from_str_radix(stem.strip_prefix("PX")?, 36).ok()?).ok()?
    };
    // One transaction has one spelling: `PT007-I` is not ours.
    (self::reference(id, kind).ok()?.as_str() == reference).then_some((id, kind))
}

fn base36(number: i64) -> String {
    let mut rest = number.unsigned_abs();
    let mut letters = Vec::new();
    while rest > 0 {
        let digit = usize::try_from(rest.checked_rem(36).unwrap_or(0)).unwrap_or(0);
        letters.push(char::from(BASE36.get(digit).copied().unwrap_or(b'0')));
        rest = rest.checked_div(36).unwrap_or(0);
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn references_are_readable_and_fit() {
        let id = |number| TransactionId::new(number).expect("positive");
        let text = |number, kind| reference(id(number), kind).expect("fits").to_string();
        assert_eq!(text(79_388_123, ReferenceKind::Invoice), "PT79388123-I");
        assert_eq!(text(i64::MAX, ReferenceKind::Refund), "PX1Y2P0IJ32E8E7-F");
        for foreign in ["PT007-I", "INV-1", "PT-I", "PTx-I", "PT12", "px1-I", ""] {
            assert_eq!(transaction_of(foreign), None, "{foreign}");
        }
    }

    proptest! {
        #[test]
        fn every_number_comes_back_and_no_two_share_a_reference(a in 1..=i64::MAX, b in 1..=i64::MAX) {
            for kind in ReferenceKind::ALL {
                let id = TransactionId::new(a).expect("positive");
                let reference_a = reference(id, kind).expect("fits");
                prop_assert_eq!(transaction_of(reference_a.as_str()), Some((id, kind)));
                let reference_b = reference(TransactionId::new(b).expect("positive"), kind).expect("fits");
                prop_assert_eq!(a == b, reference_a == reference_b);
            }
        }
    }
}
