//! The items of the inventory; their stock changes by movements only.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::chart::AccountPlace;
use super::company::{Company, save};
use super::key::key;
use super::problem::{Code, Problems, Refusal};
use super::register::{Place, Row};

const REGISTER: u32 = 5;
/// The classes of Sage 50 whose quantities are kept: stock, assembly, substock, and both serialized ones.
const STOCKED: [u8; 5] = [1, 3, 9, 10, 11];
const LAST_CLASS: u8 = 11;
/// Sage's number of the class of items that are kept in stock.
pub(super) const STOCK: u8 = 1;

/// An item as it is given.
#[derive(Debug, Clone, Default)]
pub(super) struct NewItem {
    pub(super) id: Box<str>,
    pub(super) description: Box<str>,
    pub(super) sales_description: Option<Box<str>>,
    /// Sage's number of the class: 0 non-stock, 1 stock, 4 service …
    pub(super) class: u8,
    pub(super) price: Option<Decimal>,
    pub(super) unit_cost: Option<Decimal>,
    pub(super) sales_account: Option<Box<str>>,
    pub(super) inventory_account: Option<Box<str>>,
    pub(super) cost_account: Option<Box<str>>,
    pub(super) inactive: bool,
}

/// An item on record.
#[derive(Debug, Clone, Default)]
pub(super) struct Item {
    pub(super) id: Box<str>,
    pub(super) description: Box<str>,
    pub(super) sales_description: Option<Box<str>>,
    pub(super) class: u8,
    pub(super) price: Option<Decimal>,
    pub(super) unit_cost: Decimal,
    pub(super) sales: Option<AccountPlace>,
    pub(super) inventory: Option<AccountPlace>,
    pub(super) cost_of_sales: Option<AccountPlace>,
    pub(super) inactive: bool,
    /// Day and quantity, in the order booked.
    movements: Vec<(NaiveDate, Decimal)>,
}

impl Row for Item {
    fn reference(&self) -> &str {
        &self.id
    }

    fn customer(&self) -> Option<Place> {
        None
    }

    fn kind_word(&self) -> &'static str {
        "product"
    }

    fn date(&self) -> Option<NaiveDate> {
        None
    }
}

impl Item {
    pub(super) fn key(place: Place) -> String {
        key(REGISTER, place)
    }

    pub(super) fn is_stocked(&self) -> bool {
        STOCKED.contains(&self.class)
    }

    /// What is in stock, or was at the end of a day; `None` for what is not kept in stock.
    pub(super) fn on_hand(&self, on: Option<NaiveDate>) -> Option<Decimal> {
        let counts = |date: &NaiveDate| on.is_none_or(|on| *date <= on);
        let moved = self.movements.iter().filter(|(date, _)| counts(date));
        self.is_stocked()
            .then(|| moved.fold(Decimal::ZERO, |sum, (_, change)| sum.saturating_add(*change)).normalize())
    }

    pub(super) fn moves(&mut self, date: NaiveDate, change: Decimal) {
        if !change.is_zero() {
            self.movements.push((date, change));
        }
    }
}

impl Company {
    pub(super) fn create_item(&mut self, new: &NewItem) -> Result<Place, Refusal> {
        if self.items.first(&new.id).is_some() {
            return Err(Refusal::duplicate("itemId", "item id"));
        }
        let item = self.checked_item(new)?;
        self.posts = self.posts.saturating_add(1);
        Ok(save(&mut self.items, item, self.read_lag))
    }

    pub(super) fn set_unit_cost(&mut self, item: &str, cost: Decimal) -> Option<()> {
        let place = self.items.first(item).filter(|_| !cost.is_sign_negative())?;
        self.items.at_mut(place).map(|item| item.unit_cost = cost)
    }

    /// Changes everything about an item but its id, its stock and its past.
    pub(super) fn update_item(&mut self, new: &NewItem) -> Result<Place, Refusal> {
        self.check_free("product", &new.id)?;
        let place = self.items.first(&new.id).ok_or_else(|| Refusal::not_found("item", &new.id))?;
        let item = self.checked_item(new)?;
        if let Some(row) = self.items.at_mut(place) {
            let movements = std::mem::take(&mut row.movements);
            *row = Item { id: std::mem::take(&mut row.id), movements, ..item };
        }
        Ok(place)
    }

    fn checked_item(&self, new: &NewItem) -> Result<Item, Refusal> {
        let mut problems = Problems::default();
        if new.class > LAST_CLASS {
            problems.add(Code::InvalidValue, &"class", format!("There is no item class {}.", new.class));
        }
        let mut account = |id: Option<&str>, source: &'static str| {
            id.and_then(|id| self.chart.postable(id, &source, &mut problems))
        };
        let item = Item {
            id: new.id.clone(),
            description: new.description.clone(),
            sales_description: new.sales_description.clone(),
            class: new.class,
            price: new.price,
            unit_cost: new.unit_cost.unwrap_or_default(),
            sales: account(new.sales_account.as_deref(), "salesAccount"),
            inventory: account(new.inventory_account.as_deref(), "inventoryAccount"),
            cost_of_sales: account(new.cost_account.as_deref(), "costOfSalesAccount"),
            inactive: new.inactive,
            movements: Vec::new(),
        };
        problems.or(item)
    }
}
