//! The file door.

mod cell;
mod codec;
mod column;
mod confirm;
mod door;
mod error;
mod export;
mod folder;
mod layout;
mod manifest;
mod profile;
mod row;
mod run;
mod table;
mod template;

pub use codec::Entry;
pub use confirm::{Confirmation, State};
pub use door::FileDoor;
pub use error::{Blocked, FileError, RowProblem};
pub use export::{Export, Exports, read_chart};
pub use layout::{FileKind, Layout};
pub use manifest::{MANIFEST, Manifest, ManifestDocument, ManifestFile};
pub use profile::{PeriodAnchor, Profile, RefundStyle, TaxAgency};
pub use run::{ImportRun, Written};
pub use template::{DateFormat, Template};

#[cfg(test)]
mod tests;
