//! What can go wrong with files.

use std::fmt;
use std::path::{Path, PathBuf};

use super::layout::FileKind;
use crate::error::{Error, ErrorKind, Outcome};
pub use crate::text_file::Blocked;
pub(super) use crate::text_file::Stop;

/// A row, or the transaction that begins there, that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct RowProblem {
    /// The line of the file, from 1.
    pub line: usize,
    /// What is wrong, with the column's heading.
    pub what: Box<str>,
}

impl RowProblem {
    pub(super) fn new(line: usize, what: impl fmt::Display) -> Self {
        Self { line, what: what.to_string().into() }
    }
}

/// A file that cannot be used, or a run that cannot be written; nothing was written by halves.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// A heading that no layout of this kind of file has.
    #[error("the {kind} has no column {column:?}")]
    UnknownColumn {
        /// The kind of file.
        kind: FileKind,
        /// The heading.
        column: Box<str>,
    },
    /// A heading that stands twice.
    #[error("the column {column:?} of the {kind} stands twice")]
    RepeatedColumn {
        /// The kind of file.
        kind: FileKind,
        /// The heading.
        column: Box<str>,
    },
    /// A constant, or a label of a custom field, that a file cannot take.
    #[error("the column {column:?} of the {kind} cannot be written: {reason}")]
    BadText {
        /// The kind of file.
        kind: FileKind,
        /// The heading.
        column: Box<str>,
        /// Why.
        reason: Box<str>,
    },
    /// A column without which no document can be read or written is not there.
    #[error("the {kind} lacks the column {column:?}")]
    MissingColumn {
        /// The kind of file.
        kind: FileKind,
        /// The heading.
        column: &'static str,
    },
    /// The file holds nothing, not even headings.
    #[error("the file of the {kind} is empty")]
    Empty {
        /// The kind of file.
        kind: FileKind,
    },
    /// The last line does not end: the file was cut.
    #[error("the file is cut: line {line} does not end with a line break")]
    Cut {
        /// The last line, from 1.
        line: usize,
    },
    /// A line with another number of cells than the rest, even when broken quotes are allowed for.
    #[error("line {line} has {found} cells where {expected} are expected")]
    Width {
        /// The line, from 1.
        line: usize,
        /// How many cells it has.
        found: usize,
        /// How many it should have.
        expected: usize,
    },
    /// The file claims to be UTF-8 and is not.
    #[error("the file begins as UTF-8 and does not go on as such")]
    NotText,
    /// A row that cannot be read, in a file that is only good whole.
    #[error(transparent)]
    Row(#[from] RowProblem),
    /// A file of an earlier run is still there and Sage's export has not confirmed it.
    #[error("{} is still there and not confirmed by an export of Sage", path.display())]
    Unconfirmed {
        /// The file.
        path: PathBuf,
    },
    /// Another program, or another door of this one, has the folder.
    #[error("{} is in use by another program", path.display())]
    InUse {
        /// The folder.
        path: PathBuf,
    },
    /// A name that no run can have: an earlier one has it, if only in other case, or a file system would refuse it.
    #[error("{} cannot be the folder of a new run", path.display())]
    RunName {
        /// The folder.
        path: PathBuf,
    },
    /// Something lies in an outbox that the door did not put there.
    #[error("{} does not belong into the outbox", path.display())]
    Foreign {
        /// The file or folder.
        path: PathBuf,
    },
    /// The folder of a run holds a document that another run holds too.
    #[error("{} holds documents of the run {run}", path.display())]
    Copied {
        /// The folder.
        path: PathBuf,
        /// The other run.
        run: Box<str>,
    },
    /// The folder of a run is gone. Its documents are in no later run, since it may have been imported.
    #[error("{} is gone, and with it a run that was written", path.display())]
    Lost {
        /// Where the folder was.
        path: PathBuf,
    },
    /// A document of a run cannot wait again.
    #[error("{document} cannot wait again: {reason}")]
    NotMissing {
        /// The document, e.g. `invoice PT1-I`.
        document: Box<str>,
        /// Why.
        reason: &'static str,
    },
    /// A file holds a document that waits for another run, or is in one.
    #[error("{} holds a document that its run gave up", path.display())]
    GivenUp {
        /// The file.
        path: PathBuf,
    },
    /// A file is not what its manifest says.
    #[error("{} is not the file that its manifest describes", path.display())]
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// What was given as an export of Sage's is the import file of a run.
    #[error("the export is the import file {} itself", path.display())]
    OwnFile {
        /// The import file.
        path: PathBuf,
    },
    /// A manifest, or a document that waits, cannot be read.
    #[error("{} cannot be read", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: serde_json::Error,
    },
    /// A sum beyond what money can hold.
    #[error("a control total is beyond what can be counted")]
    Total(#[from] paysage_money::MoneyError),
    /// The file system failed.
    #[error("{} cannot be {what}", path.display())]
    Io {
        /// What was tried, e.g. `written`.
        what: &'static str,
        /// The file.
        path: PathBuf,
        /// Why it failed.
        source: std::io::Error,
    },
}

