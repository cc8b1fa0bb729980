//! What a line sells: an item, its quantity and price, and what it cost.

use paysage_money::Money;
use rust_decimal::{Decimal, RoundingStrategy};

use super::chart::AccountPlace;
use super::company::Company;
use super::fields::{CURRENCY, item_path};
use super::ledger::Posting;
use super::problem::{Code, Problems};
use super::register::Place;

/// Item, quantity, price and tax of a line as it is given.
#[derive(Debug, Clone, Default)]
pub(super) struct NewGoods {
    pub(super) item: Option<Box<str>>,
    pub(super) quantity: Option<Decimal>,
    pub(super) unit_price: Option<Decimal>,
    /// Sage's number: 1 is the usual taxable one.
    pub(super) tax_type: Option<u8>,
    /// The agency of a sales-tax line.
    pub(super) agency: Option<Box<str>>,
}

/// Item, quantity, price and tax of a line on record.
#[derive(Debug, Clone)]
pub(super) struct Goods {
    pub(super) item: Option<Place>,
    pub(super) quantity: Option<Decimal>,
    pub(super) unit_price: Option<Decimal>,
    pub(super) tax_type: Option<u8>,
    pub(super) agency: Option<Box<str>>,
    /// What left the stock.
    pub(super) taken: Option<Taken>,
}

/// Goods that left the stock, at their cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Taken {
    pub(super) item: Place,
    pub(super) quantity: Decimal,
    inventory: AccountPlace,
    cost_of_sales: AccountPlace,
    /// In cents.
    pub(super) cost: i64,
}

impl Taken {
    /// Debits the cost of sales and credits the inventory, or the reverse for goods that come back.
    pub(super) const fn entry(&self, back: bool) -> [Posting; 2] {
        let cost = if back { self.cost.wrapping_neg() } else { self.cost };
        [(self.cost_of_sales, cost), (self.inventory, cost.wrapping_neg())]
    }
}

/// A cost beyond the range of the books.
struct TooLarge;

/// `quantity` times `price` in cents, rounded half away from zero; `None` beyond the range of the books.
pub(super) fn priced(quantity: Decimal, price: Decimal) -> Option<i64> {
    let value = quantity.checked_mul(price)?;
    let rounded = value.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    Money::from_decimal(rounded, CURRENCY).ok().map(Money::minor)
}

impl Company {
    /// Finds the item of a line and what it takes from the stock.
    pub(super) fn checked_goods(
        &self,
        new: Option<&NewGoods>,
        list: &'static str,
        position: usize,
        problems: &mut Problems,
    ) -> Option<Box<Goods>> {
        let new = new?;
        let place = new.item.as_deref().and_then(|id| {
            let place = self.items.first(id);
            if place.is_none() {
                let source = item_path(list, position, "itemId");
                problems.add(Code::UnknownItem, &source, format!("There is no item {id}."));
            }
            place
        });
        let taken = place.zip(new.quantity).and_then(|(place, quantity)| {
            let taken = self.taken(place, quantity)?;
            taken
                .map_err(|TooLarge| {
                    let source = item_path(list, position, "quantity");
                    problems.add(Code::InvalidValue, &source, "The cost is too large for the books.");
                })
                .ok()
        });
        Some(Box::new(Goods {
            item: place,
            quantity: new.quantity,
            unit_price: new.unit_price,
            tax_type: new.tax_type,
            agency: new.agency.clone(),
            taken,
        }))
    }

    /// `None` for what is not kept in stock.
    fn taken(&self, place: Place, quantity: Decimal) -> Option<Result<Taken, TooLarge>> {
        let item = self.items.at(place).filter(|item| item.is_stocked())?;
        let inventory = item.inventory.or_else(|| self.chart.usual_inventory())?;
        let cost_of_sales = item.cost_of_sales.or_else(|| self.chart.usual_cost_of_sales())?;
        let cost = priced(quantity, item.unit_cost);
        let taken = |cost| Taken { item: place, quantity, inventory, cost_of_sales, cost };
        Some(cost.map(taken).ok_or(TooLarge))
    }
}
