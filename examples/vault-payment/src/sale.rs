//! The sale, and the way back from a lost answer.

use std::time::Duration;

use chrono::{DateTime, Utc};
use paytrace::v1::sale::SaleByCustomer;
use paytrace::{
    AttemptKind, CustomerId, Decline, Finding, InvoiceId, Lookup, Outcome, SaleAnswer, TransactionId,
};

use crate::gateway::{Failure, Gateway};
use crate::options::Options;

/// How long a call that timed out may still take effect at PayTrace; nothing is documented.
const QUIET: Duration = Duration::from_mins(3);

/// Sells, and when nobody knows whether that was done, looks instead of selling again.
pub async fn once(
    options: &Options,
    gateway: &Gateway,
    customer_id: CustomerId,
    invoice_id: &InvoiceId,
) -> Result<TransactionId, Failure> {
    let attempted_at = Utc::now();
    let sale = SaleByCustomer::new(options.amount, customer_id)?.with_invoice_id(invoice_id.clone());
    match gateway.client.send(&sale).await {
        Ok(SaleAnswer::Approved(approval)) => Ok(approval.transaction_id),
        Ok(SaleAnswer::Declined(decline) | SaleAnswer::AutoVoided(decline)) => Err(declined(&decline)),
        Err(error) if error.outcome() == Outcome::Nothing => {
            Err(format!("nothing was charged: {}", error.in_full()).into())
        }
        Err(error) => {
            println!("the answer is lost: {error}");
            find(options, gateway, invoice_id, attempted_at).await
        }
    }
}

/// Looks twice before it believes that there is no payment.
async fn find(
    options: &Options,
    gateway: &Gateway,
    invoice_id: &InvoiceId,
    attempted_at: DateTime<Utc>,
) -> Result<TransactionId, Failure> {
    let usual = if gateway.simulator().is_some() { Duration::ZERO } else { QUIET };
    let quiet = options.quiet_seconds.map_or(usual, Duration::from_secs);
    let lookup = Lookup::new(invoice_id.clone(), options.amount, AttemptKind::Sale, attempted_at)?;
    for _ in 0..2 {
        tokio::time::sleep(quiet).await;
        let answer = gateway.client.look_up(&lookup).await.map_err(|error| {
            let error = error.in_full();
            format!(
                "look for invoice {invoice_id} in PayTrace before you charge again; it may be paid: {error}"
            )
        })?;
        match answer.finding {
            Finding::Found(found) => {
                println!(
                    "looked up by its invoice id: transaction {} is there, nothing is sold again",
                    found.id
                );
                return Ok(found.id);
            }
            Finding::Several { count, .. } => {
                return Err(format!(
                    "invoice {invoice_id} has {count} payments: void all but one in PayTrace"
                )
                .into());
            }
            Finding::NotFound if !answer.declined.is_empty() => {
                return Err("the bank declined the card, nothing was charged: ask for another one".into());
            }
            Finding::NotFound => println!("looked up by its invoice id: it is not there"),
            // Never "not found".
            Finding::CannotTell { .. } => {
                return Err(format!(
                    "look for invoice {invoice_id} in PayTrace before you charge again; records that may be its \
                     payment cannot be read, or have its invoice id with another amount or kind"
                )
                .into());
            }
        }
    }
    Err(format!(
        "nothing was charged, as far as PayTrace shows it: run it again with --invoice-id {invoice_id}"
    )
    .into())
}

fn declined(decline: &Decline) -> Failure {
    let said = decline.approval_message.as_deref().unwrap_or("no reason given");
    format!("the bank declined the card ({said}), nothing was charged: ask for another one").into()
}