impl FileError {
    pub(super) fn io(what: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { what, path, source }
    }

    /// What a person can do about it.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::UnknownColumn { .. } | Self::RepeatedColumn { .. } => {
                "write the heading as Sage's import screen does, once"
            }
            Self::BadText { .. } => "write it in Windows-1252, and begin it with a letter or digit",
            Self::MissingColumn { .. } => "tick the column in Sage's export template and export again",
            Self::Empty { .. } | Self::Cut { .. } => "export the file again, whole",
            Self::Width { .. } | Self::NotText | Self::Row(_) => {
                "export the file again and do not open it in a spreadsheet"
            }
            Self::Unconfirmed { .. } => {
                "import the run into Sage and confirm it from an export; files that lie there without a manifest must \
                 not be imported: look at them and remove them by hand"
            }
            Self::InUse { .. } => {
                "end the other program, or give each an outbox of its own; no file must be removed"
            }
            Self::RunName { .. } => "choose a new name of letters, digits, - and _",
            Self::Foreign { .. } => "look at it by hand and move it elsewhere; nothing of it is imported",
            Self::Copied { .. } => {
                "move one of the two folders elsewhere, and import none of its files twice"
            }
            Self::Lost { .. } => {
                "put the folder back where it was; its documents are not written again, since nobody can tell whether \
                 they were imported"
            }
            Self::NotMissing { .. } => {
                "export its journal after the import, whole, from 31 days before its day to 31 days after, and give that \
                 export with its days and moment"
            }
            Self::GivenUp { .. } => "never import the file again; the document comes with another run",
            Self::Changed { .. } => "do not import the file; find out who changed it",
            Self::OwnFile { .. } => {
                "export the list or journal from Sage, with all columns, into a folder of its own, and give that file"
            }
            Self::Unreadable { .. } => {
                "look at the file by hand; it holds what was or is to be imported, and a document that was to wait may \
                 be posted again"
            }
            Self::Total(_) => "write fewer documents into one run",
            Self::Io { .. } => "check the folder, its rights and its free space",
        }
    }
}

/// Outcome [`Outcome::Nothing`]: files change no books.
impl From<FileError> for Error {
    fn from(error: FileError) -> Self {
        let kind = match &error {
            FileError::UnknownColumn { .. }
            | FileError::RepeatedColumn { .. }
            | FileError::BadText { .. }
            | FileError::RunName { .. }
            | FileError::OwnFile { .. } => ErrorKind::Invalid,
            FileError::Unconfirmed { .. } | FileError::NotMissing { .. } => ErrorKind::Conflict,
            FileError::InUse { .. } | FileError::Io { .. } => ErrorKind::Unavailable,
            _ => ErrorKind::Unreadable,
        };
        Self::new(kind, Outcome::Nothing).with_source(error)
    }
}
