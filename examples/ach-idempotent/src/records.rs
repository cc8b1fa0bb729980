//! What PayTrace's records say about checks.

use std::time::Duration;

use chrono::{Days, TimeDelta, Utc};
use paysage_money::{Currency, Money};
use paytrace::Client;
use paytrace::v3::check::{
    CheckDate, CheckId, CheckRecord, CheckStatus, ChecksOfKey, IdempotencyKey, ListChecks, ReadCheck,
    ReadCheckByKey,
};

use crate::gateway::{Failure, Gateway};

/// How far the simulator's clock moves each time: past the bank's days, and those in which it returns a check.
const STEPS: [TimeDelta; 11] = {
    let mut steps = [TimeDelta::days(1); 11];
    steps[0] = TimeDelta::minutes(2);
    steps
};

/// How far back checks are listed: a bank can return one for some 60 days.
const BACK: Days = Days::new(70);

/// The check that was made with a key, if there is one.
pub async fn find(client: &Client, key: &IdempotencyKey) -> Result<Option<CheckId>, Failure> {
    let unclear =
        |why: String| format!("look for key {key} in PayTrace, or run it again with --key {key}: {why}");
    let found = client.send(&ReadCheckByKey::new(key.clone())).await;
    let record = match found.map_err(|error| unclear(error.in_full().to_string()))? {
        ChecksOfKey::None => return Ok(None),
        ChecksOfKey::One(record) => record.map_err(|bad| unclear(bad.to_string()))?,
        ChecksOfKey::Several(_) => {
            return Err(unclear("there is more than one check with it".to_owned()).into());
        }
    };
    if record.status.is_turned_away() {
        let (check, status) = (record.check_id, record.status);
        return Err(format!(
            "nothing was debited: check {check} is {status}; ask for another account, and take a new key"
        )
        .into());
    }
    Ok(Some(record.check_id))
}

/// Looks twice before it believes that there is no check with the key, with a quiet time in between: a payment that was
/// sent can still be on its way.
pub async fn find_twice(
    client: &Client,
    key: &IdempotencyKey,
    quiet: Duration,
) -> Result<Option<CheckId>, Failure> {
    let found = find(client, key).await?;
    if found.is_some() {
        return Ok(found);
    }
    println!("looked up by its key: it is not there; looking again in {} s", quiet.as_secs());
    tokio::time::sleep(quiet).await;
    find(client, key).await
}

/// How many checks there are with a key, and what they debit in all.
pub async fn debits(client: &Client, key: &IdempotencyKey) -> Result<(u32, Money), Failure> {
    let today = Utc::now().date_naive();
    let first = today.checked_sub_days(BACK).unwrap_or(today);
    let last = today.checked_add_days(Days::new(1)).unwrap_or(today);
    let checks = ListChecks::new().with_days(first, last, CheckDate::Processed)?;
    let (mut count, mut total, mut offset) = (0_u32, Money::zero(Currency::Usd), Some(0));
    while let Some(next) = offset {
        let page = client.send(&checks.clone().with_offset(next)).await;
        let page = page.map_err(|error| {
            format!("run it again with --key {key}; the checks cannot be listed: {}", error.in_full())
        })?;
        offset = page.next_offset();
        for check in page.items {
            let check = check.map_err(|bad| {
                format!("count the checks with key {key} in PayTrace; one cannot be read: {bad}")
            })?;
            if check.idempotency_key.as_deref() == Some(key.as_str()) {
                count = count.saturating_add(1);
                total = total.checked_add(check.amount)?;
            }
        }
    }
    Ok((count, total))
}

/// Prints each state of the check. Only a simulator's clock can be moved; elsewhere it is looked at once.
pub async fn follow(gateway: &Gateway, check_id: &CheckId, key: &IdempotencyKey) -> Result<(), Failure> {
    let mut record = read(&gateway.client, check_id).await?;
    tell(&record);
    if let Some(simulator) = gateway.simulator() {
        for step in STEPS {
            simulator.advance(step);
            let now = read(&gateway.client, check_id).await?;
            if now.status != record.status {
                tell(&now);
            }
            record = now;
        }
    }
    match record.status {
        CheckStatus::Settled => println!("settled; a bank can still return it for some 60 days"),
        CheckStatus::Returned => {
            let why = record.return_code.zip(record.return_reason);
            let why = why.map(|(code, reason)| format!(" ({code} {reason})")).unwrap_or_default();
            println!("returned{why}: the money went back, ask for another account");
        }
        CheckStatus::Voided | CheckStatus::Declined | CheckStatus::NsfDeclined | CheckStatus::Rejected => {
            println!("no money moves by it: ask for another account, and take a new key");
        }
        CheckStatus::Error | CheckStatus::Failed | CheckStatus::TechnicalError => {
            println!(
                "whether money moved is not known: look at check {check_id} in PayTrace before any other debit"
            );
        }
        CheckStatus::Initiated
        | CheckStatus::Accepted
        | CheckStatus::Originated
        | CheckStatus::PartiallySettled
        | CheckStatus::Verifying
        | CheckStatus::Other(_) => println!("not settled yet: look again with --key {key}"),
    }
    Ok(())
}

async fn read(client: &Client, check_id: &CheckId) -> Result<CheckRecord, Failure> {
    let record = client.send(&ReadCheck::new(check_id.clone())).await;
    let record = record.map_err(|error| format!("check {check_id} cannot be read: {}", error.in_full()))?;
    let record = record.ok_or_else(|| format!("PayTrace does not know check {check_id} any more"))?;
    Ok(record.map_err(|bad| format!("the record of check {check_id}: {bad}"))?)
}

/// The state, and when it began as far as PayTrace says so.
fn tell(record: &CheckRecord) {
    let at = record.returned_at.or(record.settled_at).or(record.processed_at).or(record.created_at);
    let at = at.map_or_else(|| "at an unknown time".to_owned(), |at| at.format("%Y-%m-%d %H:%M").to_string());
    println!("{at}  {} {}", record.amount, record.status);
}
