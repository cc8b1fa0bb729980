//! The general journal text file of Sage 50 Canada.
//!
//! One line heads an entry (`mm-dd-yy,"source","comment"`), and one follows per account
//! (`account,amount[,"comment"]`, a debit above zero, a credit below). Source at most 20 characters, comments at
//! most 75. Sage refuses the whole file when one entry does not balance or names an account that is linked to
//! receivables or payables. (help-sage50.na.sage.com, en-ca, Importing General Journal Entries, 2017.)
//!
//! ```
//! use paysage_money::{Currency, Money};
//! use sage50::canada::general_journal::{GeneralJournalProfile, read, write};
//! use sage50::{GlAccount, JournalEntry, JournalLine, Reference};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let amount = Money::parse("490.00", Currency::Cad)?;
//! let lines = vec![
//!     JournalLine::debit(GlAccount::new("1060")?, amount)?,
//!     JournalLine::credit(GlAccount::new("1090")?, amount)?,
//! ];
//! let entry = JournalEntry::new(Reference::new("SET-1")?, "2026-06-05".parse()?, lines)?;
//! let profile = GeneralJournalProfile::default();
//! let file = write(&[entry.clone().into()], &profile);
//! assert_eq!(file.bytes, b"06-05-26,\"SET-1\",\"\"\r\n1060,490.00\r\n1090,-490.00\r\n");
//! assert_eq!(read(&file.bytes, &profile)?, [entry]);
//! # Ok(())
//! # }
//! ```

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use paysage_money::{Currency, Money};

use super::{not_taken, quoted};
use crate::model::{Description, Document, Edition, GlAccount, JournalEntry, JournalLine, Reference, Side};
use crate::text_file::{AT_ITS_SOURCE, Record, Records, Stop, Written, cells, decode, is_mangled};

/// What the general journal of a company needs to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GeneralJournalProfile {
    /// The currency of the books.
    pub currency: Currency,
    /// The accounts linked to receivables and payables, on which Sage lets no journal entry book.
    pub linked_accounts: BTreeSet<GlAccount>,
}

/// Canadian dollars, no linked accounts known.
impl Default for GeneralJournalProfile {
    fn default() -> Self {
        Self { currency: Currency::Cad, linked_accounts: BTreeSet::new() }
    }
}

/// A file that cannot be read; as Sage does, nothing of it is taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct FileError {
    /// The line, from 1.
    pub line: u64,
    /// What is wrong there.
    pub reason: String,
}

/// Writes journal entries; every other kind of document is blocked.
pub fn write(documents: &[Document], profile: &GeneralJournalProfile) -> Written {
    let mut records = Records::new(Edition::Canada, profile.currency);
    for document in documents {
        records.take(document, |record| match document {
            Document::JournalEntry(entry) => write_entry(entry, profile, record),
            _ => Err(Stop::new(
                format_args!("the general journal takes journal entries and no {}", document.kind()),
                "write invoices and credit memos as sales invoices, and enter the rest in Sage by hand",
            )),
        });
    }
    records.finish("")
}

fn write_entry(
    entry: &JournalEntry,
    profile: &GeneralJournalProfile,
    record: &mut Record,
) -> Result<(), Stop> {
    let date = entry.date();
    // Years are written with two digits.
    if !(2000..2100).contains(&date.year()) {
        return Err(Stop::new(format_args!("{date} is not in this century"), AT_ITS_SOURCE));
    }
    let source = quoted(entry.reference().as_str())?;
    let comment = quoted(entry.description().map_or("", Description::as_str))?;
    record.line(&format!("{},{source},{comment}", date.format("%m-%d-%y")));
    for line in entry.lines() {
        let account = line.account();
        if !account.as_str().bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Stop::new(
                format_args!("account {account} is no number"),
                "map it to an account number of the chart in Sage 50 Canada",
            ));
        }
        if profile.linked_accounts.contains(account) {
            return Err(Stop::new(
                format_args!("account {account} is linked to receivables or payables"),
                "book it as an invoice or payment, or on another account",
            ));
        }
        if line.amount().is_zero() {
            return Err(Stop::new(format_args!("the line on {account} is zero"), "leave the line out"));
        }
        let amount = match line.side() {
            Side::Debit => line.amount(),
            Side::Credit => line.amount().checked_neg()?,
        };
        match line.description() {
            Some(description) => {
                record.line(&format!("{account},{amount},{}", quoted(description.as_str())?));
            }
            None => record.line(&format!("{account},{amount}")),
        }
    }
    Ok(())
}

