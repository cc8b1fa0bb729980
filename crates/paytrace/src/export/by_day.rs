//! A long export as consecutive windows of days, of which every row is given once.
//!
//! PayTrace does not say whether the last day of a range is included, nor that it chooses rows by the day that they
//! show. So each window asks for one day more on both sides than it is about, and gives the rows that show one of its
//! own days; the days too many are its neighbours'.

#[cfg(feature = "client")]
mod stream;

#[cfg(feature = "client")]
pub use stream::{DayStream, DaysError};

use std::fmt;

use chrono::NaiveDate;
#[cfg(any(test, feature = "client"))]
use std::num::NonZeroU16;

use crate::{Error, Export};

/// Days from the first to the last, both included, in the gateway's time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DayRange {
    /// The first day.
    pub first: NaiveDate,
    /// The last day.
    pub last: NaiveDate,
}

impl fmt::Display for DayRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last { self.first.fmt(f) } else { write!(f, "{} to {}", self.first, self.last) }
    }
}

/// An export of the transactions made on certain days, which can be asked for in parts.
pub trait ByDays: Export + Sized {
    /// The days it is about.
    fn day_range(&self) -> DayRange;

    /// The same export of other days.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the days cannot be sent, or a filter of the export gives
    /// days another meaning than the days on which transactions were made.
    fn of_days(&self, days: DayRange) -> Result<Self, Error>;
}

/// The consecutive windows of a range.
#[cfg(any(test, feature = "client"))]
#[derive(Debug, Clone)]
struct Windows {
    next: Option<NaiveDate>,
    last: NaiveDate,
    days: NonZeroU16,
}

#[cfg(any(test, feature = "client"))]
impl Windows {
    fn new(range: DayRange, days: NonZeroU16) -> Self {
        Self { next: Some(range.first), last: range.last, days }
    }
}

#[cfg(any(test, feature = "client"))]
impl Iterator for Windows {
    type Item = DayRange;

    fn next(&mut self) -> Option<DayRange> {
        let first = self.next.take()?;
        let more = chrono::Days::new(u64::from(self.days.get()).saturating_sub(1));
        let last = first.checked_add_days(more).unwrap_or(self.last).min(self.last);
        self.next = last.succ_opt().filter(|next| *next <= self.last);
        Some(DayRange { first, last })
    }
}

#[cfg(any(test, feature = "client"))]
impl DayRange {
    /// What is asked for, so that no row is lost when PayTrace leaves out the last day asked for, or chooses by a day
    /// that is one off from the day it shows.
    fn with_days_around(self) -> Self {
        Self {
            first: self.first.pred_opt().unwrap_or(self.first),
            last: self.last.succ_opt().unwrap_or(self.last),
        }
    }

    /// Whether this window gives a row: one of its own days. A row of unknown day is given rather than lost.
    fn gives(self, row: &crate::ExportRow) -> bool {
        made_on(row).is_none_or(|day| (self.first..=self.last).contains(&day))
    }
}

/// The day on which a row's transaction was made, also of a row that cannot be read otherwise.
#[cfg(any(test, feature = "client"))]
fn made_on(row: &crate::ExportRow) -> Option<NaiveDate> {
    use crate::wire::{object, scalar, stamp};
    if let Ok(transaction) = &row.content {
        return Some(transaction.created_at.date());
    }
    let ([created], _) = object::read(str::from_utf8(row.raw()).ok()?, &["created"]);
    let ([at], _) = object::read(scalar::object(created).ok()??, &["at"]);
    Some(stamp::parse(&scalar::text(at).ok()??)?.date())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ExportRow, RowScanner};

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 6, day).expect("a day")
    }

    fn windows(first: u32, last: u32, days: u16) -> Vec<String> {
        let range = DayRange { first: day(first), last: day(last) };
        Windows::new(range, NonZeroU16::new(days).expect("days")).map(|window| window.to_string()).collect()
    }

    #[test]
    fn windows_cover_each_day_once_in_order() {
        assert_eq!(windows(3, 3, 1), ["2026-06-03"]);
        assert_eq!(windows(3, 5, 1), ["2026-06-03", "2026-06-04", "2026-06-05"]);
        assert_eq!(windows(3, 7, 2), ["2026-06-03 to 2026-06-04", "2026-06-05 to 2026-06-06", "2026-06-07"]);
        assert_eq!(windows(3, 7, 365), ["2026-06-03 to 2026-06-07"]);
        let forever = DayRange { first: NaiveDate::MAX, last: NaiveDate::MAX };
        assert_eq!(Windows::new(forever, NonZeroU16::MAX).count(), 1);
    }

    fn row(text: &str) -> ExportRow {
        let mut scanner = RowScanner::new("transactions");
        scanner.push(format!(r#"{{"transactions":[{text}]}}"#).as_bytes()).expect("JSON");
        ExportRow::read(scanner.next_row().expect("a row"))
    }

    #[test]
    fn a_window_gives_the_rows_of_its_own_days_and_those_of_no_known_day() {
        let window = DayRange { first: day(3), last: day(4) };
        let made = |at: &str| {
            let good = row(&format!(
                r#"{{"transaction_id":1,"transaction_type":"SALE","amount":1,"status_code":"Y","created":{{"at":"{at}"}}}}"#
            ));
            assert!(good.content.is_ok() || at.is_empty());
            let bad = row(&format!(r#"{{"transaction_id":1,"amount":"x","created":{{"at":"{at}"}}}}"#));
            assert!(bad.content.is_err());
            [window.gives(&good), window.gives(&bad)]
        };
        assert_eq!(made("6/3/2026 12:00:00 AM"), [true; 2]);
        assert_eq!(made("6/4/2026 11:59:59 PM"), [true; 2]);
        assert_eq!(made("6/5/2026 12:00:00 AM"), [false; 2]);
        assert_eq!(made("6/2/2026 11:59:59 PM"), [false; 2]);
        assert_eq!(made("6/6/2026 12:00:00 AM"), [false; 2]);
        assert_eq!(made(""), [true; 2]);
        assert!(window.gives(&row("7")) && window.gives(&row(r#"{"created":7}"#)));
    }
}
