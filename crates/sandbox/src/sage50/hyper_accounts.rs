//! The same company as `HyperAccounts` shows a Sage 50 UK one: its paths, its envelope, its `AuthToken`.
//!
//! Small: the calls that a customers' ledger needs. A property that a call does not have is refused by name. Unlike
//! the gateway, it takes a second document with the same reference, as Sage 50 UK does.
//!
//! | Call | What it does to the company |
//! |---|---|
//! | `POST /api/batchtransactionPost` | type 1 an invoice, type 2 a credit memo |
//! | `POST /api/transactionPost` | type 4 a receipt that stays on account |
//! | `POST /api/allocatePaymentOnAccount` | settles an invoice with a receipt or credit; without one, books again |
//! | `POST /api/journal`, `/api/stock`, `/api/salesOrder/` | a journal entry, stock adjustment, sales order |
//! | `POST`, `PATCH /api/customer/`, `/api/product` | a customer, an item |
//! | `POST /api/search…`, `GET /api/…` | what is on record |

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use chrono::{NaiveDate, Utc};
use serde_json::{Value, json};

use super::company::Company;
use super::problem::{Code, Problem, Refusal};
use super::register::Place;
use super::{API_KEY, COMPANY, Sage50Simulator};

mod body;
mod ledger;
mod records;
mod search;
mod stock;

/// The VAT control account of the company.
const VAT: &str = "23100";
/// The company's VAT codes and their rates in percent.
const RATES: [(u8, u32); 4] = [(0, 0), (1, 20), (5, 5), (9, 0)];

/// The extra references of journal lines, which only this face shows.
#[derive(Debug, Clone, Default)]
pub(super) struct ExtraReferences(Arc<Mutex<HashMap<Place, Vec<Box<str>>>>>);

impl ExtraReferences {
    fn with<T>(&self, act: impl FnOnce(&mut HashMap<Place, Vec<Box<str>>>) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Sage50Simulator {
    /// The company as `HyperAccounts` shows it, behind [`Self::faults`]; its `AuthToken` is [`API_KEY`].
    ///
    /// Amounts are numbers without a currency: pounds to a company that says so.
    pub fn hyper_accounts_router(&self) -> Router {
        let calls = Router::new().fallback(call).with_state(self.clone());
        self.faults().wrap(calls)
    }
}

/// What a call answers: a single value, or rows.
enum Answer {
    Response(Value),
    Results(Vec<Value>),
}

type Answered = Result<Answer, Refusal>;

async fn call(
    State(simulator): State<Sage50Simulator>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if headers.get("authtoken").map(HeaderValue::as_bytes) != Some(API_KEY.as_bytes()) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let today = Utc::now().date_naive();
    let answered = simulator.with(|books| {
        books.admit()?;
        let extra = &simulator.extra_references;
        extra.with(|extra| books.hyper_call(&method, uri.path(), &body, (extra, today)))
    });
    let envelope = match &answered {
        Ok(Answer::Response(response)) => json!({"success": true, "code": 200, "response": response}),
        Ok(Answer::Results(rows)) => json!({"success": true, "code": 200, "results": rows}),
        Err(refusal) => {
            let code = if refusal.status() == 422 { 400 } else { refusal.status() };
            json!({"success": false, "code": code, "response": null, "message": words(refusal)})
        }
    };
    // Refusals come with status 200 and their code inside.
    (StatusCode::OK, [(header::CONTENT_TYPE, "application/json")], envelope.to_string()).into_response()
}

/// A refusal in words that a program can recognise, as there are no codes.
fn words(refusal: &Refusal) -> String {
    let problem = |problem: &Problem| match problem.code {
        Code::UnknownAccount => format!("Nominal code does not exist. {}", problem.message),
        Code::UnknownCustomer => "Customer account does not exist.".to_owned(),
        Code::ClosedPeriod => "The date is not after the lock date.".to_owned(),
        Code::CreditHold => "The account is on hold.".to_owned(),
        Code::DuplicateValue => "The record already exists.".to_owned(),
        Code::RecordInUse => "The record is in use.".to_owned(),
        _ => problem.message.clone(),
    };
    refusal.problems().iter().map(problem).collect::<Vec<_>>().join(" ")
}

/// A refusal of this face's own.
fn refuse(message: impl Into<String>) -> Refusal {
    Refusal::new(400, Code::InvalidValue, &"", message)
}

impl Company {
    fn hyper_call(
        &mut self,
        method: &Method,
        path: &str,
        body: &[u8],
        (extra, today): (&mut HashMap<Place, Vec<Box<str>>>, NaiveDate),
    ) -> Answered {
        match (method.as_str(), path) {
            ("GET", "/api/status") => Ok(Answer::Response(json!({
                "apiVersion": "1.25.0.0", "companyName": COMPANY, "sdoStatusOk": true, "odbcStatusOk": true,
            }))),
            ("GET", "/api/company") => {
                let locked = self.periods.first().pred_opt().map(search::day);
                Ok(Answer::Response(json!({"name": COMPANY, "lockDate": locked})))
            }
            ("GET", "/api/taxCode") => {
                let rates = RATES.iter().map(|(index, rate)| json!({"index": index, "rate": rate}));
                Ok(Answer::Results(rates.collect()))
            }
            ("GET", "/api/nominal/") => Ok(Answer::Results(self.hyper_nominals())),
            ("POST", "/api/search/auditHeaders") => search::filtered(self.hyper_headers(), body),
            ("POST", "/api/searchSplit") => search::filtered(self.hyper_splits(extra), body),
            ("POST", "/api/searchSalesLedger") => search::filtered(self.hyper_customers(), body),
            ("POST", "/api/searchProduct") => search::filtered(self.hyper_products(), body),
            ("POST", "/api/searchSalesOrder") => search::filtered(self.hyper_orders(), body),
            ("POST", "/api/searchStock") => search::filtered(self.hyper_movements(), body),
            ("POST", "/api/batchtransactionPost") => self.hyper_batch(body, today),
            ("POST", "/api/transactionPost") => self.hyper_receipt(body, today),
            ("POST", "/api/allocatePaymentOnAccount") => self.hyper_allocate(body, today),
            ("POST", "/api/journal") => self.hyper_journal(body, extra, today),
            ("POST", "/api/stock") => self.hyper_adjust(body, today),
            ("POST", "/api/salesOrder/") => self.hyper_order(body, today),
            ("POST" | "PATCH", "/api/customer/") => self.hyper_customer(body, method == Method::PATCH),
            ("POST" | "PATCH", "/api/product") => self.hyper_product(body, method == Method::PATCH),
            _ => Err(Refusal::new(404, Code::NotFound, &"", "There is no such call.")),
        }
    }
}
