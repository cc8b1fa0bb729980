//! Sage 50's import and export files: read and applied as Sage 50 would, and written as it does.
//!
//! Everything here works from the column lists alone. Nothing is shared with a program that writes such files, so
//! that a column it swaps shows.

use std::fmt;

use super::problem::Code;

mod cells;
mod columns;
mod export;
mod grid;
mod import;
mod record;
#[cfg(test)]
mod tests;

/// The kinds of files Sage 50 imports and exports, as far as the simulator keeps what they hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum FileKind {
    /// The chart of accounts, `CHART.CSV`.
    Chart,
    /// The customer list, `CUSTOMER.CSV`.
    Customers,
    /// The sales orders journal, `SO.CSV`.
    SalesOrders,
    /// The sales journal: invoices and credit memos, `SALES.CSV`.
    Sales,
    /// The cash receipts journal, `RECEIPTS.CSV`.
    Receipts,
    /// The payments journal, `PAYMENTS.CSV`: only refunds to customers are kept.
    Payments,
    /// The general journal, `GENERAL.CSV`.
    GeneralJournal,
    /// The inventory adjustments journal, `ADJUST.CSV`.
    Adjustments,
}

impl FileKind {
    /// All columns in the order of Sage 50's own export; of customers without the company's own labels.
    pub fn columns(self) -> Vec<&'static str> {
        let list = match self {
            Self::Chart => columns::CHART,
            Self::Customers => columns::CUSTOMERS,
            Self::SalesOrders => columns::ORDERS,
            Self::Sales => columns::SALES,
            Self::Receipts => columns::RECEIPTS,
            Self::Payments => columns::PAYMENTS,
            Self::GeneralJournal => columns::JOURNAL,
            Self::Adjustments => columns::ADJUSTMENTS,
        };
        list.split('|').collect()
    }

    fn knows(self, column: &str) -> bool {
        let older = match self {
            Self::Sales => columns::SALES_59,
            Self::Receipts => columns::RECEIPTS_43,
            // What is no column of Sage's own is a label of the company's.
            Self::Customers => return true,
            _ => "",
        };
        self.columns().contains(&column) || older.split('|').any(|name| name == column)
    }
}

/// Which columns a file has, and in what order: Sage 50 goes by position, whatever the headings say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    columns: Option<Vec<Box<str>>>,
    headings: bool,
}

impl Template {
    /// All columns in Sage's own order, with a row of headings.
    pub fn standard(kind: FileKind) -> Self {
        Self::of(kind.columns(), true)
    }

    /// The 59 columns of a sales import of the Pro edition, without headings.
    pub fn sales_of_59() -> Self {
        Self::of(columns::SALES_59.split('|'), false)
    }

    /// The 43 columns of the cash receipts of Peachtree 2008, with headings.
    pub fn receipts_of_43() -> Self {
        Self::of(columns::RECEIPTS_43.split('|'), true)
    }

    /// These columns in this order; `headings`: the first row has their names and is passed over.
    pub fn of<'a>(columns: impl IntoIterator<Item = &'a str>, headings: bool) -> Self {
        Self { columns: Some(columns.into_iter().map(Box::from).collect()), headings }
    }

    /// The columns that the first row names, as a person sets up a template from a file.
    pub const fn from_headings() -> Self {
        Self { columns: None, headings: true }
    }
}

/// What became of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ImportReport {
    /// Why nothing of the file was taken; the lists are empty then.
    pub file: Option<ImportProblem>,
    /// The records that are booked now.
    pub applied: Vec<AppliedRecord>,
    /// The records that are not; they changed nothing.
    pub refused: Vec<RefusedRecord>,
}

impl ImportReport {
    /// Whether every record of the file is booked.
    pub fn is_clean(&self) -> bool {
        self.file.is_none() && self.refused.is_empty()
    }
}

/// A record that is booked.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AppliedRecord {
    /// The row of the file it begins on, headings counted, from 1.
    pub row: usize,
    /// Its reference; for customers and accounts the id.
    pub reference: Box<str>,
}

/// A record that was not taken, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RefusedRecord {
    /// The row of the file it begins on, headings counted, from 1.
    pub row: usize,
    /// Its reference, as far as it can be read.
    pub reference: Box<str>,
    /// Everything found wrong with it; at least one.
    pub problems: Vec<ImportProblem>,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ImportProblem {
    /// What kind of problem it is.
    pub code: Code,
    /// The column, or the property the books name; empty if it is about more than one.
    pub column: Box<str>,
    /// What is wrong, in a sentence.
    pub message: Box<str>,
}

impl ImportProblem {
    fn new(code: Code, column: &str, message: impl fmt::Display) -> Self {
        Self { code, column: column.into(), message: message.to_string().into() }
    }
}

impl fmt::Display for ImportProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {}: {}", self.code, self.column, self.message)
    }
}
