//! `POST /v1/recurrence/update`.

use chrono::NaiveDate;
use paysage_money::Money;
use serde_json::{Map, Value};

use super::record;
use crate::limits;
use crate::v1::answer::Answer;
use crate::v1::export::Days;
use crate::{
    Description, Effect, Endpoint, Error, ErrorKind, Frequency, Operation, Outcome, Outgoing, PaymentCount,
    RawReply, RecurrenceId,
};

/// Changes what is given of a recurrence; the rest stays.
///
/// # Refused with
/// No code of its own is documented; besides, what every call can be refused with ([`v1`](crate::v1#what-is-refused)).
///
/// # If the answer is lost
/// Export the scheduled recurrence by its number and compare. Sending the same change again is safe: it sets values.
/// PayTrace does not document whether a change of the frequency moves the next payment.
///
/// # Source
/// PayTrace's gem for its older interface, read 2026-11. No answer of v1 confirms the path.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct UpdateRecurrence {
    recurrence_id: RecurrenceId,
    amount: Option<Money>,
    frequency: Option<Frequency>,
    start_date: Option<NaiveDate>,
    total_count: Option<PaymentCount>,
    description: Option<Description>,
    customer_receipt: Option<bool>,
}

/// A recurrence was changed (code 151).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RecurrenceUpdated {
    /// Its number, as asked for.
    pub recurrence_id: RecurrenceId,
}

impl UpdateRecurrence {
    /// A change of one recurrence; what is changed comes by the setters.
    pub fn new(recurrence_id: RecurrenceId) -> Self {
        Self {
            recurrence_id,
            amount: None,
            frequency: None,
            start_date: None,
            total_count: None,
            description: None,
            customer_receipt: None,
        }
    }

    /// Charges another amount from now on.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the amount is not above 0.00, not in US dollars, or has
    /// more than 12 characters.
    pub fn with_amount(mut self, amount: Money) -> Result<Self, Error> {
        self.amount = Some(limits::positive("amount", amount)?);
        Ok(self)
    }

    /// Charges at another pace.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the frequency is none that PayTrace documents.
    pub fn with_frequency(mut self, frequency: Frequency) -> Result<Self, Error> {
        frequency.sendable()?;
        self.frequency = Some(frequency);
        Ok(self)
    }

    /// Sets the day from which the dates are counted anew.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the year has not four digits.
    pub fn with_start_date(mut self, start_date: NaiveDate) -> Result<Self, Error> {
        self.start_date = Some(Days::new(start_date, start_date)?.start);
        Ok(self)
    }

    /// Sets how many payments there are in all, those already made included.
    #[must_use]
    pub fn with_total_count(mut self, count: PaymentCount) -> Self {
        self.total_count = Some(count);
        self
    }

    /// Puts another text on the payments.
    #[must_use]
    pub fn with_description(mut self, text: Description) -> Self {
        self.description = Some(text);
        self
    }

    /// Says whether PayTrace mails the customer a receipt each time (`customer_receipt`).
    #[must_use]
    pub fn with_customer_receipt(mut self, mailed: bool) -> Self {
        self.customer_receipt = Some(mailed);
        self
    }
}

impl Operation for UpdateRecurrence {
    type Reply = RecurrenceUpdated;
    const NAME: &'static str = "recurrence.update";
    const ENDPOINT: Endpoint = Endpoint::v1("/v1/recurrence/update");
    const EFFECT: Effect = Effect::Repeatable;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        let frequency = self.frequency.as_ref().map(Frequency::sendable).transpose()?;
        let changes: [(&str, Option<Value>); 6] = [
            ("amount", self.amount.map(|amount| amount.to_string().into())),
            ("frequency", frequency.map(Value::from)),
            ("start_date", self.start_date.map(|day| Days::written(day).into())),
            ("total_count", self.total_count.map(|count| count.as_number().into())),
            ("description", self.description.as_ref().map(|text| text.as_str().into())),
            ("customer_receipt", self.customer_receipt.map(Value::from)),
        ];
        let mut recurrence: Map<String, Value> =
            changes.into_iter().filter_map(|(field, value)| Some((field.to_owned(), value?))).collect();
        if recurrence.is_empty() {
            return Err(Error::invalid("the change of the recurrence changes nothing; give it a new value"));
        }
        recurrence.insert("id".to_owned(), self.recurrence_id.get().into());
        Ok(Outgoing::to(Self::ENDPOINT).with("recurrence", recurrence))
    }

    fn reply(&self, raw: &RawReply) -> Result<RecurrenceUpdated, Error> {
        let answer = Answer::read(raw)?;
        let named = record::named(raw);
        match (answer.success, answer.code) {
            (true, 151) if named.is_none_or(|id| id == self.recurrence_id) => {
                Ok(RecurrenceUpdated { recurrence_id: self.recurrence_id })
            }
            (true, 151) => {
                let message = "PayTrace's answer speaks of another recurrence than the call";
                Err(Error::new(ErrorKind::Unreadable, Outcome::Unknown, message))
            }
            _ => Err(answer.unexpected()),
        }
    }
}
