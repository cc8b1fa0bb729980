//! Runs: the import files of some documents, and their manifest.

use std::path::Path;
use std::time::SystemTime;

use chrono::{DateTime, Utc};

use super::confirm::Confirmation;
use super::error::{Blocked, FileError};
use super::export::Exports;
use super::folder::{self, Draft, Lock};
use super::layout::FileKind;
use super::manifest::{MANIFEST, Manifest, ManifestFile, hash};
use super::prepared::{ImportFile, Prepared};
use super::profile::{Profile, lowercase};
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
    /// Makes the files that [`write`](Self::write) puts into a folder, and leaves the disk alone: to look at them, or
    /// to bring them to Sage by a way of one's own.
    ///
    /// # Errors
    /// [`FileError::Total`] for sums beyond what money can hold.
    pub fn prepare<'a>(profile: &'a Profile, documents: &'a [Document]) -> Result<Prepared<'a>, FileError> {
        Prepared::of(profile, documents)
    }

    /// Writes the documents into one file per list or journal, each under Sage's own name, and then the manifest.
    ///
    /// A document is written whole or is blocked; the others go. The files appear in the folder each in one step, the
    /// manifest last of all: a folder without manifest was not written to its end and must not be imported. After an
    /// error read the manifest: when it is there, the run was written all the same. The manifest's moment is the
    /// clock of this machine.
    ///
    /// # Errors
    /// [`FileError::Unconfirmed`] when the folder holds files of an earlier run that are not confirmed: writing again
    /// what may be imported already would book it twice. Files of a confirmed run move into a folder of their own.
    /// [`FileError::InUse`] while another program writes into the folder.
    pub fn write(folder: &Path, profile: &Profile, documents: &[Document]) -> Result<Written, FileError> {
        folder::create(folder)?;
        let _lock = Lock::take(folder)?;
        write(folder, profile, documents)
    }

    /// Notes that all files of a run were imported, at the latest at this moment: exports made later show what of them
    /// is in the books. Until this was said nothing of the run counts as [`State::Missing`](super::State::Missing).
    ///
    /// # Errors
    /// The folder holds no manifest ([`FileError::Io`]), or one that cannot be read or written.
    pub fn mark_imported(folder: &Path, moment: DateTime<Utc>) -> Result<(), FileError> {
        change(folder, |manifest| manifest.imported = Some(moment))
    }

    /// Looks every document of a run up in Sage's exports, and marks the run as confirmed when all are there.
    ///
    /// # Errors
    /// The folder holds no manifest ([`FileError::Io`]), or one that cannot be read or written. An export is the run's own
    /// import file ([`FileError::OwnFile`]).
    pub fn confirm(folder: &Path, exports: &Exports) -> Result<Confirmation, FileError> {
        let manifest = existing(folder)?;
        exports.each().try_for_each(|export| export.refuse_of_run(folder))?;
        let confirmation = Confirmation::of(&manifest, exports);
        if confirmation.is_complete() && !manifest.confirmed {
            change(folder, |manifest| manifest.confirmed = true)?;
        }
        Ok(confirmation)
    }
}

/// Writes a run into a folder that is there and locked.
pub(super) fn write(folder: &Path, profile: &Profile, documents: &[Document]) -> Result<Written, FileError> {
    let old = previous(folder)?;
    let Prepared { files, blocked } = ImportRun::prepare(profile, documents)?;
    if files.is_empty() {
        return Ok(Written { manifest: None, blocked });
    }
    let draft = |file: &ImportFile<'_>| Draft::write(folder.join(file.kind().file_name()), &file.bytes);
    let drafts = files.iter().map(draft).collect::<Result<Vec<_>, _>>()?;
    let files = files.iter().map(ImportFile::manifest).collect::<Result<_, _>>()?;
    if let Some(old) = old {
        put_away(folder, &old)?;
    }
    drafts.into_iter().try_for_each(Draft::put)?;
    let manifest = Manifest { written: SystemTime::now().into(), imported: None, confirmed: false, files };
    folder::write_json(folder.join(MANIFEST), &manifest)?;
    Ok(Written { manifest: Some(manifest), blocked })
}

/// Notes that a run gives a document up.
pub(super) fn give_up(folder: &Path, document: &Document) -> Result<(), FileError> {
    change(folder, |manifest| {
        let documents = manifest.files.iter_mut().flat_map(|file| &mut file.documents);
        documents.filter(|planned| planned.document == *document).for_each(|planned| planned.given_up = true);
    })
}

pub(super) fn existing(folder: &Path) -> Result<Manifest, FileError> {
    let none = || FileError::io("read", &folder.join(MANIFEST))(std::io::ErrorKind::NotFound.into());
    Manifest::read(folder)?.ok_or_else(none)
}

fn change(folder: &Path, change: impl FnOnce(&mut Manifest)) -> Result<(), FileError> {
    let _lock = Lock::take(folder)?;
    let mut manifest = existing(folder)?;
    change(&mut manifest);
    folder::write_json(folder.join(MANIFEST), &manifest)
}

/// The confirmed run that lies in the folder, if one does.
fn previous(folder: &Path) -> Result<Option<Manifest>, FileError> {
    if let Some(manifest) = Manifest::read(folder)? {
        return if manifest.confirmed {
            Ok(Some(manifest))
        } else {
            Err(FileError::Unconfirmed { path: folder.join(MANIFEST) })
        };
    }
    for place in folder::listed(folder)?.iter().filter(|place| place.is_dir() && is_put_away(place)) {
        if let Some(manifest) = Manifest::read(place)? {
            move_files(folder, place, &manifest, |file| file.verify(folder).is_ok())?;
        }
    }
    let mut files = FileKind::WRITTEN.into_iter().map(|kind| folder.join(kind.file_name()));
    files.find(|path| path.exists()).map_or(Ok(None), |path| Err(FileError::Unconfirmed { path }))
}

/// Where confirmed runs go, followed by what tells them apart.
const PUT_AWAY: &str = "confirmed-";

fn is_put_away(place: &Path) -> bool {
    place.file_name().is_some_and(|name| name.to_string_lossy().starts_with(PUT_AWAY))
}

/// Moves a confirmed run into a folder of its own. Its manifest goes first: what a crash leaves of its files is known
/// by it at the next time.
fn put_away(folder: &Path, manifest: &Manifest) -> Result<(), FileError> {
    let path = folder.join(MANIFEST);
    let bytes = std::fs::read(&path).map_err(FileError::io("read", &path))?;
    let name = hash(&bytes);
    let place = folder.join(format!("{PUT_AWAY}{}", name.get(..16).unwrap_or_default()));
    folder::create(&place)?;
    folder::rename(&path, &place.join(MANIFEST))?;
    move_files(folder, &place, manifest, |_| true)
}

/// Moves those files of a confirmed run that still lie where it was written.
fn move_files(
    folder: &Path,
    place: &Path,
    manifest: &Manifest,
    is_its: impl Fn(&ManifestFile) -> bool,
) -> Result<(), FileError> {
    for file in &manifest.files {
        let (from, to) = (folder.join(&*file.name), place.join(&*file.name));
        if !to.exists() && from.exists() && is_its(file) {
            folder::rename(&from, &to)?;
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
    let item = document.stock().map(|stock| lowercase(&stock.item));
    (kind, lowercase(document.reference()), item.unwrap_or_default())
}
