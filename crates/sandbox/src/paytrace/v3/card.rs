//! The card calls of v3 by their paths, and the records they read.

use chrono::{NaiveDate, NaiveDateTime};
use serde_json::{Value, json};

use super::Request;
use super::answer::Answer;
use super::charge::Source;
use super::input::{Flaws, Input, Page};
use super::problem::Problem;
use crate::paytrace::row::{Facts, Standing};
use crate::paytrace::rows::{Cursor, Position};
use crate::paytrace::state::State;

/// The most records of one answer.
const RECORDS: usize = 50;

impl State {
    pub(super) fn card_v3(
        &mut self,
        request: Request<'_>,
        path: &[&str],
        now: NaiveDateTime,
    ) -> Result<Answer, Problem> {
        match (request.method, path) {
            ("POST", ["sale", path @ ..]) => self.charge_by_path("sale", path, request, now),
            ("POST", ["authorize", path @ ..]) => self.charge_by_path("authorization", path, request, now),
            ("POST", ["refund-auth", "keyed"]) => self.charge_v3("refund", Source::Keyed, request, now),
            ("POST", ["batch", action]) => self.batch_v3(action, request, now),
            ("GET", ["transaction", id]) => self.card_record(id, request),
            ("GET", ["transactions", "capturable", merchant]) => {
                self.card_records(merchant, request, &[Standing::Authorized])
            }
            ("GET", ["transactions", "voidable", merchant]) => {
                self.card_records(merchant, request, &[Standing::Authorized, Standing::Pending])
            }
            _ => Err(Problem::not_found("Operation")),
        }
    }

    fn charge_by_path(
        &mut self,
        kind: &str,
        path: &[&str],
        request: Request<'_>,
        now: NaiveDateTime,
    ) -> Result<Answer, Problem> {
        let source = match path {
            ["keyed"] => Source::Keyed,
            ["pt-protect"] => Source::Protected,
            ["pt-protect", "customer"] if kind == "sale" => Source::ProtectedForCustomer,
            ["customer", number] => Source::Customer(number),
            ["emv"] if kind == "sale" => Source::Emv,
            _ => return Err(Problem::not_found("Operation")),
        };
        self.charge_v3(kind, source, request, now)
    }

    fn card_record(&self, id: &str, request: Request<'_>) -> Result<Answer, Problem> {
        let flaws = Flaws::default();
        Input::new(request.query, "query", &flaws).merchant();
        flaws.none()?;
        let position = self.position_of_path(id)?;
        Ok(Answer::done(&self.record(position)))
    }

    /// The row that a transaction id in a path names.
    pub(super) fn position_of_path(&self, id: &str) -> Result<Position, Problem> {
        let position = id.parse().ok().and_then(|id| self.rows.of_id(id).last().copied());
        position.ok_or_else(|| Problem::not_found("Transaction"))
    }

    fn card_records(
        &self,
        merchant: &str,
        request: Request<'_>,
        standings: &[Standing],
    ) -> Result<Answer, Problem> {
        let flaws = Flaws::default();
        let path = json!({"merchant_id": merchant});
        Input::new(&path, "path", &flaws).merchant();
        let query = Input::new(request.query, "query", &flaws);
        let page = Page::read(&query, RECORDS, RECORDS);
        let (from, to) = (query.day("date_from", true), query.day("date_to", true));
        let search = query.text("search_term", 255).to_lowercase();
        let order = query.text("order_id", 50);
        flaws.none()?;
        let fits = |text: &[u8], facts: &Facts| {
            let day = facts.created.map(|at| at.date());
            let in_time = |bound: Option<NaiveDate>, late: bool| {
                bound
                    .is_none_or(|bound| day.is_some_and(|day| if late { day <= bound } else { day >= bound }))
            };
            standings.contains(&facts.standing)
                && in_time(from, false)
                && in_time(to, true)
                && (search.is_empty() || String::from_utf8_lossy(text).to_lowercase().contains(&search))
                && (order.is_empty() || invoice(text) == order)
        };
        let found = self.all_rows().into_iter().filter(|position| {
            self.rows
                .text(*position)
                .is_some_and(|text| Facts::read(text).is_some_and(|facts| fits(text, &facts)))
        });
        Ok(Answer::done(&page.of(found.collect(), |position| self.record(position))))
    }

    /// The positions of all rows, in the order they came to their days.
    fn all_rows(&self) -> Vec<Position> {
        let (Some(first), Some(last)) = (self.rows.first_day(), self.rows.last_day()) else {
            return Vec::new();
        };
        let mut cursor = Cursor { day: first, within: 0 };
        let mut positions = Vec::new();
        while let Some((position, next)) = self.rows.next(cursor, last) {
            positions.push(position);
            cursor = next;
        }
        positions
    }
}

fn invoice(text: &[u8]) -> String {
    let row: Value = serde_json::from_slice(text).unwrap_or_default();
    row.get("invoice_id").and_then(Value::as_str).unwrap_or_default().to_owned()
}
