//! What the bank books for the merchant on a day: debits, less credits and returns.

use chrono::NaiveDate;
use paysage_money::{Currency, Money, MoneyError};

use super::Checks;

/// What a check is in a deposit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::paytrace) enum Part {
    Debit,
    Credit,
    /// A debit of an earlier deposit that came back.
    Return,
}

/// All checks that were booked on one day.
#[derive(Debug)]
pub(in crate::paytrace) struct Deposit {
    pub(in crate::paytrace) id: String,
    pub(in crate::paytrace) date: NaiveDate,
    pub(in crate::paytrace) members: Vec<(u64, Part)>,
}

/// Puts a check into the deposit of a day; gives the deposit's id.
pub(super) fn put(deposits: &mut Vec<Deposit>, date: NaiveDate, check: u64, part: Part) -> String {
    let at = match deposits.binary_search_by_key(&date, |deposit| deposit.date) {
        Ok(at) => at,
        Err(at) => {
            let id = format!("{}-D0001", date.format("%Y%m%d"));
            deposits.insert(at, Deposit { id, date, members: Vec::new() });
            at
        }
    };
    let Some(deposit) = deposits.get_mut(at) else {
        return String::new();
    };
    deposit.members.push((check, part));
    deposit.id.clone()
}

impl Deposit {
    /// How many members are this part, and their sum.
    pub(in crate::paytrace) fn tally(
        &self,
        checks: &Checks,
        part: Part,
    ) -> Result<(usize, Money), MoneyError> {
        let members = self.members.iter().filter(|(_, of)| *of == part);
        let amounts = members.filter_map(|(id, _)| checks.of_id(*id)).map(|check| check.order.amount);
        let amounts: Vec<Money> = amounts.collect();
        Ok((amounts.len(), Money::sum(amounts, Currency::Usd)?))
    }
}