/// Reads a file back, all or nothing.
///
/// # Errors
/// The first line that cannot be read, entries that do not balance (also those of a file that was cut), foreign
/// currency, and the lines of taxes and projects, which journal entries have no place for.
pub fn read(bytes: &[u8], profile: &GeneralJournalProfile) -> Result<Vec<JournalEntry>, FileError> {
    let mut entries = Vec::new();
    let mut open: Option<Head> = None;
    for (line, text) in (1_u64..).zip(decode(bytes).lines()) {
        if text.trim().is_empty() {
            continue;
        }
        let record = cells(text);
        let at_line = |reason| FileError { line, reason };
        match (day(cell(&record, 0)), &mut open) {
            (Some(date), _) => {
                entries.extend(open.take().map(Head::finish).transpose()?);
                open = Some(Head::read(date, &record, line).map_err(at_line)?);
            }
            (None, Some(head)) => {
                head.lines.push(read_line(&record, profile.currency).map_err(at_line)?);
            }
            (None, None) => return Err(at_line("it is not the head of an entry, mm-dd-yy first".to_owned())),
        }
    }
    entries.extend(open.map(Head::finish).transpose()?);
    Ok(entries)
}

/// An entry whose lines are being read.
struct Head {
    line: u64,
    date: NaiveDate,
    reference: Reference,
    comment: Option<Description>,
    lines: Vec<JournalLine>,
}

impl Head {
    fn read(date: NaiveDate, record: &[String], line: u64) -> Result<Self, String> {
        if record.len() > 3 {
            return Err("it names a foreign currency; journal entries here are in one currency".to_owned());
        }
        let source = cell(record, 1);
        if is_mangled(source) {
            return Err(format!("the source is {source}, which a spreadsheet made of a number"));
        }
        let reference = Reference::new(source).map_err(|error| error.to_string())?;
        Ok(Self { line, date, reference, comment: comment(cell(record, 2))?, lines: Vec::new() })
    }

    fn finish(self) -> Result<JournalEntry, FileError> {
        let entry = JournalEntry::new(self.reference, self.date, self.lines)
            .map_err(|error| FileError { line: self.line, reason: error.to_string() })?;
        let entry = match self.comment {
            Some(comment) => entry.with_description(comment),
            None => entry,
        };
        match not_taken(&entry.clone().into()) {
            Some(reason) => Err(FileError { line: self.line, reason }),
            None => Ok(entry),
        }
    }
}

fn read_line(record: &[String], currency: Currency) -> Result<JournalLine, String> {
    let account = cell(record, 0);
    if ["TAXH", "TAXD"].iter().any(|tag| account.eq_ignore_ascii_case(tag)) {
        return Err("it is a line of taxes, which journal entries have no place for".to_owned());
    }
    if record.iter().skip(3).any(|cell| !matches!(cell.as_str(), "" | "0")) {
        return Err("it allocates to projects, which journal entries have no place for".to_owned());
    }
    let account = GlAccount::new(account).map_err(|error| error.to_string())?;
    let amount = cell(record, 1);
    let amount = Money::parse(amount, currency).map_err(|error| format!("the amount {amount:?}: {error}"))?;
    let line = if amount.is_negative() {
        amount.checked_neg().map_err(|error| error.to_string()).map(|amount| (Side::Credit, amount))
    } else {
        Ok((Side::Debit, amount))
    };
    let (side, amount) = line?;
    let line = JournalLine::new(account, side, amount).map_err(|error| error.to_string())?;
    Ok(match comment(cell(record, 2))? {
        Some(comment) => line.with_description(comment),
        None => line,
    })
}

fn comment(cell: &str) -> Result<Option<Description>, String> {
    let cell = Some(cell).filter(|cell| !cell.is_empty());
    cell.map(Description::new).transpose().map_err(|error| error.to_string())
}

fn cell(cells: &[String], place: usize) -> &str {
    cells.get(place).map_or("", String::as_str)
}

/// A day as the head of an entry begins: `06-05-26`, also with four digits of the year.
fn day(text: &str) -> Option<NaiveDate> {
    let (_, year) = text.rsplit_once('-')?;
    match year.len() {
        2 => NaiveDate::parse_from_str(&format!("{}20{year}", text.strip_suffix(year)?), "%m-%d-%Y").ok(),
        4 => NaiveDate::parse_from_str(text, "%m-%d-%Y").ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
