//! `POST /v3/batch/export/by-date`.

use chrono::NaiveDate;

use super::Batch;
use crate::v1::export::Days;
use crate::v3::answer::Answer;
use crate::{BadRecord, Effect, Endpoint, Error, Method, Operation, Outgoing, RawReply};

/// Lists the batches settled from one day to another.
///
/// PayTrace does not document the members of a batch in v3 where we can read them: they are read by v1's names.
///
/// # Refused with
/// A field that PayTrace does not take, by its path ([`v3`](crate::v3#what-is-refused)).
///
/// # If the answer is lost
/// Nothing has changed: ask again.
///
/// # Source
/// North's B2B API specification 3.1, page `ReportingBatches`, read 2026-11.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct BatchesByDate {
    days: Days,
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
    type Reply = Vec<Result<Batch, BadRecord>>;
    const NAME: &'static str = "batch.export";
    const ENDPOINT: Endpoint = Endpoint::v3(Method::Post, "/v3/batch/export/by-date");
    const EFFECT: Effect = Effect::Read;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        Ok(Outgoing::to(Self::ENDPOINT)
            .with("start_date", Days::written(self.days.start))
            .with("end_date", Days::written(self.days.end)))
    }

    fn reply(&self, raw: &RawReply) -> Result<Vec<Result<Batch, BadRecord>>, Error> {
        let batches = Answer::read(raw)?.list()?;
        Ok(batches.into_iter().map(super::export_one::read).collect())
    }
}
