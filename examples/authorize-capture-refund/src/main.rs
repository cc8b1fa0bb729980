//! Holds an amount on a card, takes a part of it, settles, and gives a part of that back.
//!
//! What it shows: which calls make which states, on which transaction. A capture keeps the authorization's id and
//! changes its amount; a refund is a transaction of its own, and is taken only once the first one is settled. Each
//! line of the table is PayTrace's own record, read again after the step. A refund whose answer is lost is looked up, and
//! never made again.
//!
//! Run it with nothing but Rust: `cargo run -p authorize-capture-refund`. It starts a simulator of PayTrace unless
//! `PAYTRACE_BASE_URL` points elsewhere; `--help` tells the rest.

mod gateway;
mod options;
mod refund;

use std::process::ExitCode;

use chrono::Utc;
use clap::Parser;
use paytrace::v1::authorization::{AuthorizationByCustomer, Capture};
use paytrace::v1::export::ById;
use paytrace::v1::transaction::Settle;
use paytrace::{
    CaptureAnswer, Client, CustomerId, Decline, InvoiceId, SaleAnswer, Transaction, TransactionId,
};

use gateway::{Failure, Gateway};
use options::Options;

#[tokio::main]
async fn main() -> ExitCode {
    let options = Options::parse();
    if let Err(usage) = options.check() {
        usage.exit();
    }
    match run(&options).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("authorize-capture-refund: {failure}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: &Options) -> Result<(), Failure> {
    let gateway = options.account.connect().await?;
    let client = &gateway.client;
    println!("{:<11} {:>12} {:<14} {:>10}  state", "step", "transaction", "kind", "amount");
    let taken = match options.transaction {
        Some(id) => show(client, "found", id).await?,
        None => take(&gateway, options).await?,
    };
    let refund = refund::once(options, &gateway, &taken).await?;
    let given = show(client, "refunded", refund).await?;
    let kept = taken.amount.checked_sub(given.amount)?;
    println!("kept: {} - {} = {kept} {}", taken.amount, given.amount, kept.currency());
    Ok(())
}

/// Authorizes, captures a part and settles it.
async fn take(gateway: &Gateway, options: &Options) -> Result<Transaction, Failure> {
    let client = &gateway.client;
    let customer_id = match &options.customer_id {
        Some(id) => id.clone(),
        // A customer of the simulator's built-in day.
        None if gateway.simulator().is_some() => CustomerId::new("ACME-001")?,
        None => return Err("name a customer of the vault with --customer-id".into()),
    };
    let invoice_id =
        InvoiceId::new(format!("INV-{}-{}", Utc::now().format("%y%m%d-%H%M%S"), std::process::id()))?;
    let hold = AuthorizationByCustomer::new(options.amount, customer_id)?.with_invoice_id(invoice_id.clone());
    let id = match client.send(&hold).await {
        Ok(SaleAnswer::Approved(approval)) => approval.transaction_id,
        Ok(SaleAnswer::Declined(no) | SaleAnswer::AutoVoided(no)) => {
            return Err(format!("nothing is held, ask for another card: {}", said(&no)).into());
        }
        Err(error) => return Err(format!("authorization for {invoice_id}: {}", error.in_full()).into()),
    };
    show(client, "authorized", id).await?;
    match client.send(&Capture::new(id).with_amount(options.capture)?).await {
        Ok(CaptureAnswer::Captured(_)) => show(client, "captured", id).await?,
        Ok(CaptureAnswer::NotCaptured(no)) => {
            return Err(format!("{id} was not captured, the hold stays: {}", said(&no)).into());
        }
        Err(error) => return Err(format!("capture of {id}: {}", error.in_full()).into()),
    };
    client.send(&Settle::new()).await.map_err(|error| {
        let error = error.in_full();
        format!("{error}; PayTrace settles {id} tonight by itself: run it again then with --transaction {id}")
    })?;
    show(client, "settled", id).await
}

/// Reads the transaction's record and prints it as a line of the table.
async fn show(client: &Client, step: &str, id: TransactionId) -> Result<Transaction, Failure> {
    let row = client.send(&ById::new(id)).await;
    let row = row.map_err(|error| format!("reading transaction {id} ({step}): {}", error.in_full()))?;
    let row =
        row.ok_or_else(|| format!("transaction {id} ({step}) is not shown yet: look again in a minute"))?;
    let record = row.content.map_err(|bad| format!("the record of transaction {id} ({step}): {bad}"))?;
    let (kind, amount) = (&record.kind, record.amount.to_string());
    let batch = record.status.batch().map(|batch| format!(" in batch {batch}")).unwrap_or_default();
    println!("{step:<11} {id:>12} {kind:<14} {amount:>10}  {}{batch}", record.status);
    Ok(record)
}

/// Why it was declined.
fn said(decline: &Decline) -> &str {
    decline.approval_message.as_deref().unwrap_or("no reason given")
}
