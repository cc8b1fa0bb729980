//! What a person at the Sage 50 screen does behind the gateway's back: changed amounts and voided documents.

use sage50::Kind;

use super::company::Company;
use super::ledger::Posting;
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
                let applied = payment.applies.first_mut()?;
                applied.amount = applied.amount.checked_add(change).filter(|amount| *amount >= 0)?;
                payment.amount = amount;
                self.replace_payment(place, payment)
            }
            Found::Entry(place) => self.edit_entry(place, amount),
        }
    }

    /// Voids the first document of this kind and reference; `None` if that cannot be, e.g. because it is paid.
    pub(super) fn void(&mut self, kind: Kind, reference: &str) -> Option<()> {
        match self.find(kind, reference)? {
            Found::Sale(place) => self.void_sale(place),
            Found::Payment(place) => {
                let mut payment = self.payments.at(place)?.clone();
                payment.voided = true;
                self.replace_payment(place, payment)
            }
            Found::Entry(place) => {
                let entry = self.journal.at_mut(place)?;
                self.ledger.post(&reversed(&entry.lines)).ok()?;
                entry.voided = true;
                Some(())
            }
        }
    }

    /// The first document of this kind and reference that is not voided.
    fn find(&self, kind: Kind, reference: &str) -> Option<Found> {
        match kind {
            Kind::Invoice | Kind::CreditMemo => {
                let fits = |sale: &Sale| sale.document_kind() == kind && !sale.voided;
                first(&self.sales, reference, fits).map(Found::Sale)
            }
            Kind::Receipt | Kind::Refund => {
                let fits = |payment: &Payment| payment.document_kind() == kind && !payment.voided;
                first(&self.payments, reference, fits).map(Found::Payment)
            }
            Kind::JournalEntry => first(&self.journal, reference, |entry| !entry.voided).map(Found::Entry),
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

    fn replace_sale(&mut self, place: Place, new: Sale) -> Option<()> {
        let old = self.sales.at(place)?;
        let mut entry = reversed(&old.entry());
        let mut change = old.owed(old.total).checked_neg()?;
        if !new.voided {
            entry.extend(new.entry());
            change = change.checked_add(new.owed(new.total))?;
        }
        self.post(&entry, new.customer, change).ok()?;
        *self.sales.at_mut(place)? = new;
        Some(())
    }

    fn replace_payment(&mut self, place: Place, new: Payment) -> Option<()> {
        let old = self.payments.at(place)?.clone();
        let mut entry = reversed(&old.entry(&self.sales));
        let mut change = old.received(old.amount);
        if !new.voided {
            entry.extend(new.entry(&self.sales));
            change = change.checked_sub(new.received(new.amount))?;
        }
        self.post(&entry, new.customer, change).ok()?;
        for (before, after) in old.applies.iter().zip(&new.applies) {
            let settled = if new.voided { 0 } else { after.amount };
            let sale = self.sales.at_mut(before.sale)?;
            sale.settled = sale.settled.saturating_sub(before.amount).saturating_add(settled);
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
}

fn first<R: Row>(register: &Register<R>, reference: &str, fits: impl Fn(&R) -> bool) -> Option<Place> {
    let mut places = register.by_reference(reference).into_iter();
    places.find(|place| register.at(*place).is_some_and(&fits))
}

fn reversed(entry: &[Posting]) -> Vec<Posting> {
    entry.iter().map(|(account, amount)| (*account, amount.wrapping_neg())).collect()
}
