//! How fast the client goes: its own rate limit, and the budget its repeats share.

use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock, Reference};
use governor::middleware::NoOpMiddleware;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use tokio::time::Instant;

/// How many repeats can be made in a row by all calls of a client together.
const REPEATS_AT_ONCE: NonZeroU32 = NonZeroU32::MIN.saturating_add(19);

/// How long it takes until one more repeat may be made.
const REPEAT_EVERY: Duration = Duration::from_secs(3);

type Limiter = RateLimiter<NotKeyed, InMemoryState, Timer, NoOpMiddleware<Duration>>;

/// The runtime's own clock, so that a paused one is followed.
#[derive(Debug, Clone, Copy)]
struct Timer(Instant);

impl Clock for Timer {
    type Instant = Duration;

    fn now(&self) -> Duration {
        self.0.elapsed()
    }
}

/// The client's own rate limit: who comes too early waits.
#[derive(Debug)]
pub(super) struct Pace(Limiter);

impl Pace {
    pub(super) fn new(per_second: NonZeroU32) -> Self {
        Self(RateLimiter::direct_with_clock(Quota::per_second(per_second), Timer(Instant::now())))
    }

    /// Waits until one more request may leave.
    pub(super) async fn turn(&self) {
        while let Err(early) = self.0.check() {
            let now = self.0.clock().now();
            tokio::time::sleep(early.earliest_possible().duration_since(now).into()).await;
        }
    }
}

/// How many repeats a client has left: when PayTrace is down, thousands of calls must not all be made four times.
#[derive(Debug)]
pub(super) struct Budget(Limiter);

impl Budget {
    pub(super) fn new() -> Self {
        let quota = Quota::with_period(REPEAT_EVERY).unwrap_or(Quota::per_minute(REPEATS_AT_ONCE));
        let quota = quota.allow_burst(REPEATS_AT_ONCE);
        Self(RateLimiter::direct_with_clock(quota, Timer(Instant::now())))
    }

    /// Takes one repeat out of the budget; `false` when none is left.
    pub(super) fn take(&self) -> bool {
        self.0.check().is_ok()
    }
}
