//! The v3 dialect ("Trace API", North's "B2B API") over the account that v1 works on.
//!
//! Card calls are translated into the v1 operations, so both dialects follow the same rules. The vendor's pages show
//! the envelopes and the members of requests, but few answers. The simulator's choice are: status 201 for what is
//! made and 200 for all else; `items`, `total`, `limit` and `offset` around pages, plain lists for exports; the
//! members of records, of customers, of deposits and of results in a batch; 422 when nothing of a batch is done; 404
//! for an id in a path that is not there; PayTrace's error numbers as `code` of what the gateway refuses.

mod account;
mod answer;
mod batch;
mod card;
mod charge;
mod checks;
mod customers;
mod emv;
mod export;
mod gateway;
mod http;
mod input;
mod payment;
mod problem;
mod record;
mod recurrence;
mod stream;
mod tokens;
mod uuid;

pub(super) use answer::Answer;
pub(super) use http::call;

use chrono::NaiveDateTime;
use paysage_money::Money;
use serde_json::{Map, Value, json};

use self::input::{Flaws, Input};
use self::problem::{Flaw, Problem};
use super::INTEGRATOR_ID;
use super::refusal::Refusal;
use super::row;
use super::state::State;

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
        if self.settings.denies(&format!("/v3/{}", request.path)) {
            return Err(gateway::Refused::of(&Refusal::permission()).problem("body"));
        }
        match path.as_slice() {
            ["card", path @ ..] => self.card_v3(request, path, now),
            ["transaction" | "transactions" | "batch", ..] => self.exports_v3(request, &path, now),
            ["customer", path @ ..] => self.customers_v3(request, path, now),
            ["payment-fields" | "user" | "users" | "password" | "invoice", ..] => {
                self.account_v3(request, &path, now)
            }
            ["recurrence", path @ ..] => self.recurrence_v3(request, path, now),
            ["checks", path @ ..] => self.checks_v3(request, path, now),
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

/// An amount as a JSON number.
fn number_of(amount: Money) -> Value {
    serde_json::from_str(&row::number(amount)).unwrap_or_default()
}
