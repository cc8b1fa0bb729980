//! The refund, and the way back from a lost answer.

use std::time::Duration;

use chrono::{DateTime, Utc};
use paytrace::v1::refund::RefundForTransaction;
use paytrace::{AttemptKind, Finding, InvoiceId, Lookup, Outcome, RefundAnswer, Transaction, TransactionId};

use crate::gateway::{Failure, Gateway};
use crate::options::Options;
use crate::said;

/// How long a call that timed out may still take effect at PayTrace; nothing is documented.
const QUIET: Duration = Duration::from_mins(3);

/// Refunds a part of what was taken, and when nobody knows whether that was done, looks instead of refunding again.
pub async fn once(
    options: &Options,
    gateway: &Gateway,
    taken: &Transaction,
) -> Result<TransactionId, Failure> {
    let (id, attempted_at) = (taken.id, Utc::now());
    let refund = RefundForTransaction::new(id).with_amount(options.refund)?;
    match gateway.client.send(&refund).await {
        Ok(RefundAnswer::Refunded(approval)) => Ok(approval.transaction_id),
        Ok(RefundAnswer::NotRefunded(no)) => {
            Err(format!("nothing of {id} is refunded: {}", said(&no)).into())
        }
        Err(error) if error.outcome() == Outcome::Nothing => {
            let error = error.in_full();
            Err(format!("refund of {id}: {error}; what was taken stands, --transaction {id} refunds it")
                .into())
        }
        Err(error) => {
            println!("the answer is lost: {error}");
            find(options, gateway, taken, attempted_at).await
        }
    }
}

/// Looks twice for the refund. That it is not shown never means that another may be made: PayTrace does not document
/// which invoice id a refund has.
async fn find(
    options: &Options,
    gateway: &Gateway,
    taken: &Transaction,
    attempted_at: DateTime<Utc>,
) -> Result<TransactionId, Failure> {
    let id = taken.id;
    let look = |why: String| {
        format!("look for a refund of {id} in PayTrace before any other; it may have been made: {why}")
    };
    let invoice_id = taken.invoice_id.as_deref().ok_or_else(|| look("it has no invoice id".to_owned()))?;
    let usual = if gateway.simulator().is_some() { Duration::ZERO } else { QUIET };
    let quiet = options.quiet_seconds.map_or(usual, Duration::from_secs);
    let lookup = Lookup::new(InvoiceId::new(invoice_id)?, options.refund, AttemptKind::Refund, attempted_at)?;
    for _ in 0..2 {
        tokio::time::sleep(quiet).await;
        let answer = gateway.client.look_up(&lookup).await;
        let answer = answer.map_err(|error| look(error.in_full().to_string()))?;
        match answer.finding {
            Finding::Found(found) => {
                println!("looked up by its invoice id: refund {} is there, nothing is given again", found.id);
                return Ok(found.id);
            }
            Finding::NotFound if !answer.declined.is_empty() => {
                return Err(format!("nothing of {id} is refunded: the processor did not take it").into());
            }
            Finding::NotFound => println!("looked up by its invoice id: it is not there"),
            Finding::Several { count, .. } => {
                return Err(look(format!("invoice {invoice_id} has {count} refunds")).into());
            }
            Finding::CannotTell { .. } => {
                return Err(look("records that may be it cannot be told apart".to_owned()).into());
            }
        }
    }
    Err(look("PayTrace does not show it so far".to_owned()).into())
}
