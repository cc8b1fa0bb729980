//! `POST /v3/recurrence/create`.

use chrono::NaiveDate;
use paysage_money::Money;
use serde_json::{Value, json};

use crate::limits;
use crate::refusal::unreadable;
use crate::v1::export::Days;
use crate::v3::answer::{Answer, unexpected};
use crate::v3::details::number;
use crate::v3::fields::Fields;
use crate::v3::verdict::{code_in, is_nothing};
use crate::wire::scalar;
use crate::{
    CustomerNumber, Description, Effect, Endpoint, Error, ErrorKind, Frequency, Method, Operation, Outcome,
    Outgoing, PaymentCount, RawReply, RecurrenceId, RecurringCharge,
};

/// Has PayTrace charge a customer of the vault again and again.
///
/// PayTrace makes the payments by itself; read the day's export to see them.
///
/// # Refused with
/// A field that PayTrace does not take, by its path ([`v3`](crate::v3#what-is-refused)).
///
/// # If the answer is lost
/// The recurrence may have been created, and v3 has no documented way to list recurrences: look in PayTrace's
/// Virtual Terminal, or list them with v1, before any repeat. Two of them charge the customer twice each time.
///
/// # Source
/// North's B2B API specification 3.1, page `RecurringPayment`, read 2026-11; the codes are the older interface's,
/// and v3's example has the same.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct CreateRecurrence {
    customer: CustomerNumber,
    amount: Money,
    frequency: Frequency,
    start: NaiveDate,
    count: PaymentCount,
    charge: RecurringCharge,
    description: Option<Description>,
}

/// The recurrence was created (code 150).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RecurrenceCreated {
    /// PayTrace's number of it.
    pub id: RecurrenceId,
}

impl CreateRecurrence {
    /// Takes `amount` from the customer's card from `start` on, `count` times; a sale unless set otherwise.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`]: the amount is not above 0.00, not in US dollars, or has more than 12 characters; the
    /// frequency is none that PayTrace documents; the year of the start has not four digits.
    pub fn new(
        customer: CustomerNumber,
        amount: Money,
        frequency: Frequency,
        start: NaiveDate,
        count: PaymentCount,
    ) -> Result<Self, Error> {
        let amount = limits::positive("amount", amount)?;
        frequency.sendable()?;
        let start = Days::new(start, start)?.start;
        let charge = RecurringCharge::CardSale;
        Ok(Self { customer, amount, frequency, start, count, charge, description: None })
    }

    /// Says what is done each time, a sale on the card if nothing is said.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`]: the charge is none that PayTrace documents.
    pub fn with_charge(mut self, charge: RecurringCharge) -> Result<Self, Error> {
        charge.sendable()?;
        self.charge = charge;
        Ok(self)
    }

    /// Adds a free text to each payment.
    #[must_use]
    pub fn with_description(mut self, text: Description) -> Self {
        self.description = Some(text);
        self
    }
}

impl Operation for CreateRecurrence {
    type Reply = RecurrenceCreated;
    const NAME: &'static str = "recurrence.create";
    const ENDPOINT: Endpoint = Endpoint::v3(Method::Post, "/v3/recurrence/create");
    const EFFECT: Effect = Effect::MovesMoney;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        let (transaction_type, means) = self.charge.sendable()?;
        let mut recurrence = json!({
            "amount": number(self.amount),
            "frequency": self.frequency.sendable()?,
            "start_date": Days::written(self.start),
            "total_count": self.count.as_number(),
            "transaction_type": transaction_type,
            "type": means,
        });
        if let (Some(text), Some(members)) = (&self.description, recurrence.as_object_mut()) {
            members.insert("description".to_owned(), Value::from(text.as_str()));
        }
        Ok(Outgoing::to(Self::ENDPOINT)
            .with("customer_id", self.customer.get())
            .with("recurrence", recurrence))
    }

    fn reply(&self, raw: &RawReply) -> Result<RecurrenceCreated, Error> {
        let (code, id) = code_and_id(Answer::read(raw)?.data)?;
        match (code, id.ok().flatten()) {
            (Some(150) | None, Some(id)) => Ok(RecurrenceCreated { id }),
            (Some(150), None) => {
                let message = "PayTrace created the recurrence, but its answer has no number";
                Err(Error::new(ErrorKind::Unreadable, Outcome::Happened, message))
            }
            (code, _) => Err(unexpected(code)),
        }
    }
}

const KEYS: [&str; 2] = ["response_code", "recurrence"];
const RECURRENCE: [&str; 1] = ["id"];

/// A recurrence's number, if it is there; an error when it cannot be read.
pub(super) type FoundId = Result<Option<RecurrenceId>, Error>;

/// The code and the recurrence's number of an answer's data; of no data there is neither.
///
/// # Errors
/// The data is no object, or its code cannot be read: what became of the call is not known.
pub(super) fn code_and_id(data: &str) -> Result<(Option<i64>, FoundId), Error> {
    if is_nothing(data) {
        return Ok((None, Ok(None)));
    }
    let fields = Fields::read(data, &KEYS).map_err(|_| unreadable())?;
    let recurrence = scalar::object(fields.slot("recurrence")).map_err(|_| unreadable());
    let id = recurrence.and_then(|text| {
        let Some(text) = text else { return Ok(None) };
        Fields::read(text, &RECURRENCE).and_then(|fields| fields.value("id")).map_err(|_| unreadable())
    });
    Ok((code_in(fields.slot("response_code"))?, id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use paysage_money::Currency;

    #[test]
    fn a_recurrence_is_created_only_with_its_number() {
        let customer = CustomerNumber::new(7).expect("positive");
        let start = NaiveDate::from_ymd_opt(2026, 7, 1).expect("a day");
        let amount = Money::from_minor(1000, Currency::Usd);
        let call = CreateRecurrence::new(customer, amount, Frequency::Monthly, start, PaymentCount::ENDLESS);
        let read = |data: &str| {
            let body = format!(r#"{{"status":"success","status_code":201,"data":{data}}}"#);
            let reply = call.as_ref().expect("a call").reply(&RawReply::new(201, body));
            reply.map(|created| created.id.get()).map_err(|error| error.outcome())
        };
        assert_eq!(read(r#"{"response_code":150,"recurrence":{"id":"12"}}"#), Ok(12));
        assert_eq!(read(r#"{"recurrence":{"id":12}}"#), Ok(12));
        assert_eq!(read(r#"{"response_code":150,"recurrence":{}}"#), Err(Outcome::Happened));
        assert_eq!(read(r#"{"response_code":150,"recurrence":{"id":1e400}}"#), Err(Outcome::Happened));
        assert_eq!(read(r#"{"response_code":1,"recurrence":{"id":12}}"#), Err(Outcome::Unknown));
        for damaged in [
            r#"{"response_code":150,"response_code":150,"recurrence":{"id":12}}"#,
            r#"{"response_code":1e400,"recurrence":{"id":12}}"#,
            r#"{"response_code":true,"recurrence":{"id":12}}"#,
            "true",
            "7",
            "null",
        ] {
            assert_eq!(read(damaged), Err(Outcome::Unknown), "{damaged}");
        }
        assert_eq!(read("[]"), Err(Outcome::Unknown));
    }
}
