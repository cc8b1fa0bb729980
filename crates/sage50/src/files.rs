//! The file door: import files for Sage 50 US written, its exports read, and both compared.
//!
//! Every installation of Sage 50 US (Pro, Premium, Quantum; Peachtree before) can import and export its lists and
//! journals as CSV files, without any gateway. Nothing tells the writer what became of a file, so what was written
//! counts as [`Queued`](crate::Posted::Queued) until an export of Sage's own shows it.
//!
//! - [`Profile`]: the rules of a company; [`Template`] and [`Layout`]: the columns of its files.
//! - [`ImportRun::write`]: documents into files, each whole or [`Blocked`] with reason and fix, and a [`Manifest`].
//! - [`Export::read`]: Sage's exports, or our own files, into entries and documents. [`read_chart`]: the accounts.
//! - [`ImportRun::confirm`]: what of a run stands in the exports; only [`State::Posted`] counts.
//! - [`FileDoor`]: all of it as [`Books`](crate::Books).
//!
//! # What files can and cannot do
//!
//! | document | file | watch |
//! |---|---|---|
//! | customer | `CUSTOMER.CSV` | title and company of the contact have no column |
//! | sales order | `SO.CSV` | |
//! | invoice, credit memo | `SALES.CSV` | tax lines stand last; without a tax type a line gets the profile's |
//! | receipt | `RECEIPTS.CSV` | a prepayment is a receipt of its own; an item sold directly counts as one unit |
//! | chargeback | `RECEIPTS.CSV` | a negative receipt, `Chargeback of …` in its description |
//! | refund | `PAYMENTS.CSV` or `RECEIPTS.CSV` | [`RefundStyle`] |
//! | journal entry | `GENERAL.CSV` | its description stands on the lines without one |
//! | stock adjustment | `ADJUST.CSV` | |
//! | product | none | create items at the Sage screen |
//!
//! Files are Windows-1252 with CR and LF, one row per distribution, debits positive and credits negative. A document
//! with a character outside Windows-1252 is blocked, and so is one with a text that begins with `=`, `+`, `-` or `@`:
//! a spreadsheet would run it, and no spelling of it is known to come back from Sage unchanged. A text like `1.05E+11`
//! is blocked because it cannot be told from an id that a spreadsheet spoilt. Numbers are never changed.
//!
//! Of what Sage's help leaves open this crate assumes: the amount of a row with discount is what is settled, discount
//! included; refunds and chargebacks that are negative receipts carry the credit memo or invoice in `Invoice Paid`.
//! Try one of each in a copy of the company before the first real run.
//!
//! # Setting up the templates at the Sage screen
//!
//! Sage finds cells by their position, so each file needs a template with the very columns of ours, once:
//!
//! 1. File > Select Import/Export. Choose Accounts Receivable > Sales Journal (for the other files: Customer List,
//!    Sales Orders Journal, Cash Receipts Journal; Accounts Payable > Payments Journal; General Ledger > General
//!    Journal; Inventory > Inventory Adjustments Journal), then Import.
//! 2. On the tab Fields choose Show None. Then tick the columns that [`Template::headings`] lists (the manifest lists
//!    them too, under `columns`) and bring them into that order with Move. [`Layout`] says how many there are: 59 for
//!    the sales journal, 42 for cash receipts, 45 for orders, 49 for payments, 14 for the general journal, 17 for
//!    adjustments, 31 and the company's custom fields for customers.
//! 3. On the tab Options choose the file by its name (`SALES.CSV` …) and tick First Row Contains Headings, unless the
//!    template was made [`without_headings`](Template::without_headings).
//! 4. Save the template under a name of its own, e.g. `Paysage sales`.
//!
//! # A day's work
//!
//! 1. Back the company up. Check the files with [`Manifest::verify`]; do not open them in a spreadsheet.
//! 2. Import them one after the other in the order of the manifest, each with its template.
//! 3. Export the same journals, with First Row Contains Headings and at least the days of the run; any columns beyond
//!    those that are needed will do. Read them with [`Export::read`], name the days with [`Export::of_days`].
//! 4. [`ImportRun::confirm`] says of each document whether it is posted. Import nothing again before it says
//!    [`State::Missing`].
//!
//! ```
//! use paysage_money::{Currency, Money};
//! use sage50::files::{Export, Exports, FileKind, ImportRun, PeriodAnchor, Profile};
//! use sage50::model::{Document, GlAccount, JournalEntry, JournalLine, Reference};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let anchor = PeriodAnchor { month: "2026-01-01".parse()?, period: 1 };
//! let profile = Profile::new(GlAccount::new("11000")?, anchor)?;
//! let amount = Money::parse("475.79", Currency::Usd)?;
//! let lines = vec![
//!     JournalLine::debit(GlAccount::new("10200")?, amount)?,
//!     JournalLine::credit(GlAccount::new("10600")?, amount)?,
//! ];
//! let entry = JournalEntry::new(Reference::new("SET-0604")?, "2026-06-05".parse()?, lines)?;
//!
//! # let folder = tempfile::tempdir()?;
//! # let folder = folder.path();
//! let written = ImportRun::write(folder, &profile, &[Document::from(entry)])?;
//! assert!(written.blocked.is_empty());
//!
//! // A person imports the file and exports the journal; here the file stands for the export.
//! let bytes = std::fs::read(folder.join("GENERAL.CSV"))?;
//! let mut exports = Exports::new();
//! exports.add(Export::read(FileKind::Journal, &bytes, &profile)?);
//! assert!(ImportRun::confirm(folder, &exports)?.is_complete());
//! # Ok(())
//! # }
//! ```

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
