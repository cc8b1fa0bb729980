//! A gateway whose transactions settle, are voided or captured as time goes by, and whose exports are cut.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use chrono::{Days as Span, NaiveDate};
use futures_util::StreamExt;
use paysage_sync::{Days, Gateway, Rows};
use paytrace::{Error, ExportRow, RowScanner, TransactionId};
use serde_json::{Value, json};
use tokio::time::sleep;

use super::books::StormyBooks;
use super::chance::Chance;
use super::world::{LAST_CAPTURE, STORM, World};

/// How a transaction goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Life {
    /// It settles at that moment.
    Settles(Duration),
    /// It is authorized only, captured for half at the first moment, and settles at the second.
    Captured(Duration, Duration),
    /// It is pending and then voided.
    Voided(Duration),
    Declined,
}

#[derive(Debug, Clone)]
pub struct Transaction {
    pub id: i64,
    pub customer: String,
    pub is_refund: bool,
    pub life: Life,
    pub first_cents: u64,
    day: NaiveDate,
}

impl Transaction {
    fn of(world: &World, number: u64) -> Self {
        let mut chance = Chance::of(world.seed, ("transaction", number));
        let moment = chance.span(STORM);
        let life = match chance.between(0, 9) {
            0 => Life::Voided(moment),
            1 => Life::Declined,
            2 => Life::Captured(moment, moment + chance.span(LAST_CAPTURE)),
            3..=5 => Life::Settles(moment),
            _ => Life::Settles(Duration::ZERO),
        };
        Self {
            id: i64::try_from(number).unwrap() + 1_000,
            customer: format!("c-{}", chance.between(1, world.customers)),
            is_refund: chance.permille(200),
            life,
            first_cents: chance.between(1, 50_000) * 2,
            day: first_day() + Span::new(chance.between(0, 3)),
        }
    }

    /// What it comes to when all has settled; `None`: no money moves.
    pub fn cents(&self) -> Option<u64> {
        match self.life {
            Life::Settles(_) => Some(self.first_cents),
            Life::Captured(..) => Some(self.first_cents / 2),
            Life::Voided(_) | Life::Declined => None,
        }
    }

    fn row(&self, now: Duration) -> Value {
        let (status, message, cents) = match self.life {
            Life::Settles(at) if at <= now => ("GB7", "GB7", self.first_cents),
            Life::Captured(_, at) if at <= now => ("GB8", "GB8", self.first_cents / 2),
            Life::Captured(at, _) if at <= now => ("Y", "Pending", self.first_cents / 2),
            Life::Captured(..) => ("N", "Authorization Only", self.first_cents),
            Life::Voided(at) if at <= now => ("N", "Voided", self.first_cents),
            Life::Settles(_) | Life::Voided(_) => ("Y", "Pending", self.first_cents),
            Life::Declined => ("N", "Declined", self.first_cents),
        };
        let day = self.day.format("%-m/%-d/%Y");
        let settled = if status.starts_with("GB") { format!("{day} 8:00:00 PM") } else { String::new() };
        json!({
            "transaction_id": self.id, "transaction_type": if self.is_refund { "REFUND" } else { "SALE" },
            "amount": format!("{}.{:02}", cents / 100, cents % 100), "customer_id": self.customer,
            "billing_address": {"name": "Somebody"}, "status_code": status, "status_message": message,
            "created": {"at": format!("{day} 9:00:00 AM")}, "settled": settled,
        })
    }
}

pub fn first_day() -> NaiveDate {
    "2026-06-10".parse().unwrap()
}

pub fn days() -> Days {
    Days { first: first_day(), last: first_day() + Span::new(3) }
}

#[derive(Debug)]
pub struct StormyGateway {
    world: Arc<World>,
    books: StormyBooks,
    pub transactions: Vec<Transaction>,
    exports: AtomicU64,
    pub cuts: AtomicU64,
}

impl StormyGateway {
    /// Its clock and its weather are those of the books.
    pub fn new(world: Arc<World>, books: StormyBooks) -> Self {
        let transactions = (1..=world.transactions).map(|number| Transaction::of(&world, number)).collect();
        Self { world, books, transactions, exports: AtomicU64::new(0), cuts: AtomicU64::new(0) }
    }
}

/// The rows of a body, and the error at its end if it has one.
fn read(body: &[u8]) -> Vec<Result<ExportRow, Error>> {
    let mut scanner = RowScanner::new("transactions");
    let damage = scanner.push(body).err();
    let mut rows = Vec::new();
    while let Some(row) = scanner.next_row() {
        rows.push(Ok(ExportRow::read(row)));
    }
    if let Some(error) = damage.or_else(|| scanner.finish().err()) {
        rows.push(Err(error.into()));
    }
    rows
}

#[async_trait]
impl Gateway for StormyGateway {
    async fn export(&self, days: Days) -> Result<Rows, Error> {
        let number = self.exports.fetch_add(1, Ordering::Relaxed);
        let mut chance = Chance::of(self.world.seed, ("export", number));
        let now = self.books.now();
        let chosen = self.transactions.iter().filter(|one| (days.first..=days.last).contains(&one.day));
        let rows: Vec<Value> = chosen.map(|one| one.row(now)).collect();
        let mut body = json!({"success": true, "response_code": 1, "transactions": rows}).to_string();
        if !self.books.is_calm() && chance.permille(self.world.cut_export) {
            let length = u64::try_from(body.len()).unwrap();
            body.truncate(usize::try_from(chance.between(0, length - 1)).unwrap());
            self.cuts.fetch_add(1, Ordering::Relaxed);
        }
        sleep(chance.millis(5, 50)).await;
        let pause = chance.millis(0, 5);
        let rows = futures_util::stream::iter(read(body.as_bytes()));
        Ok(rows
            .then(move |row| async move {
                sleep(pause).await;
                row
            })
            .boxed())
    }

    async fn transaction(&self, id: TransactionId) -> Result<Option<ExportRow>, Error> {
        let now = self.books.now();
        sleep(Duration::from_millis(5)).await;
        let one = self.transactions.iter().find(|one| one.id == id.get());
        let Some(row) = one.map(|one| one.row(now)) else { return Ok(None) };
        let body = json!({"success": true, "response_code": 1, "transactions": [row]}).to_string();
        read(body.as_bytes()).pop().transpose()
    }
}
