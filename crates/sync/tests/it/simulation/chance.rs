//! Chance from a seed: the same seed, the same world.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

/// A stream of random numbers (`SplitMix64`).
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// A stream of its own for each purpose, so that one more draw here changes nothing there.
    pub fn of(seed: u64, purpose: impl Hash) -> Self {
        let mut hasher = DefaultHasher::new();
        (seed, purpose).hash(&mut hasher);
        Self(hasher.finish())
    }

    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// From `low` to `high`, both included.
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.draw() % (high - low + 1)
    }

    /// True that many times in a thousand.
    pub fn permille(&mut self, rate: u64) -> bool {
        self.draw() % 1_000 < rate
    }

    pub fn millis(&mut self, low: u64, high: u64) -> Duration {
        Duration::from_millis(self.between(low, high))
    }

    /// A span that is short most of the time and `most` at the longest.
    pub fn span(&mut self, most: Duration) -> Duration {
        let most = u64::try_from(most.as_millis()).unwrap();
        self.millis(0, most)
    }

    /// Either nothing or a rate up to `most`: some worlds have a kind of fault, some do not.
    pub fn rate(&mut self, most: u64) -> u64 {
        if self.permille(400) { 0 } else { self.between(1, most) }
    }
}
