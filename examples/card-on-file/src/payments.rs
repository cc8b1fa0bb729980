//! What PayTrace's records say about a customer's plans and payments.

use chrono::{Days, Months, NaiveDate};
use futures_util::TryStreamExt;
use paytrace::v1::export::ByDateRange;
use paytrace::v1::recurrence::{ExportApprovedRecurrence, ExportScheduledRecurrences};
use paytrace::{Client, CustomerId, ErrorKind, PaymentCount, Status};

use crate::gateway::Failure;

/// How far back payments are listed.
const BACK: Months = Months::new(12);

/// Prints the payments of the last year, and what is still to come.
pub async fn list(client: &Client, customer_id: &CustomerId, today: NaiveDate) -> Result<(), Failure> {
    approved(client, customer_id, today).await?;
    latest(client, customer_id).await?;
    let plans = client.send(&ExportScheduledRecurrences::by_customer(customer_id.clone())).await;
    for plan in plans.map_err(|error| format!("the plans of {customer_id}: {}", error.in_full()))? {
        let plan = plan.map_err(|bad| format!("a plan of {customer_id} cannot be read: {bad}"))?;
        let next = plan.next_date.map_or_else(|| "an unknown day".to_owned(), |day| day.to_string());
        println!("next payment of plan {}: {next}", plan.id);
    }
    Ok(())
}

/// The transactions of the customer that the bank approved.
async fn approved(client: &Client, customer_id: &CustomerId, today: NaiveDate) -> Result<(), Failure> {
    let first = today.checked_sub_months(BACK).unwrap_or(today);
    let last = today.checked_add_days(Days::new(1)).unwrap_or(today);
    let export = ByDateRange::new(first, last)?.with_customer_id(customer_id.clone());
    let mut rows = client.export(&export).await.map_err(|error| error.in_full().to_string())?;
    let mut count = 0_u32;
    while let Some(row) = rows.try_next().await? {
        let payment =
            row.content.map_err(|bad| format!("a payment of {customer_id} cannot be read: {bad}"))?;
        if matches!(payment.status, Status::Declined | Status::Voided) {
            continue;
        }
        count = count.saturating_add(1);
        println!(
            "{} {:>12} {:>10}  {}",
            payment.created_at.date(),
            payment.id,
            payment.amount.to_string(),
            payment.status
        );
    }
    println!("{count} approved payments of {customer_id} since {first}");
    Ok(())
}

/// The latest payment that a plan made; PayTrace names no others by plan.
async fn latest(client: &Client, customer_id: &CustomerId) -> Result<(), Failure> {
    let latest = match client.send(&ExportApprovedRecurrence::new(customer_id.clone())).await {
        Ok(latest) => latest,
        // PayTrace can refuse a customer of whom no plan has charged yet; it does not document the code.
        Err(error) if error.kind() == ErrorKind::Rejected => return Ok(()),
        Err(error) => return Err(error.in_full().to_string().into()),
    };
    for payment in latest {
        let payment = payment.map_err(|bad| format!("the latest payment cannot be read: {bad}"))?;
        let plan = payment.id.map(|id| id.to_string()).unwrap_or_default();
        let transaction = payment.transaction_id.map(|id| id.to_string()).unwrap_or_default();
        let of = payment.total_count.and_then(PaymentCount::limit).map(|total| format!(" of {total}"));
        let number = payment.current_count.unwrap_or_default();
        println!(
            "plan {plan} has made {number}{} payments, the last is {transaction}",
            of.unwrap_or_default()
        );
    }
    Ok(())
}
