//! `POST /v1/batches/export`.

use chrono::{NaiveDate, NaiveDateTime};
use paysage_money::{Currency, Money};

use crate::refusal::by_status;
use crate::v1::export::Days;
use crate::wire::object::{self, Slot};
use crate::wire::scalar::{self, Problem};
use crate::wire::stamp;
use crate::{Effect, Endpoint, Error, ErrorKind, Operation, Outcome, Outgoing, RawReply, RowScanner};

/// Lists the batches settled from one day to another.
///
/// # Refused with
/// No code of its own is documented; besides, what every call can be refused with ([`v1`](crate::v1#what-is-refused)).
///
/// # If the answer is lost
/// Nothing has changed: ask again.
///
/// # Source
/// The path from a public connector, the figures from PayTrace help, "api-export-batches", read 2026-11.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct BatchesByDate {
    days: Days,
}

/// A settlement batch: what the gateway paid out together.
///
/// The v1 field names are known for the number only; the others are the older interface's, and `None` when they are
/// missing. The number together with the time names the batch, since numbers are used again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Batch {
    /// The number, one to three digits.
    pub number: u32,
    /// When it settled, in the gateway's time zone.
    pub settled_at: Option<NaiveDateTime>,
    /// How many transactions it holds.
    pub transaction_count: Option<u64>,
    /// Sales less refunds; can be negative.
    pub net_amount: Option<Money>,
    /// How many sales.
    pub sales_count: Option<u64>,
    /// The sum of the sales.
    pub sales_amount: Option<Money>,
    /// How many refunds.
    pub refund_count: Option<u64>,
    /// The sum of the refunds.
    pub refund_amount: Option<Money>,
}

impl BatchesByDate {
    /// Lists the batches from `start` to `end`.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the end is before the start, or a year has not four digits.
    pub fn new(start: NaiveDate, end: NaiveDate) -> Result<Self, Error> {
        Ok(Self { days: Days::new(start, end)? })
    }
}

impl Operation for BatchesByDate {
    type Reply = Vec<Batch>;
    const NAME: &'static str = "batch.export";
    const ENDPOINT: Endpoint = Endpoint::v1("/v1/batches/export");
    const EFFECT: Effect = Effect::Read;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        Ok(Outgoing::to(Self::ENDPOINT)
            .with("start_date", Days::written(self.days.start))
            .with("end_date", Days::written(self.days.end)))
    }

    fn reply(&self, raw: &RawReply) -> Result<Vec<Batch>, Error> {
        let mut scanner = RowScanner::new("batches");
        let pushed = scanner.push(&raw.body);
        let mut batches = Vec::new();
        while let Some(row) = scanner.next_row() {
            batches.push(Batch::read(row.bytes()));
        }
        let envelope = pushed.and_then(|()| scanner.finish());
        let envelope = envelope.map_err(|error| by_status(raw).unwrap_or_else(|| error.into()))?;
        if !envelope.is_success() {
            return Err(envelope.refused());
        }
        batches.into_iter().collect::<Result<_, _>>().map_err(|_| {
            let message = "a batch in PayTrace's answer has no number, or a time, count or amount that cannot be \
                           read exactly; look the batches up in PayTrace";
            Error::new(ErrorKind::Unreadable, Outcome::Nothing, message)
        })
    }
}

const KEYS: [&str; 11] = [
    "number",
    "batch_number",
    "when",
    "settled",
    "transaction_count",
    "tranx_count",
    "net_amount",
    "sales_count",
    "sales_amount",
    "refund_count",
    "refund_amount",
];

impl Batch {
    pub(crate) fn read(raw: &[u8]) -> Result<Self, Problem> {
        let (slots, flaw) = object::read(str::from_utf8(raw).map_err(|_| "is no text")?, &KEYS);
        if flaw.is_some() {
            return Err("is no object");
        }
        let [
            number,
            batch_number,
            when,
            settled,
            count,
            tranx_count,
            net,
            sales,
            sales_sum,
            refunds,
            refund_sum,
        ] = slots;
        let number = count_in(number)?.or(count_in(batch_number)?).unwrap_or_default();
        let number = u32::try_from(number).ok().filter(|number| *number > 0);
        Ok(Self {
            number: number.ok_or("has no number")?,
            settled_at: time_in(when)?.or(time_in(settled)?),
            transaction_count: count_in(count)?.or(count_in(tranx_count)?),
            net_amount: amount_in(net)?,
            sales_count: count_in(sales)?,
            sales_amount: amount_in(sales_sum)?,
            refund_count: count_in(refunds)?,
            refund_amount: amount_in(refund_sum)?,
        })
    }
}

pub(super) fn count_in(slot: Slot<'_>) -> Result<Option<u64>, Problem> {
    let text = scalar::text(slot)?;
    text.map(|text| text.parse().map_err(|_| "is no count")).transpose()
}

pub(super) fn amount_in(slot: Slot<'_>) -> Result<Option<Money>, Problem> {
    let text = scalar::text(slot)?;
    let amount = text.map(|text| Money::parse(&text, Currency::Usd).map_err(|_| "is no amount"));
    amount.transpose()
}

fn time_in(slot: Slot<'_>) -> Result<Option<NaiveDateTime>, Problem> {
    let text = scalar::text(slot)?;
    text.map(|text| stamp::parse(&text).ok_or("is no time")).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call() -> BatchesByDate {
        let day = NaiveDate::from_ymd_opt(2026, 6, 10).expect("a day");
        BatchesByDate::new(day, day).expect("in order")
    }

    #[test]
    fn batches_are_read_with_what_they_have() {
        let body = r#"{"success":true,"response_code":1,"batches":[
            {"number":571,"when":"6/10/2026 8:13:45 PM","transaction_count":3,"net_amount":-1.5,"sales_count":"2"},
            {"batch_number":"7"}]}"#;
        let batches = call().reply(&RawReply::new(200, body)).expect("two batches");
        let [first, second] = batches.as_slice() else { panic!("{batches:?}") };
        assert_eq!((first.number, first.transaction_count, first.sales_count), (571, Some(3), Some(2)));
        assert_eq!(first.net_amount, Some(Money::from_minor(-150, Currency::Usd)));
        assert_eq!(first.settled_at.map(|time| time.to_string()), Some("2026-06-10 20:13:45".into()));
        assert_eq!((second.number, second.net_amount), (7, None));
    }

    #[test]
    fn a_figure_that_is_not_exact_is_no_figure() {
        for batch in [
            r#"{"number":0}"#,
            r#"{"when":""}"#,
            r#"{"number":1,"net_amount":1.005}"#,
            r#"{"number":1,"net_amount":1,"net_amount":2}"#,
            r#"{"number":1,"when":"2026-06-10"}"#,
        ] {
            let body = format!(r#"{{"success":true,"response_code":1,"batches":[{batch}]}}"#);
            let error = call().reply(&RawReply::new(200, body)).expect_err(batch);
            assert_eq!(error.kind(), ErrorKind::Unreadable, "{batch}");
        }
    }
}
