//! Receipts, refunds and chargebacks. Sage 50 accepts any number of payments with the same reference, and so do
//! these books.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use sage50::Kind;

use super::chart::AccountPlace;
use super::company::{Company, save};
use super::goods::{Goods, Taken};
use super::key::key;
use super::ledger::Posting;
use super::open_items::{OpenItem, Target};
use super::problem::Refusal;
use super::register::{Place, Row};
use super::texts::Texts;

mod checks;
mod draft;
mod request;
mod view;

pub(super) use draft::{NewPayment, NewPaymentLine, PaymentDetails};

const REGISTER: u32 = 3;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PaymentKind {
    Receipt,
    Refund,
    Chargeback,
}

/// A payment on record.
#[derive(Debug, Clone)]
pub(super) struct Payment {
    pub(super) kind: PaymentKind,
    pub(super) voided: bool,
    /// Whether a refund stands in the payments journal and not among the receipts.
    pub(super) by_check: bool,
    pub(super) cash_account: AccountPlace,
    pub(super) discount_account: Option<AccountPlace>,
    pub(super) customer: Place,
    pub(super) date: NaiveDate,
    /// The cash, zero or above.
    pub(super) amount: i64,
    pub(super) lines: Box<[Line]>,
    /// Reference, method, deposit ticket, original, authorization code, last four digits, receipt number, then the
    /// lines' descriptions.
    pub(super) texts: Texts,
}

/// One line of a payment.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) effect: Effect,
    /// What it brings in; negative, what it takes out.
    pub(super) amount: i64,
    /// The part of the amount that is not paid.
    pub(super) discount: i64,
}

/// What a line does.
#[derive(Debug, Clone)]
pub(super) enum Effect {
    /// Settles what the customer owes, or with a negative amount is owed.
    Settle { target: Target, receivable: AccountPlace },
    /// Takes back what was paid on an invoice.
    Reopen { sale: Place, receivable: AccountPlace },
    /// Sells without an invoice.
    Sale { account: AccountPlace, goods: Option<Box<Goods>> },
    /// Stays on the customer's account; the item is there once the payment is booked.
    OnAccount { receivable: AccountPlace, item: Option<Place> },
}

impl Line {
    pub(super) const fn account(&self) -> AccountPlace {
        match self.effect {
            Effect::Settle { receivable, .. }
            | Effect::Reopen { receivable, .. }
            | Effect::OnAccount { receivable, .. } => receivable,
            Effect::Sale { account, .. } => account,
        }
    }

    /// What the line takes off the customer's balance.
    const fn off_balance(&self) -> i64 {
        match self.effect {
            Effect::Sale { .. } => 0,
            _ => self.amount,
        }
    }

    /// Whether something else has settled what the line left on account.
    pub(super) fn is_touched(&self, books: &Company) -> bool {
        match self.effect {
            Effect::OnAccount { item: Some(item), .. } => books.is_touched(item),
            _ => false,
        }
    }

    const fn taken(&self) -> Option<Taken> {
        match &self.effect {
            Effect::Sale { goods: Some(goods), .. } => goods.taken,
            _ => None,
        }
    }
}

impl Row for Payment {
    fn reference(&self) -> &str {
        self.texts.at(0)
    }

    fn customer(&self) -> Option<Place> {
        Some(self.customer)
    }

    fn kind_word(&self) -> &'static str {
        match self.kind {
            PaymentKind::Receipt => "receipt",
            PaymentKind::Refund => "refund",
            PaymentKind::Chargeback => "chargeback",
        }
    }

    fn date(&self) -> Option<NaiveDate> {
        Some(self.date)
    }
}

impl Payment {
    pub(super) fn key(place: Place) -> String {
        key(REGISTER, place)
    }

    pub(super) const fn document_kind(&self) -> Kind {
        match self.kind {
            PaymentKind::Receipt => Kind::Receipt,
            PaymentKind::Refund => Kind::Refund,
            PaymentKind::Chargeback => Kind::Chargeback,
        }
    }

