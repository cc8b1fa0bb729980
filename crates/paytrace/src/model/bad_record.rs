//! A record of a list that cannot be read.

use crate::redact;

/// A record of an answer's list that cannot be read; the records around it are not touched by it.
///
/// For transactions of exports see [`BadRow`](crate::BadRow), which keeps more.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {problem}")]
#[non_exhaustive]
pub struct BadRecord {
    /// The first field that cannot be read; `record` for the record as a whole.
    pub field: Box<str>,
    /// What is wrong with it. Holds no text of the record.
    pub problem: Box<str>,
    /// The record's text without card numbers, account numbers and secrets, at most 4 KiB.
    pub redacted: Box<str>,
}

/// The most of a bad record's text that is kept.
const KEPT: usize = 4 * 1024;

impl BadRecord {
    pub(crate) fn new(field: &str, problem: &str, raw: &str) -> Self {
        let redacted = redact::json_at_most(raw.as_bytes(), KEPT).into();
        Self { field: field.into(), problem: problem.into(), redacted }
    }
}
