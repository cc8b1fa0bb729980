//! The four times that make a lost answer safe.

use std::time::Duration;

use sage50::Capabilities;

/// How long calls, leases and the other side's delays last; their sum is the quiet time.
///
/// A document whose answer was lost may still be applied later: after our time-out (`timeout`), as late as the
/// door says (`late_apply`), seen by reads only after a lag (`read_lag`), and the worker that sent it may have
/// waited as long as its lease (`lease`) between writing its intent and sending. Only after all four is a look-up
/// that finds nothing worth believing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timing {
    /// T: the most a post may take, all of its calls together.
    pub timeout: Duration,
    /// A: how long after our time-out the door may still apply a document.
    pub late_apply: Duration,
    /// V: how long after being applied a document may stay invisible to reads.
    pub read_lag: Duration,
    /// L: how long a lane is leased.
    pub lease: Duration,
}

impl Timing {
    /// For a door whose delays are not known: minutes, because a guess that is too short posts twice.
    ///
    /// T 30 s, A 10 min, V 1 min, L 2 min: a document in doubt waits 13.5 minutes; others never wait.
    pub const CONSERVATIVE: Self = Self {
        timeout: Duration::from_secs(30),
        late_apply: Duration::from_mins(10),
        read_lag: Duration::from_mins(1),
        lease: Duration::from_mins(2),
    };

    /// T and L as given, A and V as the door declares them (what it leaves out stays conservative).
    ///
    /// A door whose post may take longer than T makes T that long, and L longer by as much as [`margin`](Self::margin)
    /// grows: a post that is cut between its calls stands in the books in half.
    #[must_use]
    pub fn declared_by(capabilities: &Capabilities, timeout: Duration, lease: Duration) -> Self {
        let given = Self {
            timeout,
            late_apply: capabilities.late_apply.unwrap_or(Self::CONSERVATIVE.late_apply),
            read_lag: capabilities.read_lag.unwrap_or(Self::CONSERVATIVE.read_lag),
            lease,
        };
        let longest = capabilities.longest_post.map_or(timeout, |longest| longest.max(timeout));
        let longer = Self { timeout: longest, ..given };
        let more = longer.margin().saturating_sub(given.margin());
        Self { lease: lease.saturating_add(more), ..longer }
    }

    /// Q: how long a document in doubt is left alone before it is looked up: the sum of all four.
    pub fn quiet(&self) -> Duration {
        self.timeout.saturating_add(self.late_apply).saturating_add(self.read_lag).saturating_add(self.lease)
    }

    /// What must be left of a lease when a call starts: the call's own time and a tenth for the way there.
    pub fn margin(&self) -> Duration {
        let tenth = self.timeout.checked_div(10).unwrap_or_default();
        self.timeout.saturating_add(tenth)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_conservative_quiet_time_is_thirteen_and_a_half_minutes() {
        assert_eq!(Timing::CONSERVATIVE.quiet(), Duration::from_secs(810));
    }

    #[test]
    fn a_door_that_needs_longer_for_a_post_makes_all_times_longer() {
        let declared = |longest_post| {
            let capabilities = Capabilities { longest_post, ..Capabilities::default() };
            Timing::declared_by(&capabilities, Duration::from_secs(30), Duration::from_mins(2))
        };
        for shorter in [None, Some(Duration::from_secs(30)), Some(Duration::ZERO)] {
            assert_eq!(declared(shorter), Timing::CONSERVATIVE);
        }
        let longer = declared(Some(Duration::from_mins(8)));
        let (timeout, lease) = (Duration::from_mins(8), Duration::from_secs(120 + 495));
        assert_eq!(longer, Timing { timeout, lease, ..Timing::CONSERVATIVE });
        assert_eq!(longer.quiet(), Duration::from_secs(480 + 600 + 60 + 615));
        // As much of the lease is left for the way to the call as before.
        let room = |timing: &Timing| timing.lease.checked_sub(timing.margin());
        assert_eq!(room(&longer), room(&Timing::CONSERVATIVE));
        assert!(declared(Some(Duration::MAX)).quiet() >= Duration::from_hours(1), "no overflow");
    }
}
