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
//! What is on the disk stays true through a crash at any moment: files and runs appear whole and in one step, a
//! document with its run's manifest is in that run, also when somebody moves the run's folder away, and a lock of the operating system keeps a second program out of an
//! outbox and of a folder that is written into. [`FileDoor::problems`] names what does not belong there.
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
//! Within a file documents stand in the order given, except that none stands before one that it names: a credit memo
//! comes behind its invoice, a chargeback behind its receipt. All sales come before all receipts, so a credit memo that
//! names an invoice takes what is open of it before a receipt of the same run does.
//!
//! What a file does not carry, and what therefore comes back from Sage in another way:
//!
//! | of | what |
//! |---|---|
//! | any document | capitals and small letters of an id or a reference that names a record: as the record has them |
//! | sales | the place of tax lines (last); a tax type, sales tax id or agency left out (the profile's) |
//! | customer | a discount of nothing within no days (left out) |
//! | customer | a year before 1950 or after 2049 (exports show two digits of it) |
//! | payments | no deposit ticket (the day as ticket, read as none; a ticket that is the day is blocked) |
//! | receipt | a discount account that no line takes, card details that say nothing (both left out) |
//! | journal entry | its own description (on its lines), the side of a line of zero (a debit) |
//! | stock adjustment | no unit cost, or one of zero (the cost Sage took) |
//!
//! An amount without all its decimals, a day in another form and a number like `1.05E+11` show that a spreadsheet
//! rewrote an export: each is named, and nothing of such an export counts as missing. An entry whose reference lost the
//! zeros in front of it counts as different.
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
//! 1. Back the company up. Check the files with [`Manifest::verify`] (or [`FileDoor::problems`]); do not open them in a
//!    spreadsheet.
//! 2. Import them one after the other in the order of the manifest, each with its template. Then say so:
//!    [`ImportRun::mark_imported`].
//! 3. Export the same journals, with First Row Contains Headings, no filter, and all days from [`DAYS_AROUND`] days
//!    before those of the run to as many after; any columns beyond those that are needed will do. Read them with
//!    [`Export::read`], name the days with [`Export::of_days`] and the moment with [`Export::made_at`].
//! 4. [`ImportRun::confirm`] says of each document whether it is posted. Import nothing again before it says
//!    [`State::Missing`], which it says only by one export that names all these days (of those after, the ones that are
//!    past at its moment) and a moment after the import: anything less says [`State::Unseen`], since the entry may
//!    stand on another day. Of a day that several exports show the newest alone counts, so that exports may overlap and
//!    a second booking is still seen. An entry on one day in an older export and on another day in a newer one may have
//!    been moved: that is [`State::Unseen`] too, until one export shows both days.
//! 5. What is missing waits for the next run by [`FileDoor::wait_again`], when Sage's reason for leaving it out is mended.
//!
//! A document is posted when all that the export shows is as it was written: customer, day, amount, accounts, deposit
//! ticket, terms, and what a payment settles of each invoice. Refunds and chargebacks in the cash receipts journal are
//! told apart by what they settle and by what the outbox holds, not by their description, which anybody may edit.
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
//! // A person imports the file and exports the journal.
//! let export = "Date,Reference,Number of Distributions,G/L Account,Description,Amount\r\n\
//!               6/5/26,SET-0604,2,10200,,475.79\r\n\
//!               6/5/26,SET-0604,2,10600,,-475.79\r\n";
//! let mut exports = Exports::new();
//! exports.add(Export::read(FileKind::Journal, export.as_bytes(), &profile)?);
//! assert!(ImportRun::confirm(folder, &exports)?.is_complete());
//! # Ok(())
//! # }
//! ```

mod by_reference;
mod cell;
mod codec;
mod column;
mod confirm;
mod door;
mod error;
mod export;
mod facts;
mod folder;
mod kept;
mod layout;
mod manifest;
mod outbox;
mod own_file;
mod prepared;
mod profile;
mod row;
mod run;
mod sequence;
mod table;
mod template;

pub use codec::Entry;
pub use confirm::{Confirmation, State};
pub use door::FileDoor;
pub use error::{Blocked, FileError, RowProblem};
pub use export::{DAYS_AROUND, Export, Exports, read_chart};
pub use layout::{FileKind, Layout};
pub use manifest::{MANIFEST, Manifest, ManifestDocument, ManifestFile};
pub use prepared::{ImportFile, Prepared};
pub use profile::{PeriodAnchor, Profile, RefundStyle, TaxAgency};
pub use run::{ImportRun, Written};
pub use template::{DateFormat, Template};

#[cfg(test)]
mod tests;
