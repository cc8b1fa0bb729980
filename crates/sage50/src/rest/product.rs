//! Items of the inventory as the gateway shows them.

use std::borrow::Cow;

use paysage_money::wire;
use serde::Deserialize;
use serde_json::Value;

use super::scalar;
use crate::model::{
    Description, GlAccount, ItemAccounts, ItemClass, ItemDescription, ItemId, Product, StockLevel, UnitPrice,
};

/// An item; every field may be missing or of an unexpected type.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ProductEntry {
    #[serde(alias = "ItemId")]
    item_id: Option<Value>,
    #[serde(alias = "Description")]
    description: Option<Value>,
    #[serde(alias = "Class")]
    class: Option<Value>,
    #[serde(alias = "SalesDescription")]
    sales_description: Option<Value>,
    #[serde(alias = "SalesAccount")]
    sales_account: Option<Value>,
    #[serde(alias = "InventoryAccount")]
    inventory_account: Option<Value>,
    #[serde(alias = "CostOfSalesAccount")]
    cost_of_sales_account: Option<Value>,
    #[serde(alias = "Price")]
    price: Option<Value>,
    #[serde(alias = "Inactive")]
    inactive: Option<Value>,
    #[serde(alias = "QuantityOnHand")]
    quantity_on_hand: Option<Value>,
}

impl ProductEntry {
    /// The item. A field that is there must fit: an item shown in part could be written back in part.
    pub(super) fn product(&self) -> Result<Product, &'static str> {
        let id = text(self.item_id.as_ref()).ok_or("an item has no id")?;
        let id = ItemId::new(id).map_err(|_| "an item's id does not fit")?;
        let description = text(self.description.as_ref()).ok_or("an item has no description")?;
        let description =
            ItemDescription::new(description).map_err(|_| "an item's description does not fit")?;
        let class = self.class.as_ref().and_then(class).ok_or("an item is of no class this version knows")?;
        let accounts = ItemAccounts {
            sales: account(self.sales_account.as_ref())?,
            inventory: account(self.inventory_account.as_ref())?,
            cost_of_sales: account(self.cost_of_sales_account.as_ref())?,
        };
        let mut product = Product::new(id, description, class, accounts)
            .map_err(|_| "an item is only a description and has accounts")?
            .with_inactive(self.inactive == Some(Value::Bool(true)));
        if let Some(text) = text(self.sales_description.as_ref()) {
            let text = Description::new(text).map_err(|_| "an item's sales description does not fit")?;
            product = product.with_sales_description(text);
        }
        if let Some(price) = given(self.price.as_ref()) {
            let price = wire::decimal(price).ok().and_then(|price| UnitPrice::new(price).ok());
            product = product.with_price(price.ok_or("an item's price cannot be read exactly")?);
        }
        if let Some(level) = given(self.quantity_on_hand.as_ref()) {
            let level = wire::decimal(level).ok().and_then(|level| StockLevel::new(level).ok());
            product = product.with_quantity_on_hand(level.ok_or("a quantity cannot be read exactly")?);
        }
        Ok(product)
    }
}

fn given(value: Option<&Value>) -> Option<&Value> {
    value.filter(|value| !value.is_null())
}

fn text(value: Option<&Value>) -> Option<Cow<'_, str>> {
    scalar::text(value)
}

fn account(value: Option<&Value>) -> Result<Option<GlAccount>, &'static str> {
    let id = text(value).map(GlAccount::new).transpose();
    id.map_err(|_| "an item's account does not fit")
}

/// The class by its word, in any spelling, or by its number in Sage's item list.
fn class(value: &Value) -> Option<ItemClass> {
    if let Some(code) = value.as_u64() {
        return ItemClass::from_code(u8::try_from(code).ok()?);
    }
    let letters = |word: &str| -> String {
        word.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let wanted = letters(value.as_str()?);
    ItemClass::ALL.into_iter().find(|class| letters(&format!("{class:?}")) == wanted)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(value: Value) -> Result<Product, &'static str> {
        serde_json::from_value::<ProductEntry>(value).unwrap().product()
    }

    #[test]
    fn an_item_is_read_in_every_tolerated_spelling() {
        let product = read(json!({"itemId": " W9 ", "description": "Widget", "class": "MasterStock",
            "salesDescription": "Widget, big", "salesAccount": 40000, "price": 19.5, "inactive": true,
            "quantityOnHand": "-3.0000", "inventoryAccount": null, "location": "A1"}))
        .unwrap();
        assert_eq!((product.id().as_str(), product.class()), ("W9", ItemClass::MasterStock));
        assert_eq!(product.accounts().sales.as_ref().map(GlAccount::as_str), Some("40000"));
        assert_eq!(product.accounts().inventory, None);
        assert_eq!(product.price().unwrap().to_string(), "19.5");
        assert_eq!(product.quantity_on_hand().unwrap().to_string(), "-3");
        assert!(product.inactive());
        for class in ItemClass::ALL {
            let word = serde_json::to_value(class).unwrap();
            for spelled in [word, json!(class.code())] {
                let read = read(json!({"ItemId": "W", "Description": "W", "Class": spelled}));
                assert_eq!(read.unwrap().class(), class);
            }
        }
    }

    #[test]
    fn an_item_that_does_not_fit_is_an_error_and_never_shown_in_part() {
        let whole = json!({"itemId": "W", "description": "Widget", "class": "stock"});
        for (field, value) in [
            ("itemId", json!(null)),
            ("itemId", json!("x".repeat(21))),
            ("description", json!("")),
            ("class", json!("toy")),
            ("class", json!(12)),
            ("price", json!("-1")),
            ("price", json!(0.000_001)),
            ("quantityOnHand", json!("many")),
            ("salesAccount", json!("x".repeat(16))),
            ("salesDescription", json!("x".repeat(161))),
        ] {
            let mut changed = whole.clone();
            changed[field] = value;
            assert!(read(changed.clone()).is_err(), "{changed}");
        }
    }
}
