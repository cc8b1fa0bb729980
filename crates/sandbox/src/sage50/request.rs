//! Requests to create or change a record: read first, outside the books, then carried out.

use chrono::NaiveDate;
use serde::Serialize;

use super::adjustments::NewAdjustment;
use super::company::Company;
use super::customers::NewCustomer;
use super::items::NewItem;
use super::journal::NewEntry;
use super::orders::NewOrder;
use super::payments::NewPayment;
use super::problem::Refusal;
use super::query::Resource;
use super::register::Place;
use super::sales::NewSale;

/// A body that has been read; whether the books take it is still open.
#[derive(Debug)]
pub(super) enum Request {
    Customer(Box<NewCustomer>),
    Item(NewItem),
    Order(NewOrder),
    Sale(NewSale),
    Payment(NewPayment),
    Entry(NewEntry),
    Adjustment(NewAdjustment),
}

impl Request {
    pub(super) fn read(resource: Resource, body: &[u8]) -> Result<Self, Refusal> {
        match resource {
            Resource::Customers => NewCustomer::read(body).map(Box::new).map(Self::Customer),
            Resource::Products => NewItem::read(body).map(Self::Item),
            Resource::SalesOrders => NewOrder::read(body).map(Self::Order),
            Resource::Invoices => NewSale::read(body).map(Self::Sale),
            Resource::Payments => NewPayment::read(body).map(Self::Payment),
            Resource::JournalEntries => NewEntry::read(body).map(Self::Entry),
            Resource::StockAdjustments => NewAdjustment::read(body).map(Self::Adjustment),
        }
    }

    const fn resource(&self) -> Resource {
        match self {
            Self::Customer(_) => Resource::Customers,
            Self::Item(_) => Resource::Products,
            Self::Order(_) => Resource::SalesOrders,
            Self::Sale(_) => Resource::Invoices,
            Self::Payment(_) => Resource::Payments,
            Self::Entry(_) => Resource::JournalEntries,
            Self::Adjustment(_) => Resource::StockAdjustments,
        }
    }
}

impl Company {
    /// Saves the record and gives the JSON that answers it.
    pub(super) fn create(&mut self, request: &Request, today: NaiveDate) -> Result<Vec<u8>, Refusal> {
        let place = match request {
            Request::Customer(new) => self.create_customer(new),
            Request::Item(new) => self.create_item(new),
            Request::Order(new) => self.create_order(new, today),
            Request::Sale(new) => self.create_sale(new, today),
            Request::Payment(new) => self.create_payment(new, today),
            Request::Entry(new) => self.create_journal_entry(new, today),
            Request::Adjustment(new) => self.create_adjustment(new, today),
        }?;
        Ok(self.shown(request.resource(), place))
    }

    /// Changes the record and gives the JSON that answers it; `None` for what cannot be changed.
    pub(super) fn change(&mut self, request: &Request, today: NaiveDate) -> Option<Result<Vec<u8>, Refusal>> {
        let changed = match request {
            Request::Customer(new) => self.update_customer(new),
            Request::Item(new) => self.update_item(new),
            Request::Order(new) => self.update_order(new, today),
            Request::Sale(new) => self.update_sale(new, today),
            Request::Payment(_) | Request::Entry(_) | Request::Adjustment(_) => return None,
        };
        Some(changed.map(|place| self.shown(request.resource(), place)))
    }

    fn shown(&self, resource: Resource, place: Place) -> Vec<u8> {
        match resource {
            Resource::Customers => to_json(&self.customer_view(place, false)),
            Resource::Products => to_json(&self.item_view(place)),
            Resource::SalesOrders => to_json(&self.order_view(place, false)),
            Resource::Invoices => to_json(&self.sale_view(place, false)),
            Resource::Payments => to_json(&self.payment_view(place, false)),
            Resource::JournalEntries => to_json(&self.journal_view(place, false)),
            Resource::StockAdjustments => to_json(&self.adjustment_view(place, false)),
        }
    }
}

/// Writes a view as JSON. Views are plain structs of texts and numbers: writing them to memory cannot fail.
pub(super) fn to_json<T: Serialize + ?Sized>(view: &T) -> Vec<u8> {
    serde_json::to_vec(view).unwrap_or_default()
}
