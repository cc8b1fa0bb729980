//! What exports of recurrences hold.

use std::borrow::Cow;

use chrono::{NaiveDate, NaiveDateTime};
use paysage_money::{Currency, Money};
use serde_json::value::RawValue;

use crate::operation::RawReply;
use crate::refusal::unreadable;
use crate::v1::answer::Answer;
use crate::wire::object::{self, Slot};
use crate::wire::{scalar, stamp};
use crate::{
    BadRecord, CheckTransactionId, Error, Frequency, PaymentCount, RecurrenceId, RecurringCharge,
    TransactionId, redact,
};

/// A schedule of payments. What PayTrace left out is `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ScheduledRecurrence {
    /// Its number.
    pub id: RecurrenceId,
    /// The customer it charges.
    pub customer_id: Option<Box<str>>,
    /// What it charges each time.
    pub amount: Option<Money>,
    /// How often.
    pub frequency: Option<Frequency>,
    /// The day of the first payment.
    pub start_date: Option<NaiveDate>,
    /// The day of the next payment.
    pub next_date: Option<NaiveDate>,
    /// How many payments it makes in all.
    pub total_count: Option<PaymentCount>,
    /// How many it has made.
    pub current_count: Option<u64>,
    /// What it does each time.
    pub charge: Option<RecurringCharge>,
    /// The free text; runs of digits that can be card numbers are masked.
    pub description: Option<Box<str>>,
}

/// The latest approved payment of a customer's recurrences. What PayTrace left out is `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ApprovedRecurrence {
    /// The recurrence's number.
    pub id: Option<RecurrenceId>,
    /// The customer who was charged.
    pub customer_id: Option<Box<str>>,
    /// What was charged.
    pub amount: Option<Money>,
    /// The transaction, when a card was charged.
    pub transaction_id: Option<TransactionId>,
    /// The check, when a bank account was charged.
    pub check_transaction_id: Option<CheckTransactionId>,
    /// The bank's approval code.
    pub approval_code: Option<Box<str>>,
    /// When, in the gateway's time zone.
    pub made_at: Option<NaiveDateTime>,
    /// How many payments the recurrence has made.
    pub current_count: Option<u64>,
    /// How many it makes in all.
    pub total_count: Option<PaymentCount>,
}

/// A field and what is wrong with it.
type Bad = (&'static str, &'static str);

const KEYS: [&str; 18] = [
    "id",
    "recurrence_id",
    "customer_id",
    "amount",
    "frequency",
    "start_date",
    "start",
    "next",
    "next_date",
    "total_count",
    "current_count",
    "transaction_type",
    "type",
    "description",
    "transaction_id",
    "check_transaction_id",
    "approval_code",
    "when",
];

struct Record<'a>([Slot<'a>; 18]);

impl<'a> Record<'a> {
    fn new(text: &'a str) -> Result<Self, Bad> {
        match object::read(text, &KEYS) {
            (slots, None) => Ok(Self(slots)),
            (_, Some(_)) => Err(("record", "is no JSON object with each key once")),
        }
    }

