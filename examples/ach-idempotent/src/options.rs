//! The command line and the environment.

use std::time::Duration;

use clap::Parser;
use paysage_money::{Currency, Money, MoneyError};
use paytrace::v3::check::IdempotencyKey;
use paytrace::{RoutingNumber, SecretString};

use crate::gateway::{Account, Gateway};

/// Takes money from a bank account once, whatever becomes of the answer, and follows it to the end.
///
/// Money moves at the address you name: use a sandbox account. The simulator returns a check of 1.25.
#[derive(Debug, Parser)]
#[command(
    name = "ach-idempotent",
    version,
    after_help = "Exit status: 0 there is one debit; 1 the message says what happened and what to do; 2 usage.\n\n\
                  Secrets come by the environment only: PAYTRACE_PASSWORD and PAYTRACE_ACCOUNT_NUMBER."
)]
pub struct Options {
    /// What to debit, in US dollars.
    #[arg(long, value_name = "AMOUNT", default_value = "48.00", value_parser = dollars)]
    pub amount: Money,
    /// The payment's idempotency key, at most 50 characters; with one of an earlier run that payment is looked at
    /// [default: a new one].
    #[arg(long, value_name = "KEY")]
    pub key: Option<IdempotencyKey>,
    /// Send the same payment twice, as is done with the simulator.
    #[arg(long)]
    pub send_again: bool,
    /// The bank's routing number.
    #[arg(long, value_name = "NUMBER", default_value = "325070760")]
    pub routing_number: RoutingNumber,
    /// The account's number (environment only); an invented one unless set.
    #[arg(
        long,
        env = "PAYTRACE_ACCOUNT_NUMBER",
        hide = true,
        hide_env_values = true,
        default_value = "123456789"
    )]
    pub account_number: SecretString,
    /// How long to wait before a payment that is not shown is looked for again [default: 0 for the simulator, else 180].
    #[arg(long, value_name = "SECONDS")]
    pub quiet_seconds: Option<u64>,
    #[command(flatten)]
    pub account: Account,
}

impl Options {
    /// How long a payment that was sent may still take effect at PayTrace; nothing is documented.
    pub fn quiet(&self, gateway: &Gateway) -> Duration {
        let usual = if gateway.simulator().is_some() { Duration::ZERO } else { Duration::from_mins(3) };
        self.quiet_seconds.map_or(usual, Duration::from_secs)
    }
}

fn dollars(text: &str) -> Result<Money, MoneyError> {
    Money::parse(text, Currency::Usd)
}
