//! Takes a payment from a customer in PayTrace's vault, and takes it once even when the answer is lost.
//!
//! What it shows: a card that Protect.js took becomes a customer, the customer pays, the receipt is mailed. When the
//! sale's answer is lost nobody knows whether it was made, and PayTrace has no idempotency key for cards: the payment
//! is looked up by its invoice id, and nothing is sold again. `--record FILE` keeps every exchange without secrets.
//!
//! Run it with nothing but Rust: `cargo run -p vault-payment -- --lose-answer`. It starts a simulator of PayTrace
//! unless `PAYTRACE_BASE_URL` points elsewhere; `--help` tells the rest.

mod gateway;
mod options;
mod sale;

use std::process::ExitCode;

use chrono::Utc;
use clap::Parser;
use paysage_sandbox::fault::Fault;
use paysage_sandbox::paytrace::TestCard;
use paytrace::v1::customer::CreateCustomerProtected;
use paytrace::v1::export::ById;
use paytrace::v1::transaction::EmailReceipt;
use paytrace::{Address, CustomerId, InvoiceId, ProtectToken, TransactionId};

use gateway::{Failure, Gateway};
use options::Options;

#[tokio::main]
async fn main() -> ExitCode {
    match run(&Options::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("vault-payment: {failure}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: &Options) -> Result<(), Failure> {
    let gateway = options.account.connect(options.record.as_deref()).await?;
    let customer_id = customer(options, &gateway).await?;
    let invoice_id = match &options.invoice_id {
        Some(id) => id.clone(),
        None => InvoiceId::new(fresh("INV"))?,
    };
    // Kept, here on the screen, before the money is asked for: by it the payment can be found whatever happens.
    println!("invoice {invoice_id}: {} {} from {customer_id}", options.amount, options.amount.currency());
    if let Some(simulator) = gateway.simulator().filter(|_| options.lose_answer) {
        simulator.faults().script("POST", "/v1/transactions/sale", vec![Some(Fault::LostAnswer)]);
    }
    let transaction_id = sale::once(options, &gateway, customer_id, &invoice_id).await?;
    show(&gateway, transaction_id).await?;
    let receipt = EmailReceipt::new(transaction_id, options.email.clone());
    gateway.client.send(&receipt).await.map_err(|error| {
        let error = error.in_full();
        format!(
            "transaction {transaction_id} stands, but its receipt was not mailed: {error}; mail it by hand"
        )
    })?;
    println!("receipt mailed to {}", options.email);
    if let (Some(path), Some(recorder)) = (&options.record, gateway.client.recorder()) {
        if recorder.lost() > 0 {
            return Err(format!("{} exchanges are missing in {}", recorder.lost(), path.display()).into());
        }
        println!("every exchange is recorded in {}", path.display());
    }
    Ok(())
}

/// The customer to charge: made of a card when there is one, else the one that was named.
async fn customer(options: &Options, gateway: &Gateway) -> Result<CustomerId, Failure> {
    let token = match (gateway.simulator(), &options.hpf_token, &options.enc_key) {
        // The simulator plays the browser, in which Protect.js takes the card.
        (Some(simulator), ..) => {
            let (hpf_token, enc_key) = simulator.protect(&TestCard::VISA);
            ProtectToken::new(hpf_token, enc_key)?
        }
        (None, Some(hpf_token), Some(enc_key)) => ProtectToken::new(hpf_token.clone(), enc_key.clone())?,
        (None, ..) => {
            let missing = "name a customer of the vault with --customer-id, or give the tokens of a card that \
                           Protect.js took in PAYTRACE_HPF_TOKEN and PAYTRACE_ENC_KEY";
            return options.customer_id.clone().ok_or_else(|| missing.into());
        }
    };
    let customer_id = match &options.customer_id {
        Some(id) => id.clone(),
        None => CustomerId::new(fresh("CUST"))?,
    };
    let name = Address { name: Some(options.name.as_str().into()), ..Address::default() };
    let create = CreateCustomerProtected::new(customer_id.clone(), token)
        .with_billing_address(name)
        .with_email(options.email.clone());
    let created = gateway.client.send(&create).await;
    let created = created.map_err(|error| format!("making customer {customer_id}: {}", error.in_full()))?;
    println!("customer {} is in the vault", created.customer_id);
    Ok(created.customer_id)
}

/// Prints what PayTrace's own record says.
async fn show(gateway: &Gateway, transaction_id: TransactionId) -> Result<(), Failure> {
    let row = gateway.client.send(&ById::new(transaction_id)).await;
    let row =
        row.map_err(|error| format!("transaction {transaction_id} stands, but cannot be read: {error}"))?;
    if let Some(record) = row.and_then(|row| row.content.ok()) {
        let card = record.card.map(|card| card.masked_number).unwrap_or_default();
        let said = record.approval_code.unwrap_or_default();
        println!(
            "transaction {transaction_id}: {} {} of card {card}, approved as {said}",
            record.kind, record.amount
        );
    } else {
        println!("transaction {transaction_id} stands; PayTrace does not show it yet");
    }
    Ok(())
}

/// An id that no earlier run has used.
fn fresh(prefix: &str) -> String {
    format!("{prefix}-{}-{}", Utc::now().format("%y%m%d-%H%M%S"), std::process::id())
}
