//! What stands open on the customers' ledger besides invoices and credit memos: prepayments, and refunds that
//! no credit memo has been netted with yet. A receipt settles them by the reference of the payment they came from.

use chrono::NaiveDate;

use super::chart::AccountPlace;
use super::company::Company;
use super::register::{Place, Row};
use super::sales::{Sale, SaleKind};

/// A prepayment, or a refund that waits for its credit memo.
#[derive(Debug, Clone)]
pub(super) struct OpenItem {
    pub(super) reference: Box<str>,
    pub(super) customer: Place,
    pub(super) date: NaiveDate,
    pub(super) receivable: AccountPlace,
    /// Whether the customer owes it, as a refund; a prepayment is owed to him.
    pub(super) owed: bool,
    pub(super) total: i64,
    pub(super) settled: i64,
    pub(super) voided: bool,
}

impl Row for OpenItem {
    fn reference(&self) -> &str {
        &self.reference
    }

    fn customer(&self) -> Option<Place> {
        Some(self.customer)
    }

    fn kind_word(&self) -> &'static str {
        if self.owed { "refund" } else { "prepayment" }
    }

    fn date(&self) -> Option<NaiveDate> {
        Some(self.date)
    }
}

impl OpenItem {
    pub(super) const fn due(&self) -> i64 {
        if self.voided { 0 } else { self.total.saturating_sub(self.settled) }
    }
}

/// What a line of a payment settles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Target {
    Sale(Place),
    Open(Place),
}

impl Company {
    /// What a customer owes, or with `credit` is owed, under a reference; of several the first that is due.
    pub(super) fn target(&self, reference: &str, customer: Option<Place>, credit: bool) -> Option<Target> {
        let kind = if credit { SaleKind::CreditMemo } else { SaleKind::Invoice };
        if let Some(place) = self.settleable(kind, reference, customer) {
            return Some(Target::Sale(place));
        }
        let places = self.open_items.by_reference(reference);
        let fits = |place: &Place| {
            self.open_items.at(*place).is_some_and(|item| {
                item.owed != credit
                    && !item.voided
                    && customer.is_none_or(|customer| item.customer == customer)
            })
        };
        let due = |place: &Place| self.open_items.at(*place).is_some_and(|item| item.due() > 0);
        let found = places.iter().copied().find(|place| fits(place) && due(place));
        found.or_else(|| places.into_iter().find(fits)).map(Target::Open)
    }

    pub(super) fn target_due(&self, target: Target) -> i64 {
        match target {
            Target::Sale(place) => self.sales.at(place).map_or(0, Sale::due),
            Target::Open(place) => self.open_items.at(place).map_or(0, OpenItem::due),
        }
    }

    pub(super) fn target_receivable(&self, target: Target) -> Option<AccountPlace> {
        match target {
            Target::Sale(place) => self.sales.at(place).map(|sale| sale.receivable),
            Target::Open(place) => self.open_items.at(place).map(|item| item.receivable),
        }
    }

    pub(super) fn target_reference(&self, target: Target) -> &str {
        match target {
            Target::Sale(place) => self.sales.at(place).map_or("", Row::reference),
            Target::Open(place) => self.open_items.at(place).map_or("", Row::reference),
        }
    }

    /// Counts `change` more as settled; negative: less.
    pub(super) fn settle(&mut self, target: Target, change: i64) {
        let settled = match target {
            Target::Sale(place) => self.sales.at_mut(place).map(|sale| &mut sale.settled),
            Target::Open(place) => self.open_items.at_mut(place).map(|item| &mut item.settled),
        };
        if let Some(settled) = settled {
            *settled = settled.saturating_add(change);
        }
    }

    /// Whether some of a prepayment or refund has been settled already.
    pub(super) fn is_touched(&self, open: Place) -> bool {
        self.open_items.at(open).is_some_and(|item| item.settled != 0)
    }

    /// The open prepayments of a customer: reference, day and what is left, in cents.
    pub(super) fn prepayments(&self, customer: Place) -> impl Iterator<Item = (&str, NaiveDate, i64)> {
        let places = self.open_items.by_customer(customer).into_iter();
        places.filter_map(|place| {
            let item = self.open_items.at(place)?;
            (!item.owed && item.due() > 0).then_some((&*item.reference, item.date, item.due()))
        })
    }
}
