//! How often a recurring payment is made, and on which dates.

use chrono::{Datelike, Days, Months, NaiveDate};

/// A frequency by PayTrace's codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Frequency {
    Yearly,
    HalfYearly,
    /// Three times a year.
    Trimesterly,
    Quarterly,
    BiMonthly,
    Monthly,
    /// On the 1st and on the 15th.
    TwiceMonthly,
    BiWeekly,
    Weekly,
    Daily,
}

impl Frequency {
    pub(super) fn from_code(code: &str) -> Option<Self> {
        Some(match code {
            "1" => Frequency::Yearly,
            "8" => Frequency::HalfYearly,
            "A" => Frequency::Trimesterly,
            "2" => Frequency::Quarterly,
            "9" => Frequency::BiMonthly,
            "3" => Frequency::Monthly,
            "7" => Frequency::TwiceMonthly,
            "4" => Frequency::BiWeekly,
            "5" => Frequency::Weekly,
            "6" => Frequency::Daily,
            _ => return None,
        })
    }

    pub(super) fn code(self) -> &'static str {
        match self {
            Frequency::Yearly => "1",
            Frequency::HalfYearly => "8",
            Frequency::Trimesterly => "A",
            Frequency::Quarterly => "2",
            Frequency::BiMonthly => "9",
            Frequency::Monthly => "3",
            Frequency::TwiceMonthly => "7",
            Frequency::BiWeekly => "4",
            Frequency::Weekly => "5",
            Frequency::Daily => "6",
        }
    }

    /// The date of the payment that has `passed` others before it.
    ///
    /// Months are counted from the start, so that a start on the 31st falls on the last day of short months and on
    /// the 31st again behind them.
    pub(super) fn date(self, start: NaiveDate, passed: u32) -> Option<NaiveDate> {
        let months = |each: u32| start.checked_add_months(Months::new(passed.checked_mul(each)?));
        let days = |each: u64| start.checked_add_days(Days::new(u64::from(passed).checked_mul(each)?));
        match self {
            Frequency::Yearly => months(12),
            Frequency::HalfYearly => months(6),
            Frequency::Trimesterly => months(4),
            Frequency::Quarterly => months(3),
            Frequency::BiMonthly => months(2),
            Frequency::Monthly => months(1),
            Frequency::BiWeekly => days(14),
            Frequency::Weekly => days(7),
            Frequency::Daily => days(1),
            Frequency::TwiceMonthly => twice_monthly(start, passed),
        }
    }
}

/// The first of these dates is the first 1st or 15th that is not before the start.
fn twice_monthly(start: NaiveDate, passed: u32) -> Option<NaiveDate> {
    let halves_before = match start.day() {
        1 => 0,
        2..=15 => 1,
        _ => 2,
    };
    let halves = passed.checked_add(halves_before)?;
    let month = start.with_day(1)?.checked_add_months(Months::new(halves / 2))?;
    if halves.is_multiple_of(2) { Some(month) } else { month.with_day(15) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dates(code: &str, start: &str) -> Vec<String> {
        let frequency = Frequency::from_code(code).unwrap();
        assert_eq!(frequency.code(), code);
        (0..3).map(|passed| frequency.date(start.parse().unwrap(), passed).unwrap().to_string()).collect()
    }

    #[test]
    fn every_code_has_its_dates() {
        for (code, second, third) in [
            ("1", "2027-01-31", "2028-01-31"),
            ("8", "2026-07-31", "2027-01-31"),
            ("A", "2026-05-31", "2026-09-30"),
            ("2", "2026-04-30", "2026-07-31"),
            ("9", "2026-03-31", "2026-05-31"),
            ("3", "2026-02-28", "2026-03-31"),
            ("4", "2026-02-14", "2026-02-28"),
            ("5", "2026-02-07", "2026-02-14"),
            ("6", "2026-02-01", "2026-02-02"),
        ] {
            assert_eq!(dates(code, "2026-01-31"), ["2026-01-31", second, third], "{code}");
        }
        assert_eq!(Frequency::from_code("0"), None);
    }

    #[test]
    fn twice_a_month_is_the_first_and_the_fifteenth() {
        assert_eq!(dates("7", "2026-01-01"), ["2026-01-01", "2026-01-15", "2026-02-01"]);
        assert_eq!(dates("7", "2026-01-15"), ["2026-01-15", "2026-02-01", "2026-02-15"]);
        assert_eq!(dates("7", "2026-12-16"), ["2027-01-01", "2027-01-15", "2027-02-01"]);
    }
}
