//! Recurring payments: schedules that make sales or checks as the clock passes their dates.

mod call;
mod export;
mod frequency;
mod operations;
mod refusals;
mod run;

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use paysage_money::Money;

pub(super) use call::RecurrenceCall;
use frequency::Frequency;
pub(super) use run::run_due;

/// The `total_count` of a schedule without end.
const ENDLESS: i64 = 999;

/// The recurrences of an account by their ids.
#[derive(Debug, Default)]
pub(super) struct Recurrences {
    all: BTreeMap<i64, Recurrence>,
    last_id: i64,
    /// The latest approved payment of each customer, by the customer's number.
    approved: BTreeMap<i64, Approved>,
}

/// What is charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Means {
    Card,
    Account,
}

/// One schedule.
#[derive(Debug, Clone)]
struct Recurrence {
    /// The customer's number, which a renaming leaves alone.
    customer: i64,
    amount: Money,
    frequency: Frequency,
    start: NaiveDate,
    /// How many of the dates from `start` on are behind.
    passed: u32,
    total_count: i64,
    current_count: i64,
    authorizes: bool,
    means: Means,
    description: String,
    made: NaiveDateTime,
}

/// A payment that a recurrence made.
#[derive(Debug, Clone)]
struct Approved {
    recurrence: i64,
    amount: Money,
    payment: Payment,
    when: NaiveDateTime,
    current_count: i64,
    total_count: i64,
}

#[derive(Debug, Clone)]
enum Payment {
    Card { transaction_id: i64, approval_code: String },
    Account { check_transaction_id: u64 },
}

impl Recurrence {
    /// The date of the next payment, while there is one.
    fn next(&self) -> Option<NaiveDate> {
        let is_open = self.total_count == ENDLESS || self.current_count < self.total_count;
        if is_open { self.frequency.date(self.start, self.passed) } else { None }
    }
}
