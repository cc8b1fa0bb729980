//! Files that are there whole or not at all.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::FileError;

/// A file written whole beside the place it is meant for; gone again unless it is put there.
pub(super) struct Draft {
    temporary: PathBuf,
    place: PathBuf,
    put: bool,
}

impl Draft {
    pub(super) fn write(place: PathBuf, bytes: &[u8]) -> Result<Self, FileError> {
        let mut name = std::ffi::OsString::from(".");
        name.push(place.file_name().unwrap_or_default());
        name.push(".partial");
        let temporary = place.with_file_name(name);
        let draft = Self { temporary, place, put: false };
        let written = File::create(&draft.temporary).and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        });
        written.map_err(FileError::io("written", &draft.place))?;
        Ok(draft)
    }

    /// Puts the file to its place, in one step.
    pub(super) fn put(mut self) -> Result<(), FileError> {
        fs::rename(&self.temporary, &self.place).map_err(FileError::io("put to its place", &self.place))?;
        self.put = true;
        sync_folder(&self.place)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.put {
            // Nobody reads a partial file; one that stays is overwritten by the next run.
            let _ = fs::remove_file(&self.temporary);
        }
    }
}

/// Makes the change of a folder last; only Unix can and must.
fn sync_folder(file: &Path) -> Result<(), FileError> {
    match file.parent() {
        Some(folder) if cfg!(unix) => File::open(folder)
            .and_then(|folder| folder.sync_all())
            .map_err(FileError::io("made to last", folder)),
        _ => Ok(()),
    }
}

pub(super) fn create(folder: &Path) -> Result<(), FileError> {
    fs::create_dir_all(folder).map_err(FileError::io("created", folder))?;
    sync_folder(folder)
}

pub(super) fn write_json(place: PathBuf, value: &impl Serialize) -> Result<(), FileError> {
    match serde_json::to_vec_pretty(value) {
        Ok(bytes) => Draft::write(place, &bytes)?.put(),
        Err(source) => Err(FileError::Unreadable { path: place, source }),
    }
}

/// `None` when there is no such file.
pub(super) fn read_json<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, FileError> {
    match fs::read(path) {
        Ok(bytes) => {
            let value = serde_json::from_slice(&bytes);
            value.map(Some).map_err(|source| FileError::Unreadable { path: path.to_owned(), source })
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(FileError::io("read", path)(error)),
    }
}
