//! Exports of recurrences, in the words of the vendor's older documentation.

use serde_json::{Map, Value, json};

use super::{Approved, Means, Payment, Recurrence};
use crate::paytrace::fields::Fields;
use crate::paytrace::refusal::Refusal;
use crate::paytrace::reply::Reply;
use crate::paytrace::row;
use crate::paytrace::state::State;

/// The code of both exports.
const EXPORTED: u32 = 155;
/// What they say; not on record.
const COMPLETED: &str = "Your recurrence export was successfully completed.";

impl State {
    /// The latest approved recurring payment of a customer.
    pub(super) fn export_approved(&self, body: Fields<'_>) -> Result<Reply, Refusal> {
        let label = body.text("customer_id");
        let customer = self.customers.get(&label).ok_or_else(|| Refusal::customer_not_found(&label))?;
        let approved = self.recurrences.approved.get(&customer.number);
        let approved = approved.ok_or_else(Refusal::nothing_approved)?;
        let answer = json!({
            "success": true, "response_code": EXPORTED, "status_message": COMPLETED,
            "recurrence": payment(approved, &label),
        });
        Ok(Reply::json(200, &answer))
    }

    /// The schedules that have a payment to come: one, those of a customer, or all.
    pub(super) fn export_scheduled(&self, body: Fields<'_>) -> Result<Reply, Refusal> {
        let wanted = body.object("recurrence");
        let id = match wanted.number("id") {
            None if wanted.has("id") => return Err(Refusal::recurrence_id()),
            Some(id) if !self.recurrences.all.contains_key(&id) => return Err(Refusal::recurrence_id()),
            id => id,
        };
        let label = body.text("customer_id");
        if !label.is_empty() && !self.customers.contains_key(&label) {
            return Err(Refusal::customer_not_found(&label));
        }
        let mut found = Vec::new();
        for (kept, recurrence) in &self.recurrences.all {
            let owner = self.customers.iter().find(|(_, customer)| customer.number == recurrence.customer);
            let Some((owner, _)) = owner else { continue };
            if id.is_none_or(|id| id == *kept) && (label.is_empty() || label == *owner) {
                found.extend(schedule(*kept, recurrence, owner));
            }
        }
        let answer = json!({
            "success": true, "response_code": EXPORTED, "status_message": COMPLETED, "recurrences": found,
        });
        Ok(Reply::json(200, &answer))
    }
}

/// A JSON number as the exports of transactions have it.
fn number(amount: paysage_money::Money) -> Value {
    serde_json::from_str(&row::number(amount)).unwrap_or_default()
}

/// A schedule whose dates are all behind is not scheduled any more.
fn schedule(id: i64, recurrence: &Recurrence, owner: &str) -> Option<Value> {
    let day = |day: chrono::NaiveDate| day.format("%-m/%-d/%Y").to_string();
    Some(json!({
        "id": id, "customer_id": owner, "amount": number(recurrence.amount),
        "frequency": recurrence.frequency.code(), "start_date": day(recurrence.start),
        "next": day(recurrence.next()?), "total_count": recurrence.total_count,
        "current_count": recurrence.current_count,
        "transaction_type": if recurrence.authorizes { "authorization" } else { "sale" },
        "type": match recurrence.means { Means::Card => "C", Means::Account => "A" },
        "description": recurrence.description,
    }))
}

fn payment(approved: &Approved, label: &str) -> Value {
    let mut members = Map::new();
    members.insert("id".to_owned(), json!(approved.recurrence));
    members.insert("customer_id".to_owned(), json!(label));
    members.insert("amount".to_owned(), number(approved.amount));
    match &approved.payment {
        Payment::Card { transaction_id, approval_code } => {
            members.insert("transaction_id".to_owned(), json!(transaction_id));
            members.insert("approval_code".to_owned(), json!(approval_code));
        }
        Payment::Account { check_transaction_id } => {
            members.insert("check_transaction_id".to_owned(), json!(check_transaction_id));
        }
    }
    members.insert("when".to_owned(), json!(row::moment_text(approved.when)));
    members.insert("current_count".to_owned(), json!(approved.current_count));
    members.insert("total_count".to_owned(), json!(approved.total_count));
    Value::Object(members)
}
