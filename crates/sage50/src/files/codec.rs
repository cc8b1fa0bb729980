//! Codecs: documents into rows and rows into documents, one module per kind of file. Only here amounts have signs:
//! debits are positive, credits negative.

mod adjustments;
mod chart;
mod customers;
mod journal;
mod orders;
mod payments;
mod receipts;
mod sale_lines;
mod sales;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use paysage_money::{Money, MoneyError};

use super::by_reference::ByReference;
use super::cell::{self, trimmed};
use super::column::Column;
use super::error::{FileError, RowProblem, Stop};
use super::layout::FileKind;
use super::profile::{Profile, RefundStyle};
use super::row::Row;
use super::table::{Page, Table, View};
use super::template::Template;
use crate::model::{Document, Found, Kind};

pub(super) use chart::accounts;

/// What of each account a transaction books, debits positive.
pub(super) type Booked = BTreeMap<Box<str>, Money>;

/// The same of an entry: its few accounts in order, each once.
type Sums = Vec<(Box<str>, Money)>;

/// A transaction, or a customer, as a file of Sage's shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What stands there, to be compared with documents. Its key is made of file, reference, day and a running number:
    /// Sage's files have no keys.
    pub found: Found,
    /// The amounts on the accounts of its rows, in order and each once, debits positive; no cash account and no account
    /// of the head.
    pub booked: Vec<(Box<str>, Money)>,
    /// The document that makes this entry, unless it holds what documents cannot say, e.g. a line of a negative
    /// amount.
    pub document: Result<Document, RowProblem>,
    /// The line of the file it begins on, from 1.
    pub line: usize,
}

impl Entry {
    /// Whether it is a receipt of negative amount. Sage knows no difference between a refund and a chargeback: the kind
    /// is what the description says, which anybody may edit.
    pub(super) fn is_negative_receipt(&self, kind: FileKind) -> bool {
        kind == FileKind::Receipts && matches!(self.found.kind, Kind::Refund | Kind::Chargeback)
    }
}

/// Where rows of one document are made.
#[derive(Clone, Copy)]
struct Desk<'a> {
    profile: &'a Profile,
    template: &'a Template,
    number: usize,
}

impl<'a> Desk<'a> {
    /// The head of a transaction of so many rows, which every row repeats.
    fn head(self, date: NaiveDate, rows: usize) -> Result<Row<'a>, Stop> {
        let mut row = Row::new(self.template);
        row.date(Column::Date, date)?;
        row.count(Column::Distributions, rows)?;
        // Without the two columns Sage tells transactions apart by what else the rows repeat.
        row.repeat(Column::TransactionPeriod, cell::whole(self.profile.period_of(date)));
        row.repeat(Column::TransactionNumber, cell::count(self.number));
        Ok(row)
    }
}

/// The kind of file a document is written into; items of the inventory into none.
pub(super) fn file_of(document: &Document, profile: &Profile) -> Option<FileKind> {
    Some(match document {
        Document::Customer(_) => FileKind::Customers,
        Document::Product(_) => return None,
        Document::SalesOrder(_) => FileKind::Orders,
        Document::Invoice(_) | Document::CreditMemo(_) => FileKind::Sales,
        Document::Receipt(_) | Document::Chargeback(_) => FileKind::Receipts,
        Document::Refund(_) => match profile.refunds {
            RefundStyle::Payments => FileKind::Payments,
            RefundStyle::NegativeReceipts => FileKind::Receipts,
        },
        Document::JournalEntry(_) => FileKind::Journal,
        Document::StockAdjustment(_) => FileKind::Adjustments,
    })
}

/// The rows of a document, the `number`th transaction of its file.
pub(super) fn rows<'a>(
    document: &'a Document,
    profile: &'a Profile,
    template: &'a Template,
    number: usize,
) -> Result<Vec<Row<'a>>, Stop> {
    profile.check(document)?;
    let desk = Desk { profile, template, number };
    let rows = match document {
        Document::Customer(customer) => customers::write(customer, desk)?,
        Document::SalesOrder(order) => orders::write(order, desk)?,
        Document::Invoice(invoice) => sales::write_invoice(invoice, desk)?,
        Document::CreditMemo(memo) => sales::write_credit_memo(memo, desk)?,
        Document::Receipt(receipt) => receipts::write(receipt, desk)?,
        Document::Chargeback(chargeback) => receipts::write_chargeback(chargeback, desk)?,
        Document::Refund(refund) => match profile.refunds {
            RefundStyle::Payments => payments::write(refund, desk)?,
            RefundStyle::NegativeReceipts => receipts::write_refund(refund, desk)?,
        },
        Document::JournalEntry(entry) => journal::write(entry, desk)?,
        Document::StockAdjustment(adjustment) => adjustments::write(adjustment, desk)?,
        Document::Product(_) => {
            return Err(Stop::new(
                "items of the inventory are not imported",
                "create the item in Sage by hand",
            ));
        }
    };
    for (account, _) in rows.iter().filter_map(|row| row.booked) {
        profile.check_account(account)?;
    }
    Ok(rows)
}

