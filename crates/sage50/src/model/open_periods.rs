//! The days on which a company can be booked.

use std::collections::BTreeSet;
use std::fmt;

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::DocumentError;
use crate::error::{Error, SageDetail};

/// Two fiscal years, and some slack for years of weeks (53) instead of months.
const LONGEST: Months = Months::new(24);
const SLACK: Days = Days::new(14);

/// A month of a year, written `2026-06`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ClosedMonth {
    year: i32,
    month: u32,
}

impl ClosedMonth {
    /// The month that a day lies in.
    pub fn of(day: NaiveDate) -> Self {
        Self { year: day.year(), month: day.month() }
    }
}

impl fmt::Display for ClosedMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl From<ClosedMonth> for String {
    fn from(month: ClosedMonth) -> Self {
        month.to_string()
    }
}

impl TryFrom<String> for ClosedMonth {
    type Error = DocumentError;

    fn try_from(text: String) -> Result<Self, DocumentError> {
        let day = NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d").ok();
        let month = day.map(Self::of).filter(|month| month.to_string() == text);
        month.ok_or(DocumentError::NoMonth { text: text.into() })
    }
}

/// The days on which Sage takes documents: two open fiscal years, less the months the company closed.
///
/// Sage keeps two fiscal years open; a closed year cannot be changed, and a day outside the open ones is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawOpenPeriods")]
pub struct OpenPeriods {
    from: NaiveDate,
    to: NaiveDate,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    closed_months: BTreeSet<ClosedMonth>,
}

impl OpenPeriods {
    /// The open fiscal years, from the first day of the earlier to the last day of the later.
    ///
    /// # Errors
    /// They end before they begin, or are longer than two years and two weeks.
    pub fn new(from: NaiveDate, to: NaiveDate) -> Result<Self, DocumentError> {
        let end = from.checked_add_months(LONGEST).and_then(|day| day.checked_add_days(SLACK));
        if to < from || end.is_none_or(|end| to >= end) {
            return Err(DocumentError::NoPeriods { from, to });
        }
        Ok(Self { from, to, closed_months: BTreeSet::new() })
    }

    /// Closes the month that `day` lies in.
    #[must_use]
    pub fn with_closed_month(mut self, day: NaiveDate) -> Self {
        self.closed_months.insert(ClosedMonth::of(day));
        self
    }

    /// The first day of the open years.
    pub fn from(&self) -> NaiveDate {
        self.from
    }

    /// The last day of the open years.
    pub fn to(&self) -> NaiveDate {
        self.to
    }

    /// Whether Sage takes documents of this day.
    pub fn is_open(&self, date: NaiveDate) -> bool {
        (self.from..=self.to).contains(&date) && !self.closed_months.contains(&ClosedMonth::of(date))
    }

    /// Checks that Sage takes documents of this day.
    ///
    /// # Errors
    /// [`ErrorKind::ClosedPeriod`](crate::ErrorKind::ClosedPeriod), naming the day, the window and the remedy.
    pub fn check(&self, date: NaiveDate) -> Result<(), Error> {
        if self.is_open(date) {
            return Ok(());
        }
        let (from, to) = (self.from, self.to);
        Err(if (from..=to).contains(&date) {
            let month = ClosedMonth::of(date);
            Error::own(
                SageDetail::ClosedPeriod,
                format_args!("{date} lies in {month}, which is closed; {from} to {to} are open otherwise"),
            )
        } else {
            Error::own(
                SageDetail::ClosedPeriod,
                format_args!("{date} lies outside the open years, {from} to {to}"),
            )
        })
    }

    /// The first open day that is not before `date`, for companies that book late payments there.
    pub fn first_open_from(&self, date: NaiveDate) -> Option<NaiveDate> {
        date.max(self.from).iter_days().take_while(|day| *day <= self.to).find(|day| self.is_open(*day))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawOpenPeriods {
    from: NaiveDate,
    to: NaiveDate,
    #[serde(default)]
    closed_months: BTreeSet<ClosedMonth>,
}

impl TryFrom<RawOpenPeriods> for OpenPeriods {
    type Error = DocumentError;

    fn try_from(raw: RawOpenPeriods) -> Result<Self, DocumentError> {
        Ok(Self { closed_months: raw.closed_months, ..Self::new(raw.from, raw.to)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{ErrorKind, Outcome};

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn periods() -> OpenPeriods {
        OpenPeriods::new(day(2025, 7, 1), day(2027, 6, 30)).unwrap().with_closed_month(day(2025, 8, 17))
    }

    #[test]
    fn a_day_is_open_within_both_years_and_outside_closed_months() {
        for open in [day(2025, 7, 1), day(2025, 7, 31), day(2025, 9, 1), day(2027, 6, 30)] {
            assert!(periods().check(open).is_ok(), "{open}");
        }
        for closed in [day(2025, 6, 30), day(2025, 8, 1), day(2025, 8, 31), day(2027, 7, 1)] {
            let error = periods().check(closed).unwrap_err();
            assert_eq!((error.kind(), error.outcome()), (ErrorKind::ClosedPeriod, Outcome::Nothing));
            assert_eq!(error.sage(), Some(SageDetail::ClosedPeriod));
        }
    }

    #[test]
    fn a_refusal_names_day_window_and_remedy() {
        assert_eq!(
            periods().check(day(2027, 7, 1)).unwrap_err().to_string(),
            "the date lies in a closed period of sage 50: 2027-07-01 lies outside the open years, 2025-07-01 to \
             2027-06-30; open the period in Sage 50, or book on a day within the open fiscal years"
        );
        let text = periods().check(day(2025, 8, 5)).unwrap_err().to_string();
        assert!(text.contains("2025-08-05 lies in 2025-08, which is closed"), "{text}");
    }

    #[test]
    fn the_first_open_day_skips_what_is_closed() {
        assert_eq!(periods().first_open_from(day(2020, 1, 1)), Some(day(2025, 7, 1)));
        assert_eq!(periods().first_open_from(day(2025, 8, 5)), Some(day(2025, 9, 1)));
        assert_eq!(periods().first_open_from(day(2026, 1, 5)), Some(day(2026, 1, 5)));
        assert_eq!(periods().first_open_from(day(2027, 7, 1)), None);
    }

    #[test]
    fn more_than_two_years_or_less_than_a_day_are_no_periods() {
        assert!(OpenPeriods::new(day(2025, 7, 1), day(2027, 7, 15)).is_err());
        assert!(OpenPeriods::new(day(2025, 7, 1), day(2025, 6, 30)).is_err());
        assert!(OpenPeriods::new(day(2025, 7, 1), day(2025, 7, 1)).is_ok());
    }

    #[test]
    fn the_stored_form_goes_through_the_same_checks() {
        let stored = r#"{"from":"2025-07-01","to":"2027-06-30","closed_months":["2025-08"]}"#;
        assert_eq!(serde_json::to_string(&periods()).unwrap(), stored);
        assert_eq!(serde_json::from_str::<OpenPeriods>(stored).unwrap(), periods());
        for (good, wrong) in
            [("2027", "2037"), ("2025-08", "2025-13"), ("2025-08", "2025-8"), ("\"to\"", "\"x\"")]
        {
            assert!(serde_json::from_str::<OpenPeriods>(&stored.replace(good, wrong)).is_err(), "{wrong}");
        }
    }
}
