//! Items of the inventory.

use serde::Serialize;

use super::super::company::Company;
use super::super::fields;
use super::super::items::{Item, NewItem};
use super::super::problem::Refusal;
use super::super::register::Place;
use super::goods::Plain;

/// The words of the classes and Sage's numbers of them.
const CLASSES: [(&str, u8); 12] = [
    ("non_stock", 0),
    ("stock", 1),
    ("description_only", 2),
    ("assembly", 3),
    ("service", 4),
    ("labor", 5),
    ("activity", 6),
    ("charge", 7),
    ("master_stock", 8),
    ("substock", 9),
    ("serialized_stock", 10),
    ("serialized_assembly", 11),
];

impl NewItem {
    pub(in crate::sage50) fn read(body: &[u8]) -> Result<Self, Refusal> {
        fields::read(body, |fields| Self {
            id: fields.id("itemId", 20),
            description: fields.text("description", 30),
            sales_description: fields.optional_text("salesDescription", 160),
            class: fields.word("class", &CLASSES).unwrap_or_default(),
            price: fields.optional_decimal("price"),
            unit_cost: None,
            sales_account: fields.optional_id("salesAccount", 15),
            inventory_account: fields.optional_id("inventoryAccount", 15),
            cost_account: fields.optional_id("costOfSalesAccount", 15),
            inactive: fields.flag("inactive"),
        })
    }
}

impl Company {
    pub(in crate::sage50) fn item_view(&self, place: Place) -> Option<ItemView<'_>> {
        let item = self.items.at(place)?;
        let class = CLASSES.iter().find(|(_, code)| *code == item.class)?.0;
        Some(ItemView {
            key: Item::key(place),
            item_id: &item.id,
            description: &item.description,
            class,
            sales_description: item.sales_description.as_deref(),
            sales_account: item.sales.map(|account| self.chart.id(account)),
            inventory_account: item.inventory.map(|account| self.chart.id(account)),
            cost_of_sales_account: item.cost_of_sales.map(|account| self.chart.id(account)),
            price: item.price.map(Plain),
            inactive: item.inactive,
            quantity_on_hand: item.on_hand(None).map(Plain),
        })
    }
}

/// An item as the gateway answers it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::sage50) struct ItemView<'a> {
    key: String,
    item_id: &'a str,
    description: &'a str,
    class: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    sales_description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sales_account: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    inventory_account: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cost_of_sales_account: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    price: Option<Plain>,
    inactive: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    quantity_on_hand: Option<Plain>,
}
