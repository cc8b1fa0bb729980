//! Settlement: pending rows become one batch, and batches can be asked for.

mod brands;

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use paysage_money::{Currency, Money};
use serde::Serialize;
use serde_json::value::RawValue;

use super::export;
use super::fields::Fields;
use super::refusal::Refusal;
use super::reply::{Envelope, Reply, Selection};
use super::row::{self, Facts, Standing, quoted};
use super::rows::{Filter, Position};
use super::state::State;

/// Batch numbers have at most three digits and begin again behind this one.
const LAST_NUMBER: u16 = 999;

/// The batches of an account, in the order they settled.
#[derive(Debug, Default)]
pub(super) struct Batches(Vec<Batch>);

#[derive(Debug)]
struct Batch {
    number: u16,
    settled: NaiveDateTime,
    members: Vec<Position>,
    sales: Tally,
    refunds: Tally,
}

#[derive(Debug, Default, Clone, Copy)]
struct Tally {
    count: u64,
    cents: i64,
}

/// A batch as it is exported, in the words of the vendor's older documentation.
#[derive(Debug, Serialize)]
struct BatchRecord {
    number: u16,
    when: String,
    transaction_count: u64,
    net_amount: Box<RawValue>,
    sales_count: u64,
    sales_amount: Box<RawValue>,
    refund_count: u64,
    refund_amount: Box<RawValue>,
}

#[derive(Serialize)]
struct BatchList<'a> {
    success: bool,
    response_code: u32,
    status_message: &'a str,
    batches: Vec<BatchRecord>,
}

#[derive(Serialize)]
struct BatchByNumber<'a> {
    success: bool,
    response_code: u32,
    status_message: &'a str,
    batch: Details,
}

/// A batch and its figures by card brand: `visa_sales_count` and so on.
#[derive(Serialize)]
struct Details {
    #[serde(flatten)]
    batch: BatchRecord,
    #[serde(flatten)]
    brands: BTreeMap<String, Box<RawValue>>,
}

impl Tally {
    fn take(&mut self, facts: &Facts) {
        self.count = self.count.saturating_add(1);
        self.cents = self.cents.saturating_add(facts.amount.map_or(0, Money::minor));
    }

    /// The sum as a JSON number.
    fn amount(self) -> Result<Box<RawValue>, Refusal> {
        amount(self.cents)
    }
}

fn amount(cents: i64) -> Result<Box<RawValue>, Refusal> {
    let amount = Money::from_minor(cents, Currency::Usd);
    RawValue::from_string(row::number(amount)).map_err(|_| Refusal::amount())
}

impl Batch {
    fn new(number: u16, settled: NaiveDateTime) -> Self {
        Self { number, settled, members: Vec::new(), sales: Tally::default(), refunds: Tally::default() }
    }

    fn take(&mut self, position: Position, facts: &Facts) {
        self.members.push(position);
        let tally = if facts.is_refund() { &mut self.refunds } else { &mut self.sales };
        tally.take(facts);
    }

    fn record(&self) -> Result<BatchRecord, Refusal> {
        Ok(BatchRecord {
            number: self.number,
            when: row::moment_text(self.settled),
            transaction_count: self.sales.count.saturating_add(self.refunds.count),
            net_amount: amount(self.sales.cents.saturating_sub(self.refunds.cents))?,
            sales_count: self.sales.count,
            sales_amount: self.sales.amount()?,
            refund_count: self.refunds.count,
            refund_amount: self.refunds.amount()?,
        })
    }
}

impl Batches {
    fn next_number(&self) -> u16 {
        match self.0.last() {
            Some(batch) if batch.number < LAST_NUMBER => batch.number.saturating_add(1),
            _ => 1,
        }
    }

    /// Puts a loaded row into the batch its status names; one number on one day is one batch.
    pub(super) fn take_loaded(&mut self, position: Position, facts: &Facts) {
        let (Standing::Settled(Some(number)), Some(settled)) = (facts.standing, facts.settled) else {
            return;
        };
        if facts.amount.is_none() {
            return;
        }
        let same = |batch: &&mut Batch| batch.number == number && batch.settled.date() == settled.date();
        let batch = match self.0.iter_mut().rev().find(same) {
            Some(batch) => batch,
            None => self.0.push_mut(Batch::new(number, settled)),
        };
        batch.settled = batch.settled.max(settled);
        batch.take(position, facts);
    }

    /// Puts the batches in the order they settled, as after loading.
    pub(super) fn sort(&mut self) {
        self.0.sort_by_key(|batch| batch.settled);
    }

    /// The latest batch with this number, or the latest of all. Numbers repeat over time.
    fn latest(&self, number: Option<i64>) -> Option<&Batch> {
        let wanted = |batch: &&Batch| number.is_none_or(|number| i64::from(batch.number) == number);
        self.0.iter().rev().find(wanted)
    }

    fn settled_between(&self, from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = &Batch> {
        self.0.iter().filter(move |batch| (from..=to).contains(&batch.settled.date()))
    }
}

impl State {
    /// Closes everything pending into one batch; with nothing pending no batch is made.
    pub(super) fn settle(&mut self, now: NaiveDateTime) -> Reply {
        let mut batch = Batch::new(self.batches.next_number(), now);
        let status = quoted(&format!("GB{}", batch.number));
        let changes = [
            ("status_code", status.clone()),
            ("status_message", status),
            ("settled", quoted(&row::moment_text(now))),
        ];
        let pending: Vec<Position> = self.rows.pending().collect();
        for position in pending {
            let Some(text) = self.rows.text(position) else {
                continue;
            };
            if let (Some(facts), Some(changed)) = (Facts::read(text), row::with_changes(text, &changes)) {
                batch.take(position, &facts);
                self.rows.replace(position, changed);
            }
        }
        if !batch.members.is_empty() {
            self.batches.0.push(batch);
        }
        Reply::json(200, &Envelope::new(true, 175, "Your batch was successfully settled."))
    }

    pub(super) fn export_batches(&self, body: Fields<'_>) -> Result<Reply, Refusal> {
        let (from, to) = export::dates(body)?;
        let batches = self.batches.settled_between(from, to).map(Batch::record);
        let batches = batches.collect::<Result<Vec<_>, _>>()?;
        let list = BatchList { success: true, response_code: 1, status_message: export::COMPLETED, batches };
        Ok(Reply::json(200, &list))
    }

    pub(super) fn export_one_batch(&self, body: Fields<'_>) -> Result<Reply, Refusal> {
        let batch = self.wanted_batch(body)?;
        let batch = Details { batch: batch.record()?, brands: self.brands(batch)? };
        let one = BatchByNumber { success: true, response_code: 1, status_message: export::COMPLETED, batch };
        Ok(Reply::json(200, &one))
    }

    pub(super) fn export_batch_transactions(&self, body: Fields<'_>) -> Result<Reply, Refusal> {
        if !body.has("batch_number") {
            return Err(Refusal::batch_number());
        }
        let batch = self.wanted_batch(body)?;
        let (positions, filter) = (batch.members.clone(), Filter::default());
        Ok(Reply::Rows(Selection::Listed { positions, filter }))
    }

    fn wanted_batch(&self, body: Fields<'_>) -> Result<&Batch, Refusal> {
        let number = body.number("batch_number");
        if number.is_none() && body.has("batch_number") {
            return Err(Refusal::batch_number());
        }
        self.batches.latest(number).ok_or_else(Refusal::batch_number)
    }
}
