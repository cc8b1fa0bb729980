//! The account: what each request does to it. Pure: the moment comes in, the reply goes out.

use std::collections::HashMap;

use chrono::NaiveDateTime;
use paysage_money::Money;

use super::attachments::Attachments;
use super::batches::Batches;
use super::call::Call;
use super::card::{Brand, Card};
use super::checks::Checks;
use super::clock::Clock;
use super::fields::{self, Fields};
use super::protect::Protect;
use super::recurrence::Recurrences;
use super::refusal::Refusal;
use super::reply::{Envelope, Reply};
use super::row::Facts;
use super::rows::{Position, Rows};
use super::settings::Settings;
use super::tokens::Tokens;
use super::v3::V3;
use super::vault::Customer;
use super::{INTEGRATOR_ID, encryption};

/// The lowest transaction id the simulator gives out; ids have nine digits.
const FIRST_ID: i64 = 100_000_001;

/// Everything one simulated PayTrace account knows.
#[derive(Debug)]
pub(super) struct State {
    pub(super) clock: Clock,
    pub(super) settings: Settings,
    pub(super) rows: Rows,
    pub(super) tokens: Tokens,
    pub(super) batches: Batches,
    pub(super) customers: HashMap<String, Customer>,
    /// What was refunded of a transaction so far, by its id.
    pub(super) refunded: HashMap<i64, Money>,
    /// The transaction a refund belongs to; exports do not tell.
    pub(super) refund_of: HashMap<i64, i64>,
    /// What was first authorized, of transactions whose amount was changed since.
    pub(super) authorized: HashMap<i64, Money>,
    /// The cards of transactions made here, of which rows show little.
    pub(super) cards: HashMap<i64, Card>,
    pub(super) protect: Protect,
    pub(super) attachments: Attachments,
    next_id: i64,
    last_customer_number: i64,
    pub(super) checks: Checks,
    pub(super) recurrences: Recurrences,
    pub(super) v3: V3,
}

impl State {
    pub(super) fn new() -> Self {
        Self {
            clock: Clock::default(),
            settings: Settings::default(),
            rows: Rows::default(),
            tokens: Tokens::default(),
            batches: Batches::default(),
            customers: HashMap::new(),
            refunded: HashMap::new(),
            refund_of: HashMap::new(),
            authorized: HashMap::new(),
            cards: HashMap::new(),
            protect: Protect::default(),
            attachments: Attachments::default(),
            next_id: FIRST_ID,
            last_customer_number: 0,
            checks: Checks::default(),
            recurrences: Recurrences::default(),
            v3: V3::default(),
        }
    }

    /// Does what a request with a valid bearer token asks.
    pub(super) fn apply(&mut self, call: Call, body: &[u8], now: NaiveDateTime) -> Reply {
        let reply = fields::parse(body).and_then(|mut body| {
            encryption::open(&mut body)?;
            let body = Fields::of(&body);
            if body.has("integrator_id") && body.text("integrator_id") != INTEGRATOR_ID {
                return Err(Refusal::permission());
            }
            self.dispatch(call, body, now)
        });
        reply.unwrap_or_else(|refusal| Reply::refused(&refusal, call.has_external_id()))
    }

    fn dispatch(&mut self, call: Call, body: Fields<'_>, now: NaiveDateTime) -> Result<Reply, Refusal> {
        match call {
            Call::Ping => Ok(Reply::json(200, &Envelope::new(true, 1, "The simulator is up."))),
            Call::ClientKey => Ok(self.create_client_key()),
            Call::Charge(kind, source) => self.charge((kind, source), body, now),
            Call::Capture => self.capture(body),
            Call::Refund => self.refund(body, now),
            Call::Void => self.void(body),
            Call::AdjustAmount => self.adjust_amount(body),
            Call::Settle => Ok(self.settle(now)),
            Call::EmailReceipt => self.email_receipt(body),
            Call::AttachSignature => self.attach_signature(body),
            Call::LevelThreeVisa => self.add_level_three(Brand::Visa, body),
            Call::LevelThreeMastercard => self.add_level_three(Brand::Mastercard, body),
            Call::ExportById => self.export_by_id(body),
            Call::ExportByDateRange => Self::export_by_date_range(body),
            Call::Batches => self.export_batches(body),
            Call::BatchByNumber => self.export_one_batch(body),
            Call::BatchTransactions => self.export_batch_transactions(body),
            Call::CustomerCreate => self.create_customer(body, now),
            Call::CustomerCreateFromTransaction => self.create_customer_from_transaction(body, now),
            Call::CustomerCreateProtected => self.create_protected_customer(body, now),
            Call::CustomerUpdate => self.update_customer(body),
            Call::CustomerUpdateProtected => self.update_protected_customer(body),
            Call::CustomerDelete => self.delete_customer(body),
            Call::CustomerExport => Ok(self.export_customers(body)),
            Call::CustomerExportInactive => self.export_inactive_customers(body, now),
            Call::Check(call) => self.check(call, body, now),
            Call::Recurrence(call) => self.recurrence(call, body, now),
        }
    }

    /// The row a request names by `transaction_id`.
    pub(super) fn named(&self, body: Fields<'_>) -> Result<(Position, i64, Facts), Refusal> {
        let found = body.number("transaction_id").and_then(|id| {
            let position = *self.rows.of_id(id).last()?;
            Some((position, id, Facts::read(self.rows.text(position)?)?))
        });
        found.ok_or_else(Refusal::transaction_id)
    }

    /// A number for a new customer; numbers are not used again.
    pub(super) fn next_customer_number(&mut self) -> i64 {
        self.last_customer_number = self.last_customer_number.saturating_add(1);
        self.last_customer_number
    }

    /// A transaction id that no row has.
    pub(super) fn free_id(&mut self) -> Result<i64, Refusal> {
        loop {
            let id = self.next_id;
            self.next_id = id.checked_add(1).ok_or_else(Refusal::ids_exhausted)?;
            if !self.rows.has_id(id) {
                return Ok(id);
            }
        }
    }

    /// Keeps a new row under the day of `now`.
    pub(super) fn keep(&mut self, text: Vec<u8>, now: NaiveDateTime) -> Result<(), Refusal> {
        let facts = Facts::read(&text);
        let kept = self.rows.add(text.into_boxed_slice(), facts.as_ref(), now.date());
        kept.map(|_| ()).ok_or_else(Refusal::ids_exhausted)
    }
}
