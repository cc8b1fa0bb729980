//! Making, changing and deleting recurrences.

use chrono::{NaiveDate, NaiveDateTime};
use paysage_money::Money;
use serde::Serialize;

use super::{ENDLESS, Means, Recurrence, RecurrenceCall};
use crate::paytrace::fields::Fields;
use crate::paytrace::recurrence::frequency::Frequency;
use crate::paytrace::refusal::Refusal;
use crate::paytrace::reply::Reply;
use crate::paytrace::row;
use crate::paytrace::state::State;

#[derive(Debug, Serialize)]
struct Answer<'a> {
    success: bool,
    response_code: u32,
    status_message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    recurrence: Option<Named>,
}

#[derive(Debug, Serialize)]
struct Named {
    id: i64,
}

/// The texts are not on record.
fn done(code: u32, verb: &str, id: Option<i64>) -> Reply {
    let message = format!("Your recurring payment was successfully {verb}.");
    let recurrence = id.map(|id| Named { id });
    let answer = Answer { success: true, response_code: code, status_message: &message, recurrence };
    Reply::json(200, &answer)
}

impl State {
    pub(in crate::paytrace) fn recurrence(
        &mut self,
        call: RecurrenceCall,
        body: Fields<'_>,
        now: NaiveDateTime,
    ) -> Result<Reply, Refusal> {
        match call {
            RecurrenceCall::Create => self.create_recurrence(body, now),
            RecurrenceCall::Update => self.update_recurrence(body, now),
            RecurrenceCall::Delete => self.delete_recurrence(body),
            RecurrenceCall::ExportApproved => self.export_approved(body),
            RecurrenceCall::ExportScheduled => self.export_scheduled(body),
        }
    }

    fn create_recurrence(&mut self, body: Fields<'_>, now: NaiveDateTime) -> Result<Reply, Refusal> {
        let label = body.text("customer_id");
        let wanted = body.object("recurrence");
        let kind = kind(wanted);
        let customer = self.customers.get(&label).filter(|customer| match kind {
            Ok((_, Means::Account)) => customer.bank.is_some(),
            _ => customer.card.is_some(),
        });
        let customer = customer.map(|customer| customer.number);
        let customer = customer.ok_or_else(|| Refusal::customer_not_found(&label));
        let (amount, frequency) = (amount(wanted), frequency(wanted));
        let (start, total_count) = (start_date(wanted, now), total_count(wanted));
        let wrong = [
            customer.as_ref().err(),
            amount.as_ref().err(),
            frequency.as_ref().err(),
            start.as_ref().err(),
            total_count.as_ref().err(),
            kind.as_ref().err(),
        ];
        if let Some(refusal) = wrong.into_iter().flatten().cloned().reduce(Refusal::and) {
            return Err(refusal);
        }
        let (authorizes, means) = kind?;
        let description = wanted.text("description");
        let recurrence = Recurrence {
            customer: customer?,
            amount: amount?,
            frequency: frequency?,
            start: start?,
            passed: 0,
            total_count: total_count?,
            current_count: 0,
            authorizes,
            means,
            description: if description.is_empty() { body.text("description") } else { description },
            made: now,
        };
        let kept = &mut self.recurrences;
        kept.last_id = kept.last_id.saturating_add(1);
        kept.all.insert(kept.last_id, recurrence);
        Ok(done(150, "created", Some(kept.last_id)))
    }

    fn update_recurrence(&mut self, body: Fields<'_>, now: NaiveDateTime) -> Result<Reply, Refusal> {
        let wanted = body.object("recurrence");
        let id = wanted.number("id").ok_or_else(Refusal::recurrence_id)?;
        let kept = self.recurrences.all.get_mut(&id).ok_or_else(Refusal::recurrence_id)?;
        let mut changed = kept.clone();
        if wanted.has("amount") {
            changed.amount = amount(wanted)?;
        }
        if wanted.has("total_count") {
            changed.total_count = total_count(wanted)?;
        }
        if wanted.has("description") {
            changed.description = wanted.text("description");
        }
        if wanted.has("frequency") || wanted.has("start_date") {
            // The dates begin anew: at the given start, else at the next date of the old ones.
            let next = kept.next().unwrap_or(now.date());
            changed.start = if wanted.has("start_date") { start_date(wanted, now)? } else { next };
            changed.passed = 0;
        }
        if wanted.has("frequency") {
            changed.frequency = frequency(wanted)?;
        }
        *kept = changed;
        Ok(done(151, "updated", Some(id)))
    }

    /// Deletes one recurrence by its id, or all of a customer.
    fn delete_recurrence(&mut self, body: Fields<'_>) -> Result<Reply, Refusal> {
        let wanted = body.object("recurrence");
        if wanted.has("id") || !body.has("customer_id") {
            let id = wanted.number("id").ok_or_else(Refusal::recurrence_id)?;
            self.recurrences.all.remove(&id).ok_or_else(Refusal::recurrence_id)?;
            return Ok(done(152, "deleted", Some(id)));
        }
        let label = body.text("customer_id");
        let customer = self.customers.get(&label).map(|customer| customer.number);
        let customer = customer.ok_or_else(|| Refusal::customer_not_found(&label))?;
        self.recurrences.all.retain(|_, recurrence| recurrence.customer != customer);
        Ok(done(152, "deleted", None))
    }
}

fn amount(wanted: Fields<'_>) -> Result<Money, Refusal> {
    wanted.amount("amount")?.filter(|amount| amount.is_positive()).ok_or_else(Refusal::amount)
}

fn frequency(wanted: Fields<'_>) -> Result<Frequency, Refusal> {
    Frequency::from_code(&wanted.text("frequency")).ok_or_else(Refusal::frequency)
}

fn start_date(wanted: Fields<'_>, now: NaiveDateTime) -> Result<NaiveDate, Refusal> {
    let day = row::day(&wanted.text("start_date")).filter(|day| *day >= now.date());
    day.ok_or_else(Refusal::start_date)
}

fn total_count(wanted: Fields<'_>) -> Result<i64, Refusal> {
    let count = wanted.number("total_count").filter(|count| *count <= ENDLESS);
    count.ok_or_else(Refusal::total_count)
}

/// Whether it authorizes only, and what it charges.
fn kind(wanted: Fields<'_>) -> Result<(bool, Means), Refusal> {
    let authorizes = match wanted.text("transaction_type").to_ascii_lowercase().as_str() {
        "" | "sale" => false,
        "authorization" => true,
        _ => return Err(Refusal::recurrence_type()),
    };
    match (wanted.text("type").as_str(), authorizes) {
        ("" | "C", _) => Ok((authorizes, Means::Card)),
        ("A", false) => Ok((authorizes, Means::Account)),
        _ => Err(Refusal::recurrence_type()),
    }
}
