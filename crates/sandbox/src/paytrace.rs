//! The PayTrace gateway, simulated: its v1 and v3 APIs with the cards, triggers and texts of the real sandbox.
//!
//! Both APIs work on one account. What a browser does with a card is there too: Protect.js as
//! [`PayTraceSimulator::protect`] or `POST /sandbox/protect`, encryption with the key of
//! `GET /v3/e2ee/public-key.pem`. Time passes when [`PayTraceSimulator::advance`] says so.
//!
//! Amounts decide: 0.29 and 1.12 are declined, a refund of 1.07 is not taken (response code 107).
//! Where PayTrace's own behaviour is not on record, the simulator says so with error numbers from 9001 up.
//! Moments are in UTC; PayTrace exports them without a zone.
//!
//! ```
//! # async fn example() -> std::io::Result<()> {
//! use paysage_sandbox::{paytrace::PayTraceSimulator, server};
//!
//! let simulator = PayTraceSimulator::with_day();
//! let server = server::serve(simulator.router(), ([127, 0, 0, 1], 0).into()).await?;
//! println!("the built-in day is served on {}", server.url());
//! # Ok(())
//! # }
//! ```

mod adjust;
mod attachments;
mod batches;
mod call;
mod card;
mod charge;
mod checks;
mod clock;
mod day;
mod encryption;
mod export;
mod fields;
mod followup;
mod http;
mod level_three;
mod load;
mod protect;
mod recurrence;
mod refusal;
mod reply;
mod row;
mod rows;
mod settings;
mod state;
mod tokens;
mod v3;
mod vault;

#[cfg(test)]
mod tests;

use std::fmt;
use std::io::Read;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use serde_json::Value;

use crate::fault::Faults;

pub use attachments::{Attached, Signature};
pub use card::TestCard;
pub use load::{LoadError, Loaded};

/// The API user of the simulated account.
pub const USERNAME: &str = "demo@paysage";
/// The API user's password.
pub const PASSWORD: &str = "paysage-demo";
/// The integrator id of the simulated account.
pub const INTEGRATOR_ID: &str = "paysagedemo1";

/// The merchant's number, which v3 calls carry.
pub const MERCHANT_ID: i64 = 8_675_309;

/// One simulated PayTrace account; clones share it.
#[derive(Clone)]
pub struct PayTraceSimulator {
    state: Arc<Mutex<state::State>>,
    faults: Faults,
}

impl Default for PayTraceSimulator {
    fn default() -> Self {
        Self::new()
    }
}

impl PayTraceSimulator {
    /// An account without transactions and customers.
    pub fn new() -> Self {
        Self { state: Arc::new(Mutex::new(state::State::new())), faults: Faults::new() }
    }

    /// An account with the built-in day: fifteen transactions of yesterday and today, two settled batches.
    pub fn with_day() -> Self {
        let simulator = Self::new();
        simulator.with_now(day::play);
        simulator
    }

    /// Adds the rows of a saved export, read as a stream.
    ///
    /// Rows are kept as they stand, so that malformed ones come back byte for byte. A row whose creation cannot be
    /// read counts as created on the day of the readable row before it, else of the first one behind it, else today.
    ///
    /// # Errors
    /// [`LoadError`] for a file that cannot be read or is no export; then nothing of it is kept.
    pub fn load(&self, reader: impl Read) -> Result<Loaded, LoadError> {
        let (rows, batches, loaded) = load::read(reader, self.now())?;
        self.with(|state| state.take_in(rows, batches))?;
        Ok(loaded)
    }

    /// The simulator's routes, behind its faults.
    pub fn router(&self) -> Router {
        http::router(self.clone())
    }

    /// The faults, the latency and the request counts of this simulator.
    pub fn faults(&self) -> Faults {
        self.faults.clone()
    }

    /// The earliest day a transaction was created on.
    pub fn first_day(&self) -> Option<NaiveDate> {
        self.with(|state| state.rows.first_day())
    }

    /// The latest day a transaction was created on.
    pub fn last_day(&self) -> Option<NaiveDate> {
        self.with(|state| state.rows.last_day())
    }

    /// Closes everything pending into one batch, as PayTrace does once a day.
    pub fn settle_now(&self) {
        self.with_now(|state, now| drop(state.settle(now)));
    }

