//! Checks (ACH): their own id space, their own life.

pub(super) mod bank;
mod refusals;

use bank::Bank;

use super::fields::Fields;
use super::refusal::Refusal;
use super::state::State;

impl State {
    /// The bank account a v1 request names.
    pub(super) fn bank(&self, body: Fields<'_>) -> Result<Bank, Refusal> {
        let (account, routing) = Bank::numbers(body);
        Bank::new(&account, &routing)
    }
}
