//! Runs: the import files of some documents, and their manifest.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use encoding_rs::WINDOWS_1252;

use super::codec::{self, add};
use super::confirm::Confirmation;
use super::error::{Blocked, FileError, Stop};
use super::export::Exports;
use super::folder::{self, Draft};
use super::layout::FileKind;
use super::manifest::{MANIFEST, Manifest, ManifestDocument, ManifestFile, Totals, hash};
use super::profile::Profile;
use super::template::Template;
use crate::model::{Document, Kind};

/// Writes the import files of some documents into a folder, and confirms them later.
#[derive(Debug)]
pub struct ImportRun;

/// What became of the documents of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// What was written; `None` when every document was blocked, or there was none.
    pub manifest: Option<Manifest>,
    /// The documents that were not written.
    pub blocked: Vec<Blocked>,
}

impl ImportRun {
    /// Writes the documents into one file per list or journal, each under Sage's own name, and then the manifest.
    ///
    /// A document is written whole or is blocked; the others go. The files appear in the folder each in one step, the
    /// manifest last of all: a folder without manifest was not written to its end and must not be imported.
    ///
    /// # Errors
    /// [`FileError::Unconfirmed`] when the folder holds files of an earlier run that are not confirmed: writing again
    /// what may be imported already would book it twice. Files of a confirmed run move into a folder of their own.
    pub fn write(folder: &Path, profile: &Profile, documents: &[Document]) -> Result<Written, FileError> {
        folder::create(folder)?;
        let old = previous(folder)?;
        let (batches, blocked) = sort(documents, profile);
        let (mut files, mut drafts) = (Vec::new(), Vec::new());
        let mut blocked = blocked;
        for (kind, batch) in batches {
            // Every profile has a template of every kind.
            let Some(template) = profile.template(kind) else { continue };
            let file = FileWriter::new(kind, template, profile).write(batch, &mut blocked)?;
            if let Some((file, bytes)) = file {
                drafts.push(Draft::write(folder.join(&*file.name), &bytes)?);
                files.push(file);
            }
        }
        if files.is_empty() {
            return Ok(Written { manifest: None, blocked });
        }
        if let Some(old) = old {
            put_away(folder, &old)?;
        }
        drafts.into_iter().try_for_each(Draft::put)?;
        let manifest = Manifest { confirmed: false, files };
        folder::write_json(folder.join(MANIFEST), &manifest)?;
        Ok(Written { manifest: Some(manifest), blocked })
    }

    /// Looks every document of a run up in Sage's exports, and marks the run as confirmed when all are there.
    ///
    /// # Errors
    /// The folder holds no manifest ([`FileError::Io`]), or one that cannot be read or written.
    pub fn confirm(folder: &Path, exports: &Exports) -> Result<Confirmation, FileError> {
        let path = folder.join(MANIFEST);
        let manifest = Manifest::read(folder)?;
        let mut manifest =
            manifest.ok_or_else(|| FileError::io("read", &path)(std::io::ErrorKind::NotFound.into()))?;
        let confirmation = Confirmation::of(&manifest, exports);
        if confirmation.is_complete() && !manifest.confirmed {
            manifest.confirmed = true;
            folder::write_json(path, &manifest)?;
        }
        Ok(confirmation)
    }
}

/// The confirmed run that lies in the folder, if one does.
fn previous(folder: &Path) -> Result<Option<Manifest>, FileError> {
    let manifest = Manifest::read(folder)?;
    if let Some(manifest) = manifest {
        return if manifest.confirmed {
            Ok(Some(manifest))
        } else {
            Err(FileError::Unconfirmed { path: folder.join(MANIFEST) })
        };
    }
    let mut files = FileKind::WRITTEN.into_iter().map(|kind| folder.join(kind.file_name()));
    files.find(|path| path.exists()).map_or(Ok(None), |path| Err(FileError::Unconfirmed { path }))
}

/// Moves a confirmed run into a folder of its own; its manifest goes first, so that a crash leaves files that are
/// refused and not files that look new.
fn put_away(folder: &Path, manifest: &Manifest) -> Result<(), FileError> {
    let path = folder.join(MANIFEST);
    let bytes = std::fs::read(&path).map_err(FileError::io("read", &path))?;
    let name = format!("confirmed-{}", hash(&bytes).get(..16).unwrap_or_default());
    let place = folder.join(name);
    folder::create(&place)?;
    for name in std::iter::once(MANIFEST).chain(manifest.files.iter().map(|file| &*file.name)) {
        let path = folder.join(name);
        match std::fs::rename(&path, place.join(name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(FileError::io("moved", &path)(error));
            }
            _ => {}
        }
    }
    Ok(())
}

