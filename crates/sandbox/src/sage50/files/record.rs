//! The rows of one transaction, with every cell checked before anything is booked.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::super::problem::Code;
use super::cells::{self, Cell, cell_of};
use super::grid::{Grid, required};
use super::{FileKind, ImportProblem};

/// The column that says how many rows a transaction has.
const DISTRIBUTIONS: &str = "Number of Distributions";

/// The rows of one transaction; of a customer or an account there is one.
#[derive(Debug)]
pub(super) struct Record<'g> {
    grid: &'g Grid,
    rows: &'g [(usize, Vec<String>)],
}

/// Splits the rows into records: adjacent rows with the same key belong together.
pub(super) fn records(grid: &Grid) -> Vec<Record<'_>> {
    let mut records = Vec::new();
    let mut rest = grid.rows.as_slice();
    while !rest.is_empty() {
        let (rows, after) = rest.split_at_checked(grid.run(rest)).unwrap_or((rest, &[]));
        records.push(Record { grid, rows });
        rest = after;
    }
    records
}

impl Grid {
    fn cell<'g>(&self, row: &'g [String], column: &str) -> &'g str {
        let position = self.columns.iter().position(|name| &**name == column);
        position.and_then(|position| row.get(position)).map_or("", |text| text.as_str())
    }

    /// How many of the rows belong to the first one.
    fn run(&self, rows: &[(usize, Vec<String>)]) -> usize {
        let key: &[&str] = match self.kind {
            FileKind::Chart | FileKind::Customers => return 1,
            FileKind::SalesOrders => &["Customer ID", "Sales Order/Proposal #"],
            FileKind::Sales => &["Customer ID", "Invoice/CM #", "Credit Memo"],
            FileKind::Receipts => {
                &["Customer ID", "Reference", "Date", "Deposit Ticket ID", "Receipt Number"]
            }
            FileKind::Payments => &["Vendor ID", "Check Number", "Date"],
            FileKind::GeneralJournal => &["Reference", "Date"],
            FileKind::Adjustments => &["Item ID", "Reference", "Date"],
        };
        let Some((_, first)) = rows.first() else {
            return 0;
        };
        let number = self.cell(first, "Transaction Number");
        let same = |row: &&(usize, Vec<String>)| {
            let equal = |column: &&str| self.cell(&row.1, column) == self.cell(first, column);
            key.iter().all(equal) && self.cell(&row.1, "Transaction Number") == number
        };
        let run = rows.iter().take_while(same).count();
        let wanted = cells::count(self.cell(first, DISTRIBUTIONS)).unwrap_or_default();
        // Without transaction numbers two transactions with one key follow each other: their counts part them.
        if number.is_empty() && wanted > 0 && run.checked_rem(wanted) == Some(0) { wanted } else { run }
    }
}

impl Record<'_> {
    /// The row of the file it begins on.
    pub(super) fn row(&self) -> usize {
        self.rows.first().map_or(0, |(number, _)| *number)
    }

    pub(super) fn reference(&self) -> &str {
        self.text(
            0,
            match self.grid.kind {
                FileKind::Chart => "Account ID",
                FileKind::Customers => "Customer ID",
                FileKind::SalesOrders => "Sales Order/Proposal #",
                FileKind::Sales => "Invoice/CM #",
                FileKind::Payments => "Check Number",
                FileKind::Receipts | FileKind::GeneralJournal | FileKind::Adjustments => "Reference",
            },
        )
    }

    pub(super) fn rows(&self) -> std::ops::Range<usize> {
        0..self.rows.len()
    }

    /// The labels of the company's own fields.
    pub(super) fn own_labels(&self) -> impl Iterator<Item = &str> {
        let known = self.grid.kind.columns();
        self.grid.columns.iter().map(|column| &**column).filter(move |column| !known.contains(column))
    }

    pub(super) fn text(&self, row: usize, column: &str) -> &str {
        self.rows.get(row).map_or("", |(_, cells)| self.grid.cell(cells, column))
    }

    /// A text that may be empty.
    pub(super) fn some(&self, row: usize, column: &str) -> Option<Box<str>> {
        Some(self.text(row, column)).filter(|text| !text.is_empty()).map(Box::from)
    }

    pub(super) fn money(&self, row: usize, column: &str) -> i64 {
        cells::money(self.text(row, column)).unwrap_or_default()
    }

    pub(super) fn number(&self, row: usize, column: &str) -> Decimal {
        cells::number(self.text(row, column)).unwrap_or_default()
    }

    pub(super) fn count(&self, row: usize, column: &str) -> usize {
        cells::count(self.text(row, column)).unwrap_or_default()
    }

    pub(super) fn flag(&self, row: usize, column: &str) -> bool {
        cells::flag(self.text(row, column)).unwrap_or_default()
    }

    pub(super) fn date(&self, column: &str) -> NaiveDate {
        self.some_date(column).unwrap_or_default()
    }

    pub(super) fn some_date(&self, column: &str) -> Option<NaiveDate> {
        cells::date(self.text(0, column))
    }

    /// Everything that is wrong with the cells, whatever the books say of them.
    pub(super) fn problems(&self) -> Vec<ImportProblem> {
        let mut problems = Vec::new();
        for row in self.rows() {
            for column in &self.grid.columns {
                problems.extend(self.cell_problem(row, column));
            }
        }
        problems.extend(self.head_problem());
        if self.grid.columns.iter().any(|column| &**column == DISTRIBUTIONS) {
            let (found, said) = (self.rows.len(), self.count(0, DISTRIBUTIONS));
            if found != said {
                let message = format!("There are {found} rows; the number of distributions is {said}.");
                problems.push(ImportProblem::new(Code::WrongDistributionCount, DISTRIBUTIONS, message));
            }
        }
        problems
    }

    fn cell_problem(&self, row: usize, column: &str) -> Option<ImportProblem> {
        let text = self.text(row, column);
        if text.is_empty() {
            let missing = required(self.grid.kind).contains(&column);
            return missing.then(|| ImportProblem::new(Code::MissingValue, column, "A value is required."));
        }
        let (readable, what) = match cell_of(self.grid.kind, column) {
            Cell::Text(limit) => {
                let found = text.chars().count();
                let message = format!("{found} characters; Sage 50 allows {limit}.");
                return (found > limit).then(|| ImportProblem::new(Code::TextTooLong, column, message));
            }
            Cell::Date => (cells::date(text).is_some(), "a date such as 6/1/26"),
            Cell::Flag => (cells::flag(text).is_some(), "TRUE or FALSE"),
            Cell::Money => (cells::money(text).is_some(), "an amount such as -12.50"),
            Cell::Number => (cells::number(text).is_some(), "a number such as 2.50"),
            Cell::Count => (cells::count(text).is_some(), "a whole number"),
        };
        (!readable)
            .then(|| ImportProblem::new(Code::InvalidValue, column, format!("{text:?} is not {what}.")))
    }

    /// What stands before the distributions has to be the same on every row.
    fn head_problem(&self) -> Option<ImportProblem> {
        let standard = self.grid.kind.columns();
        let head = standard.iter().position(|column| *column == DISTRIBUTIONS)?;
        let differs = |column: &&&str| self.rows().any(|row| self.text(row, column) != self.text(0, column));
        let column = standard.iter().take(head.saturating_add(1)).find(differs)?;
        let message = "The rows of one transaction differ in what they have to repeat.";
        Some(ImportProblem::new(Code::HeaderDiffers, column, message))
    }
}
