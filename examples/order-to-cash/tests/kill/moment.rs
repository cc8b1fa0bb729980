//! When a worker is killed: a random time after something it was seen doing.

use std::time::{Duration, Instant};

use paysage_sandbox::fault::Faults;

use crate::random::Random;
use crate::worker::Worker;

/// The longest wait for a worker to do what it shall be killed at.
const PATIENCE: Duration = Duration::from_secs(5);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// Before it has done anything much.
    Starting,
    /// While it reads the gateway.
    Polling,
    /// While it posts documents.
    Posting,
    /// While it looks documents up.
    LookingUp,
}

impl Moment {
    pub const ALL: [Self; 4] = [Self::Starting, Self::Polling, Self::Posting, Self::LookingUp];

    /// The first workers die young, so that the next ones find a ledger half made, or none.
    pub fn pick(random: &mut Random, kills: u32) -> Self {
        match random.below(10) {
            _ if kills < 8 => Self::Starting,
            0..2 => Self::Starting,
            2..4 => Self::Polling,
            4..8 => Self::Posting,
            _ => Self::LookingUp,
        }
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Starting => "starting",
            Self::Polling => "polling",
            Self::Posting => "posting",
            Self::LookingUp => "looking up",
        }
    }

    /// Returns when the worker shall be killed, or has ended by itself.
    pub async fn come(self, worker: &mut Worker, systems: (&Faults, &Faults), random: &mut Random) {
        let (gateway, books) = systems;
        let at_most = match self {
            Self::Starting => 60,
            Self::Polling => {
                until_more(worker, || gateway.hits("POST", "/v1/transactions/export/")).await;
                120
            }
            Self::Posting => {
                until_more(worker, || books.hits("POST", "/v1/")).await;
                250
            }
            Self::LookingUp => {
                let all = || books.hits("GET", "/v1/");
                until_more(worker, || all().saturating_sub(books.hits("GET", "/v1/capabilities"))).await;
                120
            }
        };
        tokio::time::sleep(random.millis_below(at_most)).await;
    }
}

async fn until_more(worker: &mut Worker, count: impl Fn() -> u64) {
    let (before, started) = (count(), Instant::now());
    while count() == before && worker.is_alive() && started.elapsed() < PATIENCE {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}
