//! The books of the company: its registers and its ledger, and the rules that tie them together.

use std::time::{Duration, Instant};

use paysage_money::Money;
use serde::{Serialize, Serializer};

use super::access::Access;
use super::adjustments::Adjustment;
use super::chart::Chart;
use super::customers::{Customer, NewCustomer};
use super::fields::CURRENCY;
use super::items::Item;
use super::journal::JournalEntry;
use super::ledger::{Ledger, Posting, Unposted};
use super::open_items::OpenItem;
use super::orders::Order;
use super::payments::Payment;
use super::periods::Periods;
use super::problem::{Code, Problems, Refusal};
use super::register::{Place, Register, Row};
use super::sales::Sale;

/// The customers that the first day of the `PayTrace` simulator knows already.
const KNOWN_CUSTOMERS: [(&str, &str); 2] = [("ACME-001", "Acme Widgets Inc"), ("BAYSIDE", "Bayside Cafe")];

/// Everything the company has on record. Changes are whole or refused; no clock, no IO.
#[derive(Debug)]
pub(super) struct Company {
    pub(super) chart: Chart,
    pub(super) ledger: Ledger,
    pub(super) customers: Register<Customer>,
    /// Invoices and credit memos, which share one number space.
    pub(super) sales: Register<Sale>,
    /// Receipts, refunds and chargebacks.
    pub(super) payments: Register<Payment>,
    /// Prepayments, and refunds that wait for their credit memos.
    pub(super) open_items: Register<OpenItem>,
    pub(super) journal: Register<JournalEntry>,
    pub(super) items: Register<Item>,
    pub(super) orders: Register<Order>,
    pub(super) adjustments: Register<Adjustment>,
    pub(super) periods: Periods,
    pub(super) access: Access,
    /// How many records were created through the gateway.
    pub(super) posts: u64,
    /// How long a new record stays hidden from readers.
    pub(super) read_lag: Duration,
}

impl Company {
    pub(super) fn new() -> Self {
        let chart = Chart::default();
        let ledger = Ledger::new(chart.accounts().len());
        let mut customers = Register::default();
        for (id, name) in KNOWN_CUSTOMERS {
            customers.push(Customer::new(&NewCustomer::named(id, name)));
        }
        Self {
            chart,
            ledger,
            customers,
            sales: Register::default(),
            payments: Register::default(),
            open_items: Register::default(),
            journal: Register::default(),
            items: Register::default(),
            orders: Register::default(),
            adjustments: Register::default(),
            periods: Periods::default(),
            access: Access::default(),
            posts: 0,
            read_lag: Duration::ZERO,
        }
    }

    /// The place of a customer that has to exist.
    pub(super) fn known_customer(&self, id: &str, problems: &mut Problems) -> Option<Place> {
        let place = self.customers.first(id);
        if place.is_none() {
            let message = format!("There is no customer {id}.");
            problems.add(Code::UnknownCustomer, &"customerId", message);
        }
        place
    }

    /// Posts an entry and moves a customer's balance by `change`: both or neither.
    pub(super) fn post(&mut self, entry: &[Posting], customer: Place, change: i64) -> Result<(), Unposted> {
        let row = self.customers.at_mut(customer).ok_or(Unposted::OutOfRange)?;
        let balance = row.balance.checked_add(change).ok_or(Unposted::OutOfRange)?;
        self.ledger.post(entry)?;
        row.balance = balance;
        Ok(())
    }

    pub(super) fn customer_id(&self, place: Place) -> &str {
        self.customers.at(place).map_or("", Row::reference)
    }
}

impl From<Unposted> for Refusal {
    fn from(why: Unposted) -> Self {
        match why {
            Unposted::OutOfRange => Self::out_of_range("lines"),
            Unposted::Unbalanced => {
                Self::new(422, Code::Unbalanced, &"lines", "The debits and credits of the entry differ.")
            }
        }
    }
}

/// Saves a row, hidden from readers for `lag`.
pub(super) fn save<R: Row>(register: &mut Register<R>, row: R, lag: Duration) -> Place {
    let place = register.push(row);
    if !lag.is_zero() {
        register.hide_last(Instant::now());
    }
    place
}

/// Cents, written as the gateway writes amounts: `"12.34"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cents(pub(super) i64);

impl Serialize for Cents {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&Money::from_minor(self.0, CURRENCY))
    }
}
