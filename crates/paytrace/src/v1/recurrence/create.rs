//! `POST /v1/recurrence/create`.

use chrono::NaiveDate;
use paysage_money::Money;
use serde_json::{Map, Value};

use super::record;
use crate::limits;
use crate::v1::answer::Answer;
use crate::v1::export::Days;
use crate::{
    CustomerId, Description, Effect, Endpoint, Error, ErrorKind, Frequency, Operation, Outcome, Outgoing,
    PaymentCount, RawReply, RecurrenceId, RecurringCharge,
};

/// Has PayTrace charge a customer of the vault again and again, by itself.
///
/// # Refused with
/// `30`: PayTrace does not know the customer, or its profile is incomplete; besides, what every call can be refused with
/// ([`v1`](crate::v1#what-is-refused)).
///
/// # If the answer is lost
/// The recurrence may have been made, and a second one would charge the customer twice each time. Export the
/// scheduled recurrences of the customer and look for one with the same amount, frequency and start before any
/// repeat.
///
/// # Source
/// A public integration; PayTrace's gem for its older interface; read 2026-11.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct CreateRecurrence {
    customer_id: CustomerId,
    amount: Money,
    frequency: Frequency,
    start_date: NaiveDate,
    total_count: PaymentCount,
    charge: RecurringCharge,
    description: Option<Description>,
    customer_receipt: Option<bool>,
}

/// A recurrence was made (code 150).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RecurrenceCreated {
    /// Its number.
    pub recurrence_id: RecurrenceId,
}

impl CreateRecurrence {
    /// Sales of `amount` on the customer's card, the first of them on `start_date` in the gateway's time zone,
    /// without an end.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the amount is not above 0.00, not in US dollars, or has
    /// more than 12 characters; the frequency is none that PayTrace documents; the year has not four digits.
    pub fn new(
        customer_id: CustomerId,
        amount: Money,
        frequency: Frequency,
        start_date: NaiveDate,
    ) -> Result<Self, Error> {
        frequency.sendable()?;
        Ok(Self {
            customer_id,
            amount: limits::positive("amount", amount)?,
            frequency,
            start_date: Days::new(start_date, start_date)?.start,
            total_count: PaymentCount::ENDLESS,
            charge: RecurringCharge::CardSale,
            description: None,
            customer_receipt: None,
        })
    }

    /// Ends after so many payments.
    #[must_use]
    pub fn with_total_count(mut self, count: PaymentCount) -> Self {
        self.total_count = count;
        self
    }

    /// Does something else each time than a sale on the card.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): it is none that PayTrace documents.
    pub fn with_charge(mut self, charge: RecurringCharge) -> Result<Self, Error> {
        charge.sendable()?;
        self.charge = charge;
        Ok(self)
    }

    /// Puts a text on every payment.
    #[must_use]
    pub fn with_description(mut self, text: Description) -> Self {
        self.description = Some(text);
        self
    }

    /// Says whether PayTrace mails the customer a receipt each time (`customer_receipt`).
    ///
    /// PayTrace does not document what happens without it.
    #[must_use]
    pub fn with_customer_receipt(mut self, mailed: bool) -> Self {
        self.customer_receipt = Some(mailed);
        self
    }
}

impl Operation for CreateRecurrence {
    type Reply = RecurrenceCreated;
    const NAME: &'static str = "recurrence.create";
    const ENDPOINT: Endpoint = Endpoint::v1("/v1/recurrence/create");
    const EFFECT: Effect = Effect::MovesMoney;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        let (transaction_type, means) = self.charge.sendable()?;
        let mut recurrence = Map::new();
        let mut set = |field: &str, value: Value| recurrence.insert(field.to_owned(), value);
        set("amount", self.amount.to_string().into());
        set("frequency", self.frequency.sendable()?.into());
        set("start_date", Days::written(self.start_date).into());
        set("total_count", self.total_count.as_number().into());
        set("transaction_type", transaction_type.into());
        set("type", means.into());
        if let Some(text) = &self.description {
            set("description", text.as_str().into());
        }
        if let Some(mailed) = self.customer_receipt {
            set("customer_receipt", mailed.into());
        }
        Ok(Outgoing::to(Self::ENDPOINT)
            .with("customer_id", self.customer_id.as_str())
            .with("recurrence", recurrence))
    }

    fn reply(&self, raw: &RawReply) -> Result<RecurrenceCreated, Error> {
        let answer = Answer::read(raw)?;
        match (answer.success, answer.code) {
            (true, 150) => {
                let recurrence_id = record::named(raw).ok_or_else(|| {
                    let message = "PayTrace made the recurrence, but its answer does not name it";
                    Error::new(ErrorKind::Unreadable, Outcome::Happened, message)
                })?;
                Ok(RecurrenceCreated { recurrence_id })
            }
            _ => Err(answer.unexpected()),
        }
    }
}
