//! Rows in v3's words: exported, and as the real-time records with their status.

use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use super::gateway::member;
use crate::paytrace::row::{self, Facts, Members, Standing};
use crate::paytrace::rows::Position;
use crate::paytrace::state::State;

impl State {
    /// A row as v3 exports it; one that is no JSON object stays as it stands.
    ///
    /// Members that both dialects share keep their text, so that odd numbers of loaded rows are not touched.
    pub(in crate::paytrace) fn row_v3(&self, text: &[u8]) -> Vec<u8> {
        let Ok(Members(members)) = serde_json::from_slice::<Members<'_>>(text) else {
            return text.to_vec();
        };
        let mut parts = Vec::new();
        for (name, value) in &members {
            self.put_member(name, value, &mut parts);
        }
        format!("{{{}}}", parts.join(",")).into_bytes()
    }

    fn put_member(&self, name: &str, value: &RawValue, parts: &mut Vec<String>) {
        let mut put = |name: &str, value: &str| parts.push(format!("{}:{value}", row::quoted(name)));
        let parsed = || -> Value { serde_json::from_str(value.get()).unwrap_or_default() };
        match name {
            "transaction_id" if value.get().starts_with(|sign: char| sign.is_ascii_digit()) => {
                put(name, &row::quoted(value.get()));
            }
            "customer_id" => {
                let label = parsed();
                let number = label.as_str().and_then(|label| self.number(label));
                put("customer_id", &json!(number).to_string());
                put("customer_label", value.get());
            }
            "billing_address" | "shipping_address" => match parsed() {
                Value::Object(address) => {
                    let which = name.split('_').next().unwrap_or_default();
                    put(
                        &format!("{which}_name"),
                        &address.get("name").cloned().unwrap_or_default().to_string(),
                    );
                    put(name, &Value::Object(moved(address)).to_string());
                }
                _ => put(name, value.get()),
            },
            "discretionary_data" => put(name, &listed(parsed()).to_string()),
            _ => put(name, value.get()),
        }
    }

    /// The real-time record of a row.
    pub(super) fn record(&self, position: Position) -> Value {
        let text = self.rows.text(position).unwrap_or_default();
        let mut record: Value = serde_json::from_slice(&self.row_v3(text)).unwrap_or_default();
        let (Some(facts), Some(members)) = (Facts::read(text), record.as_object_mut()) else {
            return record;
        };
        let amount = members.get("amount").cloned().unwrap_or_default();
        let settled = matches!(facts.standing, Standing::Settled(_));
        let status = status(&facts, members);
        members.insert("requested_amount".to_owned(), amount.clone());
        members.insert("settle_amount".to_owned(), if settled { amount } else { Value::Null });
        members.insert("transaction_status".to_owned(), json!(status));
        let batch = if let Standing::Settled(number) = facts.standing { number } else { None };
        members.insert("batch_number".to_owned(), json!(batch));
        record
    }
}

/// The status words are those an integration accepts; no list of them is on record.
fn status(facts: &Facts, members: &Map<String, Value>) -> &'static str {
    let is_captured = facts.kind.eq_ignore_ascii_case("AUTHORIZATION");
    match facts.standing {
        Standing::Authorized => "AUTHORIZED",
        Standing::Pending if is_captured => "CAPTURED",
        Standing::Pending => "APPROVED",
        Standing::Settled(_) => "SETTLED",
        Standing::Closed => {
            let message = members.get("status_message").and_then(Value::as_str).unwrap_or_default();
            if message.to_ascii_uppercase().contains("VOID") { "VOIDED" } else { "DECLINED" }
        }
    }
}

/// A v1 address in v3's words; the name stands beside it.
fn moved(address: Map<String, Value>) -> Map<String, Value> {
    let words = address.into_iter().filter(|(name, _)| name != "name").map(|(name, value)| {
        let name = match name.as_str() {
            "street_address" => "street".to_owned(),
            "street_address2" => "street2".to_owned(),
            "zip" => "postal_code".to_owned(),
            _ => name,
        };
        (name, value)
    });
    words.collect()
}

/// The merchant's own fields as a list of one-member objects.
pub(super) fn listed(data: Value) -> Value {
    match data {
        Value::Object(members) => members.into_iter().map(|(name, value)| json!({name: value})).collect(),
        Value::Null => json!([]),
        other => other,
    }
}

/// A name and an address of v1 as the pair of members v3 has.
pub(super) fn put_address(which: &str, address: &Value, data: &mut Map<String, Value>) {
    data.insert(format!("{which}_name"), member(address, "name"));
    let moved = address.as_object().cloned().map(moved).unwrap_or_default();
    data.insert(format!("{which}_address"), Value::Object(moved));
}
