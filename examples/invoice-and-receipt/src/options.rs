//! The command line and the environment.

use chrono::NaiveDate;
use clap::Parser;
use paysage_money::{Currency, Money, MoneyError};
use sage50::{CustomerId, CustomerName, GlAccount, PaymentMethod};

use crate::company::Gateway;

/// How long a sale's number may be: with `INV-` or `RCP-` before it, it is a reference of Sage 50.
const NUMBER: usize = 16;

/// Posts an invoice and its receipt into Sage 50 through a REST gateway, each once, even when an answer is lost.
///
/// Documents are booked at the address you name: use a company made for tests.
#[derive(Debug, Parser)]
#[command(
    name = "invoice-and-receipt",
    version,
    after_help = "Exit status: 0 both are in the books; 1 the message says what is, and what to do; 2 usage.\n\n\
                  The gateway's API key comes by the environment only, in SAGE50_API_KEY."
)]
pub struct Options {
    /// Who owes the invoice; made when the books have no such customer.
    #[arg(long, value_name = "ID", default_value = "CEDAR-HVAC")]
    pub customer_id: CustomerId,
    /// The name of a customer that is made.
    #[arg(long, value_name = "NAME", default_value = "Cedar Heating and Air")]
    pub customer_name: CustomerName,
    /// The invoice's total, in US dollars.
    #[arg(long, value_name = "AMOUNT", default_value = "1249.99", value_parser = dollars)]
    pub amount: Money,
    /// What the customer pays of it [default: all].
    #[arg(long, value_name = "AMOUNT", value_parser = dollars)]
    pub pay: Option<Money>,
    /// Your own number of the sale: the documents are INV-NUMBER and RCP-NUMBER [default: made of the time]. To go on
    /// after a run that ended early, give its number.
    #[arg(long, value_name = "NUMBER", value_parser = number)]
    pub number: Option<String>,
    /// The day both are booked on [default: today].
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<NaiveDate>,
    /// The accounts receivable account.
    #[arg(long, value_name = "ACCOUNT", default_value = "11000")]
    pub receivable: GlAccount,
    /// The income account.
    #[arg(long, value_name = "ACCOUNT", default_value = "40000")]
    pub income: GlAccount,
    /// The account the money lies on.
    #[arg(long, value_name = "ACCOUNT", default_value = "10300")]
    pub cash: GlAccount,
    /// The payment method, as the company's receipt defaults name it.
    #[arg(long, value_name = "NAME", default_value = "Visa")]
    pub payment_method: PaymentMethod,
    /// The simulator books both documents and loses both answers.
    #[arg(long, conflicts_with = "base_url")]
    pub lose_answer: bool,
    /// Print the result as one line of JSON; what happens on the way goes to stderr, as always.
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub gateway: Gateway,
}

fn dollars(text: &str) -> Result<Money, MoneyError> {
    Money::parse(text, Currency::Usd)
}

fn number(text: &str) -> Result<String, String> {
    if text.is_empty() || text.len() > NUMBER || !text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    {
        return Err(format!("a number has 1 to {NUMBER} letters, digits and hyphens"));
    }
    Ok(text.to_owned())
}
