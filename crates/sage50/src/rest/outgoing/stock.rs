//! The bodies of products and stock adjustments.

use chrono::NaiveDate;
use serde::Serialize;

use crate::model::{
    AdjustmentReason, Description, Direction, GlAccount, ItemClass, Product, Quantity, StockAdjustment,
    UnitPrice,
};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ProductBody<'a> {
    item_id: &'a str,
    description: &'a str,
    class: ItemClass,
    #[serde(skip_serializing_if = "Option::is_none")]
    sales_description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sales_account: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    inventory_account: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cost_of_sales_account: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    price: Option<UnitPrice>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    inactive: bool,
}

/// The quantity on hand is read and never written: documents and adjustments change it.
pub(super) fn product(product: &Product) -> ProductBody<'_> {
    let accounts = product.accounts();
    ProductBody {
        item_id: product.id().as_str(),
        description: product.description().as_str(),
        class: product.class(),
        sales_description: product.sales_description().map(Description::as_str),
        sales_account: accounts.sales.as_ref().map(GlAccount::as_str),
        inventory_account: accounts.inventory.as_ref().map(GlAccount::as_str),
        cost_of_sales_account: accounts.cost_of_sales.as_ref().map(GlAccount::as_str),
        price: product.price(),
        inactive: product.inactive(),
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AdjustmentBody<'a> {
    reference_number: &'a str,
    transaction_date: NaiveDate,
    item_id: &'a str,
    direction: Direction,
    quantity: Quantity,
    source_account: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit_cost: Option<UnitPrice>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
}

pub(super) fn adjustment(adjustment: &StockAdjustment) -> AdjustmentBody<'_> {
    AdjustmentBody {
        reference_number: adjustment.reference.as_str(),
        transaction_date: adjustment.date,
        item_id: adjustment.item.as_str(),
        direction: adjustment.direction,
        quantity: adjustment.quantity,
        source_account: adjustment.source_account.as_str(),
        unit_cost: adjustment.unit_cost,
        reason: adjustment.reason.as_ref().map(AdjustmentReason::as_str),
    }
}
