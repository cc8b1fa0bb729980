//! `POST /v1/batches/transaction_list`.

use std::num::NonZeroU32;

use crate::limits;
use crate::{Endpoint, Error, Export, Outgoing};

/// Exports the settled transactions of a batch.
///
/// Batch numbers have one to three digits and are used again; the vendor does not say which of two batches with one
/// number it gives. Compare the rows' settlement time with the batch's.
///
/// # Refused with
/// No code of its own is documented; besides, what every call can be refused with ([`v1`](crate::v1#what-is-refused)).
///
/// # If the answer is lost
/// Nothing has changed: ask again.
///
/// # Source
/// A public connector, read 2026-11.
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
    const ENDPOINT: Endpoint = Endpoint::v1("/v1/batches/transaction_list");

    fn outgoing(&self) -> Result<Outgoing, Error> {
        Ok(Outgoing::to(Self::ENDPOINT).with("batch_number", self.batch_number.get()))
    }
}
