//! Files that are there whole or not at all, and the lock of a folder.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::FileError;

/// A folder that nobody else may change, until this is dropped or the process ends, however it does.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock of a folder, or says at once that somebody has it. The file it lies in stays there.
    pub(super) fn take(folder: &Path) -> Result<Self, FileError> {
        let path = folder.join(".lock");
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
        let file = file.map_err(FileError::io("opened", &path))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(FileError::InUse { path: folder.to_owned() }),
            Err(TryLockError::Error(error)) => Err(FileError::io("locked", &path)(error)),
        }
    }
}

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
        draft.fill(bytes).map_err(FileError::io("written", &draft.place))?;
        Ok(draft)
    }

    fn fill(&self, bytes: &[u8]) -> io::Result<()> {
        step()?;
        let mut file = File::create(&self.temporary)?;
        step()?;
        file.write_all(bytes)?;
        step()?;
        file.sync_all()
    }

    /// Puts the file to its place, in one step.
    pub(super) fn put(mut self) -> Result<(), FileError> {
        let put = step().and_then(|()| fs::rename(&self.temporary, &self.place));
        put.map_err(FileError::io("put to its place", &self.place))?;
        self.put = true;
        sync_parent(&self.place)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.put {
            // Nobody reads a partial file; one that stays is overwritten by the next run.
            let _ = remove(&self.temporary);
        }
    }
}

/// Every change of the disk comes by here first, so that tests can let any of them fail.
#[cfg_attr(not(test), expect(clippy::unnecessary_wraps, reason = "it fails in tests only"))]
fn step() -> io::Result<()> {
    #[cfg(test)]
    fault::step()?;
    Ok(())
}

/// Makes the change of a folder last; only Unix can and must.
pub(super) fn sync(folder: &Path) -> Result<(), FileError> {
    if cfg!(unix) {
        let synced = step().and_then(|()| File::open(folder)).and_then(|folder| folder.sync_all());
        synced.map_err(FileError::io("made to last", folder))?;
    }
    Ok(())
}

fn sync_parent(place: &Path) -> Result<(), FileError> {
    // The parent of a bare name is the folder that the program runs in.
    let named = |parent: &Path| !parent.as_os_str().is_empty();
    place.parent().map_or(Ok(()), |parent| sync(if named(parent) { parent } else { Path::new(".") }))
}

pub(super) fn create(folder: &Path) -> Result<(), FileError> {
    step().and_then(|()| fs::create_dir_all(folder)).map_err(FileError::io("created", folder))?;
    sync_parent(folder)
}

/// Moves a file, or a folder with all it holds, in one step.
pub(super) fn rename(from: &Path, to: &Path) -> Result<(), FileError> {
    step().and_then(|()| fs::rename(from, to)).map_err(FileError::io("moved", from))?;
    sync_parent(to)
}

pub(super) fn remove(path: &Path) -> Result<(), FileError> {
    step().and_then(|()| fs::remove_file(path)).map_err(FileError::io("removed", path))
}

/// Removes a folder with all it holds, if it is there.
pub(super) fn clear(folder: &Path) -> Result<(), FileError> {
    match step().and_then(|()| fs::remove_dir_all(folder)) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(FileError::io("removed", folder)(error)),
        _ => Ok(()),
    }
}

/// What lies in a folder, by name; what has a dot in front is not finished, or none of ours.
pub(super) fn listed(folder: &Path) -> Result<Vec<PathBuf>, FileError> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(FileError::io("listed", folder))? {
        let entry = entry.map_err(FileError::io("listed", folder))?;
        if !entry.file_name().to_string_lossy().starts_with('.') {
            paths.push(entry.path());
        }
    }
    paths.sort();
    Ok(paths)
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

/// Changes of the disk that fail, for the thread that asks for it.
#[cfg(test)]
pub(super) mod fault {
    use std::cell::Cell;
    use std::io;

    /// Which changes fail.
    #[derive(Clone, Copy)]
    pub(in crate::files) enum Fault {
        /// The one behind so many, and none after it.
        Once(usize),
        /// The one behind so many and all after it, as when the process dies there.
        Crash(usize),
    }

    thread_local! {
        static PLAN: Cell<Option<Fault>> = const { Cell::new(None) };
        static MET: Cell<bool> = const { Cell::new(false) };
    }

    /// Runs something under a fault; gives back what it made, and whether the fault was met.
    pub(in crate::files) fn under<T>(fault: Fault, work: impl FnOnce() -> T) -> (T, bool) {
        MET.set(false);
        PLAN.set(Some(fault));
        let made = work();
        PLAN.set(None);
        (made, MET.get())
    }

    pub(super) fn step() -> io::Result<()> {
        let (failed, next) = match PLAN.get() {
            None => (false, None),
            Some(Fault::Once(left)) => (left == 0, left.checked_sub(1).map(Fault::Once)),
            Some(Fault::Crash(left)) => (left == 0, Some(Fault::Crash(left.saturating_sub(1)))),
        };
        PLAN.set(next);
        MET.set(MET.get() || failed);
        if failed { Err(io::Error::other("a fault of the test")) } else { Ok(()) }
    }
}
