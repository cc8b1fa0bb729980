//! The cash receipts journal: receipts, and receipts of negative amount, which are refunds and chargebacks.

use chrono::NaiveDate;
use paysage_money::Money;

use super::{Desk, Entry, booked, day};
use crate::files::cell;
use crate::files::column::Column;
use crate::files::error::{RowProblem, Stop};
use crate::files::profile::Profile;
use crate::files::row::Row;
use crate::files::table::View;
use crate::model::{
    Applied, CardDetails, Chargeback, CustomerId, Document, Found, GlAccount, Kind, LastFour, PaymentHead,
    PaymentMethod, Receipt, ReceiptLine, Reference, Refund, Tender,
};

/// How the description of a row says what a negative receipt is.
pub(super) const REFUND: &str = "Refund";
const CHARGEBACK: &str = "Chargeback of ";

/// What every row of a receipt repeats; `applied` is the sum of its rows on invoices and credits.
fn head<'a>(
    payment: &'a PaymentHead,
    rows: usize,
    applied: Money,
    cash: Money,
    desk: Desk<'a>,
) -> Result<Row<'a>, Stop> {
    let tender = &payment.tender;
    let mut head = desk.head(payment.date, rows)?;
    if tender.deposit_ticket.as_ref().is_some_and(|ticket| is_day(ticket.as_str(), payment.date)) {
        return Err(Stop::new(
            "its deposit ticket is its day, which Sage gives to every receipt without one",
            "leave the ticket away, or give the batch a ticket of its own",
        ));
    }
    head.text_if(Column::DepositTicket, tender.deposit_ticket.as_ref())?;
    head.text(Column::CustomerId, payment.customer.as_str())?;
    head.text(Column::Reference, payment.reference.as_str())?;
    head.text(Column::PaymentMethod, tender.payment_method.as_str())?;
    head.text(Column::CashAccount, tender.cash_account.as_str())?;
    desk.profile.check_account(tender.cash_account.as_str())?;
    head.repeat(Column::CashAmount, cell::money(cash));
    head.money(Column::TotalPaid, applied)?;
    Ok(head)
}

/// Whether a deposit ticket is the day of its receipt: Sage's own for receipts that have none.
fn is_day(ticket: &str, day: NaiveDate) -> bool {
    cell::read_date(ticket) == Ok(Some(day))
}

pub(super) fn write<'a>(receipt: &'a Receipt, desk: Desk<'a>) -> Result<Vec<Row<'a>>, Stop> {
    let lines = receipt.lines();
    let prepaid = lines.iter().filter(|line| matches!(line, ReceiptLine::Prepayment { .. })).count();
    if prepaid > 0 && prepaid < lines.len() {
        return Err(Stop::new(
            "it holds a prepayment among other lines, and Sage marks a receipt as prepayment as a whole",
            "book the prepayment as a receipt of its own",
        ));
    }
    let applied = Money::sum(
        lines.iter().filter_map(on_invoices).collect::<Result<Vec<_>, _>>().map_err(too_large)?,
        desk.profile.currency,
    );
    let mut head = head(receipt.head(), lines.len(), applied.map_err(too_large)?, receipt.amount(), desk)?;
    head.flag(Column::Prepayment, prepaid > 0)?;
    if lines.iter().any(|line| line.discount().is_some()) {
        let account = receipt.discount_account();
        head.text_if(Column::DiscountAccount, account)?;
        account.map_or(Ok(()), |account| desk.profile.check_account(account.as_str()))?;
    }
    if let Some(card) = receipt.card() {
        head.text_if(Column::AuthorizationCode, card.authorization_code.as_ref())?;
        head.text_if(Column::LastFour, card.last4.as_ref())?;
    }
    lines.iter().map(|line| row(line, &head, desk)).collect()
}

fn too_large(error: paysage_money::MoneyError) -> Stop {
    Stop::new(error, "split the receipt")
}

/// What a line adds to the total paid on invoices, credits with the sign of debits.
fn on_invoices(line: &ReceiptLine) -> Option<Result<Money, paysage_money::MoneyError>> {
    match line {
        ReceiptLine::Invoice { amount, .. } => Some(amount.checked_neg()),
        ReceiptLine::CreditUsed { amount, .. } => Some(Ok(*amount)),
        ReceiptLine::DirectSale { .. } | ReceiptLine::Prepayment { .. } => None,
    }
}

