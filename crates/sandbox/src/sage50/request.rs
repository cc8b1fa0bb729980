//! A request to create a record: read first, outside the books, then carried out.

use chrono::NaiveDate;
use serde::Serialize;

use super::company::Company;
use super::customers::NewCustomer;
use super::journal::NewEntry;
use super::payments::NewPayment;
use super::problem::Refusal;
use super::query::Resource;
use super::sales::NewSale;

/// A body that has been read; whether the books take it is still open.
#[derive(Debug)]
pub(super) enum Request {
    Customer(NewCustomer),
    Sale(NewSale),
    Payment(NewPayment),
    Entry(NewEntry),
}

impl Request {
    pub(super) fn read(resource: Resource, body: &[u8]) -> Result<Self, Refusal> {
        match resource {
            Resource::Customers => NewCustomer::read(body).map(Self::Customer),
            Resource::Invoices => NewSale::read(body).map(Self::Sale),
            Resource::Payments => NewPayment::read(body).map(Self::Payment),
            Resource::JournalEntries => NewEntry::read(body).map(Self::Entry),
        }
    }
}

impl Company {
    /// Saves the record and gives the JSON that answers it.
    pub(super) fn create(&mut self, request: &Request, today: NaiveDate) -> Result<Vec<u8>, Refusal> {
        match request {
            Request::Customer(new) => {
                let place = self.create_customer(new)?;
                Ok(to_json(&self.customers.at(place).map(|row| row.view(place))))
            }
            Request::Sale(new) => {
                let place = self.create_sale(new, today)?;
                Ok(to_json(&self.sale_view(place, false)))
            }
            Request::Payment(new) => {
                let place = self.create_payment(new, today)?;
                Ok(to_json(&self.payment_view(place, false)))
            }
            Request::Entry(new) => {
                let place = self.create_journal_entry(new, today)?;
                Ok(to_json(&self.journal_view(place, false)))
            }
        }
    }
}

/// Writes a view as JSON. Views are plain structs of texts and numbers: writing them to memory cannot fail.
pub(super) fn to_json<T: Serialize + ?Sized>(view: &T) -> Vec<u8> {
    serde_json::to_vec(view).unwrap_or_default()
}
