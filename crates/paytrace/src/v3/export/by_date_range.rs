//! `POST /v3/transactions/export/by-date`.

use chrono::NaiveDate;

use crate::export::{ByDays, DayRange};
use crate::v1::export::Days;
use crate::{CustomerId, Endpoint, Error, Export, Method, Outgoing};

/// Exports the transactions made from one day to another, both in the gateway's time zone.
///
/// There is no paging: all rows come in one answer, however many. PayTrace says that exports can be some time behind
/// the real-time records, and not whether the last day is included: ask for a day more on either side, and again
/// later. Rows change until their status is final.
///
/// # Refused with
/// A field that PayTrace does not take, by its path ([`v3`](crate::v3#what-is-refused)).
///
/// # If the answer is lost
/// Nothing has changed: ask again.
///
/// # Source
/// North's B2B API specification 3.1, page `ReportingTransactions`, read 2026-11.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ByDateRange {
    days: Days,
    customer_id: Option<CustomerId>,
    including_text: Option<Box<str>>,
    shows_bin: bool,
}

impl ByDateRange {
    /// Exports from `start` to `end`.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the end is before the start, or a year has not four digits.
    pub fn new(start: NaiveDate, end: NaiveDate) -> Result<Self, Error> {
        Ok(Self { days: Days::new(start, end)?, customer_id: None, including_text: None, shows_bin: false })
    }

    /// Only the transactions of the customer with the merchant's own id (v3's label).
    #[must_use]
    pub fn with_customer_id(mut self, id: CustomerId) -> Self {
        self.customer_id = Some(id);
        self
    }

    /// Only transactions in which PayTrace finds this text; it does not document where it looks.
    #[must_use]
    pub fn with_including_text(mut self, text: impl Into<Box<str>>) -> Self {
        self.including_text = Some(text.into());
        self
    }

    /// Shows the first six digits of card numbers besides the last four.
    #[must_use]
    pub fn with_bin(mut self) -> Self {
        self.shows_bin = true;
        self
    }
}

impl Export for ByDateRange {
    const NAME: &'static str = "export.by_date_range";
    const ENDPOINT: Endpoint = Endpoint::v3(Method::Post, "/v3/transactions/export/by-date");

    fn outgoing(&self) -> Result<Outgoing, Error> {
        Ok(Outgoing::to(Self::ENDPOINT)
            .with("start_date", Days::written(self.days.start))
            .with("end_date", Days::written(self.days.end))
            .with_some("customer_label", self.customer_id.as_ref().map(CustomerId::as_str))
            .with_some("including_text", self.including_text.as_deref())
            .with_some("include_bin", self.shows_bin.then_some(true)))
    }
}

impl ByDays for ByDateRange {
    fn day_range(&self) -> DayRange {
        DayRange { first: self.days.start, last: self.days.end }
    }

    fn of_days(&self, days: DayRange) -> Result<Self, Error> {
        Ok(Self { days: Days::new(days.first, days.last)?, ..self.clone() })
    }
}
