//! One element of an export's list: its raw text, and what it reads as.

use sha2::{Digest, Sha256};

use super::decode::{decode, decode_cut, decode_v3, decode_v3_cut};
use super::scanner::length;
use crate::{BadRow, Dialect, Transaction, redact};

/// The most a row may have, in bytes; a larger one is a [`BadRow`].
pub const ROW_LIMIT: usize = 64 * 1024;

/// The raw text of one element, as the body had it.
#[derive(Clone, PartialEq, Eq)]
pub struct RawRow {
    bytes: Vec<u8>,
    length: u64,
    /// Of the whole row, when `bytes` are only its beginning.
    digest: Option<[u8; 32]>,
}

impl RawRow {
    /// The text; only its beginning when [`RawRow::is_cut`].
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The text, taken over.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// How long the row was in the body, in bytes.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Whether the row was larger than the limit, so that only its beginning was kept.
    pub fn is_cut(&self) -> bool {
        self.digest.is_some()
    }
}

impl AsRef<[u8]> for RawRow {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

/// Shows the length only: a row may hold anything.
impl std::fmt::Debug for RawRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RawRow").field("length", &self.length).finish_non_exhaustive()
    }
}

/// Gathers one row from pieces; keeps its beginning and its digest when it grows beyond the limit.
#[derive(Debug)]
pub(super) struct RowBuffer {
    limit: usize,
    row: RawRow,
    beyond: Option<Sha256>,
}

impl RowBuffer {
    pub(super) fn new(limit: usize) -> Self {
        let row = RawRow { bytes: Vec::new(), length: 0, digest: None };
        Self { limit, row, beyond: None }
    }

    pub(super) fn push(&mut self, text: &[u8]) {
        self.row.length = self.row.length.saturating_add(length(text.len()));
        if let Some(hash) = &mut self.beyond {
            hash.update(text);
            return;
        }
        let room = self.limit.saturating_sub(self.row.bytes.len());
        if text.len() > room {
            let mut hash = Sha256::new_with_prefix(&self.row.bytes);
            hash.update(text);
            self.beyond = Some(hash);
        }
        self.row.bytes.extend_from_slice(text.get(..room).unwrap_or(text));
    }

    pub(super) fn take(&mut self) -> RawRow {
        let beyond = self.beyond.take();
        let mut row = std::mem::replace(self, Self::new(self.limit)).row;
        row.digest = beyond.map(|hash| hash.finalize().into());
        row
    }
}

/// One row of an export: its digest and what it reads as.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct ExportRow {
    /// SHA-256 of the row's raw bytes: another digest for the same id means that the record changed.
    pub digest: [u8; 32],
    /// The transaction, or why it cannot be read.
    pub content: Result<Transaction, BadRow>,
    raw: Vec<u8>,
}

impl ExportRow {
    /// Reads a row of v1 the scanner found.
    pub fn read(row: RawRow) -> Self {
        Self::read_as(Dialect::V1, row)
    }

    /// Reads a row the scanner found in an export of `dialect`.
    pub fn read_as(dialect: Dialect, row: RawRow) -> Self {
        let digest = row.digest.unwrap_or_else(|| Sha256::digest(&row.bytes).into());
        let content = match (dialect, row.is_cut()) {
            (Dialect::V1, false) => decode(&row.bytes),
            (Dialect::V1, true) => Err(decode_cut(&row.bytes)),
            (Dialect::V3, false) => decode_v3(&row.bytes),
            (Dialect::V3, true) => Err(decode_v3_cut(&row.bytes)),
        };
        Self { digest, content, raw: row.bytes }
    }

    /// Reads a row of v3 that came alone.
    pub(crate) fn read_v3(text: &str) -> Self {
        let mut row = RowBuffer::new(ROW_LIMIT);
        row.push(text.as_bytes());
        Self::read_as(Dialect::V3, row.take())
    }

    /// The row's JSON text as it came, which may hold card numbers and secrets; only its beginning when it was cut.
    pub(crate) fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// The row's JSON text without card numbers and secrets.
    ///
    /// Runs of 13 to 19 digits that pass the Luhn check are cut to `411111…1111`; the values of `number`, `csc`,
    /// `swipe`, `account_number`, `password`, `hpf_token`, `enc_key` and of all keys that begin with `encrypted_`
    /// are replaced. Text that is no JSON is treated the same way.
    pub fn redacted(&self) -> String {
        redact::json(&self.raw)
    }
}

/// Shows the digest and the content, never the raw text.
impl std::fmt::Debug for ExportRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ExportRow")
            .field("digest", &self.digest)
            .field("content", &self.content)
            .finish_non_exhaustive()
    }
}

impl From<RawRow> for ExportRow {
    fn from(row: RawRow) -> Self {
        Self::read(row)
    }
}
