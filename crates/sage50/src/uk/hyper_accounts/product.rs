//! Products.

use serde_json::{Map, Value, json};

use super::outgoing;
use super::search::Row;
use crate::error::Error;
use crate::model::{
    GlAccount, ItemAccounts, ItemClass, ItemDescription, ItemId, Product, StockLevel, UnitPrice,
};
use crate::rest::scalar;

/// Sage's types of items: 0 stock, 1 not in stock, 2 service.
const CLASSES: [(ItemClass, u64); 3] =
    [(ItemClass::Stock, 0), (ItemClass::NonStock, 1), (ItemClass::Service, 2)];

/// A new or changed product. Its quantity on hand is never sent: it changes by movements of stock alone.
pub(super) fn body(product: &Product) -> Result<Value, Error> {
    let class = CLASSES.iter().find(|(class, _)| *class == product.class());
    let (_, class) = class.ok_or(Error::unsupported("it has no items but stock, non-stock and service"))?;
    let accounts = product.accounts();
    if accounts.inventory.is_some()
        || accounts.cost_of_sales.is_some()
        || product.sales_description().is_some()
    {
        return Err(Error::unsupported("its items have one account, of sales, and one description"));
    }
    let fields = json!({
        "stockCode": product.id().as_str(),
        "description": product.description().as_str(),
        "itemType": class,
        "nominalCode": accounts.sales,
        "salesPrice": product.price().map(outgoing::price).transpose()?,
        "inactiveFlag": product.inactive(),
    });
    let Value::Object(fields) = fields else { return Ok(fields) };
    Ok(fields.into_iter().filter(|(_, value)| !value.is_null()).collect::<Map<_, _>>().into())
}

/// A row of the products; `None` when a text is longer than this version takes or the type is an unknown one.
pub(super) fn read(row: Row<'_>) -> Result<Option<Product>, Error> {
    let code = row.needed("stockCode")?;
    Ok(fitting(row, &code))
}

fn fitting(row: Row<'_>, code: &str) -> Option<Product> {
    let number = scalar::count(row.value("itemType"))?;
    let (class, _) = CLASSES.iter().find(|(_, known)| *known == number)?;
    let sales = row.text("salesNominalCode").map(GlAccount::new).transpose().ok()?;
    let accounts = ItemAccounts { sales, ..ItemAccounts::default() };
    let description = row.text("description").unwrap_or_else(|| code.into());
    let description = ItemDescription::new(description).ok()?;
    let product = Product::new(ItemId::new(code).ok()?, description, *class, accounts).ok()?;
    let mut product = product.with_inactive(row.flag("inactiveFlag"));
    if let Some(price) = row.text("salesPrice").and_then(|text| text.parse::<UnitPrice>().ok()) {
        product = product.with_price(price);
    }
    if let Some(level) = row.text("qtyInStock").and_then(|text| text.parse::<StockLevel>().ok()) {
        product = product.with_quantity_on_hand(level);
    }
    Some(product)
}
