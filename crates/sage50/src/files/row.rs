//! Rows being written.

use std::ops::Range;

use chrono::NaiveDate;
use paysage_money::Money;
use rust_decimal::Decimal;

use super::cell::{self, Cell};
use super::column::{Column, neutral};
use super::error::Stop;
use super::template::Template;
use crate::model::{
    AccountNumber, AddressLine, AdjustmentReason, AuthorizationCode, City, Country, CustomerType,
    DepositTicketId, Description, Email, FirstName, GlAccount, ItemId, LastFour, LastName, Phone,
    PurchaseOrderNumber, Reference, SalesTaxId, ShipVia, State, TermsText, WebSite, Zip,
};

/// A checked text of the model.
pub(super) trait Checked {
    fn text(&self) -> &str;
}

macro_rules! checked {
    ($($name:ident)*) => {$(
        impl Checked for $name {
            fn text(&self) -> &str {
                self.as_str()
            }
        }
    )*};
}

checked! {
    AccountNumber AddressLine AdjustmentReason AuthorizationCode City Country CustomerType DepositTicketId
    Description Email FirstName GlAccount ItemId LastFour LastName Phone PurchaseOrderNumber Reference SalesTaxId
    ShipVia State TermsText WebSite Zip
}

/// The cells of a row of which nothing is said, as they stand in the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Blank {
    bytes: Vec<u8>,
    places: Vec<Range<usize>>,
}

impl Blank {
    pub(super) fn of<'c>(cells: impl IntoIterator<Item = &'c str>) -> Self {
        let mut blank = Self::default();
        for text in cells {
            if !blank.places.is_empty() {
                blank.bytes.push(b',');
            }
            let from = blank.bytes.len();
            cell::write(text, &mut blank.bytes);
            blank.places.push(from..blank.bytes.len());
        }
        blank.bytes.extend_from_slice(b"\r\n");
        blank
    }

    /// Appends it to a file as it is.
    pub(super) fn write(&self, file: &mut Vec<u8>) {
        file.extend_from_slice(&self.bytes);
    }
}

/// Where a cell that is filled lies among a row's bytes. Every text of a document has its limit: no row comes near 4 GiB.
#[derive(Debug, Clone, Copy)]
struct Place {
    from: u32,
    to: u32,
}

impl Place {
    /// Of a cell that is not filled.
    const NONE: Self = Self { from: u32::MAX, to: u32::MAX };

    fn of(from: usize, to: usize) -> Self {
        let short = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { from: short(from), to: short(to) }
    }

    fn range(self) -> Option<Range<usize>> {
        let long = |at: u32| usize::try_from(at).ok();
        (self.from < u32::MAX).then_some(long(self.from)?..long(self.to)?)
    }
}

/// A row of a file. What a document says and the template has no column for stops the document.
#[derive(Debug)]
pub(super) struct Row<'a> {
    template: &'a Template,
    /// The cells that are filled, as they stand in the file, in no order.
    bytes: Vec<u8>,
    /// Where the cell of each column is among them.
    cells: Vec<Place>,
    /// The account the row is booked on, and the amount with its sign.
    pub(super) booked: Option<(&'a str, Money)>,
}

/// With room for what a line adds to its head.
impl Clone for Row<'_> {
    fn clone(&self) -> Self {
        let mut row = Self {
            template: self.template,
            bytes: Vec::with_capacity(self.bytes.len().saturating_add(160)),
            cells: self.cells.clone(),
            booked: self.booked,
        };
        row.bytes.extend_from_slice(&self.bytes);
        row
    }
}

impl<'a> Row<'a> {
    pub(super) fn new(template: &'a Template) -> Self {
        let cells = vec![Place::NONE; template.blank().places.len()];
        Self { template, bytes: Vec::with_capacity(320), cells, booked: None }
    }

    pub(super) fn put(&mut self, column: Column, value: Cell<'a>) -> Result<(), Stop> {
        match self.template.slot(column) {
            Some(slot) => self.fill(slot, value),
            None if value.as_str() != neutral(column.heading()) => {
                return Err(self.no_column(column.heading()));
            }
            None => {}
        }
        Ok(())
    }

