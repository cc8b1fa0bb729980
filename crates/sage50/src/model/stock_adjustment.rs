//! Stock adjustments.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{AdjustmentReason, GlAccount, ItemId, NumberError, Quantity, Reference, StockLevel, UnitPrice};

/// Whether stock grows or shrinks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// There is more of it.
    Increase,
    /// There is less of it.
    Decrease,
}

/// A change of one item's stock, booked against the source account.
///
/// Sage takes a second adjustment with the same reference without complaint: look up, never repeat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StockAdjustment {
    /// Its reference.
    pub reference: Reference,
    /// The day it is booked on.
    pub date: NaiveDate,
    /// The item.
    pub item: ItemId,
    /// Whether there is more of it or less.
    pub direction: Direction,
    /// How much more or less, above zero.
    pub quantity: Quantity,
    /// The account that gives or takes the value.
    pub source_account: GlAccount,
    /// What one unit costs, in the currency of the books; without it Sage takes the item's own cost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_cost: Option<UnitPrice>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<AdjustmentReason>,
}

impl StockAdjustment {
    /// The change with its sign: negative when stock shrinks.
    pub fn change(&self) -> StockLevel {
        let mut change = self.quantity.value();
        change.set_sign_negative(self.direction == Direction::Decrease);
        StockLevel::of(change)
    }

    /// Direction and quantity of a change with its sign, as journals write it.
    ///
    /// # Errors
    /// The change is zero.
    pub fn split(change: StockLevel) -> Result<(Direction, Quantity), NumberError> {
        let value = change.value();
        let direction = if value.is_sign_negative() { Direction::Decrease } else { Direction::Increase };
        Ok((direction, Quantity::new(value.abs())?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_splits_into_direction_and_quantity_and_nothing_is_none() {
        let quantity = |text: &str| text.parse::<Quantity>().unwrap();
        let split = |text: &str| StockAdjustment::split(text.parse().unwrap());
        assert_eq!(split("2.5"), Ok((Direction::Increase, quantity("2.5"))));
        assert_eq!(split("-2.5"), Ok((Direction::Decrease, quantity("2.5"))));
        assert_eq!(split("0").unwrap_err().to_string(), "quantity must be more than zero");
        let adjustment = StockAdjustment {
            reference: Reference::new("ADJ1").unwrap(),
            date: NaiveDate::from_ymd_opt(2026, 7, 1).unwrap(),
            item: ItemId::new("WIDGET").unwrap(),
            direction: Direction::Decrease,
            quantity: quantity("3"),
            source_account: GlAccount::new("50000").unwrap(),
            unit_cost: None,
            reason: None,
        };
        assert_eq!(adjustment.change().to_string(), "-3");
    }
}
