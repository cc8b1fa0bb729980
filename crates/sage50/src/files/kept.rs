//! What an outbox keeps of its runs beside them: a run whose folder is gone may be imported all the same, and its
//! documents must not be written again.

use std::path::{Path, PathBuf};

use super::error::FileError;
use super::folder::{self, Draft};
use super::manifest::{MANIFEST, Manifest};

/// Copies of manifests, under the names of their runs.
#[derive(Debug)]
pub(super) struct Kept {
    folder: PathBuf,
}

impl Kept {
    pub(super) fn open(outbox: &Path) -> Result<Self, FileError> {
        let folder = outbox.join("kept");
        folder::create(&folder)?;
        Ok(Self { folder })
    }

    fn place(&self, run: &str) -> PathBuf {
        self.folder.join(format!("{run}.json"))
    }

    pub(super) fn has(&self, run: &str) -> bool {
        self.place(run).exists()
    }

    /// Keeps the manifest of a run, as it is now.
    pub(super) fn keep(&self, run: &str, folder: &Path) -> Result<(), FileError> {
        let path = folder.join(MANIFEST);
        let bytes = std::fs::read(&path).map_err(FileError::io("read", &path))?;
        Draft::write(self.place(run), &bytes)?.put()
    }

    /// The names of all runs that there ever were, and what else lies there.
    pub(super) fn runs(&self) -> Result<(Vec<Box<str>>, Vec<FileError>), FileError> {
        let (mut names, mut foreign) = (Vec::new(), Vec::new());
        for path in folder::listed(&self.folder)? {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            match name.strip_suffix(".json") {
                Some(name) => names.push(name.into()),
                None => foreign.push(FileError::Foreign { path: path.clone() }),
            }
        }
        Ok((names, foreign))
    }

    /// What was kept of a run.
    pub(super) fn manifest(&self, run: &str) -> Result<Option<Manifest>, FileError> {
        folder::read_json(&self.place(run))
    }
}