    fn fill(&mut self, slot: usize, value: Cell<'_>) {
        let from = self.bytes.len();
        value.write(&mut self.bytes);
        if let Some(cell) = self.cells.get_mut(slot) {
            *cell = Place::of(from, self.bytes.len());
        }
    }

    fn no_column(&self, heading: &str) -> Stop {
        let kind = self.template.kind();
        Stop::new(
            format_args!("the template of the {kind} has no column {heading:?}, which the document fills"),
            format!("add the column {heading} to the template here and in Sage, or leave it unset"),
        )
    }

    /// Appends the row to its file.
    pub(super) fn write(&self, file: &mut Vec<u8>) {
        let Blank { bytes, places } = self.template.blank();
        file.reserve(bytes.len().saturating_add(self.bytes.len()));
        let mut written = 0_usize;
        for (cell, place) in self.cells.iter().zip(places) {
            let Some(cell) = cell.range() else { continue };
            match bytes.get(written..place.start).unwrap_or_default() {
                [comma] => file.push(*comma),
                between => file.extend_from_slice(between),
            }
            file.extend_from_slice(self.bytes.get(cell).unwrap_or_default());
            written = place.end;
        }
        file.extend_from_slice(bytes.get(written..).unwrap_or_default());
    }

    /// Fills a column that only repeats what other columns say, where there is one.
    pub(super) fn repeat(&mut self, column: Column, value: Cell<'a>) {
        if let Some(slot) = self.template.slot(column) {
            self.fill(slot, value);
        }
    }

    pub(super) fn text(&mut self, column: Column, text: &'a str) -> Result<(), Stop> {
        self.put(column, cell::text(column.heading(), text)?)
    }

    pub(super) fn text_if(&mut self, column: Column, text: Option<&'a impl Checked>) -> Result<(), Stop> {
        text.map_or(Ok(()), |text| self.text(column, text.text()))
    }

    /// A text made here of a document's texts.
    pub(super) fn made(&mut self, column: Column, text: String) -> Result<(), Stop> {
        cell::text(column.heading(), &text)?;
        self.put(column, text.into())
    }

    pub(super) fn custom(&mut self, label: &str, text: &'a str) -> Result<(), Stop> {
        let value = cell::text(label, text)?;
        let slot = self.template.custom_slot(label);
        let slot = slot.ok_or_else(|| {
            Stop::new(
                format_args!("the template of the customer list has no custom field {label:?}"),
                "add its label to the profile's template, exactly as Sage shows it",
            )
        })?;
        self.fill(slot, value);
        Ok(())
    }

    pub(super) fn date(&mut self, column: Column, date: NaiveDate) -> Result<(), Stop> {
        self.put(column, cell::date(column.heading(), date, self.template.dates())?)
    }

    pub(super) fn date_if(&mut self, column: Column, date: Option<NaiveDate>) -> Result<(), Stop> {
        date.map_or(Ok(()), |date| self.date(column, date))
    }

    pub(super) fn money(&mut self, column: Column, amount: Money) -> Result<(), Stop> {
        self.put(column, cell::money(amount))
    }

    pub(super) fn number(&mut self, column: Column, value: Decimal) -> Result<(), Stop> {
        self.put(column, cell::number(value))
    }

    pub(super) fn count(&mut self, column: Column, value: usize) -> Result<(), Stop> {
        self.put(column, cell::count(value))
    }

    pub(super) fn flag(&mut self, column: Column, value: bool) -> Result<(), Stop> {
        self.put(column, cell::flag(value))
    }

    /// The account and the amount, debits positive.
    pub(super) fn book(&mut self, column: Column, account: &'a str, amount: Money) -> Result<(), Stop> {
        self.text(column, account)?;
        self.money(Column::Amount, amount)?;
        self.booked = Some((account, amount));
        Ok(())
    }
}
