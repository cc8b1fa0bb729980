//! Stock adjustments.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Serialize;

use super::super::adjustments::{Adjustment, NewAdjustment};
use super::super::company::Company;
use super::super::fields;
use super::super::problem::Refusal;
use super::super::register::{Place, Row};
use super::goods::Plain;

impl NewAdjustment {
    pub(in crate::sage50) fn read(body: &[u8]) -> Result<Self, Refusal> {
        fields::read(body, |fields| {
            let grows = fields.word("direction", &[("increase", true), ("decrease", false)]);
            if !fields.has("quantity") {
                fields.missing("quantity");
            }
            let mut quantity = fields.optional_decimal("quantity").unwrap_or(Decimal::ONE);
            quantity.set_sign_negative(grows == Some(false));
            Self {
                reference: fields.id("referenceNumber", 20),
                date: fields.date("transactionDate"),
                item: fields.id("itemId", 20),
                quantity,
                unit_cost: fields.optional_decimal("unitCost"),
                reason: fields.optional_text("reason", 30),
                source_account: fields.id("sourceAccount", 15),
            }
        })
    }
}

impl Company {
    pub(in crate::sage50) fn adjustment_view(&self, place: Place, all: bool) -> Option<AdjustmentView<'_>> {
        let adjustment = self.adjustments.at(place)?;
        Some(AdjustmentView {
            key: Adjustment::key(place),
            reference_number: adjustment.reference(),
            transaction_date: adjustment.date,
            item_id: self.items.at(adjustment.item).map_or("", Row::reference),
            direction: if adjustment.quantity.is_sign_negative() { "decrease" } else { "increase" },
            quantity: Plain(adjustment.quantity.abs()),
            status: if adjustment.voided { "voided" } else { "posted" },
            details: all.then(|| Rest {
                source_account: self.chart.id(adjustment.source),
                unit_cost: Plain(adjustment.unit_cost),
                reason: adjustment.reason.as_deref(),
            }),
        })
    }
}

/// A stock adjustment as the gateway answers it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::sage50) struct AdjustmentView<'a> {
    key: String,
    reference_number: &'a str,
    transaction_date: NaiveDate,
    item_id: &'a str,
    direction: &'static str,
    quantity: Plain,
    status: &'static str,
    #[serde(flatten)]
    details: Option<Rest<'a>>,
}

/// The rest, for who asks for `attributes=all`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Rest<'a> {
    source_account: &'static str,
    unit_cost: Plain,
    reason: Option<&'a str>,
}
