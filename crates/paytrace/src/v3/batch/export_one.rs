//! `POST /v3/batch/export`.

use std::num::NonZeroU32;

use super::Batch;
use crate::limits;
use crate::refusal::unreadable;
use crate::v3::answer::{Answer, elements};
use crate::{BadRecord, Effect, Endpoint, Error, Method, Operation, Outgoing, RawReply};

/// Reads one batch; `None` when PayTrace says that there is none (status 404).
///
/// Batch numbers have one to three digits and are used again; PayTrace does not say which of two batches with one
/// number it gives: compare the settlement time.
///
/// # Refused with
/// A field that PayTrace does not take, by its path ([`v3`](crate::v3#what-is-refused)).
///
/// # If the answer is lost
/// Nothing has changed: ask again.
///
/// # Source
/// North's B2B API specification 3.1, page `ReportingBatches`, read 2026-11.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct BatchByNumber {
    number: Option<NonZeroU32>,
}

impl BatchByNumber {
    /// Reads the latest batch.
    pub fn latest() -> Self {
        Self::default()
    }

    /// Reads the batch with this number.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the number is not from 1 to 999.
    pub fn numbered(number: u32) -> Result<Self, Error> {
        Ok(Self { number: Some(limits::batch_number(number)?) })
    }
}

pub(super) fn read(text: &str) -> Result<Batch, BadRecord> {
    Batch::read(text.as_bytes()).map_err(|problem| BadRecord::new("record", problem, text))
}

impl Operation for BatchByNumber {
    type Reply = Option<Batch>;
    const NAME: &'static str = "batch.export_one";
    const ENDPOINT: Endpoint = Endpoint::v3(Method::Post, "/v3/batch/export");
    const EFFECT: Effect = Effect::Read;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        Ok(Outgoing::to(Self::ENDPOINT).with_some("batch_number", self.number.map(NonZeroU32::get)))
    }

    /// PayTrace does not document whether `data` is the batch or a list of it: both are read.
    fn reply(&self, raw: &RawReply) -> Result<Option<Batch>, Error> {
        let Some(answer) = Answer::found(raw)? else {
            return Ok(None);
        };
        let batches = elements(answer.data).unwrap_or_else(|| vec![answer.data]);
        let Some(first) = batches.first() else {
            return Ok(None);
        };
        let batch = read(first).map_err(|_| unreadable())?;
        match self.number {
            Some(asked) if asked.get() != batch.number => Err(unreadable()),
            _ => Ok(Some(batch)),
        }
    }
}
