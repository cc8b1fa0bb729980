//! The command line and the environment.

use std::path::PathBuf;

use clap::Parser;
use paysage_money::{Currency, Money, MoneyError};
use paytrace::{CustomerId, Email, InvoiceId, SecretString};

use crate::gateway::Account;

/// Takes a payment from a customer in PayTrace's vault, once, even when the answer is lost.
///
/// Money moves at the address you name: use a sandbox account.
#[derive(Debug, Parser)]
#[command(
    name = "vault-payment",
    version,
    after_help = "Exit status: 0 the payment was taken once and its receipt mailed; 1 the message says what happened \
                  and what to do; 2 usage.\n\n\
                  Secrets come by the environment only: PAYTRACE_PASSWORD, and the tokens of a card in PAYTRACE_HPF_TOKEN and PAYTRACE_ENC_KEY."
)]
pub struct Options {
    /// What to charge, in US dollars.
    #[arg(long, value_name = "AMOUNT", default_value = "19.99", value_parser = dollars)]
    pub amount: Money,
    /// The customer: of this id when one is made of a card, else one that is in the vault already.
    #[arg(long, value_name = "ID")]
    pub customer_id: Option<CustomerId>,
    /// The name of a new customer.
    #[arg(long, default_value = "Ada Example")]
    pub name: String,
    /// Your own id of the payment, never used before [default: made of the time].
    #[arg(long, value_name = "ID")]
    pub invoice_id: Option<InvoiceId>,
    /// Where the receipt is mailed.
    #[arg(long, value_name = "ADDRESS", default_value = "ada@example.com")]
    pub email: Email,
    /// Keep every exchange in this file, a line of JSON each, without secrets; customers' names stay in it.
    #[arg(long, value_name = "FILE")]
    pub record: Option<PathBuf>,
    /// The simulator makes the sale and loses its answer.
    #[arg(long, conflicts_with = "base_url")]
    pub lose_answer: bool,
    /// How long to wait before each look for a lost payment [default: 0 for the simulator, else 180].
    #[arg(long, value_name = "SECONDS")]
    pub quiet_seconds: Option<u64>,
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
