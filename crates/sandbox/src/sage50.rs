//! A REST gateway in front of a simulated Sage 50 company.
//!
//! [`Sage50Simulator`] keeps the books of one company with the rules an integration meets in Sage 50 US: its field
//! lengths, its closed periods, its double entry, and its habit of refusing a used number on invoices, credit memos
//! and customers but not on receipts and journal entries. It reads requests by itself, strictly: a property it does
//! not know is refused by name, so that a client's misspelling shows.
//!
//! Amounts come in as text or number and go out as text, in US dollars. `attributes=all` adds to a list what its
//! records hold besides their heads.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use paysage_money::Money;
use sage50::Kind;

use crate::fault::Faults;

mod chart;
mod company;
mod customers;
mod edit;
mod fields;
mod http;
mod journal;
mod key;
mod ledger;
mod list;
mod payments;
mod problem;
mod query;
mod register;
mod request;
mod sales;
mod snapshot;
#[cfg(test)]
mod tests;
mod texts;

pub use snapshot::{AccountBalance, BookedDocument, BookedLine};

/// The API key of every simulated company; it protects nothing.
pub const API_KEY: &str = "paysage-demo-key";

/// The name of the simulated company.
pub const COMPANY: &str = "Paysage Sandbox Company";

/// How long after a lost connection a request may still be applied, as the gateway declares it.
pub const LATE_APPLY_MS: u64 = 150;

/// How long a new record may stay hidden from readers, as the gateway declares it.
pub const READ_LAG_MS: u64 = 100;

/// A simulated Sage 50 company behind a REST gateway; clones share the company.
#[derive(Debug, Clone)]
pub struct Sage50Simulator {
    company: Arc<Mutex<company::Company>>,
    faults: Faults,
}

impl Default for Sage50Simulator {
    fn default() -> Self {
        Self::new()
    }
}

impl Sage50Simulator {
    /// An empty company with its chart of accounts and the customers `ACME-001` and `BAYSIDE`.
    ///
    /// Every period from 1990 to one year after today is open.
    pub fn new() -> Self {
        Self { company: Arc::new(Mutex::new(company::Company::new())), faults: Faults::new() }
    }

    /// The gateway's routes, behind [`Self::faults`].
    pub fn router(&self) -> Router {
        self.faults.wrap(http::router(self.clone()))
    }

    /// The faults, latency and request counts of this simulator.
    pub fn faults(&self) -> Faults {
        self.faults.clone()
    }

    /// Every record: customers, invoices and credit memos, payments, journal entries, each in the order saved.
    pub fn documents(&self) -> Vec<BookedDocument> {
        self.with(|books| books.documents())
    }

    /// The balance of every account, in the order of the chart; their sum is zero.
    pub fn trial_balance(&self) -> Vec<AccountBalance> {
        self.with(|books| books.trial_balance())
    }

    /// How many records were created through the gateway.
    pub fn posts(&self) -> u64 {
        self.with(|books| books.posts)
    }

    /// Changes a document's amount, as a person at the screen would, and keeps the books balanced.
    ///
    /// The difference goes to the document's first line. Of several documents with this kind and reference the
    /// first that is not voided changes. `false`, with nothing changed: there is none, the amount is not above zero
    /// or not in dollars, or a line would become negative.
    pub fn edit_amount(&self, kind: Kind, reference: &str, amount: Money) -> bool {
        let usable = amount.is_positive() && amount.currency() == fields::CURRENCY;
        usable && self.with(|books| books.edit_amount(kind, reference, amount.minor()).is_some())
    }

    /// Voids a document, as a person at the screen would: it stays on record and its postings are reversed.
    ///
    /// `false`, with nothing changed: there is no such document, or payments have settled some of it.
    pub fn void(&self, kind: Kind, reference: &str) -> bool {
        self.with(|books| books.void(kind, reference).is_some())
    }

    /// Locks the company, as a user in single-user mode does: every request is answered 423 `CompanyLocked`.
    pub fn set_locked(&self, locked: bool) {
        self.with(|books| books.locked = locked);
    }

    /// Marks an account (in)active: documents that name an inactive one are refused. `false`: no such account.
    pub fn set_account_inactive(&self, account: &str, inactive: bool) -> bool {
        self.with(|books| books.chart.set_inactive(account, inactive))
    }

    /// Hides each record created from now on from lists until this time has passed; zero at first.
    ///
    /// The gateway goes on declaring [`READ_LAG_MS`]: a longer lag is a gateway that breaks its word.
    pub fn set_read_lag(&self, lag: Duration) {
        self.with(|books| books.read_lag = lag);
    }

    /// A panic elsewhere leaves the books whole: each change is checked before the first row is touched.
    fn with<T>(&self, act: impl FnOnce(&mut company::Company) -> T) -> T {
        act(&mut self.company.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
