//! A batch's figures by card brand.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::value::RawValue;

use super::{Batch, Tally};
use crate::paytrace::card::Brand;
use crate::paytrace::fields::Fields;
use crate::paytrace::refusal::Refusal;
use crate::paytrace::row::Facts;
use crate::paytrace::state::State;

/// How the figures' names begin, after the vendor's older documentation; `None` for brands it does not name.
fn prefix(brand: Brand) -> Option<&'static str> {
    Some(match brand {
        Brand::Visa => "visa",
        Brand::Mastercard => "mastercard",
        Brand::Amex => "amex",
        Brand::Discover => "discover",
        Brand::Diners => "diners",
        Brand::Jcb => "jcb",
        Brand::Other => return None,
    })
}

impl State {
    /// The figures by their names. Cards whose first digits are hidden, as loaded rows have them, are in none.
    pub(super) fn brands(&self, batch: &Batch) -> Result<BTreeMap<String, Box<RawValue>>, Refusal> {
        let mut tallies = BTreeMap::<Brand, [Tally; 2]>::new();
        for position in &batch.members {
            let Some(text) = self.rows.text(*position) else { continue };
            let Some(facts) = Facts::read(text) else { continue };
            let row: Value = serde_json::from_slice(text).unwrap_or_default();
            let card = facts.id.and_then(|id| self.card_of(id, Fields::of(&row)));
            if let Some(brand) = card.and_then(|card| card.brand()) {
                let [sales, refunds] = tallies.entry(brand).or_default();
                if facts.is_refund() { refunds.take(&facts) } else { sales.take(&facts) }
            }
        }
        let mut figures = BTreeMap::new();
        for (brand, tallies) in tallies {
            let Some(prefix) = prefix(brand) else { continue };
            for (kind, tally) in ["sales", "refund"].into_iter().zip(tallies) {
                let count = serde_json::value::to_raw_value(&tally.count).map_err(|_| Refusal::amount())?;
                figures.insert(format!("{prefix}_{kind}_count"), count);
                figures.insert(format!("{prefix}_{kind}_amount"), tally.amount()?);
            }
        }
        Ok(figures)
    }
}
