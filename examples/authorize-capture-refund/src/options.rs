//! The command line and the environment.

use std::cmp::Ordering;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};
use paysage_money::{Currency, Money, MoneyError};
use paytrace::{CustomerId, TransactionId};

use crate::gateway::Account;

/// Holds an amount on a card, takes a part of it, settles, and gives a part of that back.
///
/// Money moves at the address you name, and all that is pending there is settled: use a sandbox account.
#[derive(Debug, Parser)]
#[command(
    name = "authorize-capture-refund",
    version,
    after_help = "Exit status: 0 all steps were done; 1 the message says which was not and what to do; 2 usage.\n\n\
                  Secrets come by the environment only: PAYTRACE_PASSWORD."
)]
pub struct Options {
    /// What to hold, in US dollars.
    #[arg(long, value_name = "AMOUNT", default_value = "50.00", value_parser = dollars)]
    pub amount: Money,
    /// What to take of it.
    #[arg(long, value_name = "AMOUNT", default_value = "35.00", value_parser = dollars)]
    pub capture: Money,
    /// What to give back of that.
    #[arg(long, value_name = "AMOUNT", default_value = "10.00", value_parser = dollars)]
    pub refund: Money,
    /// A customer of the vault [default: one of the simulator's].
    #[arg(long, value_name = "ID")]
    pub customer_id: Option<CustomerId>,
    /// Only refund: of this settled transaction of an earlier run.
    #[arg(long, value_name = "NUMBER")]
    pub transaction: Option<TransactionId>,
    /// How long to wait before each look for a lost refund [default: 0 for the simulator, else 180].
    #[arg(long, value_name = "SECONDS")]
    pub quiet_seconds: Option<u64>,
    #[command(flatten)]
    pub account: Account,
}

impl Options {
    /// What the parser cannot see: amounts that do not go together.
    pub fn check(&self) -> Result<(), clap::Error> {
        let is_more = |part: Money, whole| !part.checked_cmp(whole).is_ok_and(Ordering::is_le);
        if self.transaction.is_none()
            && (is_more(self.capture, self.amount) || is_more(self.refund, self.capture))
        {
            let message = "--capture must not be more than --amount, nor --refund more than --capture";
            return Err(Self::command().error(ErrorKind::ValueValidation, message));
        }
        Ok(())
    }
}

fn dollars(text: &str) -> Result<Money, MoneyError> {
    Money::parse(text, Currency::Usd)
}
