//! Writes what the books hold as Sage 50 exports it.

use std::collections::HashMap;
use std::fmt;

use chrono::NaiveDate;
use csv::{QuoteStyle, Terminator, WriterBuilder};
use encoding_rs::WINDOWS_1252;
use paysage_money::Money;
use rust_decimal::Decimal;

use super::super::company::Company;
use super::super::deposits::short_date;
use super::super::fields::CURRENCY;
use super::cells::{Cell, cell_of};
use super::{FileKind, Template};

mod journals;
mod lists;
mod payments;
mod sales;

/// What stands in the column of a stored card where there is none.
const NO_CARD: &str = "{00000000-0000-0000-0000-000000000000}";

/// One row: its cells by column; a column without one has what Sage writes for nothing.
#[derive(Debug, Clone, Default)]
struct Row(HashMap<Box<str>, String>);

impl Row {
    fn text(&mut self, column: &str, text: impl Into<String>) -> &mut Self {
        self.0.insert(column.into(), text.into());
        self
    }

    fn some(&mut self, column: &str, text: Option<&str>) -> &mut Self {
        self.text(column, text.unwrap_or_default())
    }

    fn money(&mut self, column: &str, cents: i64) -> &mut Self {
        self.text(column, Money::from_minor(cents, CURRENCY).to_string())
    }

    /// Two decimals, or as many as the number has.
    fn number(&mut self, column: &str, number: Decimal) -> &mut Self {
        let mut number = number.normalize();
        if number.scale() < 2 {
            number.rescale(2);
        }
        self.text(column, number.to_string())
    }

    fn date(&mut self, column: &str, date: Option<NaiveDate>) -> &mut Self {
        self.text(column, date.map(short_date).unwrap_or_default())
    }

    fn flag(&mut self, column: &str, flag: bool) -> &mut Self {
        self.text(column, if flag { "TRUE" } else { "FALSE" })
    }

    fn count(&mut self, column: &str, count: impl fmt::Display) -> &mut Self {
        self.text(column, format!("{count}"))
    }
}

/// What Sage writes for nothing.
fn nothing(kind: FileKind, column: &str) -> &'static str {
    match (cell_of(kind, column), column) {
        (_, "Credit Card Stored Reference") => NO_CARD,
        (_, "Discount Percent") => "0.00000",
        (_, "U/M No. of Stocking Units") => "1.00",
        (_, "Voided by Transaction") | (Cell::Text(_) | Cell::Date, _) => "",
        (Cell::Flag, _) => "FALSE",
        (Cell::Money | Cell::Number, _) => "0.00",
        (Cell::Count, _) => "0",
    }
}

impl Company {
    /// The file, in the bytes of Windows-1252; a character that it lacks becomes a question mark.
    pub(in crate::sage50) fn export(&self, kind: FileKind, template: &Template) -> Vec<u8> {
        let columns = match &template.columns {
            Some(columns) => columns.clone(),
            None => kind.columns().into_iter().map(Box::from).collect(),
        };
        let columns = self.with_own_labels(kind, columns);
        let rows = match kind {
            FileKind::Chart => self.export_chart(),
            FileKind::Customers => self.export_customers(),
            FileKind::SalesOrders => self.export_orders(),
            FileKind::Sales => self.export_sales(),
            FileKind::Receipts => self.export_receipts(),
            FileKind::Payments => self.export_payments(),
            FileKind::GeneralJournal => self.export_journal(),
            FileKind::Adjustments => self.export_adjustments(),
        };
        let mut writer = WriterBuilder::new()
            .quote_style(QuoteStyle::Necessary)
            .terminator(Terminator::CRLF)
            .from_writer(Vec::new());
        let headings = template.headings.then(|| columns.iter().map(|column| ansi(column)).collect());
        let cells = rows.iter().map(|row| {
            let cell = |column: &str| match row.0.get(column) {
                Some(text) => ansi(text),
                None => nothing(kind, column).as_bytes().to_vec(),
            };
            columns.iter().map(|column| cell(column)).collect::<Vec<_>>()
        });
        for record in headings.into_iter().chain(cells) {
            // Writing to memory cannot fail.
            drop(writer.write_record(record));
        }
        writer.into_inner().unwrap_or_default()
    }

    fn number_of_period(&self, date: NaiveDate) -> String {
        self.periods.number(date).to_string()
    }
}

/// The bytes of Windows-1252.
fn ansi(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    for character in text.chars() {
        let mut buffer = [0; 4];
        let (encoded, _, lost) = WINDOWS_1252.encode(character.encode_utf8(&mut buffer));
        bytes.extend_from_slice(if lost { b"?" } else { &encoded });
    }
    bytes
}
