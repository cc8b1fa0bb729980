//! The accounting periods: two fiscal years are open at a time, and single months of them can be closed.

use std::collections::BTreeSet;

use chrono::{Datelike, Months, NaiveDate};

use super::problem::{Code, Problems};

/// The first day of the first open period of a new company.
const FIRST_OPEN_DAY: (i32, u32, u32) = (1990, 1, 1);

/// Which days can be posted on.
#[derive(Debug, Clone)]
pub(super) struct Periods {
    first: NaiveDate,
    /// `None`: one year after today.
    last: Option<NaiveDate>,
    /// Year and month.
    closed: BTreeSet<(i32, u32)>,
}

impl Default for Periods {
    /// From 1990 to one year after today.
    fn default() -> Self {
        let (year, month, day) = FIRST_OPEN_DAY;
        let first = NaiveDate::from_ymd_opt(year, month, day).unwrap_or(NaiveDate::MIN);
        Self { first, last: None, closed: BTreeSet::new() }
    }
}

impl Periods {
    /// The two fiscal years that begin on `first`.
    pub(super) fn of_years_from(first: NaiveDate) -> Self {
        let after = first.checked_add_months(Months::new(24)).unwrap_or(NaiveDate::MAX);
        Self { first, last: after.pred_opt(), closed: BTreeSet::new() }
    }

    /// Closes a month.
    pub(super) fn close(&mut self, year: i32, month: u32) {
        self.closed.insert((year, month));
    }

    /// Opens a month again; one of a closed year stays closed.
    pub(super) fn reopen(&mut self, year: i32, month: u32) {
        self.closed.remove(&(year, month));
    }

    /// Closes the older of the two fiscal years and opens the one after the younger.
    pub(super) fn close_year(&mut self) {
        let year = Months::new(12);
        self.first = self.first.checked_add_months(year).unwrap_or(self.first);
        // The day after, so that a year that ends in February ends there every time.
        let after = self.last.and_then(|last| last.succ_opt());
        if let Some(after) = after {
            self.last = after.checked_add_months(year).and_then(|after| after.pred_opt());
        }
    }

    /// The first day that can be posted on, single closed months aside.
    pub(super) const fn first(&self) -> NaiveDate {
        self.first
    }

    pub(super) fn are_open_on(&self, date: NaiveDate, today: NaiveDate) -> bool {
        let usual = today.checked_add_months(Months::new(12)).unwrap_or(NaiveDate::MAX);
        let last = self.last.unwrap_or(usual);
        date >= self.first && date <= last && !self.closed.contains(&(date.year(), date.month()))
    }

    /// Notes a day that cannot be posted on.
    pub(super) fn check(&self, date: NaiveDate, today: NaiveDate, problems: &mut Problems) {
        if !self.are_open_on(date, today) {
            let message = format!("{date} is not in an open accounting period.");
            problems.add(Code::ClosedPeriod, &"transactionDate", message);
        }
    }

    /// The number of a day's period, counted in months from the first open day.
    pub(super) fn number(&self, date: NaiveDate) -> i32 {
        let months = |date: NaiveDate| {
            date.year().saturating_mul(12).saturating_add(i32::try_from(date.month0()).unwrap_or_default())
        };
        months(date).saturating_sub(months(self.first)).saturating_add(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn two_fiscal_years_are_open_and_closing_one_opens_the_next() {
        let today = day(2026, 3, 10);
        let mut periods = Periods::of_years_from(day(2025, 3, 1));
        let open = |periods: &Periods| {
            [day(2025, 2, 28), day(2025, 3, 1), day(2026, 2, 28), day(2027, 2, 28), day(2028, 2, 29)]
                .map(|date| periods.are_open_on(date, today))
        };
        assert_eq!(open(&periods), [false, true, true, true, false]);
        periods.close_year();
        assert_eq!(open(&periods), [false, false, false, true, true]);
        assert!(!periods.are_open_on(day(2028, 3, 1), today));
    }

    #[test]
    fn a_closed_month_can_be_opened_again() {
        let today = day(2026, 3, 10);
        let mut periods = Periods::default();
        periods.close(2026, 2);
        assert!(!periods.are_open_on(day(2026, 2, 28), today));
        assert!(periods.are_open_on(day(2026, 3, 1), today));
        periods.reopen(2026, 2);
        assert!(periods.are_open_on(day(2026, 2, 28), today));
    }
}
