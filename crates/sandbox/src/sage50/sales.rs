//! Invoices and credit memos: one shape, one number space; the kind decides the sign.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use sage50::Kind;

use super::chart::AccountPlace;
use super::company::{Company, save};
use super::fields::item_path;
use super::goods::{Goods, Taken};
use super::key::key;
use super::ledger::Posting;
use super::open_items::Target;
use super::problem::{Code, Problems, Refusal};
use super::register::{Place, Row};
use super::texts::Texts;

mod draft;
mod request;
mod view;

pub(super) use draft::{NewLine, NewSale, SaleDetails};

const REGISTER: u32 = 2;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SaleKind {
    Invoice,
    CreditMemo,
}

/// An invoice or credit memo on record.
#[derive(Debug, Clone)]
pub(super) struct Sale {
    pub(super) kind: SaleKind,
    pub(super) voided: bool,
    pub(super) receivable: AccountPlace,
    pub(super) customer: Place,
    pub(super) date: NaiveDate,
    pub(super) due_date: Option<NaiveDate>,
    /// Amount in cents, and the last day it can be taken on.
    pub(super) discount: Option<(i64, NaiveDate)>,
    /// The invoice a credit memo names, and how much of the memo it took.
    pub(super) applied_to: Option<(Place, i64)>,
    pub(super) total: i64,
    /// What payments and credit memos have settled of the total.
    pub(super) settled: i64,
    pub(super) lines: Box<[Line]>,
    /// Reference, purchase order, order number, terms, ship via, tax id, return number, the lines' descriptions.
    pub(super) texts: Texts,
}

#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) account: AccountPlace,
    pub(super) sales_tax: bool,
    pub(super) amount: i64,
    pub(super) goods: Option<Box<Goods>>,
}

impl Row for Sale {
    fn reference(&self) -> &str {
        self.texts.at(0)
    }

    fn customer(&self) -> Option<Place> {
        Some(self.customer)
    }

    fn kind_word(&self) -> &'static str {
        match self.kind {
            SaleKind::Invoice => "invoice",
            SaleKind::CreditMemo => "credit_memo",
        }
    }

    fn date(&self) -> Option<NaiveDate> {
        Some(self.date)
    }
}

impl Sale {
    pub(super) fn key(place: Place) -> String {
        key(REGISTER, place)
    }

    pub(super) const fn document_kind(&self) -> Kind {
        match self.kind {
            SaleKind::Invoice => Kind::Invoice,
            SaleKind::CreditMemo => Kind::CreditMemo,
        }
    }

    /// What is still to be paid: by the customer, or, for a credit memo, to him.
    pub(super) const fn due(&self) -> i64 {
        if self.voided { 0 } else { self.total.saturating_sub(self.settled) }
    }

    /// `amount` with the sign it has on the receivable account.
    pub(super) const fn owed(&self, amount: i64) -> i64 {
        match self.kind {
            SaleKind::Invoice => amount,
            SaleKind::CreditMemo => amount.wrapping_neg(),
        }
    }

    /// The entry of the document in the general ledger: receivable, lines, and the cost of the goods.
    pub(super) fn entry(&self) -> Vec<Posting> {
        let lines = self.lines.iter();
        let back = self.kind == SaleKind::CreditMemo;
        std::iter::once((self.receivable, self.owed(self.total)))
            .chain(lines.map(|line| (line.account, self.owed(line.amount).wrapping_neg())))
            .chain(self.taken().flat_map(|taken| taken.entry(back)))
            .collect()
    }

    /// What the document takes from the stock, or for a credit memo puts back.
    pub(super) fn taken(&self) -> impl Iterator<Item = Taken> {
        self.lines.iter().filter_map(|line| line.goods.as_ref()?.taken)
    }

    pub(super) fn description(&self, line: usize) -> &str {
        self.texts.at(line.saturating_add(draft::HEAD_TEXTS))
    }

    pub(super) fn order_number(&self) -> Option<&str> {
        self.texts.some(2)
    }

    const fn status(&self) -> &'static str {
        if self.voided {
            "voided"
        } else if self.settled >= self.total {
            "paid"
        } else if self.settled == 0 {
            "open"
        } else {
            "partial"
        }
    }
}

impl Company {
    pub(super) fn create_sale(&mut self, new: &NewSale, today: NaiveDate) -> Result<Place, Refusal> {
        if self.sales.first(&new.reference).is_some() {
            return Err(Refusal::duplicate("referenceNumber", "reference number"));
        }
        let sale = self.checked_sale(new, today)?;
        self.check_credit(&sale)?;
        self.post(&sale.entry(), sale.customer, sale.owed(sale.total))?;
        if let Some((invoice, amount)) = sale.applied_to {
            self.settle(Target::Sale(invoice), amount);
        }
        self.move_goods(&sale, 1);
        self.posts = self.posts.saturating_add(1);
        Ok(save(&mut self.sales, sale, self.read_lag))
    }

