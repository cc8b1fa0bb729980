//! Sharing an amount out.

use paysage_money::{Money, MoneyError};

/// Splits an amount by weights, to the cent: what division leaves over goes to the largest remainders, and among
/// equal ones to the earlier. The parts add up to the amount. Weights of zero altogether give all to the first.
pub(crate) fn split(amount: Money, weights: &[Money]) -> Result<Vec<Money>, MoneyError> {
    let total: i128 = weights.iter().map(|weight| i128::from(weight.minor())).sum();
    let whole = i128::from(amount.minor());
    let mut parts = Vec::with_capacity(weights.len());
    for (place, weight) in weights.iter().enumerate() {
        let weighted = whole.checked_mul(i128::from(weight.minor())).ok_or(MoneyError::OutOfRange)?;
        let (part, rest) = match (weighted.checked_div(total), weighted.checked_rem(total)) {
            (Some(part), Some(rest)) => (part, rest),
            _ => (0, 0),
        };
        parts.push((place, part, rest));
    }
    let given = parts.iter().map(|(_, part, _)| *part).sum::<i128>();
    let left = usize::try_from(whole.saturating_sub(given)).map_err(|_| MoneyError::OutOfRange)?;
    parts.sort_by_key(|(place, _, rest)| (std::cmp::Reverse(*rest), *place));
    if total == 0 {
        if let Some(first) = parts.first_mut() {
            first.1 = whole;
        }
    } else {
        parts.iter_mut().take(left).for_each(|part| part.1 = part.1.saturating_add(1));
    }
    parts.sort_by_key(|(place, ..)| *place);
    let money = |part| i64::try_from(part).map(|minor| Money::from_minor(minor, amount.currency()));
    parts.into_iter().map(|(_, part, _)| money(part).map_err(|_| MoneyError::OutOfRange)).collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::arithmetic_side_effects, reason = "test code")]

    use paysage_money::Currency;
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    fn gbp(minor: i64) -> Money {
        Money::from_minor(minor, Currency::Gbp)
    }

    #[test]
    fn what_division_leaves_over_goes_to_the_largest_remainders() {
        let parts = |amount, weights: &[i64]| {
            let weights = weights.iter().copied().map(gbp).collect::<Vec<_>>();
            split(gbp(amount), &weights).unwrap().into_iter().map(Money::minor).collect::<Vec<_>>()
        };
        assert_eq!(parts(100, &[1, 1, 1]), [34, 33, 33]);
        assert_eq!(parts(100, &[1, 2, 4]), [14, 29, 57]);
        assert_eq!(parts(5, &[0, 0]), [5, 0]);
        assert_eq!(parts(0, &[3, 4]), [0, 0]);
    }

    proptest! {
        #[test]
        fn parts_add_up_and_are_within_a_cent_of_their_share(
            amount in 0_i64..1_000_000_000,
            weights in vec(1_i64..1_000_000_000, 1..20),
        ) {
            let money = weights.iter().copied().map(gbp).collect::<Vec<_>>();
            let parts = split(gbp(amount), &money).unwrap();
            prop_assert_eq!(Money::sum(parts.iter().copied(), Currency::Gbp), Ok(gbp(amount)));
            let total = i128::from(weights.iter().sum::<i64>());
            for (part, weight) in parts.iter().zip(weights) {
                let off = i128::from(part.minor()) * total - i128::from(amount) * i128::from(weight);
                prop_assert!(off.abs() < total);
            }
        }
    }
}
