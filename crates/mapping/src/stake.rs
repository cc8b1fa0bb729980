//! What a record stands for in the gateway's net settled total.

use paysage_money::{Currency, Money};
use paytrace::{BadRow, Status, Transaction, TransactionType};

/// The record's part of the net settled total: sales and captures that settled count up, refunds count down.
///
/// A record that moved no money, or has not settled, stands for nothing. One whose status is unknown counts as
/// if it had settled: it waits for a person, and its amount must not vanish from the sums meanwhile.
pub fn stake(transaction: &Transaction) -> Money {
    signed(Some(&transaction.status), Some(&transaction.kind), Some(transaction.amount))
}

/// The part of a row that cannot be read, as far as its amount, type and status can.
pub fn stake_of_bad_row(row: &BadRow) -> Money {
    signed(row.status.as_ref(), row.kind.as_ref(), row.amount)
}

fn signed(status: Option<&Status>, kind: Option<&TransactionType>, amount: Option<Money>) -> Money {
    let nothing = Money::zero(Currency::Usd);
    let moved = status.is_none_or(|status| status.moved_money() != Some(false));
    let Some(amount) = amount.filter(|_| moved) else {
        return nothing;
    };
    match kind {
        // A settled amount is at most 12 characters, far from the one value that has no negative.
        Some(TransactionType::Refund) => amount.checked_neg().unwrap_or(nothing),
        Some(
            TransactionType::Sale
            | TransactionType::Authorization
            | TransactionType::Void
            | TransactionType::Force
            | TransactionType::StoreAndForward
            | TransactionType::Other(_),
        )
        | None => amount,
    }
}
