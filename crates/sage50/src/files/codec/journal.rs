//! The general journal.

use super::{Desk, Entry, booked, day};
use crate::files::cell;
use crate::files::column::Column;
use crate::files::error::{RowProblem, Stop};
use crate::files::profile::Profile;
use crate::files::row::Row;
use crate::files::table::View;
use crate::model::{Document, Found, JournalEntry, JournalLine, Kind, Side};

/// One row per line; the entry's description stands on the lines that have none of their own.
pub(super) fn write<'a>(entry: &'a JournalEntry, desk: Desk<'a>) -> Result<Vec<Row<'a>>, Stop> {
    let mut head = desk.head(entry.date(), entry.lines().len())?;
    head.text(Column::Reference, entry.reference().as_str())?;
    let row = |line: &'a JournalLine| {
        let mut row = head.clone();
        let description = line.description().or_else(|| entry.description());
        row.text_if(Column::Description, description)?;
        let amount = match line.side() {
            Side::Debit => Ok(line.amount()),
            Side::Credit => line.amount().checked_neg(),
        };
        let amount = amount.map_err(|error| Stop::new(error, "split the line"))?;
        row.book(Column::GlAccount, line.account().as_str(), amount)?;
        Ok(row)
    };
    entry.lines().iter().map(row).collect()
}

pub(super) fn read(head: &View<'_>, group: &[View<'_>], profile: &Profile) -> Result<Entry, RowProblem> {
    let (date, reference) = (day(head)?, head.id(Column::Reference)?);
    let (total, accounts) = booked(group, Column::GlAccount, profile)?;
    if !total.is_zero() {
        return Err(head.problem(format_args!("the entry does not balance: its rows add up to {total}")));
    }
    let amounts =
        group.iter().map(|view| view.read(Column::Amount, |text| cell::read_money(text, profile.currency)));
    let amounts = amounts.collect::<Result<Vec<_>, _>>()?;
    let debits = amounts.into_iter().filter(|amount| amount.is_positive());
    let debits = paysage_money::Money::sum(debits, profile.currency).map_err(|error| head.problem(error))?;
    Ok(Entry {
        found: Found {
            key: Box::default(),
            kind: Kind::JournalEntry,
            reference: reference.trim().into(),
            customer: None,
            date: Some(date),
            amount: Some(debits),
            stock: None,
            status: None,
            voided: false,
            incomplete: None,
            booking: crate::model::Booking::default(),
        },
        booked: accounts,
        document: document(head, group, profile),
        line: head.number,
    })
}

fn document(head: &View<'_>, group: &[View<'_>], profile: &Profile) -> Result<Document, RowProblem> {
    let line = |view: &View<'_>| {
        let amount = view.read(Column::Amount, |text| cell::read_money(text, profile.currency))?;
        let side = if amount.is_negative() { Side::Credit } else { Side::Debit };
        let amount = if amount.is_negative() { amount.checked_neg() } else { Ok(amount) };
        let amount = amount.map_err(|error| view.problem(error))?;
        let line = JournalLine::new(view.need(Column::GlAccount)?, side, amount);
        let line = line.map_err(|error| view.problem(error))?;
        Ok(match view.text(Column::Description)? {
            Some(description) => line.with_description(description),
            None => line,
        })
    };
    let lines = group.iter().map(line).collect::<Result<Vec<_>, RowProblem>>()?;
    let entry = JournalEntry::new(head.need(Column::Reference)?, day(head)?, lines);
    entry.map(Document::from).map_err(|error| head.problem(error))
}
