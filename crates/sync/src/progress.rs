//! Live counts of a run, for people who watch it.

use std::sync::atomic::{AtomicU64, Ordering};

/// Counts that only go up while an engine runs. Shared by reference; reading one costs nothing.
#[derive(Debug, Default)]
pub struct Progress {
    rows: AtomicU64,
    planned: AtomicU64,
    posted: AtomicU64,
    doubts: AtomicU64,
}

impl Progress {
    /// Rows read from the gateway, repeats included.
    pub fn rows(&self) -> u64 {
        self.rows.load(Ordering::Relaxed)
    }

    /// Transactions whose documents were planned by this run.
    pub fn planned(&self) -> u64 {
        self.planned.load(Ordering::Relaxed)
    }

    /// Documents confirmed by this run.
    pub fn posted(&self) -> u64 {
        self.posted.load(Ordering::Relaxed)
    }

    /// Calls whose answer left a doubt.
    pub fn doubts(&self) -> u64 {
        self.doubts.load(Ordering::Relaxed)
    }

    pub(crate) fn add_rows(&self, count: u64) {
        self.rows.fetch_add(count, Ordering::Relaxed);
    }

    pub(crate) fn add_planned(&self, count: u64) {
        self.planned.fetch_add(count, Ordering::Relaxed);
    }

    pub(crate) fn add_posted(&self, count: u64) {
        self.posted.fetch_add(count, Ordering::Relaxed);
    }

    pub(crate) fn add_doubt(&self) {
        self.doubts.fetch_add(1, Ordering::Relaxed);
    }
}
