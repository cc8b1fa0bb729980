//! The general journal and the inventory adjustments.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::super::super::adjustments::NewAdjustment;
use super::super::super::company::Company;
use super::super::super::goods::priced;
use super::super::super::journal::{NewEntry, NewEntryLine};
use super::super::super::problem::{Code, Refusal};
use super::{Record, refused};

/// The fewest and the most distributions of a journal entry.
const LINES: std::ops::RangeInclusive<usize> = 2..=560;

impl Company {
    pub(super) fn import_entry(&mut self, record: &Record<'_>, today: NaiveDate) -> Result<(), Refusal> {
        let rows = record.rows();
        if !LINES.contains(&rows.len()) {
            let message = format!("A journal entry has 2 to 560 distributions, not {}.", rows.len());
            return Err(refused(Code::InvalidValue, "Number of Distributions", message));
        }
        let line = |row| NewEntryLine {
            account: record.text(row, "G/L Account").into(),
            amount: record.money(row, "Amount"),
            description: record.some(row, "Description"),
        };
        let new = NewEntry {
            reference: record.reference().into(),
            date: record.date("Date"),
            description: None,
            lines: rows.map(line).collect(),
        };
        self.create_journal_entry(&new, today).map(|_| ())
    }

    pub(super) fn import_adjustment(&mut self, record: &Record<'_>, today: NaiveDate) -> Result<(), Refusal> {
        if record.rows().len() != 1 {
            let message = "An adjustment has one source account.";
            return Err(refused(Code::WrongDistributionCount, "Number of Distributions", message));
        }
        let quantity = record.number(0, "Quantity");
        let cost = record.number(0, "Unit Cost");
        // The distribution credits the source account with what comes in.
        let amount = record.money(0, "Amount");
        if amount != 0 && !cost.is_zero() && priced(quantity, cost) != amount.checked_neg() {
            let message = format!("The amount is not {quantity} times {cost} with the other sign.");
            return Err(refused(Code::InvalidValue, "Amount", message));
        }
        let new = NewAdjustment {
            reference: record.reference().into(),
            date: record.date("Date"),
            item: record.text(0, "Item ID").into(),
            quantity,
            unit_cost: Some(cost).filter(|cost| *cost != Decimal::ZERO),
            reason: record.some(0, "Reason to Adjust"),
            source_account: record.text(0, "G/L Source Account").into(),
        };
        self.create_adjustment(&new, today).map(|_| ())
    }
}
