//! When a read is tried again: a pure function of the failure and the attempt.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};

use crate::{Effect, Error, ErrorKind};

/// The longest wait before a repeat. Who asks for more gets no repeat: the caller is told and can wait.
pub(crate) const LONGEST_WAIT: Duration = Duration::from_mins(1);

/// How many times a read is repeated.
const REPEATS: usize = 3;

/// The waits before the repeats of one call; none for calls that change something.
pub(crate) fn waits(effect: Effect) -> ExponentialBackoff {
    let repeats = if effect == Effect::Read { REPEATS } else { 0 };
    ExponentialBuilder::default()
        .with_min_delay(Duration::from_millis(500))
        .with_max_delay(LONGEST_WAIT)
        .with_max_times(repeats)
        .with_jitter()
        .build()
}

/// How long to wait before the call is repeated, or `None` when it must not be.
pub(crate) fn next(error: &Error, waits: &mut ExponentialBackoff) -> Option<Duration> {
    let passing = matches!(
        error.kind(),
        ErrorKind::RateLimited | ErrorKind::Unavailable | ErrorKind::NotSent | ErrorKind::NoAnswer
    );
    let asked = error.retry_after().unwrap_or_default();
    if !passing || error.are_repeats_spent() || asked > LONGEST_WAIT {
        return None;
    }
    Some(waits.next()?.max(asked))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Outcome;

    fn error(kind: ErrorKind) -> Error {
        Error::new(kind, Outcome::Nothing, "test")
    }

    #[test]
    fn a_read_is_repeated_three_times_for_passing_causes_only() {
        let mut waits = waits(Effect::Read);
        assert!(next(&error(ErrorKind::Rejected), &mut waits).is_none());
        for _ in 0..3 {
            let wait = next(&error(ErrorKind::Unavailable), &mut waits).expect("three repeats");
            assert!(wait >= Duration::from_millis(500), "{wait:?}");
        }
        assert!(next(&error(ErrorKind::Unavailable), &mut waits).is_none());
    }

    #[test]
    fn what_changes_something_is_never_repeated() {
        for effect in [Effect::Repeatable, Effect::MovesMoney] {
            assert!(next(&error(ErrorKind::NotSent), &mut waits(effect)).is_none());
        }
    }

    #[test]
    fn the_wait_that_was_asked_for_is_kept_and_one_of_over_a_minute_is_the_callers() {
        for (asked, kept) in [(20, Some(20)), (60, Some(60)), (61, None)] {
            let limited = error(ErrorKind::RateLimited).with_retry_after(Some(Duration::from_secs(asked)));
            let wait = next(&limited, &mut waits(Effect::Read));
            assert_eq!(wait, kept.map(Duration::from_secs));
        }
    }
}