    /// Takes the permission for an operation away: its path answers error 981 until [`allow`](Self::allow).
    ///
    /// `path` is the whole path of an operation of either dialect, such as `/v1/transactions/void`; v3 answers
    /// status 403.
    pub fn deny(&self, path: &str) {
        self.with(|state| state.settings.deny(path));
    }

    /// Gives the permission for an operation back.
    pub fn allow(&self, path: &str) {
        self.with(|state| state.settings.allow(path));
    }

    /// Allows refunds to a card or a customer without a sale they belong to, which are off by default.
    pub fn allow_unreferenced_refunds(&self) {
        self.with(|state| state.settings.unreferenced_refunds = true);
    }

    /// Sets whether security codes are asked for and must match.
    ///
    /// Then a sale or authorization with a keyed card is refused without its code, and one whose code does not match
    /// is approved and at once voided (response code 103).
    pub fn set_security_code_required(&self, required: bool) {
        self.with(|state| state.settings.security_code_required = required);
    }

    /// Does with a card what Protect.js does in a browser; gives the `hpf_token` and the `enc_key`, good for one use.
    ///
    /// What is wrong with the card is said when the token is used. Over HTTP `POST /sandbox/protect` does the same
    /// with `{clientKey, number, expiration_month, expiration_year, csc}`.
    pub fn protect(&self, card: &TestCard<'_>) -> (String, String) {
        self.with(|state| state.protect.take(card.read(), card.security_code.to_owned()))
    }

    /// The text in a base64 block encrypted with the gateway's public key; `None` when it was not.
    ///
    /// The key comes from `GET /v3/e2ee/public-key.pem`; PKCS#1 v1.5 and OAEP (with SHA-1 or SHA-256) are read.
    pub fn decrypt(&self, encrypted: &str) -> Option<String> {
        encryption::decrypt(encrypted)
    }

    /// What is attached to a transaction: e-mailed receipts, a signature, Level 3 data.
    pub fn attached(&self, transaction_id: i64) -> Attached {
        self.with(|state| state.attachments.get(&transaction_id).cloned().unwrap_or_default())
    }

    /// Makes every access token invalid, as after their time; refresh tokens of v3 stay good.
    pub fn revoke_tokens(&self) {
        self.with(|state| {
            state.tokens.revoke_all();
            state.v3.tokens.revoke_all();
        });
    }

    /// Changes a transaction's row by hand; `false` when there is none or it is no JSON object.
    ///
    /// The row is written anew, with its members in the alphabet's order. Of an id that stands on several rows the
    /// last is changed. `edit` is called under the simulator's lock, so it must not use the simulator.
    pub fn edit_row(&self, transaction_id: i64, edit: impl FnOnce(&mut Value)) -> bool {
        self.with(|state| {
            let position = state.rows.of_id(transaction_id).last().copied();
            let row = position.and_then(|position| state.rows.text(position));
            let row: Option<Value> = row.and_then(|row| serde_json::from_slice(row).ok());
            let (Some(position), Some(mut row)) = (position, row) else {
                return false;
            };
            edit(&mut row);
            state.rows.replace(position, row.to_string().into_bytes());
            true
        })
    }

    /// The simulator's moment in UTC, to the second: the real one, and how far [`advance`](Self::advance) moved it.
    pub fn now(&self) -> NaiveDateTime {
        self.with(|state| state.clock.now())
    }

    /// Moves the clock forward and lets everything happen that falls due on the way, in the order of time.
    ///
    /// Each evening at a quarter past eight what is pending settles; then recurring payments that are due are made,
    /// and checks move on. By the mere passing of real time nothing happens. A `delta` that is not positive, or that
    /// leads beyond the calendar, moves nothing.
    pub fn advance(&self, delta: TimeDelta) {
        self.with(|state| {
            let from = state.clock.now();
            if state.clock.advance(delta) {
                state.pass_time(from, state.clock.now());
            }
        });
    }

    /// Acts with the simulator's moment.
    fn with_now<T>(&self, act: impl FnOnce(&mut state::State, NaiveDateTime) -> T) -> T {
        self.with(|state| {
            let now = state.clock.now();
            act(state, now)
        })
    }

    fn with<T>(&self, act: impl FnOnce(&mut state::State) -> T) -> T {
        act(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl fmt::Debug for PayTraceSimulator {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("PayTraceSimulator").field("faults", &self.faults).finish_non_exhaustive()
    }
}
