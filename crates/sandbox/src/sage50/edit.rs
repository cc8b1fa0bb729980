//! What a person at the Sage 50 screen does behind the gateway's back: changed amounts and voided documents.

use sage50::Kind;

use super::company::Company;
use super::ledger::Posting;
use super::orders::Order;
use super::payments::Payment;
use super::register::{Place, Register, Row};
use super::sales::Sale;

impl Company {
    /// Changes the amount of the first document of this kind and reference; `None` if that cannot be.
    pub(super) fn edit_amount(&mut self, kind: Kind, reference: &str, amount: i64) -> Option<()> {
        match self.find(kind, reference)? {
            Found::Sale(place) => {
                let mut sale = self.sales.at(place)?.clone();
                let change = amount.checked_sub(sale.total)?;
                let line = sale.lines.first_mut()?;
                line.amount = line.amount.checked_add(change).filter(|amount| *amount >= 0)?;
                sale.total = amount;
                self.replace_sale(place, sale)
            }
            Found::Payment(place) => {
                let mut payment = self.payments.at(place)?.clone();
                let change = amount.checked_sub(payment.amount)?;
                let signed = payment.received(change);
                let line = payment.lines.first_mut()?;
                let before = line.amount;
                line.amount = before
                    .checked_add(signed)
                    .filter(|after| after.signum() != before.signum().wrapping_neg())?;
                if line.discount > line.amount.max(0) || line.is_touched(self) {
                    return None;
                }
                payment.amount = amount;
                self.replace_payment(place, payment)
            }
            Found::Entry(place) => self.edit_entry(place, amount),
            Found::Order(place) => {
                let order = self.orders.at_mut(place)?;
                let change = amount.checked_sub(order.total)?;
                let line = order.lines.first_mut()?;
                line.amount = line.amount.checked_add(change).filter(|amount| *amount >= 0)?;
                order.total = amount;
                Some(())
            }
            // What an adjustment is worth follows from its quantity.
            Found::Adjustment(_) => None,
        }
    }

    /// Voids the first document of this kind and reference; `None` if that cannot be, e.g. because it is paid.
    pub(super) fn void(&mut self, kind: Kind, reference: &str) -> Option<()> {
        match self.find(kind, reference)? {
            Found::Sale(place) => self.void_sale(place),
            Found::Payment(place) => {
                let mut payment = self.payments.at(place)?.clone();
                // A prepayment that has been used cannot be taken back before its use is.
                if payment.lines.iter().any(|line| line.is_touched(self)) {
                    return None;
                }
                payment.voided = true;
                self.replace_payment(place, payment)
            }
            Found::Entry(place) => {
                let entry = self.journal.at_mut(place)?;
                self.ledger.post(&reversed(&entry.lines)).ok()?;
                entry.voided = true;
                Some(())
            }
            // Sage 50 closes orders; only what is posted can be voided.
            Found::Order(_) => None,
            Found::Adjustment(place) => {
                let adjustment = self.adjustments.at_mut(place)?;
                self.ledger.post(&reversed(&adjustment.entry())).ok()?;
                adjustment.voided = true;
                let mut back = adjustment.quantity;
                back.set_sign_negative(!back.is_sign_negative());
                self.items.at_mut(adjustment.item)?.moves(adjustment.date, back);
                Some(())
            }
        }
    }

    /// Closes a sales order by hand; `None` if there is none with this number.
    pub(super) fn close_order(&mut self, number: &str) -> Option<()> {
        let place = self.orders.first(number)?;
        self.orders.at_mut(place).map(Order::close)
    }

    /// The first document of this kind and reference that is not voided.
    fn find(&self, kind: Kind, reference: &str) -> Option<Found> {
        match kind {
            Kind::Invoice | Kind::CreditMemo => {
                let fits = |sale: &Sale| sale.document_kind() == kind && !sale.voided;
                first(&self.sales, reference, fits).map(Found::Sale)
            }
            Kind::Receipt | Kind::Refund | Kind::Chargeback => {
                let fits = |payment: &Payment| payment.document_kind() == kind && !payment.voided;
                first(&self.payments, reference, fits).map(Found::Payment)
            }
            Kind::JournalEntry => first(&self.journal, reference, |entry| !entry.voided).map(Found::Entry),
            Kind::SalesOrder => self.orders.first(reference).map(Found::Order),
            Kind::StockAdjustment => {
                first(&self.adjustments, reference, |row| !row.voided).map(Found::Adjustment)
            }
            _ => None,
        }
    }

    fn void_sale(&mut self, place: Place) -> Option<()> {
        let mut sale = self.sales.at(place)?.clone();
        let applied = sale.applied_to.take();
        // What payments have settled cannot be voided: the payments have to go first.
        if sale.settled != applied.map_or(0, |(_, amount)| amount) {
            return None;
        }
        sale.settled = 0;
        sale.voided = true;
        self.replace_sale(place, sale)?;
        if let Some((invoice, amount)) = applied {
            let invoice = self.sales.at_mut(invoice)?;
            invoice.settled = invoice.settled.saturating_sub(amount);
        }
        Some(())
    }

    pub(super) fn replace_sale(&mut self, place: Place, new: Sale) -> Option<()> {
        let old = self.sales.at(place)?;
        let mut entry = reversed(&old.entry());
        let mut change = old.owed(old.total).checked_neg()?;
        if !new.voided {
            entry.extend(new.entry());
            change = change.checked_add(new.owed(new.total))?;
        }
        let old = old.clone();
        self.post(&entry, new.customer, change).ok()?;
        self.move_goods(&old, -1);
        if !new.voided {
            self.move_goods(&new, 1);
        }
        *self.sales.at_mut(place)? = new;
        Some(())
    }

    fn replace_payment(&mut self, place: Place, new: Payment) -> Option<()> {
        let old = self.payments.at(place)?.clone();
        let mut entry = reversed(&old.entry());
        let mut change = old.off_balance()?;
        if !new.voided {
            entry.extend(new.entry());
            change = change.checked_sub(new.off_balance()?)?;
        }
        self.post(&entry, new.customer, change).ok()?;
        self.carry_out(&old, -1);
        if !new.voided {
            self.carry_out(&new, 1);
        }
        *self.payments.at_mut(place)? = new;
        Some(())
    }

    fn edit_entry(&mut self, place: Place, amount: i64) -> Option<()> {
        let old = self.journal.at(place)?;
        let change = amount.checked_sub(old.total())?;
        let mut new = old.clone();
        let debit = new.lines.iter_mut().find(|(_, amount)| *amount > 0)?;
        debit.1 = debit.1.checked_add(change).filter(|amount| *amount > 0)?;
        let credit = new.lines.iter_mut().find(|(_, amount)| *amount < 0)?;
        credit.1 = credit.1.checked_sub(change).filter(|amount| *amount < 0)?;
        let mut entry = reversed(&old.lines);
        entry.extend(new.lines.iter());
        self.ledger.post(&entry).ok()?;
        *self.journal.at_mut(place)? = new;
        Some(())
    }
}

enum Found {
    Sale(Place),
    Payment(Place),
    Entry(Place),
    Order(Place),
    Adjustment(Place),
}

fn first<R: Row>(register: &Register<R>, reference: &str, fits: impl Fn(&R) -> bool) -> Option<Place> {
    let mut places = register.by_reference(reference).into_iter();
    places.find(|place| register.at(*place).is_some_and(&fits))
}

fn reversed(entry: &[Posting]) -> Vec<Posting> {
    entry.iter().map(|(account, amount)| (*account, amount.wrapping_neg())).collect()
}
