//! Stock adjustments: goods found, lost or returned, and the account that answers for their value.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::chart::AccountPlace;
use super::company::{Company, save};
use super::goods::priced;
use super::key::key;
use super::ledger::Posting;
use super::problem::{Code, Problems, Refusal};
use super::register::{Place, Row};

const REGISTER: u32 = 7;

/// A stock adjustment as it is given.
#[derive(Debug, Clone)]
pub(super) struct NewAdjustment {
    pub(super) reference: Box<str>,
    pub(super) date: NaiveDate,
    pub(super) item: Box<str>,
    /// Negative: goods leave the stock.
    pub(super) quantity: Decimal,
    /// Of one unit; the item's own if absent.
    pub(super) unit_cost: Option<Decimal>,
    pub(super) reason: Option<Box<str>>,
    pub(super) source_account: Box<str>,
}

/// A stock adjustment on record.
#[derive(Debug, Clone)]
pub(super) struct Adjustment {
    pub(super) voided: bool,
    reference: Box<str>,
    pub(super) date: NaiveDate,
    pub(super) item: Place,
    pub(super) quantity: Decimal,
    pub(super) unit_cost: Decimal,
    pub(super) reason: Option<Box<str>>,
    pub(super) inventory: AccountPlace,
    pub(super) source: AccountPlace,
    /// In cents; negative where goods leave.
    pub(super) value: i64,
}

impl Row for Adjustment {
    fn reference(&self) -> &str {
        &self.reference
    }

    fn customer(&self) -> Option<Place> {
        None
    }

    fn kind_word(&self) -> &'static str {
        "stock_adjustment"
    }

    fn date(&self) -> Option<NaiveDate> {
        Some(self.date)
    }
}

impl Adjustment {
    pub(super) fn key(place: Place) -> String {
        key(REGISTER, place)
    }

    pub(super) const fn entry(&self) -> [Posting; 2] {
        [(self.inventory, self.value), (self.source, self.value.wrapping_neg())]
    }
}

impl Company {
    pub(super) fn create_adjustment(
        &mut self,
        new: &NewAdjustment,
        today: NaiveDate,
    ) -> Result<Place, Refusal> {
        let adjustment = self.checked_adjustment(new, today)?;
        self.ledger.post(&adjustment.entry())?;
        if let Some(item) = self.items.at_mut(adjustment.item) {
            item.moves(adjustment.date, adjustment.quantity);
            // The cost of the last goods that came in is what the next ones that leave have cost.
            if adjustment.quantity > Decimal::ZERO {
                item.unit_cost = adjustment.unit_cost;
            }
        }
        self.posts = self.posts.saturating_add(1);
        Ok(save(&mut self.adjustments, adjustment, self.read_lag))
    }

    fn checked_adjustment(&self, new: &NewAdjustment, today: NaiveDate) -> Result<Adjustment, Refusal> {
        let mut problems = Problems::default();
        self.periods.check(new.date, today, &mut problems);
        if new.quantity.is_zero() {
            problems.add(Code::InvalidValue, &"quantity", "The quantity must not be zero.");
        }
        let source = self.chart.postable(&new.source_account, &"sourceAccount", &mut problems);
        let place = self.items.first(&new.item);
        let item = place.and_then(|place| self.items.at(place));
        if item.is_none() {
            problems.add(Code::UnknownItem, &"itemId", format!("There is no item {}.", new.item));
        } else if item.is_some_and(|item| !item.is_stocked()) {
            let message = format!("The quantity of {} is not kept.", new.item);
            problems.add(Code::InvalidValue, &"itemId", message);
        }
        let unit_cost = new.unit_cost.or(item.map(|item| item.unit_cost)).unwrap_or_default();
        let value = priced(new.quantity, unit_cost);
        if unit_cost.is_sign_negative() && !unit_cost.is_zero() || value.is_none() {
            problems.add(Code::InvalidValue, &"unitCost", "The unit cost is negative or too large.");
        }
        let inventory = item.and_then(|item| item.inventory).or_else(|| self.chart.usual_inventory());
        if inventory.is_none() {
            problems.add(Code::UnknownAccount, &"itemId", "There is no inventory account for the item.");
        }
        let (Some(item), Some(source), Some(inventory)) = (place, source, inventory) else {
            return Err(problems.refusal());
        };
        problems.or(Adjustment {
            voided: false,
            reference: new.reference.clone(),
            date: new.date,
            item,
            quantity: new.quantity,
            unit_cost,
            reason: new.reason.clone(),
            inventory,
            source,
            value: value.unwrap_or_default(),
        })
    }
}
