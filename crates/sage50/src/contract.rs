//! The rules of [`Books`], as cases that any door can be run against.
//!
//! A door of your own is ready for the engine when [`books`] ends without a panic: it posts once, finds what it
//! posted, says truly what it refuses, and lists completely. What a door declares that it cannot do is not asked
//! of it, but for saying so: every such call must be refused with nothing sent.
//!
//! Run it against a company made for tests. It books small amounts under references of its own.

#![expect(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    reason = "a broken rule is reported by a panic, as tests do"
)]

mod posting;
mod reading;
mod sample;

use std::future::Future;
use std::time::Duration;

use chrono::NaiveDate;
use futures_core::future::BoxFuture;
use paysage_money::Currency;

use crate::books::{Books, Capabilities};
use crate::model::{CustomerId, GlAccount, ItemId, PaymentMethod};

/// What the company of the test has.
#[derive(Debug, Clone)]
pub struct Company {
    /// Its currency.
    pub currency: Currency,
    /// A customer, who is not on credit hold.
    pub customer: CustomerId,
    /// Its accounts receivable account.
    pub receivable: GlAccount,
    /// An income account.
    pub income: GlAccount,
    /// A cash account.
    pub cash: GlAccount,
    /// Another account that journal entries and adjustments may name.
    pub expense: GlAccount,
    /// A payment method.
    pub payment_method: PaymentMethod,
    /// An item that is kept in stock; needed for a door that adjusts stock.
    pub item: Option<ItemId>,
    /// A day in an open period on which no journal entry is booked yet.
    pub open_day: NaiveDate,
    /// A day in a closed period.
    pub closed_day: NaiveDate,
    /// How many journal entries the case about pages books; more than fit a page of the door.
    pub entries: u32,
}

/// What a case is given.
struct Trial {
    door: Box<dyn Books>,
    company: Company,
    can: Capabilities,
}

impl Trial {
    /// Waits until what was posted shows.
    async fn settle(&self) {
        tokio::time::sleep(self.can.read_lag.unwrap_or(Duration::ZERO)).await;
    }
}

type Case = for<'a> fn(&'a Trial) -> BoxFuture<'a, ()>;

/// Runs every case, each on books of its own that `fresh` makes; no reference in them may begin with `CT-`.
///
/// ```no_run
/// # async fn run(company: sage50::contract::Company, door: sage50::RestDoor) {
/// sage50::contract::books(&company, || async { door.clone() }).await;
/// # }
/// ```
///
/// # Panics
/// When a rule does not hold; the name of the case stands in the output just before the message.
pub async fn books<B, F>(company: &Company, fresh: impl Fn() -> F)
where
    B: Books + 'static,
    F: Future<Output = B>,
{
    for (name, case) in posting::CASES.iter().chain(reading::CASES) {
        let door = fresh().await;
        let can = door.capabilities().await.unwrap();
        eprintln!("books contract: {name}");
        case(&Trial { door: Box::new(door), company: company.clone(), can }).await;
    }
}
