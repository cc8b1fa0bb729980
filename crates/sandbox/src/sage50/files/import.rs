//! Applies files to the books: a file that is broken not at all, a record whole or not at all.

use chrono::NaiveDate;

use super::super::company::Company;
use super::super::items::Item;
use super::super::problem::{Code, Refusal};
use super::cells;
use super::grid::Grid;
use super::record::{Record, records};
use super::{AppliedRecord, FileKind, ImportProblem, ImportReport, RefusedRecord, Template};

mod journals;
mod lists;
mod payments;
mod sales;

impl Company {
    /// Applies a file; the records of a broken file, and the broken records of a good one, change nothing.
    pub(in crate::sage50) fn import(
        &mut self,
        kind: FileKind,
        bytes: &[u8],
        template: &Template,
        today: NaiveDate,
    ) -> ImportReport {
        let mut report = ImportReport::default();
        let grid = match Grid::read(kind, bytes, template) {
            Ok(grid) => grid,
            Err(problem) => {
                report.file = Some(problem);
                return report;
            }
        };
        let posts = self.posts;
        for record in records(&grid) {
            let (row, reference) = (record.row(), record.reference().into());
            let mut problems = record.problems();
            if problems.is_empty() {
                match self.apply(kind, &record, today) {
                    Ok(()) => {
                        report.applied.push(AppliedRecord { row, reference });
                        continue;
                    }
                    Err(refusal) => problems.extend(told(&refusal)),
                }
            }
            report.refused.push(RefusedRecord { row, reference, problems });
        }
        // Those count what came through the gateway.
        self.posts = posts;
        report
    }

    fn apply(&mut self, kind: FileKind, record: &Record<'_>, today: NaiveDate) -> Result<(), Refusal> {
        match kind {
            FileKind::Chart => self.import_account(record),
            FileKind::Customers => self.import_customer(record),
            FileKind::SalesOrders => self.import_order(record, today),
            FileKind::Sales => self.import_sale(record, today),
            FileKind::Receipts => self.import_receipt(record, today),
            FileKind::Payments => self.import_payment(record, today),
            FileKind::GeneralJournal => self.import_entry(record, today),
            FileKind::Adjustments => self.import_adjustment(record, today),
        }
    }

    fn item(&self, id: &str) -> Option<&Item> {
        self.items.first(id).and_then(|place| self.items.at(place))
    }
}

/// The words of the books, with columns in place of the gateway's properties where there is one for all kinds.
fn told(refusal: &Refusal) -> impl Iterator<Item = ImportProblem> {
    refusal.problems().iter().map(|problem| {
        let column = match problem.source.as_str() {
            "transactionDate" => "Date",
            "customerId" => "Customer ID",
            "cashAccount" => "Cash Account",
            "discountAccount" => "Discount Account",
            "receivableAccount" => "Accounts Receivable Account",
            "sourceAccount" => "G/L Source Account",
            "appliesTo" => "Apply to Invoice Number",
            "itemId" => "Item ID",
            source if source.ends_with(".account") => "G/L Account",
            source if source.ends_with(".itemId") => "Item ID",
            source if source.starts_with("applies[") && source.ends_with(".referenceNumber") => {
                "Invoice Paid"
            }
            source if source.ends_with(".amount") || source == "lines" => "Amount",
            source if source.ends_with(".discount") => "Discount Amount",
            source => source,
        };
        ImportProblem::new(problem.code, column, &problem.message)
    })
}

fn refused(code: Code, column: &'static str, message: impl Into<String>) -> Refusal {
    Refusal::new(422, code, &column, message)
}

/// The amount of a row with the other sign.
fn negated(amount: i64) -> Result<i64, Refusal> {
    amount.checked_neg().ok_or(Refusal::out_of_range("Amount"))
}

/// Checks that an amount is quantity times price, where the row has both.
fn check_price(record: &Record<'_>, row: usize, price: &'static str, amount: i64) -> Result<(), Refusal> {
    let (quantity, price_of_one) = (record.number(row, "Quantity"), record.number(row, price));
    if quantity.is_zero() || price_of_one.is_zero() {
        return Ok(());
    }
    if super::super::goods::priced(quantity, price_of_one) == Some(amount) {
        return Ok(());
    }
    let message = format!("The amount is not {quantity} times {price_of_one}.");
    Err(refused(Code::InvalidValue, "Amount", message))
}

/// The tax type of a row; blank is none.
fn tax_type(record: &Record<'_>, row: usize) -> Result<Option<u8>, Refusal> {
    let text = record.text(row, "Tax Type");
    if text.is_empty() {
        return Ok(None);
    }
    let code = cells::count(text).and_then(|code| u8::try_from(code).ok());
    code.map(Some).ok_or_else(|| refused(Code::InvalidValue, "Tax Type", "There is no such tax type."))
}
