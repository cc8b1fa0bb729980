//! One process at a time: a lock file beside the ledger, let go by the system however the process ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use paysage_sync::ledger::{LedgerError, LedgerErrorKind};

/// Held as long as the ledger is open.
#[derive(Debug)]
pub(super) struct FileLock {
    _file: File,
}

impl FileLock {
    pub(super) fn take(ledger: &Path) -> Result<Self, LedgerError> {
        let mut name = ledger.as_os_str().to_owned();
        name.push(".lock");
        let refused = |error: std::io::Error| {
            LedgerError::new(
                LedgerErrorKind::Unavailable,
                format!(
                    "{} cannot be written ({error}); name a file in a folder you may write to",
                    ledger.display()
                ),
            )
            .with_source(error)
        };
        let file =
            OpenOptions::new().create(true).truncate(false).write(true).open(&name).map_err(refused)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(LedgerError::new(
                LedgerErrorKind::InUse,
                format!("{} is in use by another process; stop it or name another file", ledger.display()),
            )),
            Err(TryLockError::Error(error)) => Err(refused(error)),
        }
    }
}
