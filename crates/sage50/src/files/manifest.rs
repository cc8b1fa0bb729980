//! Manifests: what stands in the files of a run, so that it can be checked and confirmed.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{DateTime, Utc};
use paysage_money::{Currency, Money, MoneyError};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::codec::add;
use super::error::FileError;
use super::folder;
use super::layout::FileKind;
use crate::model::Document;

/// The name of a run's manifest, beside its files.
pub const MANIFEST: &str = "manifest.json";

/// What stands in the files of one run. It is written last: files without it are not whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// When the run was written.
    pub written: DateTime<Utc>,
    /// When somebody had imported its files, if somebody said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imported: Option<DateTime<Utc>>,
    /// Whether exports of Sage have shown every document of the run.
    pub confirmed: bool,
    /// The files, in the order in which they must be imported.
    pub files: Vec<ManifestFile>,
}

/// What stands in one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManifestFile {
    /// Its kind, which is Sage's name of the list or journal to import it into.
    pub kind: FileKind,
    /// Its name.
    pub name: Box<str>,
    /// Whether its first line holds headings, as its template in Sage must say too.
    pub headings: bool,
    /// Its columns, in order, as its template in Sage must have them.
    pub columns: Vec<Box<str>>,
    /// How many rows it has, the headings not counted.
    pub rows: usize,
    /// The sum of the amounts that are debits.
    pub debits: Money,
    /// The sum of the amounts that are credits, without sign.
    pub credits: Money,
    /// The sum of the amounts on each account, debits positive.
    pub accounts: BTreeMap<Box<str>, Money>,
    /// The SHA-256 of the file, in hexadecimal.
    pub sha256: Box<str>,
    /// The documents, in the order of the file.
    pub documents: Vec<ManifestDocument>,
}

/// A document of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManifestDocument {
    /// The document.
    pub document: Document,
    /// The amounts on the accounts of its rows, debits positive.
    pub booked: BTreeMap<Box<str>, Money>,
    /// Whether the run gave it up, because exports showed that its import had left it out. It waits for another run, or
    /// is in one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub given_up: bool,
}

/// Totals being counted.
pub(super) struct Totals {
    pub(super) rows: usize,
    pub(super) debits: Money,
    pub(super) credits: Money,
    pub(super) accounts: BTreeMap<Box<str>, Money>,
}

impl Totals {
    pub(super) fn new(currency: Currency) -> Self {
        let zero = Money::zero(currency);
        Self { rows: 0, debits: zero, credits: zero, accounts: BTreeMap::new() }
    }

    pub(super) fn count(&mut self, account: &str, amount: Money) -> Result<(), MoneyError> {
        if amount.is_negative() {
            self.credits = self.credits.checked_sub(amount)?;
        } else {
            self.debits = self.debits.checked_add(amount)?;
        }
        add(&mut self.accounts, account, amount)
    }
}

impl Manifest {
    /// Reads the manifest of a run's folder; `None` when the run was not written to its end.
    pub fn read(folder: &Path) -> Result<Option<Self>, FileError> {
        folder::read_json(&folder.join(MANIFEST))
    }

    /// Every document of the run but for those that it gave up.
    pub fn documents(&self) -> impl Iterator<Item = (FileKind, &ManifestDocument)> {
        self.written_documents().filter(|(_, document)| !document.given_up)
    }

    /// Every document in the files of the run.
    pub(super) fn written_documents(&self) -> impl Iterator<Item = (FileKind, &ManifestDocument)> {
        self.files.iter().flat_map(|file| file.documents.iter().map(|document| (file.kind, document)))
    }

    /// The moment behind which an export shows whether the run's documents are in the books; `None` while nobody said
    /// that they were imported.
    pub(super) fn settled(&self) -> Option<DateTime<Utc>> {
        self.imported.map(|imported| imported.max(self.written))
    }

    /// Checks that the files of the folder are still those that were written: run it before importing them.
    ///
    /// # Errors
    /// [`FileError::Changed`] with the first file that is not; [`FileError::GivenUp`] with one of which a document waits
    /// for another run.
    pub fn verify(&self, folder: &Path) -> Result<(), FileError> {
        self.files.iter().try_for_each(|file| file.importable(folder))
    }
}

impl ManifestFile {
    /// Checks that the file may be imported.
    pub(super) fn importable(&self, folder: &Path) -> Result<(), FileError> {
        if self.documents.iter().any(|document| document.given_up) {
            return Err(FileError::GivenUp { path: folder.join(&*self.name) });
        }
        self.verify(folder)
    }

    /// Checks that the file in the folder is still the one that was written.
    pub(super) fn verify(&self, folder: &Path) -> Result<(), FileError> {
        let path = folder.join(&*self.name);
        let bytes = std::fs::read(&path).map_err(FileError::io("read", &path))?;
        if hash(&bytes) == self.sha256 { Ok(()) } else { Err(FileError::Changed { path }) }
    }
}

/// The SHA-256 of some bytes, in hexadecimal.
pub(super) fn hash(bytes: &[u8]) -> Box<str> {
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        let digit = |half: u8| char::from_digit(half.into(), 16).unwrap_or_default();
        text.extend([digit(byte >> 4), digit(byte & 15)]);
    }
    text.into()
}
