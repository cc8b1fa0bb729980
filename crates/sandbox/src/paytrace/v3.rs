//! The v3 dialect ("Trace API", North's "B2B API") over the account that v1 works on.
//!
//! Card calls are translated into the v1 operations, so both dialects follow the same rules. Shapes the vendor's
//! pages do not show are the simulator's choice; README and tests name them.

mod answer;
mod batch;
mod card;
mod charge;
mod customers;
mod emv;
mod export;
mod gateway;
mod http;
mod input;
mod problem;
mod record;
mod tokens;
mod users;

pub(super) use answer::Answer;
pub(super) use http::call;
pub(super) use record::row as v3_row;

use std::fmt::Write as _;

use chrono::NaiveDateTime;
use serde_json::{Map, Value, json};

use self::input::{Flaws, Input};
use self::problem::{Flaw, Problem};
use super::state::State;
use super::INTEGRATOR_ID;

/// The most characters of an integrator id.
const INTEGRATOR_LIMIT: usize = 12;
/// The most characters of `X-Permalinks`, whose meaning the vendor does not tell.
const PERMALINKS_LIMIT: usize = 4;

/// What only v3 knows of an account.
#[derive(Debug, Default)]
pub(super) struct V3 {
    pub(super) tokens: tokens::Tokens,
    invoices: u64,
}

/// One v3 request, as far as the account looks at it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Request<'a> {
    pub(super) method: &'a str,
    /// Behind `/v3/`.
    pub(super) path: &'a str,
    /// An object of texts.
    pub(super) query: &'a Value,
    pub(super) integrator: Option<&'a str>,
    pub(super) permalinks: Option<&'a str>,
    pub(super) bearer: Option<&'a str>,
    pub(super) body: &'a [u8],
}

impl Request<'_> {
    /// The body's JSON object; an empty body counts as an empty object.
    fn body(&self) -> Result<Value, Problem> {
        if self.body.trim_ascii().is_empty() {
            return Ok(json!({}));
        }
        match serde_json::from_slice(self.body) {
            Ok(value @ Value::Object(_)) => Ok(value),
            _ => Err(Flaw::wrong_type("body", "the body is not a JSON object").into()),
        }
    }

    fn check_headers(&self) -> Result<(), Problem> {
        let limits = [
            ("header/X-Integrator-Id", self.integrator, INTEGRATOR_LIMIT),
            ("header/X-Permalinks", self.permalinks, PERMALINKS_LIMIT),
        ];
        for (field, value, limit) in limits {
            if value.is_some_and(|value| value.chars().count() > limit) {
                let detail = format!("ensure this value has at most {limit} characters");
                return Err(Flaw::constraint(field, detail).into());
            }
        }
        match self.integrator {
            Some(id) if id != INTEGRATOR_ID => {
                Err(Flaw::new("981", "header/X-Integrator-Id", "this integrator id is not known").into())
            }
            _ => Ok(()),
        }
    }
}

impl State {
    /// Does what a v3 request asks.
    pub(super) fn answer_v3(&mut self, request: Request<'_>, now: NaiveDateTime) -> Answer {
        let done = self.dispatch_v3(request, now);
        done.unwrap_or_else(|problem| problem.answer())
    }

    fn dispatch_v3(&mut self, request: Request<'_>, now: NaiveDateTime) -> Result<Answer, Problem> {
        request.check_headers()?;
        let path: Vec<&str> = request.path.trim_end_matches('/').split('/').collect();
        if (request.method, path.as_slice()) == ("POST", &["token"]) {
            return self.token(request, now);
        }
        if !request.bearer.is_some_and(|token| self.v3.tokens.is_valid(token, now)) {
            return Err(Problem::unauthorized("Invalid or expired token"));
        }
        match path.as_slice() {
            ["card", path @ ..] => self.card_v3(request, path, now),
            ["transaction" | "transactions" | "batch", ..] => self.exports_v3(request, &path, now),
            ["customer", path @ ..] => self.customers_v3(request, path, now),
            ["payment-fields", ..] | ["user" | "users" | "password" | "invoice", ..] => {
                self.account_v3(request, &path, now)
            }
            _ => Err(Problem::not_found("Operation")),
        }
    }

    /// The members of a token request may stand in the form or in the query.
    fn token(&mut self, request: Request<'_>, now: NaiveDateTime) -> Result<Answer, Problem> {
        let mut members: Map<String, Value> = http::form(request.body);
        if let Value::Object(query) = request.query {
            members.extend(query.clone());
        }
        let (members, flaws) = (Value::Object(members), Flaws::default());
        let password = self.tokens.password().to_owned();
        self.v3.tokens.grant(&Input::new(&members, "body", &flaws), &flaws, (&password, now))
    }
}

/// A UUID of version 8 (a form of one's own) that stands for a number of `kind`.
fn uuid(kind: u8, number: i64) -> String {
    let bytes = number.to_be_bytes();
    let mut hex = format!("{kind:02x}70617973 6167").replace(' ', "");
    hex.truncate(12);
    let mut tail = String::new();
    for byte in bytes {
        // Writing to a text cannot fail.
        let _ = write!(tail, "{byte:02x}");
    }
    let (high, low) = tail.split_at(4);
    let (hex_a, hex_b) = hex.split_at(8);
    format!("{hex_a}-{hex_b}-8{}-a{}-{low}", "000", high.get(1..).unwrap_or("000"))
}
