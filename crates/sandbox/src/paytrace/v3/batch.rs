//! Many transactions in one call: each has its own result, so that a call can be done in part.

use chrono::NaiveDateTime;
use serde_json::{Map, Value, json};

use super::Request;
use super::answer::Answer;
use super::charge::outcome;
use super::gateway::{Refused, id_text, member};
use super::input::{Flaws, Input};
use super::problem::Problem;
use crate::paytrace::state::State;

/// The most items of one call; not on record.
const ITEMS: usize = 100;

/// One item in v1's words.
struct Item {
    path: &'static str,
    body: Map<String, Value>,
    /// The transaction the item names, when it names one.
    original: Option<String>,
}

impl State {
    pub(super) fn batch_v3(
        &mut self,
        action: &str,
        request: Request<'_>,
        now: NaiveDateTime,
    ) -> Result<Answer, Problem> {
        let path = match action {
            "capture" => Some("/v1/transactions/authorization/capture"),
            "refund" => Some("/v1/transactions/refund/for_transaction"),
            "void" => Some("/v1/transactions/void"),
            "transactions" => None,
            _ => return Err(Problem::not_found("Operation")),
        };
        let value = request.body()?;
        let flaws = Flaws::default();
        let input = Input::new(&value, "body", &flaws);
        input.merchant();
        let mut items = Vec::new();
        for (index, item) in input.list("batch_items", ITEMS).into_iter().enumerate() {
            let item = Input::new(item, &format!("body/batch_items/{index}"), &flaws);
            items.push(match path {
                Some(path) => follow_up(path, &item),
                None => self.new_item(&item),
            });
        }
        flaws.none()?;
        let mut results = Vec::new();
        for (index, item) in items.into_iter().enumerate() {
            let asked = self.ask_v1_json(item.path, &Value::Object(item.body), now);
            results.push(match asked {
                Ok(answer) => done(&answer, item.original),
                Err(refused) => failed(&refused, item.original, index),
            });
        }
        let is_done = |result: &Value| member(result, "status") == "success";
        if results.iter().any(is_done) {
            return Ok(Answer::done(&Value::Array(results)));
        }
        Ok(Answer::json(422, &json!({"status": "error", "status_code": 422, "data": results})))
    }

    /// An item that charges or refunds a customer of the vault.
    fn new_item(&self, item: &Input<'_>) -> Item {
        let path = match item.required_one_of("transaction_type", &["sale", "auth-only", "refund"]).as_str() {
            "auth-only" => "/v1/transactions/authorization/by_customer",
            "refund" => "/v1/transactions/refund/to_customer",
            _ => "/v1/transactions/sale/by_customer",
        };
        let mut body = super::charge::shared(item);
        if let Some(number) = item.required_whole("customer_id") {
            match self.label(number) {
                Some(label) => {
                    body.insert("customer_id".to_owned(), json!(label));
                }
                None => item.wrong("customer_id", "customer not found"),
            }
        }
        Item { path, body, original: None }
    }
}

/// An item that does something with a transaction that was made before.
fn follow_up(path: &'static str, item: &Input<'_>) -> Item {
    let id = item.required("transaction_id", 50);
    let mut body = Map::new();
    body.insert("transaction_id".to_owned(), json!(id));
    if let Some(amount) = item.amount("amount").filter(|_| path != "/v1/transactions/void") {
        body.insert("amount".to_owned(), json!(amount.to_string()));
    }
    Item { path, body, original: Some(id) }
}

fn done(answer: &Value, original: Option<String>) -> Value {
    let mut result = outcome(answer);
    result.insert("status".to_owned(), json!("success"));
    result.insert("transaction_id".to_owned(), id_text(answer, "transaction_id"));
    if let Some(original) = original {
        result.insert("original_transaction_id".to_owned(), json!(original));
    }
    Value::Object(result)
}

fn failed(refused: &Refused, original: Option<String>, index: usize) -> Value {
    let flaws = refused.flaws(&format!("body/batch_items/{index}"));
    let flaw = flaws.first().and_then(|flaw| serde_json::to_value(flaw).ok());
    let mut result = match flaw {
        Some(Value::Object(members)) => members,
        _ => Map::new(),
    };
    result.insert("status".to_owned(), json!("error"));
    result.insert("response_code".to_owned(), json!(1));
    result.insert("response_message".to_owned(), json!("One or more errors has occurred."));
    if let Some(original) = original {
        result.insert("transaction_id".to_owned(), json!(original));
        result.insert("original_transaction_id".to_owned(), json!(original));
    }
    Value::Object(result)
}