    /// Changes an invoice or credit memo that nothing has been applied to yet.
    pub(super) fn update_sale(&mut self, new: &NewSale, today: NaiveDate) -> Result<Place, Refusal> {
        self.check_free("invoice", &new.reference)?;
        let found = self.sales.first(&new.reference);
        let place = found.ok_or_else(|| Refusal::not_found("invoice", &new.reference))?;
        let sale = self.checked_sale(new, today)?;
        let old = self.sales.at(place);
        if old.is_some_and(|old| old.customer != sale.customer) {
            return Err(Refusal::fixed("customerId"));
        }
        if old.is_none_or(|old| old.voided || old.kind != sale.kind || old.settled != 0)
            || sale.applied_to.is_some()
        {
            let message = "It is void, of another kind, or payments have been applied to it.";
            return Err(Refusal::new(422, Code::InvalidValue, &"referenceNumber", message));
        }
        self.replace_sale(place, sale).ok_or(Refusal::out_of_range("lines"))?;
        Ok(place)
    }

    /// Moves the goods of a document out of the stock, or back with `times` of -1, and counts what it bills.
    pub(super) fn move_goods(&mut self, sale: &Sale, times: i64) {
        let out = sale.owed(times);
        for taken in sale.taken() {
            if let Some(item) = self.items.at_mut(taken.item) {
                let change = taken.quantity.checked_mul(Decimal::from(out.wrapping_neg()));
                item.moves(sale.date, change.unwrap_or_default());
            }
        }
        if sale.kind == SaleKind::Invoice {
            self.bill_order(sale.order_number(), sale.customer, sale.total.wrapping_mul(times));
        }
    }

    /// A customer on hold gets no invoice.
    pub(super) fn check_credit(&self, sale: &Sale) -> Result<(), Refusal> {
        let customer = self.customers.at(sale.customer);
        let held = customer.is_some_and(|customer| customer.is_held(sale.total));
        if sale.kind == SaleKind::Invoice && held {
            let message = "The customer is on credit hold.";
            return Err(Refusal::new(422, Code::CreditHold, &"customerId", message));
        }
        Ok(())
    }

    pub(super) fn checked_sale(&self, new: &NewSale, today: NaiveDate) -> Result<Sale, Refusal> {
        let mut problems = Problems::default();
        self.periods.check(new.date, today, &mut problems);
        let customer = self.known_customer(&new.customer, &mut problems);
        let receivable = self.chart.receivable(&new.receivable, &"receivableAccount", &mut problems);
        let mut lines = Vec::with_capacity(new.lines.len());
        for (position, line) in new.lines.iter().enumerate() {
            let source = item_path("lines", position, "account");
            let account = self.chart.postable(&line.account, &source, &mut problems);
            let goods = self.checked_goods(line.goods.as_ref(), "lines", position, &mut problems);
            if let Some(account) = account {
                lines.push(Line { account, sales_tax: line.sales_tax, amount: line.amount, goods });
            }
        }
        let total =
            checked_sum(new.lines.iter().map(|line| line.amount)).ok_or(Refusal::out_of_range("lines"))?;
        if total <= 0 {
            problems.add(Code::InvalidValue, &"lines", "The total must be above zero.");
        }
        let invoice = new
            .applies_to
            .as_deref()
            .and_then(|reference| self.applied_invoice(reference, customer, &mut problems));
        let (Some(customer), Some(receivable)) = (customer, receivable) else {
            return Err(problems.refusal());
        };
        // As much as the invoice still owes; the rest of the memo stays open, to be paid out.
        let taken = invoice.map(|place| {
            let due = self.sales.at(place).map_or(0, Sale::due);
            (place, due.clamp(0, total))
        });
        problems.or(Sale {
            kind: new.kind,
            voided: false,
            receivable,
            customer,
            date: new.date,
            due_date: new.details.due_date,
            discount: new.details.discount,
            applied_to: taken,
            total,
            settled: taken.map_or(0, |(_, amount)| amount),
            lines: lines.into_boxed_slice(),
            texts: new.texts(),
        })
    }

    fn applied_invoice(
        &self,
        reference: &str,
        customer: Option<Place>,
        problems: &mut Problems,
    ) -> Option<Place> {
        let place = self.settleable(SaleKind::Invoice, reference, customer);
        if place.is_none() {
            let message = format!("The customer has no invoice {reference}.");
            problems.add(Code::UnknownInvoice, &"appliesTo", message);
        }
        place
    }

    /// A customer's document of a kind that can be settled.
    pub(super) fn settleable(
        &self,
        kind: SaleKind,
        reference: &str,
        customer: Option<Place>,
    ) -> Option<Place> {
        let place = self.sales.first(reference)?;
        let sale = self.sales.at(place)?;
        // An unknown customer is a problem of its own: it must not bring a second one with it.
        let his = customer.is_none_or(|customer| sale.customer == customer);
        (sale.kind == kind && !sale.voided && his).then_some(place)
    }
}

pub(super) fn checked_sum(amounts: impl IntoIterator<Item = i64>) -> Option<i64> {
    amounts.into_iter().try_fold(0_i64, i64::checked_add)
}
