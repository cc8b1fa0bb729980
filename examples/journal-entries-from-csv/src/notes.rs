//! What was sent and when: a run that follows one that was killed must know what may still be on its way.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::path::Path;
use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::gateway::Failure;

/// A file beside the CSV with one line for each post that was begun; it is locked while a run uses it.
pub struct Notes {
    file: File,
    sent: BTreeMap<String, DateTime<Utc>>,
}

impl Notes {
    /// Opens the notes, which are made when there are none.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        let unusable = |error: std::io::Error| {
            format!("{} cannot be used ({error}): look at the folder's rights", path.display())
        };
        let mut file =
            OpenOptions::new().read(true).append(true).create(true).open(path).map_err(unusable)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(format!("another run uses {}: wait until it ends", path.display()).into());
            }
            Err(TryLockError::Error(error)) => return Err(unusable(error).into()),
        }
        let mut text = String::new();
        file.read_to_string(&mut text).map_err(unusable)?;
        let line = |line: &str| {
            let (time, reference) = line.split_once(' ')?;
            Some((reference.to_lowercase(), time.parse().ok()?))
        };
        // A line that was cut was not followed by a post.
        Ok(Self { file, sent: text.lines().filter_map(line).collect() })
    }

    /// Notes on the disk that this is sent now.
    pub fn note(&mut self, reference: &str) -> Result<(), std::io::Error> {
        let now = Utc::now();
        writeln!(self.file, "{} {reference}", now.to_rfc3339_opts(chrono::SecondsFormat::Millis, true))?;
        self.file.sync_data()?;
        self.sent.insert(reference.to_lowercase(), now);
        Ok(())
    }

    /// How long what an earlier run sent may still need to show; zero when nothing was sent, or long ago.
    ///
    /// A run that was killed gave up its connection by now at the latest, and `patience` after it sent at the latest.
    pub fn rest(&self, reference: &str, patience: Duration, quiet: Duration) -> Duration {
        let sent = self.sent.get(&reference.to_lowercase());
        sent.map_or(Duration::ZERO, |sent| {
            // A clock that was put back counts as no time gone.
            let gone = Utc::now().signed_duration_since(*sent).to_std().unwrap_or_default();
            patience.saturating_add(quiet).saturating_sub(gone).min(quiet)
        })
    }
}
