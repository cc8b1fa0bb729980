//! Exports of transactions and batches in v3.

use chrono::NaiveDateTime;
use serde_json::{Map, Value, json};

use super::Request;
use super::answer::Answer;
use super::gateway::{Answered, member};
use super::input::{Flaws, Input};
use super::problem::Problem;
use crate::paytrace::export::Progress;
use crate::paytrace::state::State;

impl State {
    pub(super) fn exports_v3(
        &mut self,
        request: Request<'_>,
        path: &[&str],
        now: NaiveDateTime,
    ) -> Result<Answer, Problem> {
        match (request.method, path) {
            ("POST", ["transaction", "export", id]) => self.export_one(id, request, now),
            ("POST", ["transactions", "export", "by-date"]) => self.export_rows(request, now),
            ("POST", ["batch", "export"]) => self.export_batch(request, now),
            ("POST", ["batch", "export", "by-date"]) => self.export_batches_v3(request, now),
            ("POST", ["batch", "export", "transactions"]) => self.export_batch_rows(request, now),
            _ => Err(Problem::not_found("Operation")),
        }
    }

    fn export_one(&mut self, id: &str, request: Request<'_>, now: NaiveDateTime) -> Result<Answer, Problem> {
        let (value, flaws) = (request.body()?, Flaws::default());
        let input = Input::new(&value, "body", &flaws);
        input.merchant_if_given();
        let mut body = filters(&input);
        flaws.none()?;
        self.position_of_path(id)?;
        body.insert("transaction_id".to_owned(), json!(id));
        let asked = self.ask_v1("/v1/transactions/export/by_id", &Value::Object(body), now);
        let Answered::Rows(selection) = asked.map_err(|refused| refused.problem("body"))? else {
            return Err(Problem::not_found("Transaction"));
        };
        let mut progress = Progress::in_v3(selection);
        let mut whole = Vec::new();
        while let Some(piece) = progress.next_piece(self) {
            whole.extend_from_slice(&piece);
        }
        let answer: Value = serde_json::from_slice(&whole).unwrap_or_default();
        // Of an id that loaded files gave to several rows the last is the transaction.
        let row = answer.get("data").and_then(Value::as_array).and_then(|rows| rows.last());
        row.map(Answer::done).ok_or_else(|| Problem::not_found("Transaction"))
    }

    fn export_rows(&mut self, request: Request<'_>, now: NaiveDateTime) -> Result<Answer, Problem> {
        let (value, flaws) = (request.body()?, Flaws::default());
        let input = Input::new(&value, "body", &flaws);
        input.merchant_if_given();
        let mut body = window(&input);
        body.extend(filters(&input));
        flaws.none()?;
        self.rows_answer("/v1/transactions/export/by_date_range", body, now)
    }

    fn export_batch(&mut self, request: Request<'_>, now: NaiveDateTime) -> Result<Answer, Problem> {
        let body = batch_number(request, false)?;
        // An account without the batch has nothing to answer; what PayTrace says then is not on record.
        let answer = self.ask_v1_json("/v1/batches/export_one", &Value::Object(body), now);
        let answer = answer.map_err(|_| Problem::not_found("Batch"))?;
        Ok(Answer::done(&member(&answer, "batch")))
    }

    fn export_batches_v3(&mut self, request: Request<'_>, now: NaiveDateTime) -> Result<Answer, Problem> {
        let (value, flaws) = (request.body()?, Flaws::default());
        let input = Input::new(&value, "body", &flaws);
        input.merchant_if_given();
        let body = window(&input);
        flaws.none()?;
        let answer = self.ask_v1_json("/v1/batches/export", &Value::Object(body), now);
        let answer = answer.map_err(|refused| refused.problem("body"))?;
        Ok(Answer::done(&member(&answer, "batches")))
    }

    fn export_batch_rows(&mut self, request: Request<'_>, now: NaiveDateTime) -> Result<Answer, Problem> {
        let body = batch_number(request, true)?;
        self.rows_answer("/v1/batches/transaction_list", body, now)
    }

    fn rows_answer(
        &mut self,
        path: &str,
        body: Map<String, Value>,
        now: NaiveDateTime,
    ) -> Result<Answer, Problem> {
        let asked = self.ask_v1(path, &Value::Object(body), now);
        match asked.map_err(|refused| refused.problem("body"))? {
            Answered::Rows(selection) => Ok(Answer::Rows(selection)),
            Answered::Json(answer) => Ok(Answer::done(&member(&answer, "transactions"))),
        }
    }
}

/// The filters of an export in v1's words.
fn filters(input: &Input<'_>) -> Map<String, Value> {
    let mut body = Map::new();
    for (v1_name, name) in [
        ("transaction_id", "transaction_id"),
        ("transaction_type", "transaction_type"),
        ("customer_id", "customer_label"),
        ("including_text", "including_text"),
    ] {
        body.insert(v1_name.to_owned(), json!(input.text(name, 255)));
    }
    if let Some(wanted) = input.value("include_bin") {
        body.insert("include_bin".to_owned(), wanted.clone());
    }
    body
}

/// `start_date` and `end_date` in v1's words.
fn window(input: &Input<'_>) -> Map<String, Value> {
    let mut body = Map::new();
    for name in ["start_date", "end_date"] {
        if let Some(day) = input.required_day(name) {
            body.insert(name.to_owned(), json!(day.format("%m/%d/%Y").to_string()));
        }
    }
    body
}

fn batch_number(request: Request<'_>, required: bool) -> Result<Map<String, Value>, Problem> {
    let (value, flaws) = (request.body()?, Flaws::default());
    let input = Input::new(&value, "body", &flaws);
    input.merchant_if_given();
    let number = if required { input.required_whole("batch_number") } else { input.whole("batch_number") };
    flaws.none()?;
    Ok(number.map(|number| ("batch_number".to_owned(), json!(number))).into_iter().collect())
}
