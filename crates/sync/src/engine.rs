//! The engine: what it is made of, and one pass of it.

use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveDate;
use paysage_mapping::Profile;
use sage50::{Books, Capabilities};
use tokio::sync::{Semaphore, watch};

use crate::gate::Gate;
use crate::gateway::Gateway;
use crate::ledger::{Ledger, LedgerError};
use crate::progress::Progress;
use crate::timing::Timing;

/// The engine's own settings; everything about accounts and fields stands in the [`Profile`].
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Settings {
    /// Kept beside each lease, for people who look at the ledger.
    pub worker: Box<str>,
    /// How many posts to the books are under way at the same time, if the door takes as many; twice as many customers
    /// are worked on, so that calls go on while the ledger writes.
    pub concurrency: u32,
    /// How many documents of one customer are taken up at a time.
    pub depth: u32,
    /// How many days before the last one read are read again in each pass.
    pub overlap_days: u64,
    /// T: the most a posting call may take. The `Books` must be built with the same time-out. A door that makes several
    /// calls for a post declares a longer T itself.
    pub timeout: Duration,
    /// L: how long a lane is leased; longer than `timeout`. It grows with T when the door declares a longer one.
    pub lease: Duration,
    /// How long a pass goes on without confirming anything before it gives up, besides twice the quiet time.
    pub patience: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            worker: "paysage".into(),
            concurrency: 64,
            depth: 32,
            overlap_days: 2,
            timeout: Timing::CONSERVATIVE.timeout,
            lease: Timing::CONSERVATIVE.lease,
            patience: Duration::from_mins(1),
        }
    }
}

/// Why a pass ended early. Nothing is lost by it: start again on the same ledger.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EngineError {
    /// The gateway could not be read.
    #[error("PayTrace: {0}")]
    Gateway(#[source] paytrace::Error),
    /// Sage 50 could not be asked, or lets nobody in.
    #[error("Sage 50: {0}")]
    Books(#[source] sage50::Error),
    /// The profile names accounts that the company's chart does not have, or has as inactive.
    #[error("the company has no active account {accounts}; correct the profile or the chart of accounts")]
    Profile {
        /// Their ids.
        accounts: Box<str>,
    },
    /// A lease that ends before a call could: nothing would ever be sent.
    #[error(
        "the lease ({lease:?}) must be longer than the time-out and its margin ({margin:?}); make it longer"
    )]
    Settings {
        /// L of the settings.
        lease: Duration,
        /// T of the settings and what the way there takes.
        margin: Duration,
    },
    /// The ledger could not be read or written.
    #[error("ledger: {0}")]
    Ledger(#[from] LedgerError),
    /// Nothing was confirmed for too long.
    #[error("{open} documents wait and none was posted for {waited:?}; last trouble: {trouble}")]
    Stalled {
        /// Documents still to be posted.
        open: u64,
        /// How long nothing was confirmed.
        waited: Duration,
        /// What stood in the way last.
        trouble: Box<str>,
    },
    /// A worker's task ended by a panic; its lanes come back when their leases end.
    #[error("a worker stopped unexpectedly; start again on the same ledger")]
    Worker,
}

/// Composes a gateway, the books and a ledger: reads, decides, posts, each effect exactly once.
///
/// It keeps no state of its own: everything stands in the ledger before it happens. Build it with
/// [`Engine::connect`], which asks the books what they can do.
#[derive(Debug)]
pub struct Engine {
    pub(crate) gateway: Arc<dyn Gateway>,
    pub(crate) books: Arc<dyn Books>,
    pub(crate) ledger: Arc<dyn Ledger>,
    pub(crate) profile: Profile,
    pub(crate) settings: Settings,
    pub(crate) capabilities: Capabilities,
    pub(crate) timing: Timing,
    pub(crate) progress: Progress,
    pub(crate) gate: Gate,
    pub(crate) calls: Semaphore,
}

/// The three systems an engine composes.
#[derive(Debug, Clone)]
pub struct Ports {
    /// Where payments happen.
    pub gateway: Arc<dyn Gateway>,
    /// Where they are booked.
    pub books: Arc<dyn Books>,
    /// What is remembered.
    pub ledger: Arc<dyn Ledger>,
}

impl Engine {
    /// Asks the books for their capabilities, checks the profile's accounts against their chart, and is ready to run.
    ///
    /// # Errors
    /// The books could not be asked, or have not all of the profile's accounts.
    pub async fn connect(
        ports: Ports,
        profile: Profile,
        mut settings: Settings,
    ) -> Result<Arc<Self>, EngineError> {
        let capabilities = ports.books.capabilities().await.map_err(EngineError::Books)?;
        check_accounts(ports.books.as_ref(), &profile).await?;
        if let Some(most) = capabilities.posts_at_once {
            let most = u32::try_from(most.get()).unwrap_or(u32::MAX);
            settings.concurrency = settings.concurrency.min(most);
        }
        let calls = usize::try_from(settings.concurrency).unwrap_or(1).clamp(1, Semaphore::MAX_PERMITS);
        let timing = Timing::declared_by(&capabilities, settings.timeout, settings.lease);
        if timing.lease <= timing.margin() {
            return Err(EngineError::Settings { lease: timing.lease, margin: timing.margin() });
        }
        Ok(Arc::new(Self {
            gateway: ports.gateway,
            books: ports.books,
            ledger: ports.ledger,
            profile,
            settings,
            capabilities,
            timing,
            progress: Progress::default(),
            gate: Gate::default(),
            calls: Semaphore::new(calls),
        }))
    }

    /// Live counts of this engine.
    pub fn progress(&self) -> &Progress {
        &self.progress
    }

    /// The times it works by.
    pub fn timing(&self) -> &Timing {
        &self.timing
    }

    /// Reads the days from `since` to `until` and posts until nothing is left to do, both at the same time.
    ///
    /// # Errors
    /// The first thing that stops it; what was done stands in the ledger, and the next run goes on from there.
    pub async fn run(self: &Arc<Self>, since: NaiveDate, until: NaiveDate) -> Result<(), EngineError> {
        let (done, polled) = watch::channel(false);
        let poll = async {
            let result = self.poll(since, until).await;
            // A worker that is told so posts what was planned before and then stops.
            done.send_replace(true);
            result
        };
        let (polled, worked) = tokio::join!(poll, self.work(polled));
        polled.and(worked)
    }
}

/// A posting to an account that is not there would be refused one document at a time; better said before the first.
async fn check_accounts(books: &dyn Books, profile: &Profile) -> Result<(), EngineError> {
    let chart = match books.accounts().await {
        Ok(chart) => chart,
        // A door without a chart: each document is checked when it is posted.
        Err(error)
            if matches!(error.kind(), sage50::ErrorKind::NotFound | sage50::ErrorKind::Unsupported) =>
        {
            return Ok(());
        }
        Err(error) => return Err(EngineError::Books(error)),
    };
    let active = |id: &str| chart.iter().any(|account| !account.inactive && account.id.as_ref() == id);
    let missing: Vec<&str> =
        profile.accounts().into_iter().map(sage50::GlAccount::as_str).filter(|id| !active(id)).collect();
    if missing.is_empty() {
        Ok(())
    } else {
        Err(EngineError::Profile { accounts: missing.join(", ").into() })
    }
}
