//! Rows being written.

use std::borrow::Cow;

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

/// A row of a file. What a document says and the template has no column for stops the document.
#[derive(Debug, Clone)]
pub(super) struct Row<'a> {
    template: &'a Template,
    pub(super) cells: Vec<Cell<'a>>,
    /// The account the row is booked on, and the amount with its sign.
    pub(super) booked: Option<(&'a str, Money)>,
}

impl<'a> Row<'a> {
    pub(super) fn new(template: &'a Template) -> Self {
        Self { template, cells: template.blank_row(), booked: None }
    }

    pub(super) fn put(&mut self, column: Column, value: Cell<'a>) -> Result<(), Stop> {
        let slot = self.template.slot(column);
        if let Some(own) = slot.and_then(|slot| self.cells.get_mut(slot)) {
            *own = value;
        } else if value != neutral(column.heading()) {
            return Err(self.no_column(column.heading()));
        }
        Ok(())
    }

    fn no_column(&self, heading: &str) -> Stop {
        let kind = self.template.kind();
        Stop::new(
            format_args!("the template of the {kind} has no column {heading:?}, which the document fills"),
            format!("add the column {heading} to the template here and in Sage, or leave it unset"),
        )
    }

    /// Fills a column that only repeats what other columns say, where there is one.
    pub(super) fn repeat(&mut self, column: Column, value: Cell<'a>) {
        if let Some(own) = self.template.slot(column).and_then(|slot| self.cells.get_mut(slot)) {
            *own = value;
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
        self.put(column, Cow::Owned(text))
    }

    pub(super) fn custom(&mut self, label: &str, text: &'a str) -> Result<(), Stop> {
        let value = cell::text(label, text)?;
        let slot = self.template.custom_slot(label);
        let own = slot.and_then(|slot| self.cells.get_mut(slot)).ok_or_else(|| {
            Stop::new(
                format_args!("the template of the customer list has no custom field {label:?}"),
                "add its label to the profile's template, exactly as Sage shows it",
            )
        })?;
        *own = value;
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
        self.put(column, value.to_string().into())
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
