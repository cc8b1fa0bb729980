//! Checks (ACH): their own id space, their own life, both dialects.

pub(super) mod bank;
mod call;
mod deposits;
mod life;
mod manage;
mod operations;
mod refusals;

use std::collections::HashMap;

use bank::Bank;
use chrono::NaiveDateTime;
use paysage_money::{Currency, Money};

pub(super) use call::CheckCall;
pub(super) use deposits::{Deposit, Part};
pub(super) use life::{DECLINE, progress};

/// The lowest check id the simulator gives out; recorded ones have six digits.
const FIRST_ID: u64 = 900_001;

/// The checks of an account, in the order they were made, and what was deposited of them.
#[derive(Debug, Default)]
pub(super) struct Checks {
    all: Vec<Check>,
    by_key: HashMap<String, u64>,
    pub(super) deposits: Vec<Deposit>,
}

/// Which way the money goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// From the customer to the merchant.
    Debit,
    /// Back to the customer.
    Credit,
}

/// Where a check is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    /// Not on its way until it is funded. v3 has no word of its own for it.
    Held,
    Initiated,
    Accepted,
    Originated,
    Settled,
    Voided,
    Declined,
    Returned,
}

impl Status {
    /// v3's word.
    pub(super) fn word(self) -> &'static str {
        match self {
            Status::Held | Status::Initiated => "INITIATED",
            Status::Accepted => "ACCEPTED",
            Status::Originated => "ORIGINATED",
            Status::Settled => "SETTLED",
            Status::Voided => "VOIDED",
            Status::Declined => "DECLINED",
            Status::Returned => "RETURNED",
        }
    }
}

/// What is asked for when a check is made.
#[derive(Debug, Clone)]
pub(super) struct Order {
    pub(super) direction: Direction,
    pub(super) amount: Money,
    pub(super) bank: Bank,
    /// The number of the vault's customer whose account it is.
    pub(super) customer: Option<i64>,
    pub(super) billing_name: String,
    pub(super) invoice: String,
    pub(super) description: String,
    /// The entry class of the ACH network, such as `WEB`.
    pub(super) entry_class: String,
    /// How it came in: `API`, or `RE` for a recurrence.
    pub(super) entry_method: &'static str,
    pub(super) key: Option<String>,
}

/// One check.
#[derive(Debug, Clone)]
pub(super) struct Check {
    pub(super) id: u64,
    pub(super) order: Order,
    pub(super) status: Status,
    /// What was refunded of it so far.
    pub(super) refunded: Money,
    /// The check this one refunds.
    pub(super) original: Option<u64>,
    pub(super) created: NaiveDateTime,
    /// When it was put on its way: made, or funded after a hold.
    submitted: NaiveDateTime,
    pub(super) originated: Option<NaiveDateTime>,
    pub(super) settled: Option<NaiveDateTime>,
    pub(super) returned: Option<NaiveDateTime>,
    /// The deposit it settled in.
    pub(super) deposit: Option<String>,
}

impl Check {
    /// What may still be refunded.
    pub(super) fn reversible(&self) -> Money {
        let is_good = matches!(
            self.status,
            Status::Initiated | Status::Accepted | Status::Originated | Status::Settled
        );
        let left = self.order.amount.checked_sub(self.refunded).ok();
        let left = left.filter(|_| is_good && self.order.direction == Direction::Debit);
        left.unwrap_or(Money::zero(Currency::Usd))
    }
}

impl Checks {
    pub(super) fn all(&self) -> impl Iterator<Item = &Check> {
        self.all.iter()
    }

    pub(super) fn of_id(&self, id: u64) -> Option<&Check> {
        self.all.get(place(id)?)
    }

    fn of_id_mut(&mut self, id: u64) -> Option<&mut Check> {
        self.all.get_mut(place(id)?)
    }

    pub(super) fn of_key(&self, key: &str) -> Option<&Check> {
        self.by_key.get(key).and_then(|id| self.of_id(*id))
    }

    /// Makes a check and gives its id. The network declines one of 0.29.
    pub(super) fn make(&mut self, order: Order, status: Status, now: NaiveDateTime) -> &mut Check {
        let made = u64::try_from(self.all.len()).unwrap_or(u64::MAX);
        let id = FIRST_ID.saturating_add(made);
        if let Some(key) = &order.key {
            self.by_key.insert(key.clone(), id);
        }
        let status = if order.amount.minor() == life::DECLINED_CENTS { Status::Declined } else { status };
        self.all.push_mut(Check {
            id,
            order,
            status,
            refunded: Money::zero(Currency::Usd),
            original: None,
            created: now,
            submitted: now,
            originated: None,
            settled: None,
            returned: None,
            deposit: None,
        })
    }
}

fn place(id: u64) -> Option<usize> {
    usize::try_from(id.checked_sub(FIRST_ID)?).ok()
}
