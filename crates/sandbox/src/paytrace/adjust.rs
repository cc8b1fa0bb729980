//! Changed amounts: tips and corrections before settlement.

use std::cmp::Ordering;

use paysage_money::{Currency, Money};

use super::fields::Fields;
use super::refusal::Refusal;
use super::reply::{Envelope, Reply};
use super::row::{self, Facts, Standing};
use super::state::State;

/// How much of the authorized amount an adjusted one may be, in percent.
const MOST_PERCENT: i64 = 130;

impl State {
    /// Changes the amount of an unsettled sale, authorization or refund.
    pub(super) fn adjust_amount(&mut self, body: Fields<'_>) -> Result<Reply, Refusal> {
        let (position, id, facts) = self.named(body)?;
        let open = matches!(facts.standing, Standing::Pending | Standing::Authorized);
        let before = facts.amount.filter(|_| open).ok_or_else(Refusal::not_adjustable)?;
        let amount = body.amount("amount")?.filter(|amount| !amount.is_zero()).ok_or_else(Refusal::amount)?;
        let authorized = self.authorized.get(&id).copied().unwrap_or(before);
        let most = authorized.minor().checked_mul(MOST_PERCENT).map(|cents| cents.div_euclid(100));
        let most = most.map(|cents| Money::from_minor(cents, authorized.currency()));
        if most.is_none_or(|most| !amount.checked_cmp(most).is_ok_and(Ordering::is_le)) {
            return Err(Refusal::more_than_adjustable());
        }
        self.adjust_refunded(id, before, amount)?;
        self.change(position, &[("amount", row::number(amount))])?;
        self.authorized.entry(id).or_insert(before);
        let envelope = Envelope {
            transaction_id: Some(id),
            external_transaction_id: Some(""),
            ..Envelope::new(true, 180, "Your transaction amount was successfully adjusted.")
        };
        Ok(Reply::json(200, &envelope))
    }

    /// A refund of a sale must stay within what the sale took.
    fn adjust_refunded(&mut self, refund: i64, before: Money, amount: Money) -> Result<(), Refusal> {
        let Some(original) = self.refund_of.get(&refund).copied() else {
            return Ok(());
        };
        let position = self.rows.of_id(original).last().copied();
        let sold = position.and_then(|position| Facts::read(self.rows.text(position)?)?.amount);
        let refunded = self.refunded.get(&original).copied().unwrap_or(Money::zero(Currency::Usd));
        let after = refunded.checked_sub(before).and_then(|others| others.checked_add(amount));
        match (after, sold) {
            (Ok(after), Some(sold)) if after.checked_cmp(sold).is_ok_and(Ordering::is_le) => {
                self.refunded.insert(original, after);
                Ok(())
            }
            _ => Err(Refusal::more_than_refundable()),
        }
    }
}
