//! The v1 operations on a check that was made before.

use std::cmp::Ordering;

use chrono::NaiveDateTime;

use super::operations::{done, positive_amount};
use super::{Check, Direction, Order, Status};
use crate::paytrace::fields::Fields;
use crate::paytrace::refusal::Refusal;
use crate::paytrace::reply::Reply;
use crate::paytrace::state::State;

/// What every operation that manages a check says.
const MANAGED: (u32, &str) = (124, "managed");

impl State {
    /// The check a request names, while it is in one of these states.
    fn named_check(&mut self, body: Fields<'_>, states: &[Status]) -> Result<&mut Check, Refusal> {
        let id = body.number("check_transaction_id").and_then(|id| u64::try_from(id).ok());
        let check = id.and_then(|id| self.checks.of_id_mut(id));
        check.filter(|check| states.contains(&check.status)).ok_or_else(Refusal::check_id)
    }

    /// Puts a held check on its way, for its amount or for less.
    pub(super) fn fund_check(&mut self, body: Fields<'_>, now: NaiveDateTime) -> Result<Reply, Refusal> {
        let amount = body.has("amount").then(|| positive_amount(body)).transpose()?;
        let check = self.named_check(body, &[Status::Held])?;
        let amount = amount.unwrap_or(check.order.amount);
        if !amount.checked_cmp(check.order.amount).is_ok_and(Ordering::is_le) {
            return Err(Refusal::more_than_authorized());
        }
        check.order.amount = amount;
        check.status = Status::Initiated;
        check.submitted = now;
        Ok(done(MANAGED.0, MANAGED.1, check.id))
    }

    /// Stops a check before it goes to the network. A voided refund can be made again.
    pub(super) fn void_check(&mut self, body: Fields<'_>) -> Result<Reply, Refusal> {
        let check = self.named_check(body, &[Status::Held, Status::Initiated, Status::Accepted])?;
        check.status = Status::Voided;
        let (id, amount, original) = (check.id, check.order.amount, check.original);
        if let Some(original) = original.and_then(|original| self.checks.of_id_mut(original))
            && let Ok(left) = original.refunded.checked_sub(amount)
        {
            original.refunded = left;
        }
        Ok(done(MANAGED.0, MANAGED.1, id))
    }

    pub(super) fn hold_check(&mut self, body: Fields<'_>) -> Result<Reply, Refusal> {
        let check = self.named_check(body, &[Status::Initiated, Status::Accepted])?;
        check.status = Status::Held;
        Ok(done(MANAGED.0, MANAGED.1, check.id))
    }

    /// Sends money of a debit back, whole or in part, as a new check.
    pub(super) fn refund_check(&mut self, body: Fields<'_>, now: NaiveDateTime) -> Result<Reply, Refusal> {
        let amount = body.has("amount").then(|| positive_amount(body)).transpose()?;
        let states = [Status::Initiated, Status::Accepted, Status::Originated, Status::Settled];
        let check = self.named_check(body, &states)?;
        if check.order.direction != Direction::Debit {
            return Err(Refusal::check_id());
        }
        let left = check.reversible();
        let amount = amount.unwrap_or(left);
        if !amount.checked_cmp(left).is_ok_and(Ordering::is_le) || !amount.is_positive() {
            return Err(Refusal::more_than_refundable());
        }
        check.refunded = check.refunded.checked_add(amount).map_err(|_| Refusal::more_than_refundable())?;
        let original = check.id;
        let order = Order { direction: Direction::Credit, amount, key: None, ..check.order.clone() };
        let refund = self.checks.make(order, Status::Initiated, now);
        refund.original = Some(original);
        // The amount that makes a debit fail must not make its refund fail.
        refund.status = Status::Initiated;
        Ok(done(122, "refunded", refund.id))
    }
}
