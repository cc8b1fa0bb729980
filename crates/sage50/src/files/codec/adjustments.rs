//! The inventory adjustments journal.

use rust_decimal::{Decimal, RoundingStrategy};

use paysage_money::Money;

use super::{Desk, Entry, Sums, book, day};
use crate::files::cell;
use crate::files::column::Column;
use crate::files::error::{RowProblem, Stop};
use crate::files::profile::Profile;
use crate::files::row::Row;
use crate::files::table::View;
use crate::model::{Document, Found, Kind, StockAdjustment, StockChange, StockLevel, UnitPrice};

pub(super) fn write<'a>(adjustment: &'a StockAdjustment, desk: Desk<'a>) -> Result<Vec<Row<'a>>, Stop> {
    let mut row = desk.head(adjustment.date, 1)?;
    row.text(Column::ItemId, adjustment.item.as_str())?;
    row.text(Column::Reference, adjustment.reference.as_str())?;
    row.text_if(Column::Reason, adjustment.reason.as_ref())?;
    let change = adjustment.change().value();
    row.number(Column::Quantity, change)?;
    let mut value = Money::zero(desk.profile.currency);
    if let Some(cost) = adjustment.unit_cost {
        row.number(Column::UnitCost, cost.value())?;
        value = worth(change, cost, desk.profile).ok_or_else(|| {
            Stop::new("its quantity times its unit cost is beyond what can be booked", "split the adjustment")
        })?;
    }
    row.repeat(Column::AmountAdjusted, cell::money(value));
    let source = value.checked_neg().map_err(|error| Stop::new(error, "split the adjustment"))?;
    row.text(Column::SourceAccount, adjustment.source_account.as_str())?;
    row.repeat(Column::Amount, cell::money(source));
    row.booked = Some((adjustment.source_account.as_str(), source));
    Ok(vec![row])
}

/// Quantity times cost, rounded to the cent; half a cent goes away from zero.
fn worth(change: Decimal, cost: UnitPrice, profile: &Profile) -> Option<Money> {
    let exact = change.checked_mul(cost.value())?;
    let decimals = profile.currency.exponent();
    let rounded = exact.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    Money::from_decimal(rounded, profile.currency).ok()
}

pub(super) fn read(head: &View<'_>, group: &[View<'_>], profile: &Profile) -> Result<Entry, RowProblem> {
    if group.len() > 1 {
        return Err(head.problem("an adjustment of one item has more than one row"));
    }
    let change = StockLevel::new(head.read(Column::Quantity, cell::read_number)?);
    let change = change.map_err(|error| head.problem(error))?;
    let source = head.read(Column::Amount, |text| cell::read_money(text, profile.currency))?;
    let mut booked = Sums::new();
    book(&mut booked, head.id(Column::SourceAccount)?.trim(), source).map_err(|error| head.problem(error))?;
    Ok(Entry {
        found: Found {
            key: Box::default(),
            kind: Kind::StockAdjustment,
            reference: head.id(Column::Reference)?.trim().into(),
            customer: None,
            date: Some(day(head)?),
            amount: None,
            stock: Some(StockChange { item: head.id(Column::ItemId)?.trim().into(), change }),
            status: None,
            voided: false,
            incomplete: None,
            booking: crate::model::Booking::default(),
        },
        booked,
        document: document(head, change),
        line: head.number,
    })
}

fn document(head: &View<'_>, change: StockLevel) -> Result<Document, RowProblem> {
    let (direction, quantity) = StockAdjustment::split(change).map_err(|error| head.problem(error))?;
    let cost = head.read(Column::UnitCost, cell::read_number)?;
    let cost = if cost.is_zero() { None } else { Some(UnitPrice::new(cost)) };
    Ok(StockAdjustment {
        reference: head.need(Column::Reference)?,
        date: day(head)?,
        item: head.need(Column::ItemId)?,
        direction,
        quantity,
        source_account: head.need(Column::SourceAccount)?,
        unit_cost: cost.transpose().map_err(|error| head.problem(error))?,
        reason: head.text(Column::Reason)?,
    }
    .into())
}
