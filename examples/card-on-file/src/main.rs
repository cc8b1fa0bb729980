//! Keeps a customer's card without ever seeing it, and has PayTrace charge it every month.
//!
//! What it shows: the program fetches a client key, Protect.js in the customer's browser turns the card into tokens
//! with it, the tokens become a customer in PayTrace's vault, and a recurrence charges that customer by itself. No
//! card number passes through this program, so it stays out of most of PCI DSS. PayTrace tells nobody that it charged:
//! the payments are read from its records.
//!
//! Run it with nothing but Rust: `cargo run -p card-on-file`. It starts a simulator of PayTrace unless
//! `PAYTRACE_BASE_URL` points elsewhere; the simulator plays the browser, and moves its clock. `--help` tells the rest.

mod browser;
mod gateway;
mod options;
mod payments;

use std::process::ExitCode;

use chrono::{Days, Months, NaiveDate, NaiveTime, Utc};
use clap::Parser;
use paysage_sandbox::paytrace::PayTraceSimulator;
use paytrace::v1::customer::CreateCustomerProtected;
use paytrace::v1::payment_fields::CreateToken;
use paytrace::v1::recurrence::CreateRecurrence;
use paytrace::{Address, CustomerId, Frequency, PaymentCount, ProtectToken};

use gateway::{Failure, Gateway};
use options::Options;

#[tokio::main]
async fn main() -> ExitCode {
    match run(&Options::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("card-on-file: {failure}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: &Options) -> Result<(), Failure> {
    let gateway = options.account.connect().await?;
    let today = today(&gateway);
    if let Some(customer_id) = &options.list {
        return payments::list(&gateway.client, customer_id, today).await;
    }
    let customer_id = keep_card(options, &gateway).await?;
    let start = today.checked_add_days(Days::new(1)).ok_or("the calendar ends tomorrow")?;
    plan(options, &gateway, &customer_id, start).await?;
    if let Some(simulator) = gateway.simulator() {
        let end = start
            .checked_add_months(Months::new(options.months))
            .ok_or("--months leads beyond the calendar")?;
        simulator.advance(end.and_time(NaiveTime::MIN).signed_duration_since(simulator.now()));
        println!("the simulator's clock moves on to {}", simulator.now());
    }
    payments::list(&gateway.client, &customer_id, self::today(&gateway)).await
}

/// Client key, browser, customer.
async fn keep_card(options: &Options, gateway: &Gateway) -> Result<CustomerId, Failure> {
    let token = if let (Some(hpf_token), Some(enc_key)) = (&options.hpf_token, &options.enc_key) {
        ProtectToken::new(hpf_token.clone(), enc_key.clone())?
    } else {
        let key = gateway.client.send(&CreateToken::new()).await;
        let key = key.map_err(|error| format!("there is no client key: {}", error.in_full()))?;
        let Some(url) = gateway.simulator_url() else {
            println!("{}", key.expose());
            let next = "this is a client key: give it to the page with Protect.js, type a card there, and run it again \
                        with what the page got, in PAYTRACE_HPF_TOKEN and PAYTRACE_ENC_KEY";
            return Err(next.into());
        };
        println!("client key fetched; the simulator plays the browser, in which the card is typed");
        browser::protect(&url, &key).await?
    };
    let id = format!("CUST-{}-{}", Utc::now().format("%y%m%d-%H%M%S"), std::process::id());
    let name = Address { name: Some(options.name.as_str().into()), ..Address::default() };
    let create =
        CreateCustomerProtected::new(CustomerId::new(id.as_str())?, token).with_billing_address(name);
    let created = gateway.client.send(&create).await;
    let created = created.map_err(|error| format!("keeping the card as {id}: {}", error.in_full()))?;
    println!("customer {} has a card on file", created.customer_id);
    Ok(created.customer_id)
}

/// Has PayTrace charge the customer every month.
async fn plan(
    options: &Options,
    gateway: &Gateway,
    customer_id: &CustomerId,
    start: NaiveDate,
) -> Result<(), Failure> {
    let count = PaymentCount::times(options.payments)?;
    let plan = CreateRecurrence::new(customer_id.clone(), options.amount, Frequency::Monthly, start)?
        .with_total_count(count)
        .with_customer_receipt(true);
    let made = gateway.client.send(&plan).await.map_err(|error| {
        // A second plan would charge twice each month, so nothing is sent again before somebody has looked.
        format!("the plan of {customer_id}: {}; see --list {customer_id}", error.in_full())
    })?;
    let (amount, id) = (options.amount, made.recurrence_id);
    println!(
        "plan {id}: {amount} {} every month from {start} on, {} times",
        amount.currency(),
        options.payments
    );
    Ok(())
}

/// Today at the gateway: by the simulator's clock when it is our own.
fn today(gateway: &Gateway) -> NaiveDate {
    gateway.simulator().map_or_else(|| Utc::now().naive_utc(), PayTraceSimulator::now).date()
}
