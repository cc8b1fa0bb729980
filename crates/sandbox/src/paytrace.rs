//! The PayTrace gateway, simulated: its v1 API with the cards, triggers and texts of the real sandbox.
//!
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

mod batches;
mod call;
mod card;
mod charge;
mod checks;
mod clock;
mod day;
mod export;
mod fields;
mod followup;
mod http;
mod load;
mod refusal;
mod reply;
mod row;
mod rows;
mod state;
mod tokens;
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

pub use load::{LoadError, Loaded};

/// The API user of the simulated account.
pub const USERNAME: &str = "demo@paysage";
/// The API user's password.
pub const PASSWORD: &str = "paysage-demo";
/// The integrator id of the simulated account.
pub const INTEGRATOR_ID: &str = "paysagedemo1";

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

    /// Makes every access token invalid, as after their two hours.
    pub fn revoke_tokens(&self) {
        self.with(|state| state.tokens.revoke_all());
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
