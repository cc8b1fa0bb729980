//! The payments journal: refunds, as money paid to a customer.

use paysage_money::Money;

use super::receipts::{REFUND, original};
use super::{Desk, Entry, booked, day};
use crate::files::cell;
use crate::files::column::Column;
use crate::files::error::{RowProblem, Stop};
use crate::files::profile::Profile;
use crate::files::row::Row;
use crate::files::table::View;
use crate::model::{
    Applied, CustomerId, Document, Found, GlAccount, Kind, PaymentHead, Reference, Refund, Tender,
};

/// One row per credit memo, which its description names: the journal has no column for it.
pub(super) fn write<'a>(refund: &'a Refund, desk: Desk<'a>) -> Result<Vec<Row<'a>>, Stop> {
    let (payment, tender) = (refund.head(), &refund.head().tender);
    if let Some(ticket) = &tender.deposit_ticket {
        return Err(Stop::new(
            format_args!(
                "it belongs to the deposit ticket {ticket}, and the payments journal has no tickets"
            ),
            "let the profile book refunds as negative receipts",
        ));
    }
    if desk.profile.method_of(tender.cash_account.as_str()) != Some(&tender.payment_method) {
        return Err(Stop::new(
            "the payments journal has no payment method, and several methods of the profile share the account",
            "give each payment method its own cash account, or let the profile book refunds as negative receipts",
        ));
    }
    let mut head = desk.head(payment.date, refund.applies().len())?;
    head.text(Column::VendorId, payment.customer.as_str())?;
    head.text(Column::CheckNumber, payment.reference.as_str())?;
    head.text(Column::CashAccount, tender.cash_account.as_str())?;
    desk.profile.check_account(tender.cash_account.as_str())?;
    let cash = refund.amount().checked_neg().map_err(|error| Stop::new(error, "split the refund"))?;
    head.repeat(Column::CashAmount, cell::money(cash));
    head.flag(Column::CustomerPayment, true)?;
    if let Some(original) = refund.original() {
        head.made(Column::Memo, format!("{REFUND} of {original}"))?;
    }
    let row = |part: &'a Applied| {
        let mut row = head.clone();
        row.made(Column::Description, format!("{REFUND} {}", part.reference()))?;
        row.repeat(Column::StockingUnits, "1.00".into());
        row.book(Column::GlAccount, desk.profile.receivable.as_str(), part.amount())?;
        Ok(row)
    };
    refund.applies().iter().map(row).collect()
}

pub(super) fn read(
    head: &View<'_>,
    group: &[View<'_>],
    profile: &Profile,
) -> Result<Option<Entry>, RowProblem> {
    if !head.flag(Column::CustomerPayment)? {
        return Ok(None);
    }
    let (total, accounts): (Money, _) = booked(group, Column::GlAccount, profile)?;
    let voided = !matches!(head.get(Column::VoidedBy).trim(), "" | "0");
    Ok(Some(Entry {
        found: Found {
            key: Box::default(),
            kind: Kind::Refund,
            reference: head.id(Column::CheckNumber)?.trim().into(),
            customer: Some(head.id(Column::VendorId)?.trim().into()),
            date: Some(day(head)?),
            amount: Some(total),
            stock: None,
            status: voided.then(|| "voided".into()),
            voided,
            incomplete: None,
            booking: crate::model::Booking::default(),
        },
        booked: accounts,
        document: document(head, group, profile),
        line: head.number,
    }))
}

fn document(head: &View<'_>, group: &[View<'_>], profile: &Profile) -> Result<Document, RowProblem> {
    let account: GlAccount = head.need(Column::CashAccount)?;
    let method = profile.method_of(account.as_str()).cloned().ok_or_else(|| {
        head.problem(format_args!(
            "no payment method of the profile, or more than one, has the account {account}"
        ))
    })?;
    let customer: CustomerId = head.need(Column::VendorId)?;
    let payment =
        PaymentHead::new(head.need(Column::CheckNumber)?, customer, day(head)?, Tender::new(account, method));
    let part = |view: &View<'_>| {
        let memo = view.get(Column::Description).strip_prefix(REFUND).and_then(|memo| memo.strip_prefix(' '));
        let memo = memo.and_then(|memo| Reference::new(memo).ok());
        let memo =
            memo.ok_or_else(|| view.problem("Description names no credit memo, as Refund CM-1 would"))?;
        let amount = view.read(Column::Amount, |text| cell::read_money(text, profile.currency))?;
        Applied::new(memo, amount).map_err(|error| view.problem(error))
    };
    let applies = group.iter().map(part).collect::<Result<Vec<_>, _>>()?;
    let refund = Refund::new(payment, applies).map_err(|error| head.problem(error))?;
    Ok(match original(head.get(Column::Memo)) {
        Some(original) => refund.with_original(original),
        None => refund,
    }
    .into())
}
