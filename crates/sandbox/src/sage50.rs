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
use chrono::{NaiveDate, Utc};
use paysage_money::Money;
use rust_decimal::Decimal;
use sage50::Kind;

use crate::fault::Faults;

mod access;
mod adjustments;
mod chart;
mod company;
mod customers;
mod deposits;
mod edit;
mod fields;
mod files;
mod gateway;
mod goods;
mod http;
mod hyper_accounts;
mod items;
mod journal;
mod key;
mod ledger;
mod list;
mod open_items;
mod orders;
mod payments;
mod periods;
mod problem;
mod query;
mod register;
mod request;
mod sales;
mod snapshot;
#[cfg(test)]
mod tests;
mod texts;
mod wire;

pub use access::Approval;
pub use customers::CreditStatus;
pub use deposits::DepositTicket;
pub use files::{AppliedRecord, FileKind, ImportProblem, ImportReport, RefusedRecord, Template};
pub use problem::Code;
pub use snapshot::{AccountBalance, BookedDocument, BookedLine};

/// The API key of every simulated company; it protects nothing.
pub const API_KEY: &str = "paysage-demo-key";

/// The client id for `POST /oauth/token`; its secret is [`API_KEY`].
pub const CLIENT_ID: &str = "paysage-demo";

/// What `X-Business` may name; a gateway of one company answers without it, too.
pub const BUSINESS: &str = "paysage-sandbox";

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
    gateway: Arc<Mutex<gateway::Gateway>>,
    extra_references: hyper_accounts::ExtraReferences,
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
        let company = Arc::new(Mutex::new(company::Company::new()));
        Self {
            company,
            gateway: Arc::default(),
            extra_references: hyper_accounts::ExtraReferences::default(),
            faults: Faults::new(),
        }
    }

    /// The gateway's routes, behind [`Self::faults`].
    pub fn router(&self) -> Router {
        self.faults.wrap(self.router_without_faults())
    }

    /// The gateway's routes alone, for tests that put something of their own between faults and gateway.
    pub fn router_without_faults(&self) -> Router {
        http::router(self.clone())
    }

    /// The faults, latency and request counts of this simulator.
    pub fn faults(&self) -> Faults {
        self.faults.clone()
    }

    /// Every record: customers, invoices and credit memos, payments, journal entries, items, sales orders and stock
    /// adjustments, each in the order saved.
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
        self.with(|books| books.access.locked = locked);
    }

    /// Opens or closes a record at the screen: changes of it, and payments on it, are answered 423 `RecordInUse`.
    pub fn set_in_use(&self, kind: Kind, reference: &str, in_use: bool) {
        let kind = if kind == Kind::CreditMemo { Kind::Invoice } else { kind };
        self.with(|books| books.access.set_in_use(kind.as_str(), reference, in_use));
    }

    /// How many licence seats are free; with none every request is answered 503 `LicenceUnavailable`.
    ///
    /// `None`, as at first: always enough.
    pub fn set_free_seats(&self, seats: Option<u32>) {
        self.with(|books| books.access.free_seats = seats);
    }

    /// What the company's administrator thinks of the program; without approval every request is answered 403.
    pub fn set_approval(&self, approval: Approval) {
        self.with(|books| books.access.approval = approval);
    }

    /// Opens the two fiscal years that begin on `first` and no other day.
    pub fn set_fiscal_years(&self, first: NaiveDate) {
        self.with(|books| books.periods = periods::Periods::of_years_from(first));
    }

    /// Closes a month: nothing can be posted in it any more.
    pub fn close_period(&self, year: i32, month: u32) {
        self.with(|books| books.periods.close(year, month));
    }

    /// Opens a month again that [`Self::close_period`] closed.
    pub fn reopen_period(&self, year: i32, month: u32) {
        self.with(|books| books.periods.reopen(year, month));
    }

    /// Closes the older of the two fiscal years and opens the next one.
    ///
    /// Without [`Self::set_fiscal_years`] the last open day stays one year after today.
    pub fn close_fiscal_year(&self) {
        self.with(|books| books.periods.close_year());
    }

    /// What Sage 50 does when the customer gets an invoice, and from which balance on. `false`: no such customer.
    pub fn set_credit(&self, customer: &str, status: CreditStatus, limit: Money) -> bool {
        self.with(|books| books.set_credit(customer, status, limit.minor()).is_some())
    }

    /// Closes a sales order, as a person at the screen would. `false`: there is none with this number.
    pub fn close_order(&self, number: &str) -> bool {
        self.with(|books| books.close_order(number).is_some())
    }

    /// The lines of the bank reconciliation: receipts with one cash account and one deposit ticket are one line.
    pub fn deposit_tickets(&self) -> Vec<DepositTicket> {
        self.with(|books| books.deposit_tickets())
    }

    /// The open prepayments of a customer: the receipt's reference and what is left.
    pub fn prepayments(&self, customer: &str) -> Vec<(Box<str>, Money)> {
        let money = |cents| Money::from_minor(cents, fields::CURRENCY);
        self.with(|books| match books.customers.first(customer) {
            Some(place) => {
                books.prepayments(place).map(|(from, _, cents)| (from.into(), money(cents))).collect()
            }
            None => Vec::new(),
        })
    }

    /// What was in stock of an item at the end of a day, or with `None` is now.
    ///
    /// `None`: there is no such item, or its quantity is not kept.
    pub fn on_hand(&self, item: &str, on: Option<NaiveDate>) -> Option<Decimal> {
        self.with(|books| books.items.first(item).and_then(|place| books.items.at(place)?.on_hand(on)))
    }

    /// Applies an import file as Sage 50 would.
    ///
    /// A file that is no such file is refused whole: it cannot be parsed, a row has not as many cells as the
    /// template has columns, a column is unknown, twice there or missing though required. A record that Sage 50
    /// would not take is refused whole, with everything that is wrong with it, and the others are booked.
    /// Customers and accounts that are on record are changed; anything else is added.
    pub fn import(&self, kind: FileKind, bytes: &[u8], template: &Template) -> ImportReport {
        let today = Utc::now().date_naive();
        self.with(|books| books.import(kind, bytes, template, today))
    }

    /// Writes an export file as Sage 50 does: Windows-1252, CRLF, headings, days as `6/1/26`, all columns.
    pub fn export(&self, kind: FileKind) -> Vec<u8> {
        self.export_with(kind, &Template::standard(kind))
    }

    /// Writes an export file with the columns of a template.
    ///
    /// Of [`Template::from_headings`], which names no columns, it is all of them.
    pub fn export_with(&self, kind: FileKind, template: &Template) -> Vec<u8> {
        self.with(|books| books.export(kind, template))
    }

    /// Adds an item, as a person at the screen would; there is no import file for items here. Its quantity changes
    /// with invoices, credit memos and adjustments, if it is `stocked`.
    ///
    /// `false`, with nothing changed: the id is taken, or id or description do not fit their fields.
    #[expect(clippy::too_many_arguments, reason = "an item has no less")]
    pub fn add_item(
        &self,
        id: &str,
        description: &str,
        stocked: bool,
        price: Decimal,
        unit_cost: Decimal,
    ) -> bool {
        let fits = |text: &str, limit| !text.trim().is_empty() && text.chars().count() <= limit;
        let new = items::NewItem {
            id: id.into(),
            description: description.into(),
            class: if stocked { items::STOCK } else { 0 },
            price: Some(price),
            unit_cost: Some(unit_cost),
            ..items::NewItem::default()
        };
        self.with(|books| {
            let posts = books.posts;
            let added = fits(id, 20) && fits(description, 30) && books.create_item(&new).is_ok();
            books.posts = posts;
            added
        })
    }

    /// Adds an item that is kept in stock, without a price and of no cost yet; see [`Self::add_item`].
    pub fn add_stock_item(&self, id: &str, description: &str) -> bool {
        self.add_item(id, description, true, Decimal::ZERO, Decimal::ZERO)
    }

    /// What one unit of an item costs from now on: sales take it from the stock for as much. `false`: no such item.
    pub fn set_unit_cost(&self, item: &str, cost: Decimal) -> bool {
        self.with(|books| books.set_unit_cost(item, cost).is_some())
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

    /// Lets every access token run out, as if five minutes had passed.
    pub fn forget_tokens(&self) {
        self.at_gateway(gateway::Gateway::forget_tokens);
    }

    /// Answers only so many more calls, and 429 from then on; `None` takes the limit away.
    pub fn limit_calls(&self, calls: Option<u32>) {
        self.at_gateway(|gateway| gateway.calls_left = calls);
    }

    /// Makes the gateway answer documents with 202, as one does that only queues them, and declare it.
    ///
    /// They are booked at once all the same, so that a look-up shows them.
    pub fn set_queues(&self, queues: bool) {
        self.at_gateway(|gateway| gateway.queues = queues);
    }

    fn at_gateway<T>(&self, act: impl FnOnce(&mut gateway::Gateway) -> T) -> T {
        act(&mut self.gateway.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// A panic elsewhere leaves the books whole: each change is checked before the first row is touched.
    fn with<T>(&self, act: impl FnOnce(&mut company::Company) -> T) -> T {
        act(&mut self.company.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
