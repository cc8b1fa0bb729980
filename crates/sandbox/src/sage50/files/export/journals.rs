//! The general journal and the inventory adjustments.

use super::super::super::company::Company;
use super::super::super::register::Row as _;
use super::Row;

impl Company {
    pub(super) fn export_journal(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        for (place, entry) in self.journal.iter().filter(|(_, entry)| !entry.voided) {
            let mut head = Row::default();
            head.date("Date", Some(entry.date))
                .text("Reference", entry.reference())
                .count("Number of Distributions", entry.lines.len())
                .text("Transaction Period", self.number_of_period(entry.date))
                .count("Transaction Number", place.ordinal());
            for (position, (account, amount)) in entry.lines.iter().enumerate() {
                let mut row = head.clone();
                row.text("G/L Account", self.chart.id(*account))
                    .text("Description", entry.description(position))
                    .money("Amount", *amount);
                rows.push(row);
            }
        }
        rows
    }

    pub(super) fn export_adjustments(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        for (place, adjustment) in self.adjustments.iter().filter(|(_, row)| !row.voided) {
            let mut row = Row::default();
            row.text("Item ID", self.items.at(adjustment.item).map_or("", |item| &*item.id))
                .text("Reference", adjustment.reference())
                .date("Date", Some(adjustment.date))
                .some("Reason to Adjust", adjustment.reason.as_deref())
                .text("Inventory Account", self.chart.id(adjustment.inventory))
                .money("Amount Adjusted", adjustment.value)
                .count("Number of Distributions", 1)
                .text("G/L Source Account", self.chart.id(adjustment.source))
                .number("Unit Cost", adjustment.unit_cost)
                .number("Quantity", adjustment.quantity)
                .money("Amount", adjustment.value.wrapping_neg())
                .text("Transaction Period", self.number_of_period(adjustment.date))
                .count("Transaction Number", place.ordinal());
            rows.push(row);
        }
        rows
    }
}
