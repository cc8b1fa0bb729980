//! A file as rows of cells.

use csv::{ByteRecord, ReaderBuilder};
use encoding_rs::WINDOWS_1252;

use super::super::problem::Code;
use super::{FileKind, ImportProblem, Template};

/// The columns and rows of a file.
#[derive(Debug)]
pub(super) struct Grid {
    pub(super) kind: FileKind,
    pub(super) columns: Vec<Box<str>>,
    /// The number of each row in the file, from 1, and its cells.
    pub(super) rows: Vec<(usize, Vec<String>)>,
}

impl Grid {
    /// Reads a file; one that does not fit its template is refused whole, before anything is booked.
    pub(super) fn read(kind: FileKind, bytes: &[u8], template: &Template) -> Result<Self, ImportProblem> {
        let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
        let mut columns = template.columns.clone().unwrap_or_default();
        let mut rows = Vec::new();
        for (position, record) in reader.byte_records().enumerate() {
            let number = position.saturating_add(1);
            let record = record.map_err(|error| ImportProblem::new(Code::MalformedBody, "", error))?;
            let cells = decoded(&record);
            if position == 0 && template.headings {
                if template.columns.is_none() {
                    columns = cells.into_iter().map(String::into_boxed_str).collect();
                }
                continue;
            }
            if cells.len() != columns.len() {
                let (found, wanted) = (cells.len(), columns.len());
                let message = format!("Row {number} has {found} cells; the template has {wanted} columns.");
                return Err(ImportProblem::new(Code::WrongNumberOfColumns, "", message));
            }
            rows.push((number, cells));
        }
        check_columns(kind, &columns)?;
        Ok(Self { kind, columns, rows })
    }
}

fn decoded(record: &ByteRecord) -> Vec<String> {
    record.iter().map(|cell| WINDOWS_1252.decode_without_bom_handling(cell).0.into_owned()).collect()
}

fn check_columns(kind: FileKind, columns: &[Box<str>]) -> Result<(), ImportProblem> {
    for (position, column) in columns.iter().enumerate() {
        if !kind.knows(column) {
            let message = "Files of this kind have no such column.";
            return Err(ImportProblem::new(Code::UnknownColumn, column, message));
        }
        if columns.iter().take(position).any(|earlier| earlier == column) {
            let message = "The template has the column twice.";
            return Err(ImportProblem::new(Code::UnknownColumn, column, message));
        }
    }
    for required in required(kind) {
        if !columns.iter().any(|column| &**column == *required) {
            let message = "The template lacks a column that Sage 50 requires.";
            return Err(ImportProblem::new(Code::MissingValue, required, message));
        }
    }
    Ok(())
}

/// The columns without which, and whose cells empty, nothing can be imported.
pub(super) const fn required(kind: FileKind) -> &'static [&'static str] {
    match kind {
        FileKind::Chart => &["Account ID", "Account Description", "Account Type"],
        FileKind::Customers => &["Customer ID"],
        FileKind::SalesOrders => &[
            "Customer ID",
            "Sales Order/Proposal #",
            "Date",
            "Number of Distributions",
            "G/L Account",
            "Amount",
        ],
        FileKind::Sales => &[
            "Customer ID",
            "Invoice/CM #",
            "Date",
            "Accounts Receivable Account",
            "Number of Distributions",
            "G/L Account",
            "Amount",
        ],
        FileKind::Receipts => &[
            "Customer ID",
            "Reference",
            "Date",
            "Cash Account",
            "Number of Distributions",
            "G/L Account",
            "Amount",
        ],
        FileKind::Payments => &[
            "Vendor ID",
            "Check Number",
            "Date",
            "Cash Account",
            "Number of Distributions",
            "G/L Account",
            "Amount",
        ],
        FileKind::GeneralJournal => &["Date", "Number of Distributions", "G/L Account", "Amount"],
        FileKind::Adjustments => {
            &["Item ID", "Date", "Number of Distributions", "G/L Source Account", "Quantity"]
        }
    }
}
