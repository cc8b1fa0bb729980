//! Stock adjustments. Sage 50 UK moves the stock and no account; the value of the stock is booked at a period's end.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::door::HyperAccountsDoor;
use super::number;
use super::search::{Filter, Row, date_text};
use super::unverified::{ADJUSTMENT_IN, ADJUSTMENT_OUT, MOVED_IN, MOVED_OUT};
use crate::error::Error;
use crate::model::{Booking, Direction, Found, Kind, StockAdjustment, StockChange, StockLevel};

/// A stock adjustment as the API takes it; without a cost of its own Sage keeps the product's.
pub(super) fn body(adjustment: &StockAdjustment) -> Result<Value, Error> {
    let mut body = json!({
        "stockCode": adjustment.item.as_str(),
        "quantity": number::exact(adjustment.quantity.value())?,
        "type": match adjustment.direction {
            Direction::Increase => ADJUSTMENT_IN,
            Direction::Decrease => ADJUSTMENT_OUT,
        },
        "date": date_text(adjustment.date),
        "reference": adjustment.reference.as_str(),
        "details": adjustment.reason.as_ref().map_or("", |reason| reason.as_str()),
    });
    if let (Some(cost), Some(fields)) = (adjustment.unit_cost, body.as_object_mut()) {
        fields.insert("costPrice".to_owned(), number::exact(cost.value())?.into());
    }
    Ok(body)
}

fn found(row: Row<'_>) -> Result<Option<Found>, Error> {
    let out = match &*row.needed("type")? {
        MOVED_IN => false,
        MOVED_OUT => true,
        _ => return Ok(None),
    };
    let change = row.value("quantity").and_then(|quantity| number::decimal(quantity, 5));
    let change = change.map(|mut change| {
        change.set_sign_negative(out);
        change
    });
    let item = row.needed("stockCode")?;
    let change = change.and_then(|change| StockLevel::new(change).ok());
    Ok(Some(Found {
        key: row.needed("tranNumber")?,
        kind: Kind::StockAdjustment,
        reference: row.text("reference").unwrap_or_default(),
        customer: None,
        date: row.date("date"),
        amount: None,
        stock: change.map(|change| StockChange { item, change }),
        status: None,
        voided: false,
        incomplete: None,
        booking: Booking::default(),
    }))
}

impl HyperAccountsDoor {
    /// The adjustments among the movements that pass the filters.
    pub(super) async fn adjustments(&self, filters: &[Filter]) -> Result<Vec<Found>, Error> {
        let rows = self.search("/api/searchStock", filters).await?;
        rows.iter().filter_map(|row| found(Row(row)).transpose()).collect()
    }

    /// The filters of a list of adjustments.
    pub(super) fn adjusted(from: Option<NaiveDate>, to: Option<NaiveDate>) -> Vec<Filter> {
        let mut filters = vec![Filter::types(&[MOVED_IN, MOVED_OUT])];
        filters.extend(from.map(|day| Filter::from("DATE", day)));
        filters.extend(to.map(|day| Filter::to("DATE", day)));
        filters
    }
}
