//! What Level 3 data says of one line item, for both brands.

use paysage_money::Money;
use serde_json::{Map, Value};

use super::header::amount;
use super::{ItemDescription, ProductId, Quantity, Rate, UnitCost, UnitOfMeasure, put};
use crate::Error;

/// What is said of one line item.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Item {
    pub(super) description: ItemDescription,
    pub(super) quantity: Quantity,
    pub(super) unit_cost: UnitCost,
    pub(super) amount: Money,
    pub(super) product_id: Option<ProductId>,
    pub(super) unit_of_measure: Option<UnitOfMeasure>,
    pub(super) discount_amount: Option<Money>,
    pub(super) additional_tax_amount: Option<Money>,
    pub(super) additional_tax_rate: Option<Rate>,
}

impl Item {
    pub(super) fn new(
        description: ItemDescription,
        quantity: Quantity,
        unit_cost: UnitCost,
        amount: Money,
    ) -> Self {
        Self {
            description,
            quantity,
            unit_cost,
            amount,
            product_id: None,
            unit_of_measure: None,
            discount_amount: None,
            additional_tax_amount: None,
            additional_tax_rate: None,
        }
    }

    pub(super) fn members(&self) -> Result<Map<String, Value>, Error> {
        let mut sent = Map::new();
        put(&mut sent, "description", Some(self.description.as_str()));
        put(&mut sent, "quantity", Some(self.quantity.as_str()));
        put(&mut sent, "unit_cost", Some(self.unit_cost.as_str()));
        put(&mut sent, "amount", amount("amount", Some(self.amount))?);
        put(&mut sent, "product_id", self.product_id.as_ref().map(ProductId::as_str));
        put(&mut sent, "unit_of_measure", self.unit_of_measure.as_ref().map(UnitOfMeasure::as_str));
        put(&mut sent, "discount_amount", amount("discount amount", self.discount_amount)?);
        put(&mut sent, "additional_tax_amount", amount("additional tax amount", self.additional_tax_amount)?);
        put(&mut sent, "additional_tax_rate", self.additional_tax_rate.as_ref().map(Rate::as_str));
        Ok(sent)
    }
}

/// Gives a line with a field `item` its constructor and setters. Amounts are checked when they are sent.
macro_rules! item_setters {
    ($line:ident) => {
        impl $line {
            /// A line of so many units at a cost, `amount` in all: US dollars, not below 0.00.
            ///
            /// Nothing checks that quantity and cost make the amount, since merchants round in their own ways.
            pub fn new(
                description: $crate::v1::level_three::ItemDescription,
                quantity: $crate::v1::level_three::Quantity,
                unit_cost: $crate::v1::level_three::UnitCost,
                amount: ::paysage_money::Money,
            ) -> Self {
                Self::of(Item::new(description, quantity, unit_cost, amount))
            }

            /// Names the merchant's code of the product.
            #[must_use]
            pub fn with_product_id(mut self, id: $crate::v1::level_three::ProductId) -> Self {
                self.item.product_id = Some(id);
                self
            }

            /// Names the unit in which the product is counted.
            #[must_use]
            pub fn with_unit_of_measure(mut self, unit: $crate::v1::level_three::UnitOfMeasure) -> Self {
                self.item.unit_of_measure = Some(unit);
                self
            }

            /// Says how much discount there is on the line: US dollars, not below 0.00.
            #[must_use]
            pub fn with_discount_amount(mut self, discount: ::paysage_money::Money) -> Self {
                self.item.discount_amount = Some(discount);
                self
            }

            /// Says how much additional tax there is on the line: US dollars, not below 0.00.
            #[must_use]
            pub fn with_additional_tax_amount(mut self, tax: ::paysage_money::Money) -> Self {
                self.item.additional_tax_amount = Some(tax);
                self
            }

            /// Says at which rate the line's additional tax was reckoned.
            #[must_use]
            pub fn with_additional_tax_rate(mut self, rate: $crate::v1::level_three::Rate) -> Self {
                self.item.additional_tax_rate = Some(rate);
                self
            }
        }
    };
}

pub(super) use item_setters;
