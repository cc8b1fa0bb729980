//! `POST /v3/batch/export/transactions`.

use std::num::NonZeroU32;

use crate::limits;
use crate::{Endpoint, Error, Export, Method, Outgoing};

/// Exports the settled transactions of a batch.
///
/// Batch numbers have one to three digits and are used again; PayTrace does not say which of two batches with one
/// number it gives. Compare the rows' settlement time with the batch's.
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
pub struct BatchTransactions {
    batch_number: NonZeroU32,
}

impl BatchTransactions {
    /// Exports the transactions of the batch with this number.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the number is not from 1 to 999.
    pub fn new(batch_number: u32) -> Result<Self, Error> {
        Ok(Self { batch_number: limits::batch_number(batch_number)? })
    }
}

impl Export for BatchTransactions {
    const NAME: &'static str = "batch.transaction_list";
    const ENDPOINT: Endpoint = Endpoint::v3(Method::Post, "/v3/batch/export/transactions");

    fn outgoing(&self) -> Result<Outgoing, Error> {
        Ok(Outgoing::to(Self::ENDPOINT).with("batch_number", self.batch_number.get()))
    }
}
