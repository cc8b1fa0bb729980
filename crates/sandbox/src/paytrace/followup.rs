//! What happens to a transaction after it was made: captures, voids, refunds.

use std::cmp::Ordering;

use chrono::NaiveDateTime;
use paysage_money::{Currency, Money};

use super::charge;
use super::fields::Fields;
use super::refusal::Refusal;
use super::reply::{Envelope, Reply};
use super::row::{self, Facts, Standing, quoted};
use super::rows::Position;
use super::state::State;

/// The cents of a refund that the card's bank does not take.
pub(super) const REFUSED_REFUND: i64 = 107;

impl State {
    /// Captures an authorization, whole or in part. The row keeps its id and takes the captured amount.
    pub(super) fn capture(&mut self, body: Fields<'_>) -> Result<Reply, Refusal> {
        let (position, id, facts) = self.named(body)?;
        let Some(authorized) = facts.amount.filter(|_| facts.standing == Standing::Authorized) else {
            return Err(Refusal::not_capturable());
        };
        let amount = body.amount("amount")?.unwrap_or(authorized);
        if amount.is_zero() {
            return Err(Refusal::amount());
        }
        if !amount.checked_cmp(authorized).is_ok_and(Ordering::is_le) {
            return Err(Refusal::more_than_authorized());
        }
        let changes = [
            ("amount", row::number(amount)),
            ("status_code", quoted("Y")),
            ("status_message", quoted("Pending Settlement")),
        ];
        self.change(position, &changes)?;
        self.authorized.entry(id).or_insert(authorized);
        let envelope = Envelope {
            transaction_id: Some(id),
            external_transaction_id: Some(""),
            ..Envelope::new(true, 112, "Your transaction was successfully captured.")
        };
        Ok(Reply::json(200, &envelope))
    }

    /// Voids an unsettled sale, authorization or refund. A voided refund can be made again.
    pub(super) fn void(&mut self, body: Fields<'_>) -> Result<Reply, Refusal> {
        let (position, id, facts) = self.named(body)?;
        if !matches!(facts.standing, Standing::Pending | Standing::Authorized) {
            return Err(Refusal::not_voidable());
        }
        let changes = [("status_code", quoted("N")), ("status_message", quoted("Voided"))];
        self.change(position, &changes)?;
        if let Some(original) = self.refund_of.remove(&id) {
            self.give_back(original, &facts);
        }
        let envelope = Envelope {
            transaction_id: Some(id),
            ..Envelope::new(true, 109, "Your transaction was successfully voided.")
        };
        Ok(Reply::json(200, &envelope))
    }

    /// Refunds a settled transaction, whole or in part, as a new row that does not name the original.
    pub(super) fn refund(&mut self, body: Fields<'_>, now: NaiveDateTime) -> Result<Reply, Refusal> {
        let (position, original, facts) = self.named(body)?;
        let settled = matches!(facts.standing, Standing::Settled(_)) && !facts.is_refund();
        let Some(sold) = facts.amount.filter(|_| settled) else {
            return Err(Refusal::not_settled());
        };
        let before = self.refunded.get(&original).copied().unwrap_or(Money::zero(Currency::Usd));
        let left = sold.checked_sub(before).map_err(|_| Refusal::more_than_refundable())?;
        let amount = body.amount("amount")?.unwrap_or(left);
        if !amount.checked_cmp(left).is_ok_and(Ordering::is_le) || !left.is_positive() {
            return Err(Refusal::more_than_refundable());
        }
        if amount.is_zero() {
            return Err(Refusal::amount());
        }
        let after = before.checked_add(amount).map_err(|_| Refusal::more_than_refundable())?;
        let id = self.free_id()?;
        let is_refused = amount.minor() == REFUSED_REFUND;
        let row = self.rows.text(position).and_then(|row| refund_row(row, (id, amount, now), is_refused));
        self.keep(row.ok_or_else(Refusal::transaction_id)?, now)?;
        if let Some(card) = self.cards.get(&original).cloned() {
            self.cards.insert(id, card);
        }
        let (code, message) = if is_refused {
            (107, "Your transaction was not refunded.")
        } else {
            self.refunded.insert(original, after);
            self.refund_of.insert(id, original);
            (106, "Your transaction was successfully refunded.")
        };
        let envelope = Envelope {
            transaction_id: Some(id),
            external_transaction_id: Some(""),
            ..Envelope::new(true, code, message)
        };
        Ok(Reply::json(200, &envelope))
    }

    pub(super) fn change(&mut self, position: Position, changes: &[(&str, String)]) -> Result<(), Refusal> {
        let row = self.rows.text(position).and_then(|row| row::with_changes(row, changes));
        self.rows.replace(position, row.ok_or_else(Refusal::transaction_id)?);
        Ok(())
    }

    fn give_back(&mut self, original: i64, refund: &Facts) {
        let (Some(refunded), Some(amount)) = (self.refunded.get_mut(&original), refund.amount) else {
            return;
        };
        if let Ok(left) = refunded.checked_sub(amount) {
            *refunded = left;
        }
    }
}

/// The original's row as a refund of `amount`: same card, customer, invoice and addresses.
fn refund_row(
    original: &[u8],
    (id, amount, now): (i64, Money, NaiveDateTime),
    is_refused: bool,
) -> Option<Vec<u8>> {
    let (code, message) = if is_refused { ("N", "Declined") } else { ("Y", "Pending Settlement") };
    let changes = [
        ("transaction_id", id.to_string()),
        ("transaction_type", quoted("REFUND")),
        ("amount", row::number(amount)),
        ("tax_amount", quoted("")),
        ("approval_code", quoted("")),
        ("approval_message", quoted("")),
        ("avs_response", quoted("")),
        ("csc_response", quoted("")),
        ("status_code", quoted(code)),
        ("status_message", quoted(message)),
        ("created", serde_json::to_string(&charge::created(now)).ok()?),
        ("settled", quoted("")),
    ];
    row::with_changes(original, &changes)
}
