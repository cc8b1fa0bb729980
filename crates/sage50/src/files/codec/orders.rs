//! The sales orders journal.

use super::sale_lines::{self, Sale};
use super::sales::{head, read_head};
use super::{Desk, Entry, booked, day};
use crate::files::cell;
use crate::files::column::Column;
use crate::files::error::{RowProblem, Stop};
use crate::files::profile::Profile;
use crate::files::row::Row;
use crate::files::table::View;
use crate::model::{Document, Found, Kind, SalesOrder, SalesOrderDetails};

pub(super) fn write<'a>(order: &'a SalesOrder, desk: Desk<'a>) -> Result<Vec<Row<'a>>, Stop> {
    let (details, lines) = (order.details(), order.lines());
    let tax = desk.profile.sales_tax(details.sales_tax_id.as_ref(), lines)?;
    let mut head = head(order.head(), Column::OrderNumber, lines.len(), order.total(), desk)?;
    head.date_if(Column::ShipBy, details.ship_by)?;
    head.text_if(Column::Terms, details.terms.as_ref())?;
    head.text_if(Column::ShipVia, details.ship_via.as_ref())?;
    head.text_if(Column::PurchaseOrder, details.customer_purchase_order.as_ref())?;
    head.text_if(Column::SalesTaxId, tax.map(|(id, _)| id))?;
    let sale = Sale {
        lines,
        agencies: tax.map(|(_, agencies)| agencies).unwrap_or_default(),
        place: Column::OrderDistribution,
        is_credit: false,
        order: None,
    };
    sale_lines::write(sale, &head, desk)
}

pub(super) fn read(
    head: &View<'_>,
    group: &[View<'_>],
    profile: &Profile,
) -> Result<Option<Entry>, RowProblem> {
    if head.flag(Column::Proposal)? {
        return Ok(None);
    }
    let (total, accounts) = booked(group, Column::GlAccount, profile)?;
    let status = if head.flag(Column::Closed)? { "closed" } else { "open" };
    Ok(Some(Entry {
        found: Found {
            key: Box::default(),
            kind: Kind::SalesOrder,
            reference: head.id(Column::OrderNumber)?.trim().into(),
            customer: Some(head.id(Column::CustomerId)?.trim().into()),
            date: Some(day(head)?),
            amount: Some(total.checked_neg().map_err(|error| head.problem(error))?),
            stock: None,
            status: Some(status.into()),
            voided: false,
            incomplete: None,
            booking: crate::model::Booking::default(),
        },
        booked: accounts,
        document: document(head, group, profile),
        line: head.number,
    }))
}

fn document(head: &View<'_>, group: &[View<'_>], profile: &Profile) -> Result<Document, RowProblem> {
    let lines = sale_lines::read(group, Column::OrderDistribution, false, profile)?;
    let details = SalesOrderDetails {
        ship_by: head.read(Column::ShipBy, cell::read_date)?,
        terms: head.text(Column::Terms)?,
        ship_via: head.text(Column::ShipVia)?,
        customer_purchase_order: head.text(Column::PurchaseOrder)?,
        sales_tax_id: head.text(Column::SalesTaxId)?,
    };
    let order = SalesOrder::new(read_head(head, Column::OrderNumber)?, lines);
    let order = order.and_then(|order| order.with_details(details));
    order.map(Document::from).map_err(|error| head.problem(error))
}
