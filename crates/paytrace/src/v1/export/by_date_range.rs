//! `POST /v1/transactions/export/by_date_range`.

use chrono::NaiveDate;

use super::Days;
use crate::{CustomerId, Endpoint, Error, Export, Outgoing};

/// Exports the transactions made from one day to another, both in the gateway's time zone.
///
/// There is no paging: all rows come in one answer, however many. The vendor does not say whether the last day is
/// included, nor whether rows made seconds ago are: ask for a day more on either side, and again later. Rows change
/// until their status is final.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ByDateRange {
    days: Days,
    customer_id: Option<CustomerId>,
}

impl ByDateRange {
    /// Exports from `start` to `end`.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the end is before the start, or a year has not four digits.
    pub fn new(start: NaiveDate, end: NaiveDate) -> Result<Self, Error> {
        Ok(Self { days: Days::new(start, end)?, customer_id: None })
    }

    /// Exports the transactions of one customer of the vault only.
    #[must_use]
    pub fn with_customer_id(mut self, id: CustomerId) -> Self {
        self.customer_id = Some(id);
        self
    }
}

impl Export for ByDateRange {
    const NAME: &'static str = "export.by_date_range";
    const ENDPOINT: Endpoint = Endpoint::v1("/v1/transactions/export/by_date_range");

    fn outgoing(&self) -> Result<Outgoing, Error> {
        Ok(Outgoing::to(Self::ENDPOINT)
            .with("start_date", Days::written(self.days.start))
            .with("end_date", Days::written(self.days.end))
            .with_some("customer_id", self.customer_id.as_ref().map(CustomerId::as_str)))
    }
}