/// What tells documents of one run apart: the kind (invoices and credit memos share their numbers), the reference,
/// and of stock adjustments the item.
pub(super) fn identity(document: &Document) -> (Kind, String, String) {
    let kind = match document.kind() {
        Kind::CreditMemo => Kind::Invoice,
        kind => kind,
    };
    let item = document.stock().map(|stock| stock.item.to_lowercase());
    (kind, document.reference().to_lowercase(), item.unwrap_or_default())
}

type Batches<'a> = BTreeMap<FileKind, Vec<&'a Document>>;

/// Sorts documents to their files; the order of the kinds is the order of import.
fn sort<'a>(documents: &'a [Document], profile: &Profile) -> (Batches<'a>, Vec<Blocked>) {
    let (mut batches, mut blocked) = (Batches::new(), Vec::new());
    let mut seen = BTreeSet::new();
    for document in documents {
        let Some(kind) = codec::file_of(document, profile) else {
            let stop =
                Stop::new("items of the inventory are not imported", "create the item in Sage by hand");
            blocked.push(stop.of(document));
            continue;
        };
        if seen.insert(identity(document)) {
            batches.entry(kind).or_default().push(document);
        } else {
            let stop = Stop::new(
                "another document of this run has the same reference",
                "leave it out, or give it a reference of its own",
            );
            blocked.push(stop.of(document));
        }
    }
    (batches, blocked)
}

struct FileWriter<'a> {
    kind: FileKind,
    template: &'a Template,
    profile: &'a Profile,
    writer: csv::Writer<Vec<u8>>,
    totals: Totals,
}

impl<'a> FileWriter<'a> {
    fn new(kind: FileKind, template: &'a Template, profile: &'a Profile) -> Self {
        let writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        Self { kind, template, profile, writer, totals: Totals::new(profile.currency) }
    }

    /// The file and its bytes; `None` when every document is blocked.
    fn write(
        mut self,
        batch: Vec<&'a Document>,
        blocked: &mut Vec<Blocked>,
    ) -> Result<Option<(ManifestFile, Vec<u8>)>, FileError> {
        let mut documents = Vec::new();
        if self.template.has_headings() {
            self.line(self.template.headings())?;
        }
        for document in batch {
            let number = documents.len().saturating_add(1);
            match codec::rows(document, self.profile, self.template, number) {
                Ok(rows) => documents.push(self.document(document, rows)?),
                Err(stop) => blocked.push(stop.of(document)),
            }
        }
        if documents.is_empty() {
            return Ok(None);
        }
        let bytes = self.bytes()?;
        let totals = self.totals;
        let file = ManifestFile {
            kind: self.kind,
            name: self.kind.file_name().into(),
            headings: self.template.has_headings(),
            columns: self.template.headings().map(Box::from).collect(),
            rows: totals.rows,
            debits: totals.debits,
            credits: totals.credits,
            accounts: totals.accounts,
            sha256: hash(&bytes),
            documents,
        };
        Ok(Some((file, bytes)))
    }

    fn document(
        &mut self,
        document: &Document,
        rows: Vec<super::row::Row<'_>>,
    ) -> Result<ManifestDocument, FileError> {
        let mut booked = BTreeMap::new();
        for row in rows {
            if let Some((account, amount)) = row.booked {
                self.totals.count(account, amount)?;
                add(&mut booked, account, amount)?;
            }
            self.totals.rows = self.totals.rows.saturating_add(1);
            self.line(row.cells.iter().map(|cell| &**cell))?;
        }
        Ok(ManifestDocument { document: document.clone(), booked })
    }

    fn line<'c>(&mut self, cells: impl IntoIterator<Item = &'c str>) -> Result<(), FileError> {
        let written = self.writer.write_record(cells).map_err(std::io::Error::other);
        written.map_err(FileError::io("written", Path::new(self.kind.file_name())))
    }

    /// The file in Windows-1252. Every character has a place there: texts were checked one by one.
    fn bytes(&mut self) -> Result<Vec<u8>, FileError> {
        let path = Path::new(self.kind.file_name());
        self.writer.flush().map_err(FileError::io("written", path))?;
        let text = std::str::from_utf8(self.writer.get_ref()).map_err(std::io::Error::other);
        Ok(WINDOWS_1252.encode(text.map_err(FileError::io("written", path))?).0.into_owned())
    }
}
