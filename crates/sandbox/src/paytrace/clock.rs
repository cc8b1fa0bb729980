//! The account's clock, and what the passing of its time brings about.

use chrono::{NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc};

use super::state::State;
use super::{checks, recurrence};

/// When pending transactions settle every day.
const EVENING: (u32, u32) = (20, 15);

/// Real time, moved forward by hand.
#[derive(Debug, Default)]
pub(super) struct Clock {
    ahead: TimeDelta,
}

impl Clock {
    /// The moment in UTC, to the second as PayTrace writes it.
    pub(super) fn now(&self) -> NaiveDateTime {
        let real = Utc::now().naive_utc();
        let now = real.checked_add_signed(self.ahead).unwrap_or(real);
        now.with_nanosecond(0).unwrap_or(now)
    }

    /// Whether the clock was moved: not backwards, and not out of the calendar.
    pub(super) fn advance(&mut self, delta: TimeDelta) -> bool {
        let ahead = self.ahead.checked_add(&delta).filter(|_| delta > TimeDelta::zero());
        let Some(ahead) = ahead.filter(|ahead| Utc::now().naive_utc().checked_add_signed(*ahead).is_some())
        else {
            return false;
        };
        self.ahead = ahead;
        true
    }
}

impl State {
    /// Lets everything happen that falls due behind `from` and no later than `to`, in the order of time.
    pub(super) fn pass_time(&mut self, from: NaiveDateTime, to: NaiveDateTime) {
        let time = NaiveTime::from_hms_opt(EVENING.0, EVENING.1, 0).unwrap_or_default();
        let evenings = from.date().iter_days().map(|day| day.and_time(time));
        for evening in evenings.skip_while(|evening| *evening <= from).take_while(|evening| *evening <= to) {
            // What falls due in the morning belongs to that day's batch.
            recurrence::run_due(self, evening);
            self.settle(evening);
            checks::progress(self, evening);
        }
        recurrence::run_due(self, to);
        checks::progress(self, to);
    }
}
