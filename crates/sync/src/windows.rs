//! Which days to ask for: overlapping windows that grow over empty years and shrink over busy days. Pure.

use chrono::{Days as Span, NaiveDate};

use crate::gateway::Days;

/// Fewer rows than this and the next window is twice as long.
const QUIET: u64 = 20_000;
/// More rows than this and the next window is half as long.
const BUSY: u64 = 60_000;
/// The longest window, in days behind its first.
const LONGEST: u64 = 366;

/// Windows from a first to a last day. Each begins on the day the one before ended on, so no row can fall between
/// two, whether or not the gateway counts the last day of a range in.
#[derive(Debug, Clone)]
pub(crate) struct Windows {
    next: Option<NaiveDate>,
    last: NaiveDate,
    length: u64,
}

impl Windows {
    /// All days from `first` to `last`; one window at least.
    pub(crate) fn new(first: NaiveDate, last: NaiveDate) -> Self {
        Self { next: Some(first), last: last.max(first), length: 1 }
    }

    /// The next window, until all days were given.
    pub(crate) fn next(&mut self) -> Option<Days> {
        let first = self.next?;
        let last = first.checked_add_days(Span::new(self.length)).map_or(self.last, |day| day.min(self.last));
        self.next = (last < self.last).then_some(last);
        Some(Days { first, last })
    }

    /// Tells how many rows the window just read had.
    pub(crate) fn saw(&mut self, rows: u64) {
        if rows < QUIET {
            self.length = self.length.saturating_mul(2).min(LONGEST);
        } else if rows > BUSY {
            self.length = self.length.checked_div(2).unwrap_or(1).max(1);
        }
    }
}

/// What a poller has read so far: all days from the first to the last, as a cursor's text `first..last`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Covered {
    /// The first day ever asked for.
    pub first: NaiveDate,
    /// The last day of the newest complete window.
    pub last: NaiveDate,
}

impl Covered {
    /// Reads a cursor's text; `None` when it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let (first, last) = text.split_once("..")?;
        Some(Self { first: first.parse().ok()?, last: last.parse().ok()? })
    }

    /// The cursor's text.
    pub fn to_text(self) -> Box<str> {
        format!("{}..{}", self.first, self.last).into()
    }
}

/// Where a pass begins that shall cover everything from `since` to `until`, going back `overlap` days over what was
/// read. Days between what was read and a later `since` are read too: what a cursor spans must have no holes.
pub(crate) fn start(covered: Option<Covered>, since: NaiveDate, until: NaiveDate, overlap: u64) -> NaiveDate {
    let Some(covered) = covered.filter(|covered| covered.first <= since) else { return since };
    // A pass that looked ahead must not let the next one begin in the future.
    let read = covered.last.min(until);
    let again = read.checked_sub_days(Span::new(overlap)).unwrap_or(since);
    if since > read { again } else { again.max(since) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn windows_overlap_by_a_day_and_leave_no_gap() {
        let mut windows = Windows::new(day("2026-01-01"), day("2026-03-01"));
        let mut before: Option<Days> = None;
        while let Some(window) = windows.next() {
            if let Some(before) = before {
                assert_eq!(window.first, before.last);
                assert!(window.last > before.last);
            } else {
                assert_eq!(window.first, day("2026-01-01"));
            }
            before = Some(window);
            windows.saw(70_000);
        }
        assert_eq!(before.expect("at least one").last, day("2026-03-01"));
    }

    #[test]
    fn thirty_empty_years_take_few_windows() {
        let mut windows = Windows::new(day("1997-01-01"), day("2026-11-24"));
        let mut count = 0;
        while windows.next().is_some() {
            windows.saw(0);
            count += 1;
        }
        assert!(count < 45, "{count} windows");
    }

    #[test]
    fn a_single_day_is_one_window_and_so_is_a_last_day_before_the_first() {
        for last in ["2026-01-01", "2025-12-01"] {
            let mut windows = Windows::new(day("2026-01-01"), day(last));
            assert_eq!(windows.next(), Some(Days { first: day("2026-01-01"), last: day("2026-01-01") }));
            assert_eq!(windows.next(), None);
        }
    }

    #[test]
    fn a_pass_begins_an_overlap_before_the_cursor_unless_it_must_go_further_back() {
        let covered = Covered::parse("2026-01-01..2026-02-10");
        assert_eq!(covered.expect("reads").to_text().as_ref(), "2026-01-01..2026-02-10");
        assert_eq!(start(covered, day("2026-01-05"), day("2026-03-01"), 3), day("2026-02-07"));
        assert_eq!(start(covered, day("2026-02-09"), day("2026-03-01"), 3), day("2026-02-09"));
        assert_eq!(
            start(covered, day("2025-12-31"), day("2026-03-01"), 3),
            day("2025-12-31"),
            "not read yet"
        );
        assert_eq!(start(None, day("2025-12-31"), day("2026-03-01"), 3), day("2025-12-31"));
        assert_eq!(Covered::parse("nonsense"), None);
    }

    #[test]
    fn a_pass_leaves_no_hole_behind_what_was_read_and_does_not_begin_in_the_future() {
        let covered = Covered::parse("2026-01-01..2026-01-02");
        assert_eq!(
            start(covered, day("2026-06-25"), day("2026-07-01"), 1),
            day("2026-01-01"),
            "the gap is read"
        );
        let ahead = Covered::parse("2026-01-01..2031-01-01");
        assert_eq!(start(ahead, day("2026-01-01"), day("2026-07-01"), 2), day("2026-06-29"));
    }
}
