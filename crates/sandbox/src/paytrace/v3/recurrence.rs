//! Recurrences in v3: made for a customer by number, deleted by a body.

use chrono::NaiveDateTime;
use serde_json::{Value, json};

use super::Request;
use super::answer::Answer;
use super::gateway::member;
use super::input::{Flaws, Input};
use super::problem::Problem;
use crate::paytrace::state::State;

const DESCRIPTION: usize = 255;

impl State {
    pub(super) fn recurrence_v3(
        &mut self,
        request: Request<'_>,
        path: &[&str],
        now: NaiveDateTime,
    ) -> Result<Answer, Problem> {
        match (request.method, path) {
            ("POST", ["create"]) => self.recurrence_create(request, now),
            ("DELETE", []) => self.recurrence_delete(request, now),
            _ => Err(Problem::not_found("Operation")),
        }
    }

    fn recurrence_create(&mut self, request: Request<'_>, now: NaiveDateTime) -> Result<Answer, Problem> {
        let (value, flaws) = (request.body()?, Flaws::default());
        let input = Input::new(&value, "body", &flaws);
        input.merchant_if_given();
        let number = input.required_whole("customer_id");
        let label = number.and_then(|number| self.label(number));
        if number.is_some() && label.is_none() {
            input.wrong("customer_id", "customer not found");
        }
        let wanted = input.required_object("recurrence");
        let mut recurrence = serde_json::Map::new();
        if let Some(amount) = wanted.required_amount("amount") {
            recurrence.insert("amount".to_owned(), json!(amount.to_string()));
        }
        for name in ["frequency", "start_date", "total_count"] {
            recurrence.insert(name.to_owned(), json!(wanted.required(name, 10)));
        }
        for (name, limit) in [("transaction_type", 20), ("type", 1), ("description", DESCRIPTION)] {
            recurrence.insert(name.to_owned(), json!(wanted.text(name, limit)));
        }
        flaws.none()?;
        let body = json!({"customer_id": label, "recurrence": recurrence});
        let asked = self.ask_v1_json("/v1/recurrence/create", &body, now);
        let answer = asked.map_err(|refused| refused.problem("body"))?;
        Ok(Answer::created(&recurred(&answer, &json!({"customer_id": number, "customer_label": label}))))
    }

    fn recurrence_delete(&mut self, request: Request<'_>, now: NaiveDateTime) -> Result<Answer, Problem> {
        let (value, flaws) = (request.body()?, Flaws::default());
        let input = Input::new(&value, "body", &flaws);
        input.merchant_if_given();
        let id = input.required_object("recurrence").required_whole("id");
        flaws.none()?;
        let body = json!({"recurrence": {"id": id}});
        let asked = self.ask_v1_json("/v1/recurrence/delete", &body, now);
        let answer = asked.map_err(|refused| refused.problem("body"))?;
        Ok(Answer::done(&recurred(&answer, &json!({}))))
    }
}

/// A v1 answer about a recurrence in v3's words, with further members.
fn recurred(answer: &Value, further: &Value) -> Value {
    let mut data = json!({
        "response_code": member(answer, "response_code"),
        "response_message": member(answer, "status_message"),
        "recurrence": member(answer, "recurrence"),
    });
    if let (Some(data), Some(further)) = (data.as_object_mut(), further.as_object()) {
        data.extend(further.clone());
    }
    data
}
