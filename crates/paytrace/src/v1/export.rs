//! Records of transactions: by id, and by the days they were made.

mod by_date_range;
mod by_id;
mod filter;

pub use by_date_range::ByDateRange;
pub use by_id::ById;
pub use filter::{IncludingText, TransactionFilter};

use chrono::NaiveDate;

use crate::Error;

/// Two days in the gateway's calendar, from the first to the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Days {
    pub(crate) start: NaiveDate,
    pub(crate) end: NaiveDate,
}

impl Days {
    pub(crate) fn new(start: NaiveDate, end: NaiveDate) -> Result<Self, Error> {
        use chrono::Datelike;
        if end < start {
            return Err(Error::invalid("the end date must not be before the start date; swap them"));
        }
        if start.year() < 1000 || end.year() > 9999 {
            return Err(Error::invalid("the dates must have a year of four digits, such as 2026"));
        }
        Ok(Self { start, end })
    }

    pub(crate) fn written(date: NaiveDate) -> String {
        date.format("%m/%d/%Y").to_string()
    }
}