/// The entries of a table, in its order, and what cannot be read; entries of other uses of a journal (quotes,
/// payments to vendors) are neither.
pub(super) fn entries(
    kind: FileKind,
    table: &mut Table<'_>,
    profile: &Profile,
) -> Result<(Vec<Entry>, ByReference, Vec<RowProblem>), FileError> {
    let (mut entries, mut by_reference, mut problems) = (Vec::new(), ByReference::default(), Vec::new());
    let mut page = Page::default();
    let wanted = |first: &View<'_>| match kind {
        FileKind::Customers => Ok(1),
        _ => first.read(Column::Distributions, cell::read_count),
    };
    loop {
        let most = |first: &View<'_>| wanted(first).unwrap_or(usize::MAX);
        table.group(&mut page, most, |first, next| is_same(kind, first, next))?;
        let group = table.rows(&page);
        let Some(first) = group.first() else { break };
        let read = wanted(first).and_then(|wanted| {
            if group.len() == wanted {
                return entry(kind, &group, profile);
            }
            let found = group.len();
            Err(first.problem(format_args!("the transaction has {found} of its {wanted} rows")))
        });
        match read {
            Ok(Some(mut entry)) => {
                by_reference.take(kind, &mut entry);
                // Entries are large, and moved when their room grows.
                if entries.len() == entries.capacity() {
                    entries.reserve_exact(room(entries.len(), table.left()));
                }
                entries.push(entry);
            }
            Ok(None) => {}
            Err(problem) => problems.push(problem),
        }
    }
    by_reference.end(kind, &mut entries);
    Ok((entries, by_reference, problems))
}

/// How many entries to make room for, when a file's first bytes gave so many and so many bytes are left. They tell of
/// the rest, but not too much: the room grows eightfold at most.
fn room(entries: usize, (read, left): (usize, usize)) -> usize {
    let expected = entries.saturating_mul(left).checked_div(read).unwrap_or_default();
    expected.saturating_add(expected / 16).clamp(16, entries.saturating_mul(7).max(16))
}

fn is_same(kind: FileKind, first: &View<'_>, next: &View<'_>) -> bool {
    let same = |column: Column| {
        let (one, other) = (first.get(column), next.get(column));
        one == other || trimmed(one) == trimmed(other)
    };
    same(Column::TransactionPeriod)
        && same(Column::TransactionNumber)
        && kind.key().iter().all(|column| same(*column))
}

fn entry(kind: FileKind, group: &[View<'_>], profile: &Profile) -> Result<Option<Entry>, RowProblem> {
    let Some(head) = group.first() else {
        return Ok(None);
    };
    match kind {
        FileKind::Customers => customers::read(head).map(Some),
        FileKind::Orders => orders::read(head, group, profile),
        FileKind::Sales => sales::read(head, group, profile),
        FileKind::Receipts => receipts::read(head, group, profile),
        FileKind::Payments => payments::read(head, group, profile),
        FileKind::Journal => journal::read(head, group, profile).map(Some),
        FileKind::Adjustments => adjustments::read(head, group, profile).map(Some),
        FileKind::Chart => Ok(None),
    }
}

/// The day of a transaction, which every one has.
fn day(head: &View<'_>) -> Result<NaiveDate, RowProblem> {
    head.read(Column::Date, cell::read_date)?.ok_or_else(|| head.problem("Date is blank"))
}

/// The sum of the amounts of some rows and what they book on each account.
fn booked(group: &[View<'_>], account: Column, profile: &Profile) -> Result<(Money, Sums), RowProblem> {
    let mut total = Money::zero(profile.currency);
    let mut booked = Sums::new();
    for view in group {
        let amount = view.read(Column::Amount, |text| cell::read_money(text, profile.currency))?;
        total = total.checked_add(amount).map_err(|error| view.problem(error))?;
        book(&mut booked, trimmed(view.id(account)?), amount).map_err(|error| view.problem(error))?;
    }
    Ok((total, booked))
}

/// The same as [`add`], for the few accounts of an entry.
fn book(booked: &mut Sums, account: &str, amount: Money) -> Result<(), MoneyError> {
    match booked.binary_search_by(|(own, _)| (**own).cmp(account)) {
        Ok(place) => {
            if let Some((_, sum)) = booked.get_mut(place) {
                *sum = sum.checked_add(amount)?;
            }
        }
        Err(place) => booked.insert(place, (account.into(), amount)),
    }
    Ok(())
}

/// Adds an amount to what is booked on an account.
pub(super) fn add(booked: &mut Booked, account: &str, amount: Money) -> Result<(), MoneyError> {
    match booked.get_mut(account) {
        Some(sum) => *sum = sum.checked_add(amount)?,
        None => {
            booked.insert(account.into(), amount);
        }
    }
    Ok(())
}
