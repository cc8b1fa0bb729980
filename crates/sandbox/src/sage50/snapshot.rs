//! What the books hold, for tests to look at without HTTP.

use chrono::NaiveDate;
use paysage_money::Money;
use rust_decimal::Decimal;
use sage50::Kind;

use super::adjustments::Adjustment;
use super::company::Company;
use super::customers::Customer;
use super::fields::CURRENCY;
use super::items::Item;
use super::journal::JournalEntry;
use super::orders::Order;
use super::payments::Payment;
use super::register::{Place, Row};
use super::sales::Sale;

/// One record of the company.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct BookedDocument {
    /// What kind of record it is.
    pub kind: Kind,
    /// Sage's own key, a GUID.
    pub key: Box<str>,
    /// The reference number; for customers their id.
    pub reference: Box<str>,
    /// The id of the customer it belongs to; `None` for what belongs to none.
    pub customer: Option<Box<str>>,
    /// The day it is booked on; `None` for customers and items.
    pub date: Option<NaiveDate>,
    /// Its total, zero or above; for customers the balance, which may be negative; for items nothing.
    pub amount: Money,
    /// What is still to be paid of an invoice or credit memo, or billed of a sales order.
    pub due: Option<Money>,
    /// The deposit ticket of a payment.
    pub deposit_ticket: Option<Box<str>>,
    /// Whether a person voided it.
    pub voided: bool,
    /// Whether a sales order is closed.
    pub closed: bool,
    /// What is in stock of an item, or what a stock adjustment changes; `None` for what has no quantity.
    pub quantity: Option<Decimal>,
    /// What it posts to the general ledger; empty for what posts nothing.
    pub lines: Vec<BookedLine>,
}

/// One line of a record in the general ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct BookedLine {
    /// The account's id.
    pub account: &'static str,
    /// Debit positive, credit negative.
    pub amount: Money,
    /// The line's description, empty where the record has none.
    pub description: Box<str>,
}

/// The balance of one account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct AccountBalance {
    /// The account's id.
    pub account: &'static str,
    /// Debit positive, credit negative.
    pub balance: Money,
}

impl Company {
    /// Customers, then invoices and credit memos, payments, journal entries, items, orders, stock adjustments; each
    /// in the order saved.
    pub(super) fn documents(&self) -> Vec<BookedDocument> {
        let customers = self.customers.iter().map(|(place, row)| {
            let head = self.head(Kind::Customer, row, Customer::key(place));
            BookedDocument { amount: money(row.balance), ..head }
        });
        let sales = self.sales.iter().map(|(place, row)| self.sale_document(place, row));
        let payments = self.payments.iter().map(|(place, row)| self.payment_document(place, row));
        let journal = self.journal.iter().map(|(place, row)| self.journal_document(place, row));
        let items = self.items.iter().map(|(place, item)| BookedDocument {
            quantity: item.on_hand(None),
            ..self.head(Kind::Product, item, Item::key(place))
        });
        let orders = self.orders.iter().map(|(place, order)| BookedDocument {
            amount: money(order.total),
            due: Some(money(order.total.saturating_sub(order.billed).max(0))),
            closed: order.is_closed(),
            ..self.head(Kind::SalesOrder, order, Order::key(place))
        });
        let adjustments = self.adjustments.iter().map(|(place, row)| BookedDocument {
            amount: money(row.value.saturating_abs()),
            quantity: Some(row.quantity),
            voided: row.voided,
            lines: self.lines(&row.entry(), |_| row.reason.as_deref().unwrap_or_default()),
            ..self.head(Kind::StockAdjustment, row, Adjustment::key(place))
        });
        let posted = customers.chain(sales).chain(payments).chain(journal);
        posted.chain(items).chain(orders).chain(adjustments).collect()
    }

    pub(super) fn trial_balance(&self) -> Vec<AccountBalance> {
        let balances = self.chart.accounts().iter().zip(self.ledger.balances());
        let balance = |(account, cents): (&super::chart::Account, &i64)| AccountBalance {
            account: account.id,
            balance: money(*cents),
        };
        balances.map(balance).collect()
    }

    fn sale_document(&self, place: Place, sale: &Sale) -> BookedDocument {
        // The first posting is the receivable account's; the lines follow.
        let description = |posting: usize| posting.checked_sub(1).map_or("", |line| sale.description(line));
        BookedDocument {
            amount: money(sale.total),
            due: Some(money(sale.due())),
            voided: sale.voided,
            lines: self.lines(&sale.entry(), description),
            ..self.head(sale.document_kind(), sale, Sale::key(place))
        }
    }

    fn payment_document(&self, place: Place, payment: &Payment) -> BookedDocument {
        // The first posting is the cash account's; the lines follow.
        let payment_description =
            |posting: usize| posting.checked_sub(1).map_or("", |line| payment.description(line));
        BookedDocument {
            amount: money(payment.amount),
            deposit_ticket: payment.deposit_ticket().map(Into::into),
            voided: payment.voided,
            lines: self.lines(&payment.entry(), payment_description),
            ..self.head(payment.document_kind(), payment, Payment::key(place))
        }
    }

    fn journal_document(&self, place: Place, entry: &JournalEntry) -> BookedDocument {
        BookedDocument {
            amount: money(entry.total()),
            voided: entry.voided,
            lines: self.lines(&entry.lines, |line| entry.description(line)),
            ..self.head(Kind::JournalEntry, entry, JournalEntry::key(place))
        }
    }

    fn head(&self, kind: Kind, row: &impl Row, key: String) -> BookedDocument {
        BookedDocument {
            kind,
            key: key.into(),
            reference: row.reference().into(),
            customer: row.customer().map(|customer| self.customer_id(customer).into()),
            date: row.date(),
            amount: Money::zero(CURRENCY),
            due: None,
            deposit_ticket: None,
            voided: false,
            closed: false,
            quantity: None,
            lines: Vec::new(),
        }
    }

    fn lines<'a>(
        &self,
        entry: &[super::ledger::Posting],
        description: impl Fn(usize) -> &'a str,
    ) -> Vec<BookedLine> {
        let line = |(position, (account, cents)): (usize, &super::ledger::Posting)| BookedLine {
            account: self.chart.id(*account),
            amount: money(*cents),
            description: description(position).into(),
        };
        entry.iter().enumerate().map(line).collect()
    }
}

const fn money(cents: i64) -> Money {
    Money::from_minor(cents, CURRENCY)
}