    pub(super) fn method(&self) -> &str {
        self.texts.at(1)
    }

    pub(super) fn deposit_ticket(&self) -> Option<&str> {
        self.texts.some(2)
    }

    pub(super) fn description(&self, line: usize) -> &str {
        self.texts.at(line.saturating_add(draft::HEAD_TEXTS))
    }

    /// `amount` with the sign it has on the cash account.
    pub(super) const fn received(&self, amount: i64) -> i64 {
        match self.kind {
            PaymentKind::Receipt => amount,
            PaymentKind::Refund | PaymentKind::Chargeback => amount.wrapping_neg(),
        }
    }

    /// What the payment takes off the customer's balance; `None` beyond the range of the books.
    pub(super) fn off_balance(&self) -> Option<i64> {
        self.lines.iter().try_fold(0_i64, |sum, line| sum.checked_add(line.off_balance()))
    }

    fn discount(&self) -> i64 {
        self.lines.iter().fold(0_i64, |sum, line| sum.saturating_add(line.discount))
    }

    /// The entry of the payment in the general ledger.
    pub(super) fn entry(&self) -> Vec<Posting> {
        let cash = (self.cash_account, self.received(self.amount));
        let discount = self.discount_account.map(|account| (account, self.discount()));
        let lines = self.lines.iter().map(|line| (line.account(), line.amount.wrapping_neg()));
        let goods = self.lines.iter().filter_map(Line::taken).flat_map(|taken| taken.entry(false));
        let discount = discount.filter(|(_, amount)| *amount != 0);
        std::iter::once(cash).chain(lines).chain(discount).chain(goods).collect()
    }
}

impl Company {
    pub(super) fn create_payment(&mut self, new: &NewPayment, today: NaiveDate) -> Result<Place, Refusal> {
        let mut payment = self.checked_payment(new, today)?;
        let off = payment.off_balance().ok_or(Refusal::out_of_range("applies"))?;
        self.post(&payment.entry(), payment.customer, off.wrapping_neg())?;
        self.open_on_account(&mut payment);
        self.carry_out(&payment, 1);
        self.posts = self.posts.saturating_add(1);
        Ok(save(&mut self.payments, payment, self.read_lag))
    }

    /// Puts what stays on account among the open items.
    fn open_on_account(&mut self, payment: &mut Payment) {
        let head = OpenItem {
            reference: payment.reference().into(),
            customer: payment.customer,
            date: payment.date,
            receivable: payment.cash_account,
            owed: false,
            total: 0,
            settled: 0,
            voided: false,
        };
        for line in &mut payment.lines {
            if let Effect::OnAccount { receivable, item } = &mut line.effect {
                *item = Some(self.open_items.push(OpenItem {
                    receivable: *receivable,
                    owed: line.amount < 0,
                    total: line.amount.saturating_abs(),
                    ..head.clone()
                }));
            }
        }
    }

    /// Settles, reopens and moves goods as the payment says, or takes all that back with `times` of -1.
    pub(super) fn carry_out(&mut self, payment: &Payment, times: i64) {
        for line in &payment.lines {
            let amount = line.amount.saturating_abs().wrapping_mul(times);
            match line.effect {
                Effect::Settle { target, .. } => self.settle(target, amount),
                Effect::Reopen { sale, .. } => self.settle(Target::Sale(sale), amount.wrapping_neg()),
                Effect::OnAccount { item, .. } => {
                    if let Some(item) = item.and_then(|place| self.open_items.at_mut(place)) {
                        item.voided = times < 0;
                        item.total = line.amount.saturating_abs();
                    }
                }
                Effect::Sale { .. } => {
                    if let Some(taken) = line.taken()
                        && let Some(item) = self.items.at_mut(taken.item)
                    {
                        let change = taken.quantity.checked_mul(Decimal::from(times.wrapping_neg()));
                        item.moves(payment.date, change.unwrap_or_default());
                    }
                }
            }
        }
    }
}
