//! Searches: rows that pass every filter, and how their values are written.

use std::str::FromStr;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde_json::{Number, Value};

use super::super::problem::Refusal;
use super::super::register::same;
use super::body::Fields;
use super::{Answer, Answered, refuse};

/// The columns that can be searched, with their properties.
const COLUMNS: [(&str, &str); 8] = [
    ("INV_REF", "invRef"),
    ("ACCOUNT_REF", "accountRef"),
    ("TYPE", "type"),
    ("DATE", "date"),
    ("STOCK_CODE", "stockCode"),
    ("REFERENCE", "reference"),
    ("CUST_ORDER_NUMBER", "customerOrderNumber"),
    ("ORDER_DATE", "orderDate"),
];

/// A day with the time of day that days come with.
pub(super) fn day(date: NaiveDate) -> String {
    date.format("%d/%m/%Y 00:00:00").to_string()
}

/// Pence as a number of pounds.
pub(super) fn pounds(pence: i64) -> Value {
    number(Decimal::new(pence, 2))
}

pub(super) fn number(value: Decimal) -> Value {
    Number::from_str(&value.to_string()).map_or(Value::Null, Value::from)
}

struct Filter {
    property: &'static str,
    kind: String,
    value: String,
}

fn filters(body: &[u8]) -> Result<Vec<Filter>, Refusal> {
    let list = format!("{{\"filters\":{}}}", String::from_utf8_lossy(body));
    let mut fields = Fields::read(list.as_bytes(), &["filters"])?;
    let filter = |filter: Fields| {
        let column = filter.text("field", 60)?;
        let property = COLUMNS.iter().find(|(name, _)| *name == column);
        let (_, property) = property.ok_or_else(|| refuse(format!("There is no column {column}.")))?;
        let value = filter.some("value").ok_or_else(|| refuse("A filter has no value."))?;
        if value.contains('\'') && filter.some("type") != Some("in") {
            return Err(refuse("Syntax error in the query."));
        }
        Ok(Filter { property, kind: filter.text("type", 5)?.to_owned(), value: value.to_owned() })
    };
    fields.list("filters", &["field", "type", "value"])?.into_iter().map(filter).collect()
}

/// The rows that pass every filter.
pub(super) fn filtered(rows: Vec<Value>, body: &[u8]) -> Answered {
    let filters = filters(body)?;
    let mut kept = Vec::new();
    for row in rows {
        let mut passes = true;
        for filter in &filters {
            passes = passes && pass(&row, filter)?;
        }
        if passes {
            kept.push(row);
        }
    }
    Ok(Answer::Results(kept))
}

fn pass(row: &Value, filter: &Filter) -> Result<bool, Refusal> {
    let text = row.get(filter.property).and_then(Value::as_str).unwrap_or_default();
    let day = |text: &str| NaiveDate::parse_from_str(text.get(..10).unwrap_or_default(), "%d/%m/%Y").ok();
    let days = || day(text).zip(day(&filter.value)).ok_or_else(|| refuse("A filter holds no day."));
    Ok(match filter.kind.as_str() {
        "eq" => same(text, &filter.value),
        "like" => {
            let start = filter.value.trim_end_matches('%').to_lowercase();
            text.to_lowercase().starts_with(&start)
        }
        "in" => filter.value.contains(&format!("'{text}'")),
        "gte" => days().map(|(own, asked)| own >= asked)?,
        "lte" => days().map(|(own, asked)| own <= asked)?,
        _ => return Err(refuse("There is no such filter.")),
    })
}
