//! When a read is tried again. Posts never are.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::time::Duration;

use crate::error::{Error, ErrorKind};

/// How often a read is repeated after its first attempt.
const REPEATS: u32 = 3;
const FIRST_WAIT_MS: u64 = 100;
/// A server that asks for more patience than this is better served by the caller, who can do something else.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// How long to wait before a read is repeated for the `attempt`-th time (from 1); `None` ends it.
///
/// `share` in 0..=255 spreads callers that failed at the same moment over half of the wait.
pub(super) fn wait_before(error: &Error, attempt: u32, share: u8) -> Option<Duration> {
    let passing =
        matches!(error.kind(), ErrorKind::RateLimited | ErrorKind::Unavailable | ErrorKind::Transport);
    if !passing || attempt > REPEATS {
        return None;
    }
    let full = FIRST_WAIT_MS.checked_shl(attempt.checked_sub(1)?)?;
    let spread = full.checked_mul(u64::from(share))?.checked_div(512)?;
    let own = Duration::from_millis(full.saturating_sub(spread));
    let wait = error.retry_after().map_or(own, |asked| asked.max(own));
    (wait <= LONGEST_WAIT).then_some(wait)
}

/// A random share; the standard library's hash keys are the randomness at hand without a dependency.
pub(super) fn random_share() -> u8 {
    RandomState::new().hash_one(0_u8).to_le_bytes().into_iter().fold(0, |mixed, byte| mixed ^ byte)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Outcome;

    fn error(kind: ErrorKind, retry_after: Option<u64>) -> Error {
        Error::new(kind, Outcome::Nothing).with_retry_after(retry_after.map(Duration::from_secs))
    }

    #[test]
    fn waits_double_and_end_after_three_repeats() {
        let waits: Vec<_> =
            (1..=4).map(|n| wait_before(&error(ErrorKind::Unavailable, None), n, 0)).collect();
        let ms = |ms| Some(Duration::from_millis(ms));
        assert_eq!(waits, [ms(100), ms(200), ms(400), None]);
        assert!(wait_before(&error(ErrorKind::Transport, None), 1, 255) > ms(50));
    }

    #[test]
    fn the_servers_wish_is_honoured_up_to_five_seconds() {
        let limited = |seconds| wait_before(&error(ErrorKind::RateLimited, Some(seconds)), 1, 0);
        assert_eq!(limited(5), Some(Duration::from_secs(5)));
        assert_eq!(limited(6), None);
    }

    #[test]
    fn what_time_does_not_heal_is_not_repeated() {
        for kind in [ErrorKind::Invalid, ErrorKind::Auth, ErrorKind::Unreadable, ErrorKind::Locked] {
            assert_eq!(wait_before(&error(kind, None), 1, 0), None, "{kind:?}");
        }
    }
}
