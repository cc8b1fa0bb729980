//! Lines of orders, invoices and credit memos.

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use super::super::company::{Cents, Company};
use super::super::fields::Fields;
use super::super::goods::{Goods, NewGoods, priced};
use super::super::register::Row;

/// What a line sells; `None` when it says nothing of that.
pub(in crate::sage50) fn read(line: &mut Fields<'_>, amount: i64, sales_tax: bool) -> Option<NewGoods> {
    let goods = NewGoods {
        item: line.optional_id("itemId", 20),
        quantity: line.optional_decimal("quantity"),
        unit_price: line.optional_decimal("unitPrice"),
        tax_type: line.optional_whole("taxType", 1, 25).and_then(|number| u8::try_from(number).ok()),
        agency: line.optional_id("salesTaxAgencyId", 8),
    };
    let sells = goods.item.is_some() || goods.quantity.is_some() || goods.tax_type.is_some();
    if sales_tax && sells {
        line.invalid("salesTax", "excludes itemId, quantity and taxType");
    } else if !sales_tax && goods.agency.is_some() {
        line.invalid("salesTaxAgencyId", "belongs to lines of sales tax");
    }
    match (goods.quantity, goods.unit_price) {
        (Some(quantity), Some(price)) if priced(quantity, price) != Some(amount) => {
            line.invalid("amount", "is not quantity times unit price, rounded to the cent");
        }
        (Some(_), None) => line.missing("unitPrice"),
        (None, Some(_)) => line.missing("quantity"),
        _ => {}
    }
    let given = sells || goods.unit_price.is_some() || goods.agency.is_some();
    given.then_some(goods)
}

/// A decimal without zeros at its end.
#[derive(Debug, Clone, Copy)]
pub(in crate::sage50) struct Plain(pub(in crate::sage50) Decimal);

impl Serialize for Plain {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0.normalize())
    }
}

/// A line as the gateway answers it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::sage50) struct LineView<'a> {
    pub(in crate::sage50) account: &'static str,
    pub(in crate::sage50) amount: Cents,
    pub(in crate::sage50) description: &'a str,
    pub(in crate::sage50) sales_tax: bool,
    #[serde(flatten)]
    pub(in crate::sage50) goods: Option<GoodsView<'a>>,
}

/// What a line sells.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::sage50) struct GoodsView<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    item_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quantity: Option<Plain>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit_price: Option<Plain>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tax_type: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sales_tax_agency_id: Option<&'a str>,
}

impl Company {
    pub(in crate::sage50) fn goods_view<'a>(&'a self, goods: Option<&'a Goods>) -> Option<GoodsView<'a>> {
        let goods = goods?;
        Some(GoodsView {
            item_id: goods.item.and_then(|place| self.items.at(place)).map(Row::reference),
            quantity: goods.quantity.map(Plain),
            unit_price: goods.unit_price.map(Plain),
            tax_type: goods.tax_type,
            sales_tax_agency_id: goods.agency.as_deref(),
        })
    }
}
