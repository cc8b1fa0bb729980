//! Takes money from a bank account once, whatever becomes of the answer, and follows it to the end.
//!
//! What it shows: v3's checks (ACH) are the one part of PayTrace with an idempotency key. The key is kept before the
//! payment is sent; after a lost answer the payment is looked up by it. The same payment with the same key debits
//! nothing more at the simulator; PayTrace does not document that, so the debits are counted. "Accepted" is not "paid": a check settles some banking days later, and can be returned after that.
//!
//! Run it with nothing but Rust: `cargo run -p ach-idempotent`. It starts a simulator of PayTrace unless
//! `PAYTRACE_BASE_URL` points elsewhere; the simulator loses the first answer, and moves its clock. Elsewhere run it
//! again with the same `--key` to see how the payment stands. `--help` tells the rest.

mod gateway;
mod options;
mod records;

use std::process::ExitCode;
use std::time::Duration;

use chrono::Utc;
use clap::Parser;
use paysage_sandbox::fault::Fault;
use paytrace::encryption::PublicKey;
use paytrace::v3::check::{CheckId, CheckPayment, CheckPaymentAnswer, EntryClass, IdempotencyKey};
use paytrace::v3::encryption::ReadPublicKey;
use paytrace::{AccountType, BankAccountNumber, Client, EncryptedBankAccount, Outcome};

use gateway::Failure;
use options::Options;

#[tokio::main]
async fn main() -> ExitCode {
    match run(&Options::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("ach-idempotent: {failure}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: &Options) -> Result<(), Failure> {
    let gateway = options.account.connect().await?;
    let key = match &options.key {
        Some(key) => key.clone(),
        None => IdempotencyKey::new(format!(
            "ORDER-{}-{}",
            Utc::now().format("%y%m%d-%H%M%S"),
            std::process::id()
        ))?,
    };
    // Kept, here on the screen, before the money is asked for.
    println!("idempotency key {key}: {} {}", options.amount, options.amount.currency());
    let quiet = options.quiet(&gateway);
    // A key that was named may be one of an earlier run, whose payment can still be on its way.
    let found = match options.key {
        Some(_) => records::find_twice(&gateway.client, &key, quiet).await?,
        None => None,
    };
    let check_id = if let Some(check_id) = found {
        println!("check {check_id} was made with this key before");
        check_id
    } else {
        if let Some(simulator) = gateway.simulator() {
            simulator.faults().script("POST", "/v3/checks/payment", vec![Some(Fault::LostAnswer)]);
        }
        let payment = payment(options, &gateway.client, &key).await?;
        let check_id = pay(&gateway.client, &payment, quiet).await?;
        if gateway.simulator().is_some() || options.send_again {
            let again = pay(&gateway.client, &payment, quiet).await?;
            println!("the same payment with the same key again: check {again}");
        }
        check_id
    };
    let (count, total) = records::debits(&gateway.client, &key).await?;
    println!("checks with this key: {count}, in all {total}");
    records::follow(&gateway, &check_id, &key).await
}

/// The payment as it is sent, the same each time.
async fn payment(options: &Options, client: &Client, key: &IdempotencyKey) -> Result<CheckPayment, Failure> {
    let pem = client.send(&ReadPublicKey::new()).await;
    let pem =
        pem.map_err(|error| format!("nothing was sent, there is no public key: {}", error.in_full()))?;
    let number = BankAccountNumber::new(options.account_number.clone())?;
    let number = PublicKey::from_pem(pem.as_str())?.encrypt_account_number(&number)?;
    let account = EncryptedBankAccount::new(number, options.routing_number, AccountType::Checking);
    Ok(CheckPayment::from_account(options.amount, EntryClass::Web, account, key.clone())?)
}

/// Sends the payment; when nobody knows what became of it, the key tells, after a quiet time.
async fn pay(client: &Client, payment: &CheckPayment, quiet: Duration) -> Result<CheckId, Failure> {
    let key = payment.key();
    match client.send(payment).await {
        Ok(CheckPaymentAnswer::Accepted(accepted)) => {
            println!("PayTrace took check {}", accepted.check_id);
            Ok(accepted.check_id)
        }
        Ok(CheckPaymentAnswer::Declined(declined)) => {
            let said = declined.ach_message.unwrap_or_default();
            Err(format!("nothing was debited: {said}; ask for another account, and take a new key").into())
        }
        Err(error) if error.outcome() == Outcome::Nothing => {
            Err(format!("nothing was debited: {}; run it again with --key {key}", error.in_full()).into())
        }
        Err(error) => {
            println!("the answer is lost: {error}");
            tokio::time::sleep(quiet).await;
            let found = records::find_twice(client, key, quiet).await?;
            let missing =
                || format!("nothing was debited, as far as PayTrace shows it: run it again with --key {key}");
            let check_id = found.ok_or_else(missing)?;
            println!("looked up by its key: check {check_id} is there");
            Ok(check_id)
        }
    }
}
