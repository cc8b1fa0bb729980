//! Deposit tickets.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use paysage_money::Money;

use super::{DepositTicketId, DocumentError, GlAccount, Receipt, Reference};

/// What one deposit ticket holds: a view computed over receipts, and no document of its own.
///
/// In Sage's account reconciliation, receipts of one ticket on one cash account stand as a single line of this total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DepositTicket {
    id: DepositTicketId,
    cash_account: GlAccount,
    date: NaiveDate,
    receipts: Vec<Reference>,
    total: Money,
}

impl DepositTicket {
    /// The tickets of some receipts, by ticket and cash account; receipts without ticket are left out.
    ///
    /// # Errors
    /// Receipts of several currencies in one ticket, or a sum beyond what money can hold.
    pub fn of<'a>(receipts: impl IntoIterator<Item = &'a Receipt>) -> Result<Vec<Self>, DocumentError> {
        let mut tickets: BTreeMap<(&DepositTicketId, &GlAccount), Self> = BTreeMap::new();
        for receipt in receipts {
            let head = receipt.head();
            let Some(id) = &head.tender.deposit_ticket else {
                continue;
            };
            let cash_account = &head.tender.cash_account;
            let ticket = tickets.entry((id, cash_account)).or_insert_with(|| Self {
                id: id.clone(),
                cash_account: cash_account.clone(),
                date: head.date,
                receipts: Vec::new(),
                total: Money::zero(receipt.amount().currency()),
            });
            ticket.date = ticket.date.max(head.date);
            ticket.total = ticket.total.checked_add(receipt.amount())?;
            ticket.receipts.push(head.reference.clone());
        }
        Ok(tickets.into_values().collect())
    }

    /// Its id.
    pub fn id(&self) -> &DepositTicketId {
        &self.id
    }

    /// The cash account of its receipts.
    pub fn cash_account(&self) -> &GlAccount {
        &self.cash_account
    }

    /// The day of its latest receipt: the first on which the whole of it can be deposited.
    pub fn date(&self) -> NaiveDate {
        self.date
    }

    /// Its receipts, in the order they were given.
    pub fn receipts(&self) -> &[Reference] {
        &self.receipts
    }

    /// The sum of its receipts.
    pub fn total(&self) -> Money {
        self.total
    }
}

#[cfg(test)]
mod tests {
    use paysage_money::Currency;

    use super::*;
    use crate::model::{CustomerId, PaymentHead, PaymentMethod, Tender};

    fn receipt(reference: &str, day: u32, account: &str, ticket: Option<&str>, minor: i64) -> Receipt {
        let account = GlAccount::new(account).unwrap();
        let mut tender = Tender::new(account, PaymentMethod::new("Card").unwrap());
        tender.deposit_ticket = ticket.map(|id| DepositTicketId::new(id).unwrap());
        let head = PaymentHead::new(
            Reference::new(reference).unwrap(),
            CustomerId::new("ACME").unwrap(),
            NaiveDate::from_ymd_opt(2026, 7, day).unwrap(),
            tender,
        );
        let amount = Money::from_minor(minor, Currency::Usd);
        Receipt::of_invoice(head, Reference::new("INV").unwrap(), amount).unwrap()
    }

    #[test]
    fn receipts_of_one_ticket_and_account_are_one_deposit() {
        let receipts = [
            receipt("R1", 2, "10300", Some("571"), 100),
            receipt("R2", 1, "10300", Some("571"), 250),
            receipt("R3", 1, "10300", None, 999),
            receipt("R4", 1, "10300", Some("572"), 7),
            receipt("R5", 1, "10400", Some("571"), 5),
        ];
        let tickets = DepositTicket::of(&receipts).unwrap();
        let rows = tickets
            .iter()
            .map(|ticket| {
                let receipts = ticket.receipts().iter().map(Reference::as_str).collect::<Vec<_>>().join(" ");
                (ticket.id().as_str(), ticket.cash_account().as_str(), receipts, ticket.total().minor())
            })
            .collect::<Vec<_>>();
        assert_eq!(
            rows,
            [
                ("571", "10300", "R1 R2".to_owned(), 350),
                ("571", "10400", "R5".to_owned(), 5),
                ("572", "10300", "R4".to_owned(), 7),
            ]
        );
        assert_eq!(tickets[0].date(), NaiveDate::from_ymd_opt(2026, 7, 2).unwrap());
    }
}
