//! Telling a run's own import file from an export: it holds every document of the run, and proves nothing.

use std::hash::{DefaultHasher, Hasher};
use std::path::Path;

use super::error::FileError;
use super::layout::FileKind;

/// How much of a file's beginning and of its end is compared, in bytes.
const ENDS: usize = 64 * 1024;

/// What a file is told again by, within one run of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Print {
    length: usize,
    ends: u64,
}

impl Print {
    pub(super) fn of(bytes: &[u8]) -> Self {
        let mut hasher = DefaultHasher::new();
        hasher.write(bytes.get(..ENDS).unwrap_or(bytes));
        hasher.write(bytes.len().checked_sub(ENDS).and_then(|start| bytes.get(start..)).unwrap_or_default());
        Self { length: bytes.len(), ends: hasher.finish() }
    }

    /// Whether a file is the one that this was made of. One that is not there, or cannot be read, is none.
    fn is_of(self, path: &Path) -> bool {
        let same_length = std::fs::metadata(path)
            .is_ok_and(|found| u64::try_from(self.length).is_ok_and(|length| found.len() == length));
        same_length && std::fs::read(path).is_ok_and(|bytes| Self::of(&bytes) == self)
    }
}

/// Refuses a file that is the import file of its kind in the folder of a run.
///
/// # Errors
/// [`FileError::OwnFile`].
pub(super) fn refuse(kind: FileKind, print: Print, run: &Path) -> Result<(), FileError> {
    let path = run.join(kind.file_name());
    if print.is_of(&path) { Err(FileError::OwnFile { path }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_told_by_its_length_and_its_ends() {
        let long = vec![b'x'; 3 * ENDS];
        let mut other_end = long.clone();
        *other_end.last_mut().unwrap() = b'y';
        let files: [&[u8]; 5] = [b"", b"a", b"b", &long, &other_end];
        for (place, file) in files.into_iter().enumerate() {
            for (other_place, other) in files.into_iter().enumerate() {
                assert_eq!(Print::of(file) == Print::of(other), place == other_place);
            }
        }
    }
}
