//! The v1 operations as v3 uses them: what they refuse becomes a problem with the path of a v3 field.

use chrono::NaiveDateTime;
use serde_json::Value;

use super::problem::{Flaw, Problem};
use crate::paytrace::call::Call;
use crate::paytrace::refusal::Refusal;
use crate::paytrace::reply::{Reply, Selection};
use crate::paytrace::state::State;

/// The number of a missing permission.
const PERMISSION: &str = "981";

/// PayTrace's numbered errors with their texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refused(Vec<(String, String)>);

/// What a v1 operation answered.
#[derive(Debug)]
pub(super) enum Answered {
    Json(Value),
    Rows(Selection),
}

impl Refused {
    fn read(answer: &Value) -> Option<Self> {
        let errors = answer.get("errors")?.as_object()?;
        let texts = errors.iter().flat_map(|(code, texts)| {
            let texts = texts.as_array().into_iter().flatten().filter_map(Value::as_str);
            texts.map(|text| (code.clone(), text.to_owned()))
        });
        Some(Self(texts.collect()))
    }

    pub(super) fn of(refusal: &Refusal) -> Self {
        let texts = refusal
            .errors()
            .iter()
            .flat_map(|(code, texts)| texts.iter().map(|text| (code.to_string(), text.clone())));
        Self(texts.collect())
    }

    /// Each error at the field of an object at `place` that it is about.
    pub(super) fn flaws(&self, place: &str) -> Vec<Flaw> {
        let flaws = self.0.iter().map(|(code, text)| {
            let field = field_of(code).map_or_else(|| place.to_owned(), |field| format!("{place}/{field}"));
            Flaw::new(code, field, text)
        });
        flaws.collect()
    }

    pub(super) fn problem(&self, place: &str) -> Problem {
        match self.0.iter().find(|(code, _)| code == PERMISSION) {
            Some((_, text)) => Problem::Refused { status: 403, message: text.clone() },
            None => Problem::Invalid(self.flaws(place)),
        }
    }
}

/// The v3 field that a numbered error of v1 is about.
fn field_of(code: &str) -> Option<&'static str> {
    Some(match code {
        "30" => "customer_id",
        "35" => "card/number",
        "43" => "card/expiration_month",
        "44" => "card/expiration_year",
        "45" => "bank_account/account_number",
        "46" => "bank_account/routing_number",
        "58" | "80" | "817" | "9002" | "9003" => "transaction_id",
        "171" | "9007" => "customer_label",
        "9001" | "9004" | "9005" => "amount",
        "9006" => "start_date",
        "9008" => "billing_name",
        "9009" => "batch_number",
        "9012" => "csc",
        "9015" => "hpf_token",
        "9050" => "recurrence/id",
        "9052" => "recurrence/frequency",
        "9053" => "recurrence/start_date",
        "9054" => "recurrence/total_count",
        "9055" => "recurrence/type",
        _ => return None,
    })
}

impl State {
    /// Does a v1 operation; a declined payment is an answer, an error is not.
    pub(super) fn ask_v1(
        &mut self,
        path: &str,
        body: &Value,
        now: NaiveDateTime,
    ) -> Result<Answered, Refused> {
        let missing = || Refused(vec![("404".to_owned(), "The simulator has no such operation.".to_owned())]);
        let call = Call::from_path(path).ok_or_else(missing)?;
        match self.apply(call, body.to_string().as_bytes(), now) {
            Reply::Rows(selection) => Ok(Answered::Rows(selection)),
            Reply::Json { body, .. } => {
                let answer: Value = serde_json::from_slice(&body).unwrap_or_default();
                match Refused::read(&answer) {
                    Some(refused) => Err(refused),
                    None => Ok(Answered::Json(answer)),
                }
            }
        }
    }

    /// As [`ask_v1`](Self::ask_v1), for operations that answer one object.
    pub(super) fn ask_v1_json(
        &mut self,
        path: &str,
        body: &Value,
        now: NaiveDateTime,
    ) -> Result<Value, Refused> {
        self.ask_v1(path, body, now).map(|answered| match answered {
            Answered::Json(answer) => answer,
            Answered::Rows(_) => Value::Null,
        })
    }
}

/// What an operation of v1 answered, when it is done without its envelope of errors.
pub(super) fn answered(done: Result<Reply, Refusal>) -> Result<Value, Refused> {
    match done {
        Ok(Reply::Json { body, .. }) => Ok(serde_json::from_slice(&body).unwrap_or_default()),
        Ok(Reply::Rows(_)) => Ok(Value::Null),
        Err(refusal) => Err(Refused::of(&refusal)),
    }
}

/// A member of a v1 answer, `null` when it has none.
pub(super) fn member(answer: &Value, name: &str) -> Value {
    answer.get(name).cloned().unwrap_or_default()
}

/// A number of a v1 answer as v3's text.
pub(super) fn id_text(answer: &Value, name: &str) -> Value {
    match answer.get(name) {
        Some(Value::Number(number)) => Value::from(number.to_string()),
        other => other.cloned().unwrap_or_default(),
    }
}