fn row<'a>(line: &'a ReceiptLine, head: &Row<'a>, desk: Desk<'a>) -> Result<Row<'a>, Stop> {
    let mut row = head.clone();
    let receivable = desk.profile.receivable.as_str();
    let credited = line.amount().checked_neg().map_err(too_large)?;
    match line {
        ReceiptLine::Invoice { reference, discount, .. } => {
            row.text(Column::InvoicePaid, reference.as_str())?;
            if let Some(discount) = discount {
                row.money(Column::DiscountAmount, *discount)?;
            }
            row.book(Column::GlAccount, receivable, credited)?;
        }
        ReceiptLine::CreditUsed { reference, amount } => {
            row.text(Column::InvoicePaid, reference.as_str())?;
            row.book(Column::GlAccount, receivable, *amount)?;
        }
        ReceiptLine::DirectSale { account, description, item, amount } => {
            if account.as_str() == receivable {
                return Err(Stop::new(
                    format_args!("it sells on {account}, and a row on accounts receivable is a prepayment"),
                    "name the income account of the sale, or make it a prepayment",
                ));
            }
            row.text(Column::Description, description.as_str())?;
            if let Some(item) = item {
                // The document says the amount only: one unit of that price.
                row.text(Column::ItemId, item.as_str())?;
                row.number(Column::Quantity, rust_decimal::Decimal::ONE)?;
                row.money(Column::UnitPrice, *amount)?;
                row.repeat(Column::StockingQuantity, "1.00".into());
                row.repeat(Column::StockingPrice, cell::money(*amount));
            }
            row.repeat(Column::StockingUnits, "1.00".into());
            row.count(Column::TaxType, 1)?;
            row.book(Column::GlAccount, account.as_str(), credited)?;
        }
        ReceiptLine::Prepayment { description, .. } => {
            row.text(Column::Description, description.as_str())?;
            row.repeat(Column::StockingUnits, "1.00".into());
            row.count(Column::TaxType, 1)?;
            row.book(Column::GlAccount, receivable, credited)?;
        }
    }
    Ok(row)
}

/// A negative receipt that uses up credit memos.
pub(super) fn write_refund<'a>(refund: &'a Refund, desk: Desk<'a>) -> Result<Vec<Row<'a>>, Stop> {
    let cash = refund.amount().checked_neg().map_err(too_large)?;
    let head = head(refund.head(), refund.applies().len(), refund.amount(), cash, desk)?;
    let row = |part: &'a Applied| {
        let what = match refund.original() {
            Some(original) => format!("{REFUND} of {original}"),
            None => REFUND.to_owned(),
        };
        back(part.reference(), part.amount(), what, &head, desk)
    };
    refund.applies().iter().map(row).collect()
}

/// A negative receipt that opens an invoice again.
pub(super) fn write_chargeback<'a>(chargeback: &'a Chargeback, desk: Desk<'a>) -> Result<Vec<Row<'a>>, Stop> {
    let cash = chargeback.amount().checked_neg().map_err(too_large)?;
    let head = head(chargeback.head(), 1, chargeback.amount(), cash, desk)?;
    let what = format!("{CHARGEBACK}{}", chargeback.original());
    Ok(vec![back(chargeback.invoice(), chargeback.amount(), what, &head, desk)?])
}

fn back<'a>(
    reference: &'a Reference,
    amount: Money,
    what: String,
    head: &Row<'a>,
    desk: Desk<'a>,
) -> Result<Row<'a>, Stop> {
    let mut row = head.clone();
    row.text(Column::InvoicePaid, reference.as_str())?;
    row.made(Column::Description, what)?;
    row.book(Column::GlAccount, desk.profile.receivable.as_str(), amount)?;
    Ok(row)
}

