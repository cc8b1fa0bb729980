//! `POST /v1/transactions/export/by_date_range`.

use chrono::NaiveDate;

use super::Days;
use super::filter::{Filters, filter_setters};
use crate::export::{ByDays, DayRange};
use crate::{Endpoint, Error, Export, Outgoing, TransactionId};

/// Exports the transactions made from one day to another, both in the gateway's time zone.
///
/// There is no paging: all rows come in one answer, however many; `Client::export_by_day` asks for a long range day
/// by day. The vendor does not say whether the last day is included, nor whether rows made seconds ago are: ask for a
/// day more on either side, and again later. Rows change until their status is final.
///
/// # Refused with
/// No code of its own is documented; besides, what every call can be refused with ([`v1`](crate::v1#what-is-refused)).
///
/// # If the answer is lost
/// Nothing has changed: ask again.
///
/// # Source
/// PayTrace help, "json-export-tranx-date", and a public connector's filters, read 2026-11.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ByDateRange {
    days: Days,
    filters: Filters,
}

impl ByDateRange {
    /// Exports from `start` to `end`.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the end is before the start, or a year has not four digits.
    pub fn new(start: NaiveDate, end: NaiveDate) -> Result<Self, Error> {
        Ok(Self { days: Days::new(start, end)?, filters: Filters::default() })
    }

    /// Only the transaction with this id, if it was made in these days.
    #[must_use]
    pub fn with_transaction_id(mut self, id: TransactionId) -> Self {
        self.filters.transaction_id = Some(id);
        self
    }
}

filter_setters!(ByDateRange);

impl Export for ByDateRange {
    const NAME: &'static str = "export.by_date_range";
    const ENDPOINT: Endpoint = Endpoint::v1("/v1/transactions/export/by_date_range");

    fn outgoing(&self) -> Result<Outgoing, Error> {
        let outgoing = Outgoing::to(Self::ENDPOINT)
            .with("start_date", Days::written(self.days.start))
            .with("end_date", Days::written(self.days.end));
        Ok(self.filters.add_to(outgoing))
    }
}

impl ByDays for ByDateRange {
    fn day_range(&self) -> DayRange {
        DayRange { first: self.days.start, last: self.days.end }
    }

    fn of_days(&self, days: DayRange) -> Result<Self, Error> {
        use super::TransactionFilter::Settled;
        if self.filters.transaction_type == Some(Settled) {
            let message = "settled transactions cannot be exported day by day, since PayTrace does not say whether \
                           it counts days of settlement then; export all kinds, and look at their status";
            return Err(Error::invalid(message));
        }
        Ok(Self { days: Days::new(days.first, days.last)?, filters: self.filters.clone() })
    }
}
