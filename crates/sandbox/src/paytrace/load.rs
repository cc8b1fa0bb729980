//! Loading a saved export: any size, rows kept as they stand, malformed ones too.

use std::io::{self, Read};

use chrono::{NaiveDate, NaiveDateTime};
use paytrace::export::{RowScanner, ScanError};

use super::batches::Batches;
use super::row::Facts;
use super::rows::Rows;
use super::state::State;

/// The size of a read, in bytes.
const PIECE: usize = 256 * 1024;
/// The longest row that is kept whole, in bytes (16 MiB); of a longer one its beginning is kept.
const ROW_LIMIT: usize = 16 * 1024 * 1024;

/// What a file held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loaded {
    /// How many rows, malformed ones included.
    pub rows: u64,
    /// The earliest day a row was created on, as far as rows say it; `None` for a file without rows.
    pub first_day: Option<NaiveDate>,
    /// The latest such day.
    pub last_day: Option<NaiveDate>,
}

/// Why a file was not loaded. Nothing of it is kept.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The file could not be read to its end.
    #[error("the file could not be read: {0}")]
    Read(#[from] io::Error),
    /// The file is no whole export of transactions.
    #[error("the file is no export of PayTrace transactions: {0}")]
    NotAnExport(#[from] ScanError),
    /// The file is PayTrace's answer to an export that failed.
    #[error("the file is PayTrace's answer to a failed export; save one that succeeded")]
    Failed,
    /// The file has more rows than can be numbered (about four thousand million).
    #[error("the file has more rows than the simulator can hold")]
    TooManyRows,
}

/// Rows on their way into an account.
#[derive(Default)]
struct Staged {
    rows: Rows,
    batches: Batches,
    count: u64,
    day: Option<NaiveDate>,
    /// Rows before the first whose day can be read; they take its day.
    waiting: Vec<Box<[u8]>>,
}

impl Staged {
    fn take(&mut self, text: Box<[u8]>) -> Option<()> {
        self.count = self.count.saturating_add(1);
        let facts = Facts::read(&text);
        let created = facts.as_ref().and_then(|facts| facts.created).map(|at| at.date());
        let Some(day) = created.or(self.day) else {
            self.waiting.push(text);
            return Some(());
        };
        self.day = Some(day);
        self.settle_waiting(day)?;
        self.add(text, facts.as_ref(), day)
    }

    fn settle_waiting(&mut self, day: NaiveDate) -> Option<()> {
        for text in std::mem::take(&mut self.waiting) {
            let facts = Facts::read(&text);
            self.add(text, facts.as_ref(), day)?;
        }
        Some(())
    }

    fn add(&mut self, text: Box<[u8]>, facts: Option<&Facts>, day: NaiveDate) -> Option<()> {
        let position = self.rows.add(text, facts, day)?;
        if let Some(facts) = facts {
            self.batches.take_loaded(position, facts);
        }
        Some(())
    }
}

/// Reads a whole export; nothing is kept anywhere until it has proven to be one.
pub(super) fn read(mut reader: impl Read, now: NaiveDateTime) -> Result<(Rows, Batches, Loaded), LoadError> {
    let mut scanner = RowScanner::new("transactions").with_row_limit(ROW_LIMIT);
    let mut staged = Staged::default();
    let mut buffer = vec![0_u8; PIECE];
    loop {
        let length = match reader.read(&mut buffer) {
            Ok(0) => break,
            Ok(length) => length,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error.into()),
        };
        scanner.push(buffer.get(..length).unwrap_or_default())?;
        while let Some(row) = scanner.next_row() {
            let text = row.into_bytes().into();
            staged.take(text).ok_or(LoadError::TooManyRows)?;
        }
    }
    if !scanner.finish()?.is_success() {
        return Err(LoadError::Failed);
    }
    staged.settle_waiting(now.date()).ok_or(LoadError::TooManyRows)?;
    staged.batches.sort();
    let loaded =
        Loaded { rows: staged.count, first_day: staged.rows.first_day(), last_day: staged.rows.last_day() };
    Ok((staged.rows, staged.batches, loaded))
}

impl State {
    /// Adds loaded rows to the account.
    pub(super) fn take_in(&mut self, rows: Rows, batches: Batches) -> Result<(), LoadError> {
        if self.rows.first_day().is_none() {
            self.rows = rows;
            self.batches = batches;
            return Ok(());
        }
        for position in self.rows.absorb(rows).ok_or(LoadError::TooManyRows)? {
            if let Some(facts) = self.rows.text(position).and_then(Facts::read) {
                self.batches.take_loaded(position, &facts);
            }
        }
        self.batches.sort();
        Ok(())
    }
}