pub(super) fn read(
    head: &View<'_>,
    group: &[View<'_>],
    profile: &Profile,
) -> Result<Option<Entry>, RowProblem> {
    if head.flag(Column::VendorReceipt)? {
        return Ok(None);
    }
    let (total, accounts) = booked(group, Column::GlAccount, profile)?;
    let mut cash = total.checked_neg().map_err(|error| head.problem(error))?;
    for view in group {
        cash = cash.checked_sub(discount(view, profile)?).map_err(|error| view.problem(error))?;
    }
    let description = head.get(Column::Description).trim();
    let is_back = cash.is_negative();
    let kind = if !is_back {
        Kind::Receipt
    } else if description.starts_with(CHARGEBACK) {
        Kind::Chargeback
    } else {
        Kind::Refund
    };
    let amount = if is_back { cash.checked_neg() } else { Ok(cash) };
    Ok(Some(Entry {
        found: Found {
            key: Box::default(),
            kind,
            reference: head.id(Column::Reference)?.trim().into(),
            customer: Some(head.id(Column::CustomerId)?.trim().into()),
            date: Some(day(head)?),
            amount: Some(amount.map_err(|error| head.problem(error))?),
            stock: None,
            status: None,
            voided: false,
            incomplete: None,
            booking: crate::model::Booking::default(),
        },
        booked: accounts,
        document: match kind {
            Kind::Receipt => receipt(head, group, profile),
            Kind::Chargeback => chargeback(head, group, profile),
            _ => refund(head, group, profile),
        },
        line: head.number,
    }))
}

/// The discount of a row without its sign, which exports of Sage give one way and the other.
fn discount(view: &View<'_>, profile: &Profile) -> Result<Money, RowProblem> {
    let discount = view.read(Column::DiscountAmount, |text| cell::read_money(text, profile.currency))?;
    let positive = if discount.is_negative() { discount.checked_neg() } else { Ok(discount) };
    positive.map_err(|error| view.problem(error))
}

fn payment_head(head: &View<'_>) -> Result<PaymentHead, RowProblem> {
    let customer: CustomerId = head.need(Column::CustomerId)?;
    let (account, method): (GlAccount, PaymentMethod) =
        (head.need(Column::CashAccount)?, head.need(Column::PaymentMethod)?);
    let mut tender = Tender::new(account, method);
    let date = day(head)?;
    if !is_day(head.get(Column::DepositTicket), date) {
        tender.deposit_ticket = head.text(Column::DepositTicket)?;
    }
    Ok(PaymentHead::new(head.need(Column::Reference)?, customer, date, tender))
}

fn receipt(head: &View<'_>, group: &[View<'_>], profile: &Profile) -> Result<Document, RowProblem> {
    let prepaid = head.flag(Column::Prepayment)?;
    let lines = group.iter().map(|view| line(view, prepaid, profile)).collect::<Result<Vec<_>, _>>()?;
    let receipt = Receipt::new(payment_head(head)?, lines, head.text(Column::DiscountAccount)?);
    let receipt = receipt.map_err(|error| head.problem(error))?;
    let card = CardDetails { authorization_code: head.text(Column::AuthorizationCode)?, last4: last4(head) };
    Ok(if card == CardDetails::default() { receipt } else { receipt.with_card(card) }.into())
}

/// The last four digits of whatever the file keeps of the card's number; no other digit is kept.
fn last4(head: &View<'_>) -> Option<LastFour> {
    let text = head.get(Column::LastFour).trim();
    let start = text.char_indices().rev().nth(3).map(|(at, _)| at)?;
    text.get(start..).and_then(|digits| LastFour::new(digits).ok())
}

fn line(view: &View<'_>, prepaid: bool, profile: &Profile) -> Result<ReceiptLine, RowProblem> {
    let amount = view.read(Column::Amount, |text| cell::read_money(text, profile.currency))?;
    let credited = amount.checked_neg().map_err(|error| view.problem(error))?;
    let Some(reference) = view.text::<Reference>(Column::InvoicePaid)? else {
        let description = view.need(Column::Description)?;
        return Ok(if prepaid {
            ReceiptLine::Prepayment { amount: credited, description }
        } else {
            let (account, item) = (view.need(Column::GlAccount)?, view.text(Column::ItemId)?);
            ReceiptLine::DirectSale { account, amount: credited, description, item }
        });
    };
    if amount.is_positive() {
        return Ok(ReceiptLine::CreditUsed { reference, amount });
    }
    let discount = discount(view, profile)?;
    Ok(ReceiptLine::Invoice {
        reference,
        amount: credited,
        discount: (!discount.is_zero()).then_some(discount),
    })
}

fn refund(head: &View<'_>, group: &[View<'_>], profile: &Profile) -> Result<Document, RowProblem> {
    let part = |view: &View<'_>| {
        let amount = view.read(Column::Amount, |text| cell::read_money(text, profile.currency))?;
        Applied::new(view.need(Column::InvoicePaid)?, amount).map_err(|error| view.problem(error))
    };
    let applies = group.iter().map(part).collect::<Result<Vec<_>, _>>()?;
    let refund = Refund::new(payment_head(head)?, applies).map_err(|error| head.problem(error))?;
    Ok(match original(head.get(Column::Description)) {
        Some(original) => refund.with_original(original),
        None => refund,
    }
    .into())
}

/// The receipt that a description names after `Refund of`.
pub(super) fn original(description: &str) -> Option<Reference> {
    let named = description.trim().strip_prefix(REFUND)?.strip_prefix(" of ")?;
    Reference::new(named).ok()
}

fn chargeback(head: &View<'_>, group: &[View<'_>], profile: &Profile) -> Result<Document, RowProblem> {
    if group.len() > 1 {
        return Err(head.problem("a chargeback has more than one row"));
    }
    let amount = head.read(Column::Amount, |text| cell::read_money(text, profile.currency))?;
    let original = head.get(Column::Description).trim().strip_prefix(CHARGEBACK).unwrap_or_default();
    let original = Reference::new(original).map_err(|error| head.problem(error))?;
    let chargeback = Chargeback::new(payment_head(head)?, original, head.need(Column::InvoicePaid)?, amount);
    chargeback.map(Document::from).map_err(|error| head.problem(error))
}
