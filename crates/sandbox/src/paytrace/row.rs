//! The text of one exported row: written, read as far as the simulator needs, and changed in place.

use std::fmt;

use chrono::{NaiveDate, NaiveDateTime};
use paysage_money::{Currency, Money, wire};
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

/// How PayTrace writes a moment: US order, twelve hours, no zone.
const MOMENT: &str = "%-m/%-d/%Y %-I:%M:%S %p";

pub(super) fn moment_text(moment: NaiveDateTime) -> String {
    moment.format(MOMENT).to_string()
}

/// Reads a moment; the year must have four digits.
pub(super) fn moment(text: &str) -> Option<NaiveDateTime> {
    let (date, time) = text.split_once(' ')?;
    let date = day(date)?;
    let time = chrono::NaiveTime::parse_from_str(time, "%I:%M:%S %p").ok()?;
    Some(date.and_time(time))
}

/// Reads `M/D/YYYY`, with or without leading zeros; the year must have four digits.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    let mut parts = text.split('/').map(|part| {
        let digits = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        digits.then_some(part)
    });
    let (month, day, year) = (parts.next()??, parts.next()??, parts.next()??);
    if parts.next().is_some() || month.len() > 2 || day.len() > 2 || year.len() != 4 {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// The JSON number of an amount, without needless zeros (`110`, `19.9`), as PayTrace exports it.
pub(super) fn number(amount: Money) -> String {
    let text = amount.to_string();
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// The JSON text of a string.
pub(super) fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// What may still happen to a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    Authorized,
    Pending,
    /// With the batch number, when the status names one.
    Settled(Option<u16>),
    /// Voided, declined, or nothing the simulator knows.
    Closed,
}

impl Standing {
    fn read(code: &str, message: &str) -> Self {
        let code = code.trim();
        if let Some(batch) = code.strip_prefix("GB") {
            return Standing::Settled(batch.parse().ok());
        }
        if code.starts_with("Settled") {
            return Standing::Settled(None);
        }
        match code {
            "Y" => Standing::Pending,
            "N" if message.to_ascii_uppercase().contains("AUTH") => Standing::Authorized,
            _ => Standing::Closed,
        }
    }
}

/// What the simulator reads of a row, be it its own or loaded. Unreadable parts are `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Facts {
    pub(super) id: Option<i64>,
    pub(super) kind: String,
    pub(super) amount: Option<Money>,
    pub(super) standing: Standing,
    /// Of closed rows: whether the status tells of a void.
    pub(super) voided: bool,
    /// Of closed rows: whether the status tells of a decline.
    pub(super) declined: bool,
    pub(super) created: Option<NaiveDateTime>,
    pub(super) settled: Option<NaiveDateTime>,
    pub(super) customer_id: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Wire {
    transaction_id: Value,
    transaction_type: Value,
    amount: Value,
    status_code: Value,
    status_message: Value,
    created: Value,
    settled: Value,
    customer_id: Value,
}

impl Facts {
    /// Reads what can be read of a row; a row that is no JSON object has nothing to read.
    pub(super) fn read(row: &[u8]) -> Option<Facts> {
        let wire: Wire = match serde_json::from_slice(row) {
            Ok(wire) => wire,
            // A member that stands twice is refused by the quick way only.
            Err(_) => serde_json::from_value(serde_json::from_slice(row).ok()?).ok()?,
        };
        let (code, message) = (text(&wire.status_code), text(&wire.status_message));
        let standing = Standing::read(&code, &message);
        let closed_as =
            |word: &str| standing == Standing::Closed && message.to_ascii_uppercase().contains(word);
        let at = wire.created.get("at").map(text).unwrap_or_default();
        Some(Facts {
            id: text(&wire.transaction_id).parse().ok().filter(|id| *id > 0),
            kind: text(&wire.transaction_type),
            amount: wire::money(&wire.amount, Currency::Usd).ok().filter(|amount| !amount.is_negative()),
            standing,
            voided: closed_as("VOID"),
            declined: closed_as("DECL"),
            created: moment(&at),
            settled: moment(&text(&wire.settled)),
            customer_id: text(&wire.customer_id),
        })
    }

    pub(super) fn is_refund(&self) -> bool {
        self.kind.eq_ignore_ascii_case("REFUND")
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

/// A row's members in their order, each with its untouched text.
pub(super) struct Members<'a>(pub(super) Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Members(members))
    }
}

/// The row with some members replaced by other JSON texts; absent ones are appended.
///
/// `None` when the row is no JSON object.
pub(super) fn with_changes(row: &[u8], changes: &[(&str, String)]) -> Option<Vec<u8>> {
    let Members(members) = serde_json::from_slice(row).ok()?;
    let kept = members.iter().map(|(name, value)| {
        let change = changes.iter().find(|(changed, _)| changed == name);
        (name.as_str(), change.map_or(value.get(), |(_, value)| value.as_str()))
    });
    let is_new = |name: &str| !members.iter().any(|(member, _)| member == name);
    let new = changes.iter().filter(|(name, _)| is_new(name));
    let new = new.map(|(name, value)| (*name, value.as_str()));
    let all: Vec<String> = kept.chain(new).map(|(name, value)| format!("{}:{value}", quoted(name))).collect();
    Some(format!("{{{}}}", all.join(",")).into_bytes())
}

/// An address as a row carries it: blanks where nothing is known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[expect(clippy::struct_field_names, reason = "the names are PayTrace's")]
pub(super) struct Address {
    pub(super) name: String,
    pub(super) street_address: String,
    pub(super) street_address2: String,
    pub(super) city: String,
    /// Shipping addresses only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) county: Option<String>,
    pub(super) state: String,
    pub(super) zip: String,
    pub(super) country: String,
}

#[derive(Debug, Serialize)]
pub(super) struct RowCard {
    pub(super) masked_number: String,
    pub(super) expiration_month: u8,
    pub(super) expiration_year: u8,
}

#[derive(Debug, Serialize)]
pub(super) struct Created {
    pub(super) through: &'static str,
    pub(super) at: String,
    pub(super) by: &'static str,
    pub(super) from_ip: &'static str,
}

/// A row of the simulator's own, in the order and with the JSON types of PayTrace's export.
#[derive(Debug, Serialize)]
pub(super) struct NewRow<'a> {
    pub(super) transaction_id: i64,
    pub(super) credit_card: RowCard,
    pub(super) transaction_type: &'static str,
    pub(super) description: String,
    pub(super) amount: Box<RawValue>,
    pub(super) invoice_id: String,
    pub(super) shipping_address: Address,
    pub(super) billing_address: Address,
    pub(super) receipt_emailed_to: String,
    pub(super) tax_amount: String,
    pub(super) customer_reference_id: String,
    pub(super) approval_code: &'a str,
    pub(super) approval_message: &'a str,
    pub(super) avs_response: &'a str,
    pub(super) csc_response: &'a str,
    pub(super) status_code: &'static str,
    pub(super) status_message: &'static str,
    pub(super) created: Created,
    pub(super) settled: &'static str,
    pub(super) customer_id: String,
    pub(super) discretionary_data: Value,
}
