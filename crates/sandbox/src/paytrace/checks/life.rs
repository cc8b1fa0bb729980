//! What time does to a check.
//!
//! The order of the states is v3's; how long each lasts is the simulator's choice. Banking days are Monday to
//! Friday: bank holidays are not simulated.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Weekday};

use super::deposits::Part;
use super::{Check, Direction, Status};
use crate::paytrace::state::State;

/// The amount of a check that the network declines at once.
pub(super) const DECLINED_CENTS: i64 = 29;
/// The code and the words of that; neither is on record.
pub(in crate::paytrace) const DECLINE: (u32, &str) = (2, "DECLINED - Account cannot be debited");
/// The amount of a debit that comes back after it settled, for want of funds.
const RETURNED_CENTS: i64 = 125;

/// How long a check waits until it is accepted.
const ACCEPTANCE: TimeDelta = TimeDelta::minutes(1);
/// When the day's accepted checks go to the network: the same evening cards settle.
const EVENING: (u32, u32) = (20, 15);
/// When deposits are booked.
const NOON: (u32, u32) = (12, 0);
/// Banking days from the network to the merchant's account.
const SETTLEMENT_DAYS: u32 = 2;
/// Banking days from there until a debit comes back.
const RETURN_DAYS: u32 = 1;

/// What a check does next, and when.
struct Step {
    at: NaiveDateTime,
    to: Status,
}

/// Lets every check take the steps that are due at `moment`.
pub(in crate::paytrace) fn progress(state: &mut State, moment: NaiveDateTime) {
    let checks = &mut state.checks;
    for check in &mut checks.all {
        while let Some(step) = next(check).filter(|step| step.at <= moment) {
            check.status = step.to;
            let part = match step.to {
                Status::Originated => {
                    check.originated = Some(step.at);
                    continue;
                }
                Status::Settled => {
                    check.settled = Some(step.at);
                    if check.order.direction == Direction::Debit { Part::Debit } else { Part::Credit }
                }
                Status::Returned => {
                    check.returned = Some(step.at);
                    Part::Return
                }
                _ => continue,
            };
            let deposit = super::deposits::put(&mut checks.deposits, step.at.date(), check.id, part);
            if part != Part::Return {
                check.deposit = Some(deposit);
            }
        }
    }
}

fn next(check: &Check) -> Option<Step> {
    let step = |at, to| Some(Step { at, to });
    match check.status {
        Status::Initiated => step(check.submitted.checked_add_signed(ACCEPTANCE)?, Status::Accepted),
        Status::Accepted => step(evening_behind(check.submitted)?, Status::Originated),
        Status::Originated => {
            step(at(behind(check.originated?.date(), SETTLEMENT_DAYS)?, NOON), Status::Settled)
        }
        Status::Settled
            if check.order.amount.minor() == RETURNED_CENTS && check.order.direction == Direction::Debit =>
        {
            step(at(behind(check.settled?.date(), RETURN_DAYS)?, NOON), Status::Returned)
        }
        _ => None,
    }
}

/// The first evening at which a check is accepted already.
fn evening_behind(submitted: NaiveDateTime) -> Option<NaiveDateTime> {
    let accepted = submitted.checked_add_signed(ACCEPTANCE)?;
    let evening = at(accepted.date(), EVENING);
    if accepted <= evening {
        Some(evening)
    } else {
        Some(at(accepted.date().checked_add_days(Days::new(1))?, EVENING))
    }
}

/// The banking day that many banking days behind `day`.
fn behind(mut day: NaiveDate, mut days: u32) -> Option<NaiveDate> {
    while days > 0 {
        day = day.succ_opt()?;
        if !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
            days = days.saturating_sub(1);
        }
    }
    Some(day)
}

fn at(day: NaiveDate, (hour, minute): (u32, u32)) -> NaiveDateTime {
    day.and_time(NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default())
}
