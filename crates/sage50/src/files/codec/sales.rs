//! The sales journal: invoices and credit memos.

use paysage_money::Money;

use super::sale_lines::{self, Sale};
use super::{Desk, Entry, booked, day};
use crate::files::cell;
use crate::files::column::Column;
use crate::files::error::{RowProblem, Stop};
use crate::files::profile::Profile;
use crate::files::row::Row;
use crate::files::table::View;
use crate::model::{
    CreditMemo, CreditMemoDetails, CustomerId, DiscountTerms, Document, Found, Invoice, InvoiceDetails, Kind,
    SaleHead,
};

/// What every row of a sale repeats; `total` is what the customer owes by it.
pub(super) fn head<'a>(
    sale: &'a SaleHead,
    number: Column,
    rows: usize,
    total: Money,
    desk: Desk<'a>,
) -> Result<Row<'a>, Stop> {
    let mut head = desk.head(sale.date, rows)?;
    head.text(Column::CustomerId, sale.customer.as_str())?;
    head.text(number, sale.reference.as_str())?;
    head.text(Column::Receivable, sale.receivable.as_str())?;
    desk.profile.check_account(sale.receivable.as_str())?;
    head.repeat(Column::ReceivableAmount, cell::money(total));
    Ok(head)
}

pub(super) fn write_invoice<'a>(invoice: &'a Invoice, desk: Desk<'a>) -> Result<Vec<Row<'a>>, Stop> {
    let (details, lines) = (invoice.details(), invoice.lines());
    let tax = desk.profile.sales_tax(details.sales_tax_id.as_ref(), lines)?;
    let mut head = head(invoice.head(), Column::InvoiceNumber, lines.len(), invoice.total(), desk)?;
    head.date_if(Column::DateDue, details.due)?;
    if let Some(discount) = &details.discount {
        head.money(Column::DiscountAmount, discount.amount)?;
        head.date(Column::DiscountDate, discount.date)?;
    }
    head.text_if(Column::Terms, details.terms.as_ref())?;
    head.text_if(Column::ShipVia, details.ship_via.as_ref())?;
    head.text_if(Column::PurchaseOrder, details.customer_purchase_order.as_ref())?;
    head.text_if(Column::SalesTaxId, tax.map(|(id, _)| id))?;
    let sale = Sale {
        lines,
        agencies: tax.map(|(_, agencies)| agencies).unwrap_or_default(),
        place: Column::Distribution,
        is_credit: false,
        order: details.order_number.as_ref().map(|order| (order, desk.profile.bills_orders_by_line)),
    };
    sale_lines::write(sale, &head, desk)
}

pub(super) fn write_credit_memo<'a>(memo: &'a CreditMemo, desk: Desk<'a>) -> Result<Vec<Row<'a>>, Stop> {
    let (details, lines) = (memo.details(), memo.lines());
    let tax = desk.profile.sales_tax(details.sales_tax_id.as_ref(), lines)?;
    let owed = sale_lines::signed(memo.total(), false)?;
    let mut head = head(memo.head(), Column::InvoiceNumber, lines.len(), owed, desk)?;
    head.flag(Column::CreditMemo, true)?;
    head.text_if(Column::ApplyToInvoice, details.applies_to.as_ref())?;
    head.text_if(Column::PurchaseOrder, details.customer_purchase_order.as_ref())?;
    head.text_if(Column::SalesTaxId, tax.map(|(id, _)| id))?;
    let sale = Sale {
        lines,
        agencies: tax.map(|(_, agencies)| agencies).unwrap_or_default(),
        place: Column::Distribution,
        is_credit: true,
        order: details.order_number.as_ref().map(|order| (order, false)),
    };
    sale_lines::write(sale, &head, desk)
}

pub(super) fn read(
    head: &View<'_>,
    group: &[View<'_>],
    profile: &Profile,
) -> Result<Option<Entry>, RowProblem> {
    if head.flag(Column::Quote)? {
        return Ok(None);
    }
    let is_credit = head.flag(Column::CreditMemo)?;
    let (total, accounts) = booked(group, Column::GlAccount, profile)?;
    let amount = if is_credit { Ok(total) } else { total.checked_neg() };
    let voided = !matches!(head.get(Column::VoidedBy).trim(), "" | "0");
    Ok(Some(Entry {
        found: Found {
            key: Box::default(),
            kind: if is_credit { Kind::CreditMemo } else { Kind::Invoice },
            reference: head.id(Column::InvoiceNumber)?.trim().into(),
            customer: Some(head.id(Column::CustomerId)?.trim().into()),
            date: Some(day(head)?),
            amount: Some(amount.map_err(|error| head.problem(error))?),
            stock: None,
            status: voided.then(|| "voided".into()),
            voided,
            incomplete: None,
            booking: crate::model::Booking::default(),
        },
        booked: accounts,
        document: if is_credit { memo(head, group, profile) } else { invoice(head, group, profile) },
        line: head.number,
    }))
}

/// What the rows of a sale repeat, its number under `number`.
pub(super) fn read_head(head: &View<'_>, number: Column) -> Result<SaleHead, RowProblem> {
    let customer: CustomerId = head.need(Column::CustomerId)?;
    Ok(SaleHead::new(head.need(number)?, customer, day(head)?, head.need(Column::Receivable)?))
}

fn invoice(head: &View<'_>, group: &[View<'_>], profile: &Profile) -> Result<Document, RowProblem> {
    let lines = sale_lines::read(group, Column::Distribution, false, profile)?;
    let discount = head.read(Column::DiscountAmount, |text| cell::read_money(text, profile.currency))?;
    let discount_date = head.read(Column::DiscountDate, cell::read_date)?;
    let details = InvoiceDetails {
        due: head.read(Column::DateDue, cell::read_date)?,
        terms: head.text(Column::Terms)?,
        discount: discount_date
            .filter(|_| !discount.is_zero())
            .map(|date| DiscountTerms { amount: discount, date }),
        ship_via: head.text(Column::ShipVia)?,
        customer_purchase_order: head.text(Column::PurchaseOrder)?,
        order_number: order_number(group)?,
        sales_tax_id: head.text(Column::SalesTaxId)?,
    };
    let invoice = Invoice::new(read_head(head, Column::InvoiceNumber)?, lines);
    let invoice = invoice.and_then(|invoice| invoice.with_details(details));
    invoice.map(Document::from).map_err(|error| head.problem(error))
}

fn memo(head: &View<'_>, group: &[View<'_>], profile: &Profile) -> Result<Document, RowProblem> {
    let lines = sale_lines::read(group, Column::Distribution, true, profile)?;
    let details = CreditMemoDetails {
        applies_to: head.text(Column::ApplyToInvoice)?,
        customer_purchase_order: head.text(Column::PurchaseOrder)?,
        order_number: order_number(group)?,
        sales_tax_id: head.text(Column::SalesTaxId)?,
    };
    let memo = CreditMemo::new(read_head(head, Column::InvoiceNumber)?, lines);
    memo.map(|memo| memo.with_details(details).into()).map_err(|error| head.problem(error))
}

fn order_number(group: &[View<'_>]) -> Result<Option<crate::model::OrderNumber>, RowProblem> {
    let named = group.iter().find(|view| !view.get(Column::SalesOrderBilled).trim().is_empty());
    named.map_or(Ok(None), |view| view.text(Column::SalesOrderBilled))
}
