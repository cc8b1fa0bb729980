//! The command line and the environment.

use clap::Parser;
use paysage_money::{Currency, Money, MoneyError};
use paytrace::{CustomerId, SecretString};

use crate::gateway::Account;

/// Keeps a customer's card without ever seeing it, and has PayTrace charge it every month.
///
/// The plan charges by itself at the address you name: use a sandbox account.
#[derive(Debug, Parser)]
#[command(
    name = "card-on-file",
    version,
    after_help = "Exit status: 0 the plan is made, or listed; 1 the message says what to do; 2 usage.\n\n\
                  Secrets come by the environment only: PAYTRACE_PASSWORD, and the tokens of a card in PAYTRACE_HPF_TOKEN and PAYTRACE_ENC_KEY."
)]
pub struct Options {
    /// What to charge every month, in US dollars.
    #[arg(long, value_name = "AMOUNT", default_value = "25.00", value_parser = dollars)]
    pub amount: Money,
    /// How many payments the plan makes, 1 to 998.
    #[arg(long, value_name = "N", default_value_t = 12, value_parser = clap::value_parser!(u16).range(1..=998))]
    pub payments: u16,
    /// How many months the simulator's clock moves on.
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub months: u32,
    /// The customer's name.
    #[arg(long, default_value = "Ada Example")]
    pub name: String,
    /// Only list what PayTrace charged this customer of an earlier run.
    #[arg(long, value_name = "CUSTOMER_ID")]
    pub list: Option<CustomerId>,
    /// What Protect.js made of a card (environment only).
    #[arg(long, env = "PAYTRACE_HPF_TOKEN", hide = true, hide_env_values = true)]
    pub hpf_token: Option<SecretString>,
    /// The key that goes with it (environment only).
    #[arg(long, env = "PAYTRACE_ENC_KEY", hide = true, hide_env_values = true)]
    pub enc_key: Option<SecretString>,
    #[command(flatten)]
    pub account: Account,
}

fn dollars(text: &str) -> Result<Money, MoneyError> {
    Money::parse(text, Currency::Usd)
}
