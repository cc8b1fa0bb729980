//! Customers, products and nominals.

use std::time::Instant;

use serde_json::{Value, json};

use super::super::chart::{Account, Chart};
use super::super::company::Company;
use super::super::customers::{CustomerDetails, NewCustomer};
use super::super::items::{Item, NewItem, STOCK};
use super::super::problem::Refusal;
use super::super::register::Row;
use super::body::Fields;
use super::search::number;
use super::{Answer, Answered};

const CUSTOMER: [&str; 20] = [
    "accountRef",
    "name",
    "contactName",
    "telephone",
    "email",
    "www",
    "countryCode",
    "paymentDueDays",
    "paymentDueFrom",
    "inactiveAccount",
    "address1",
    "address2",
    "address3",
    "address4",
    "address5",
    "deliveryAddress1",
    "deliveryAddress2",
    "deliveryAddress3",
    "deliveryAddress4",
    "deliveryAddress5",
];
const PRODUCT: [&str; 6] =
    ["stockCode", "description", "itemType", "nominalCode", "salesPrice", "inactiveFlag"];
/// Sage's number of the class of items that are services.
const SERVICE: u8 = 4;

type Address = [Option<Box<str>>; 6];

/// A text as it is now: left away or null it stays, empty it is cleared.
fn merged(fields: &Fields, name: &str, before: &str) -> Option<Box<str>> {
    let text = fields.some(name).unwrap_or(before);
    (!text.is_empty()).then(|| text.into())
}

impl Company {
    pub(super) fn hyper_nominals(&self) -> Vec<Value> {
        let row = |account: &Account| {
            json!({
                "accountRef": account.id, "name": account.description, "type": Chart::type_code(account),
                "inactiveFlag": u8::from(account.inactive),
            })
        };
        self.chart.accounts().iter().map(row).collect()
    }

    pub(super) fn hyper_customers(&mut self) -> Vec<Value> {
        let shown = self.customers.show(Instant::now(), self.read_lag);
        let customers = self.customers.iter().filter(|(place, _)| place.is_before(shown));
        customers.map(|(_, row)| json!({"accountRef": row.reference(), "name": row.head(1)})).collect()
    }

    pub(super) fn hyper_customer(&mut self, body: &[u8], change: bool) -> Answered {
        let fields = Fields::read(body, &CUSTOMER)?;
        let id = fields.text("accountRef", 8)?;
        let place = self.customers.first(id);
        if change && place.is_none() {
            return Err(Refusal::not_found("customer", id));
        }
        let before = place.filter(|_| change).and_then(|place| self.customers.at(place));
        let head = |position| before.map_or("", |customer| customer.head(position));
        let address = |name: &str, shipping| -> Address {
            let lines = before.map(|customer| customer.address_lines(shipping)).unwrap_or_default();
            let mut place = 0_u8;
            lines.map(|line| {
                place = place.saturating_add(1);
                let country = place == 6;
                let property = if country { "countryCode".to_owned() } else { format!("{name}{place}") };
                merged(&fields, &property, line)
            })
        };
        let texts = [
            Some(id.into()),
            merged(&fields, "name", head(1)),
            None,
            merged(&fields, "contactName", head(3)),
            merged(&fields, "email", head(4)),
            merged(&fields, "telephone", head(5)),
        ];
        let details = CustomerDetails {
            inactive: fields.flag("inactiveAccount").unwrap_or_default(),
            web_site: fields.some("www").filter(|text| !text.is_empty()).map(Into::into),
            ..CustomerDetails::default()
        };
        let (billing, shipping) = (address("address", false), address("deliveryAddress", true));
        let new = NewCustomer::of(texts, billing, shipping, details);
        let place = if change { self.update_customer(&new)? } else { self.create_customer(&new)? };
        Ok(Answer::Response(self.customer_id(place).into()))
    }

    pub(super) fn hyper_products(&mut self) -> Vec<Value> {
        let shown = self.items.show(Instant::now(), self.read_lag);
        let items = self.items.iter().filter(|(place, _)| place.is_before(shown));
        let row = |item: &Item| {
            let class = u8::from(!item.is_stocked());
            json!({
                "stockCode": item.id, "description": item.description,
                "itemType": if item.class == SERVICE { 2 } else { class },
                "salesNominalCode": item.sales.map(|account| self.chart.id(account)),
                "salesPrice": item.price.map(number),
                "qtyInStock": item.on_hand(None).map(number),
                "inactiveFlag": u8::from(item.inactive),
            })
        };
        items.map(|(_, item)| row(item)).collect()
    }

    pub(super) fn hyper_product(&mut self, body: &[u8], change: bool) -> Answered {
        let fields = Fields::read(body, &PRODUCT)?;
        let code = fields.text("stockCode", 30)?;
        let before = self.items.first(code).filter(|_| change).and_then(|place| self.items.at(place));
        if change && before.is_none() {
            return Err(Refusal::not_found("product", code));
        }
        let class = match fields.whole("itemType") {
            Some(0) => STOCK,
            Some(1) => 0,
            Some(2) => SERVICE,
            _ => before.map_or(STOCK, |item| item.class),
        };
        let sales = before.and_then(|item| item.sales).map_or("", |account| self.chart.id(account));
        let new = NewItem {
            id: code.into(),
            description: merged(&fields, "description", before.map_or(code, |item| &item.description))
                .unwrap_or_else(|| code.into()),
            class,
            price: fields.decimal("salesPrice").or_else(|| before.and_then(|item| item.price)),
            unit_cost: before.map(|item| item.unit_cost),
            sales_account: merged(&fields, "nominalCode", sales),
            inactive: fields.flag("inactiveFlag").unwrap_or_default(),
            ..NewItem::default()
        };
        if change {
            self.update_item(&new)?
        } else {
            self.create_item(&new)?
        };
        Ok(Answer::Response(code.into()))
    }
}
