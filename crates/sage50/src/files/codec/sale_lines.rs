//! Lines of orders, invoices and credit memos, which differ only in the columns that number them.

use paysage_money::Money;
use rust_decimal::Decimal;

use super::Desk;
use crate::files::cell;
use crate::files::column::Column;
use crate::files::error::{RowProblem, Stop};
use crate::files::profile::{Profile, TaxAgency, agency_of};
use crate::files::row::Row;
use crate::files::table::View;
use crate::model::{
    Description, GlAccount, Goods, InvoiceLine, LineContent, OrderNumber, Price, Quantity, TaxAgencyId,
    TaxType, UnitPrice,
};

/// A document of lines, as far as its rows depend on it.
#[derive(Clone, Copy)]
pub(super) struct Sale<'a> {
    pub(super) lines: &'a [InvoiceLine],
    pub(super) agencies: &'a [TaxAgency],
    /// The column that numbers the lines.
    pub(super) place: Column,
    pub(super) is_credit: bool,
    /// The order that the lines bill, and whether line by line.
    pub(super) order: Option<(&'a OrderNumber, bool)>,
}

/// A row per line: goods first, numbered from 1, then sales tax, which carries 0.
pub(super) fn write<'a>(sale: Sale<'a>, head: &Row<'a>, desk: Desk<'a>) -> Result<Vec<Row<'a>>, Stop> {
    let (tax, goods): (Vec<_>, Vec<_>) = sale.lines.iter().partition(|line| line.sales_tax());
    if goods.is_empty() && sale.order.is_some() {
        return Err(Stop::new(
            "it bills an order and has no lines of goods",
            "leave the order's number away",
        ));
    }
    let goods = goods.into_iter().zip(1..);
    let tax = tax.into_iter().map(|line| (line, 0_usize));
    goods.chain(tax).map(|(line, place)| row(sale, line, place, head, desk)).collect()
}

fn row<'a>(
    sale: Sale<'a>,
    line: &'a InvoiceLine,
    place: usize,
    head: &Row<'a>,
    desk: Desk<'a>,
) -> Result<Row<'a>, Stop> {
    let mut row = head.clone();
    row.count(sale.place, place)?;
    row.text(Column::Description, line.description().as_str())?;
    row.repeat(Column::StockingUnits, "1.00".into());
    match line.content() {
        LineContent::Goods(goods) => {
            row.text_if(Column::ItemId, goods.item.as_ref())?;
            let tax_type = goods.tax_type.unwrap_or(desk.profile.default_tax_type);
            row.count(Column::TaxType, tax_type.number().into())?;
            if let Some(price) = goods.price {
                let mut quantity = price.quantity.value();
                quantity.set_sign_negative(sale.is_credit);
                row.number(Column::Quantity, quantity)?;
                row.number(Column::UnitPrice, price.unit_price.value())?;
                row.repeat(Column::StockingQuantity, cell::number(quantity));
                row.repeat(Column::StockingPrice, cell::number(price.unit_price.value()));
            }
            if let Some((order, by_line)) = sale.order {
                row.text(Column::SalesOrderBilled, order.as_str())?;
                row.flag(Column::ApplyToOrder, by_line)?;
                row.count(Column::OrderDistribution, if by_line { place } else { 0 })?;
            }
        }
        LineContent::SalesTax { .. } => {
            let agency = agency_of(sale.agencies, line).ok_or_else(|| {
                Stop::new(
                    format_args!("its sales tax has no agency whose tax is owed on {}", line.account()),
                    "correct the account of the tax line, or the sales tax in the profile",
                )
            })?;
            row.text(Column::TaxAgency, agency.id.as_str())?;
            row.count(Column::TaxType, 0)?;
        }
    }
    row.book(Column::GlAccount, line.account().as_str(), signed(line.amount(), sale.is_credit)?)?;
    Ok(row)
}

/// What a line, or a total, adds to its account: income is credited by a sale and debited by a credit.
pub(super) fn signed(amount: Money, is_credit: bool) -> Result<Money, Stop> {
    let signed = if is_credit { Ok(amount) } else { amount.checked_neg() };
    signed.map_err(|error| Stop::new(error, "split the document"))
}

/// The lines of a transaction, by their numbers; sales tax last.
pub(super) fn read(
    group: &[View<'_>],
    place: Column,
    is_credit: bool,
    profile: &Profile,
) -> Result<Vec<InvoiceLine>, RowProblem> {
    let mut lines = Vec::with_capacity(group.len());
    let mut places = Vec::with_capacity(group.len());
    for view in group {
        let place = view.read(place, cell::read_count)?;
        places.push(if place == 0 { usize::MAX } else { place });
        lines.push(line(view, place == 0, is_credit, profile)?);
    }
    if places.is_sorted() {
        return Ok(lines);
    }
    let mut numbered: Vec<_> = places.into_iter().zip(lines).collect();
    numbered.sort_by_key(|(place, _)| *place);
    Ok(numbered.into_iter().map(|(_, line)| line).collect())
}

fn line(
    view: &View<'_>,
    is_tax: bool,
    is_credit: bool,
    profile: &Profile,
) -> Result<InvoiceLine, RowProblem> {
    let amount = view.read(Column::Amount, |text| cell::read_money(text, profile.currency))?;
    let amount = if is_credit { Ok(amount) } else { amount.checked_neg() };
    let amount = amount.map_err(|error| view.problem(error))?;
    let (account, description): (GlAccount, Description) =
        (view.need(Column::GlAccount)?, view.need(Column::Description)?);
    let line = InvoiceLine::new(account, amount, description).map_err(|error| view.problem(error))?;
    if is_tax {
        return Ok(match view.text::<TaxAgencyId>(Column::TaxAgency)? {
            Some(agency) => line.with_sales_tax_of(agency),
            None => line.with_sales_tax(),
        });
    }
    let goods =
        Goods { item: view.text(Column::ItemId)?, price: price(view, is_credit)?, tax_type: tax_type(view)? };
    line.with_goods(goods).map_err(|error| view.problem(error))
}

fn price(view: &View<'_>, is_credit: bool) -> Result<Option<Price>, RowProblem> {
    let mut quantity = view.read(Column::Quantity, cell::read_number)?;
    if quantity == Decimal::ZERO {
        return Ok(None);
    }
    if is_credit {
        quantity = quantity.checked_mul(Decimal::NEGATIVE_ONE).unwrap_or_default();
    }
    let quantity = Quantity::new(quantity).map_err(|error| view.problem(error))?;
    let unit_price = UnitPrice::new(view.read(Column::UnitPrice, cell::read_number)?);
    Ok(Some(Price { quantity, unit_price: unit_price.map_err(|error| view.problem(error))? }))
}

fn tax_type(view: &View<'_>) -> Result<Option<TaxType>, RowProblem> {
    let number = view.read(Column::TaxType, cell::read_count)?;
    if number == 0 {
        return Ok(None);
    }
    let wrong = || view.problem(format_args!("Tax Type is {number}; it must be 0 to 25"));
    let number = u8::try_from(number).map_err(|_| wrong())?;
    TaxType::new(number).map(Some).map_err(|_| wrong())
}