    fn text(&self, key: &'static str) -> Result<Option<Cow<'a, str>>, Bad> {
        let place = KEYS.iter().position(|known| *known == key);
        let slot = place.and_then(|place| self.0.get(place)).copied().unwrap_or(Slot::Absent);
        scalar::text(slot).map_err(|problem| (key, problem))
    }

    fn owned(&self, key: &'static str) -> Result<Option<Box<str>>, Bad> {
        Ok(self.text(key)?.map(|text| redact::card_numbers_in(text.into())))
    }

    /// The value at the first of two spellings of one key.
    fn either<T>(
        &self,
        keys: [&'static str; 2],
        problem: &'static str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Bad> {
        for key in keys {
            if let Some(text) = self.text(key)? {
                return read(&text).map(Some).ok_or((key, problem));
            }
        }
        Ok(None)
    }

    fn one<T>(
        &self,
        key: &'static str,
        problem: &'static str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Bad> {
        self.text(key)?.map(|text| read(&text).ok_or((key, problem))).transpose()
    }

    fn id(&self) -> Result<Option<RecurrenceId>, Bad> {
        self.either(["id", "recurrence_id"], "is no whole number above 0", |text| text.parse().ok())
    }

    fn amount(&self) -> Result<Option<Money>, Bad> {
        self.one("amount", "is no exact amount that is not negative", |text| {
            Money::parse(text, Currency::Usd).ok().filter(|amount| !amount.is_negative())
        })
    }

    fn day(&self, keys: [&'static str; 2]) -> Result<Option<NaiveDate>, Bad> {
        self.either(keys, "is no day written as M/D/YYYY that exists", day)
    }

    fn current_count(&self) -> Result<Option<u64>, Bad> {
        self.one("current_count", "is no count", |text| text.parse().ok())
    }

    fn total_count(&self) -> Result<Option<PaymentCount>, Bad> {
        self.one("total_count", "is no count from 1 to 999", PaymentCount::read)
    }

    fn charge(&self) -> Result<Option<RecurringCharge>, Bad> {
        let means = self.owned("type")?;
        let kind = self.owned("transaction_type")?;
        Ok(kind.map(|kind| RecurringCharge::read(&kind, means.as_deref().unwrap_or_default())))
    }

    fn scheduled(&self) -> Result<ScheduledRecurrence, Bad> {
        Ok(ScheduledRecurrence {
            id: self.id()?.ok_or(("id", "is missing"))?,
            customer_id: self.owned("customer_id")?,
            amount: self.amount()?,
            frequency: self.owned("frequency")?.map(|code| Frequency::read(&code)),
            start_date: self.day(["start_date", "start"])?,
            next_date: self.day(["next", "next_date"])?,
            total_count: self.total_count()?,
            current_count: self.current_count()?,
            charge: self.charge()?,
            description: self.owned("description")?,
        })
    }

    fn approved(&self) -> Result<ApprovedRecurrence, Bad> {
        let whole = "is no whole number above 0";
        Ok(ApprovedRecurrence {
            id: self.id()?,
            customer_id: self.owned("customer_id")?,
            amount: self.amount()?,
            transaction_id: self.one("transaction_id", whole, |text| text.parse().ok())?,
            check_transaction_id: self.one("check_transaction_id", whole, |text| text.parse().ok())?,
            approval_code: self.owned("approval_code")?,
            made_at: self.one("when", "is no time written as M/D/YYYY h:mm:ss AM or PM", stamp::parse)?,
            current_count: self.current_count()?,
            total_count: self.total_count()?,
        })
    }
}

impl ScheduledRecurrence {
    fn read(text: &str) -> Result<Self, BadRecord> {
        let record = Record::new(text).and_then(|record| record.scheduled());
        record.map_err(|(field, problem)| BadRecord::new(field, problem, text))
    }
}

impl ApprovedRecurrence {
    fn read(text: &str) -> Result<Self, BadRecord> {
        let record = Record::new(text).and_then(|record| record.approved());
        record.map_err(|(field, problem)| BadRecord::new(field, problem, text))
    }
}

/// A day with or without a time behind it.
fn day(text: &str) -> Option<NaiveDate> {
    if let Some(time) = stamp::parse(text) {
        return Some(time.date());
    }
    stamp::parse(&format!("{text} 12:00:00 AM")).map(|time| time.date())
}

/// The records of a good answer, as texts: an object `recurrence`, a list under either name, or none.
fn records<'a>(raw: &'a RawReply) -> Result<Vec<&'a str>, Error> {
    let answer = Answer::read(raw)?;
    if !matches!((answer.success, answer.code), (true, 155 | 1)) {
        return Err(answer.unexpected());
    }
    let text = str::from_utf8(&raw.body).map_err(|_| unreadable())?;
    let (slots, _) = object::read(text, &["recurrence", "recurrences"]);
    let mut found = Vec::new();
    for slot in slots {
        match slot {
            Slot::Absent | Slot::Raw("null" | "\"\"") => {}
            Slot::Raw(list) if list.starts_with('[') => {
                let items: Vec<&'a RawValue> = serde_json::from_str(list).map_err(|_| unreadable())?;
                found.extend(items.into_iter().map(RawValue::get));
            }
            Slot::Raw(record) => found.push(record),
            Slot::Twice => return Err(unreadable()),
        }
    }
    if found.is_empty() && slots == [Slot::Absent, Slot::Absent] {
        return Err(unreadable());
    }
    Ok(found)
}

/// The recurrence that an answer names.
pub(super) fn named(raw: &RawReply) -> Option<RecurrenceId> {
    let text = str::from_utf8(&raw.body).ok()?;
    let ([recurrence], _) = object::read(text, &["recurrence"]);
    let ([id], _) = object::read(scalar::object(recurrence).ok()??, &["id"]);
    scalar::text(id).ok()??.parse().ok()
}

pub(super) fn scheduled(raw: &RawReply) -> Result<Vec<Result<ScheduledRecurrence, BadRecord>>, Error> {
    Ok(records(raw)?.into_iter().map(ScheduledRecurrence::read).collect())
}

pub(super) fn approved(raw: &RawReply) -> Result<Vec<Result<ApprovedRecurrence, BadRecord>>, Error> {
    Ok(records(raw)?.into_iter().map(ApprovedRecurrence::read).collect())
}

#[cfg(test)]
mod tests;
