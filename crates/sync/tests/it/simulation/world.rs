//! What a seed decides about a world: how its parts fail, and how often.

use std::time::Duration;

use super::chance::Chance;

/// T: the most a posting call takes.
pub const TIMEOUT: Duration = Duration::from_millis(500);
/// A: how long after that the books may still apply it.
pub const LATE_APPLY: Duration = Duration::from_secs(3);
/// V: how long an applied document may stay invisible.
pub const READ_LAG: Duration = Duration::from_millis(600);
/// L: how long a lane is leased.
pub const LEASE: Duration = Duration::from_millis(1_500);
/// How long everything may fail; afterwards nothing does.
pub const STORM: Duration = Duration::from_secs(90);
/// How long after the storm the last capture may settle.
pub const LAST_CAPTURE: Duration = Duration::from_secs(20);

/// A defence that is taken away, to prove that the simulation notices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mutant {
    /// None: the engine and its ports as they are.
    None,
    /// The books declare that nothing is applied late or seen late, which is not true.
    NoQuietTime,
    /// The ledger gives out documents in flight as if they had never been sent.
    ForgottenIntents,
    /// A look-up that failed says that nothing is there.
    BlindLookUps,
    /// The ledger's clock stands still under a lease, so that nobody sees that it is over.
    StoppedClock,
}

/// Rates are per thousand calls.
#[derive(Debug, Clone)]
pub struct World {
    pub seed: u64,
    pub mutant: Mutant,
    pub workers: u64,
    pub concurrency: u32,
    pub customers: u64,
    pub transactions: u64,
    pub lost_request: u64,
    pub lost_answer: u64,
    pub applied_late: u64,
    pub error_before: u64,
    pub error_after: u64,
    pub rate_limited: u64,
    pub not_sent: u64,
    pub look_up: u64,
    pub cut_export: u64,
    pub store: u64,
    pub pause: u64,
    pub refused: u64,
    pub lag: Duration,
    /// The mean time between two crashes of a worker.
    pub crash_every: Duration,
}

impl World {
    pub fn of(seed: u64, mutant: Mutant) -> Self {
        let mut chance = Chance::of(seed, "world");
        Self {
            seed,
            mutant,
            workers: chance.between(1, 2),
            concurrency: if chance.permille(500) { 1 } else { 8 },
            customers: chance.between(1, 4),
            transactions: chance.between(4, 14),
            lost_request: chance.rate(100),
            lost_answer: chance.rate(200),
            applied_late: chance.rate(100),
            error_before: chance.rate(100),
            error_after: chance.rate(100),
            rate_limited: chance.rate(100),
            not_sent: chance.rate(100),
            look_up: chance.rate(300),
            cut_export: chance.rate(300),
            store: chance.rate(20),
            pause: chance.rate(40),
            refused: chance.rate(100),
            lag: if chance.permille(500) { READ_LAG } else { Duration::ZERO },
            crash_every: chance.millis(500, 20_000),
        }
    }
}
