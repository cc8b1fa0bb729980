//! The books without HTTP.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::company::Company;
use super::problem::Code;
use super::query::Resource;
use super::request::Request;

mod documents;
mod money;
mod state;
mod strictness;

type Problems = Vec<(Code, String)>;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 10).unwrap()
}

fn try_post(books: &mut Company, resource: Resource, body: &Value) -> Result<Value, Problems> {
    let body = serde_json::to_vec(body).unwrap();
    let created = Request::read(resource, &body).and_then(|request| books.create(&request, today()));
    match created {
        Ok(json) => Ok(serde_json::from_slice(&json).unwrap()),
        Err(refusal) => {
            let codes = refusal.codes().into_iter();
            Err(codes.map(|(code, source)| (code, source.to_owned())).collect())
        }
    }
}

fn post(books: &mut Company, resource: Resource, body: &Value) -> Value {
    try_post(books, resource, body).unwrap()
}

/// Posts a body that must be refused, and gives why; the books must be as before.
fn refused(books: &mut Company, resource: Resource, body: &Value) -> Problems {
    let before = (books.documents(), books.trial_balance(), books.posts);
    let problems = try_post(books, resource, body).unwrap_err();
    assert_eq!(before, (books.documents(), books.trial_balance(), books.posts), "{body}");
    problems
}

fn only(code: Code, source: &str) -> Problems {
    vec![(code, source.to_owned())]
}

fn with(mut body: Value, name: &str, value: Value) -> Value {
    body[name] = value;
    body
}

fn invoice(reference: &str, amount: &str) -> Value {
    json!({
        "kind": "invoice", "referenceNumber": reference, "customerId": "ACME-001",
        "transactionDate": "2026-03-09", "receivableAccount": "11000",
        "lines": [{"account": "40000", "amount": amount, "description": "Goods"}],
    })
}

fn credit_memo(reference: &str, amount: &str) -> Value {
    with(invoice(reference, amount), "kind", json!("credit_memo"))
}

fn receipt(reference: &str, applies: &[(&str, &str)], amount: &str) -> Value {
    let lines = applies.iter().map(|(invoice, amount)| json!({"referenceNumber": invoice, "amount": amount}));
    json!({
        "kind": "receipt", "referenceNumber": reference, "customerId": "acme-001",
        "transactionDate": "2026-03-09", "cashAccount": "10300", "paymentMethod": "Visa",
        "amount": amount, "applies": lines.collect::<Vec<_>>(),
    })
}

fn refund(reference: &str, applies: &[(&str, &str)], amount: &str) -> Value {
    with(receipt(reference, applies, amount), "kind", json!("refund"))
}

fn journal_entry(reference: &str, lines: &Value) -> Value {
    json!({"referenceNumber": reference, "transactionDate": "2026-03-09", "lines": lines})
}

fn due(books: &Company, reference: &str) -> String {
    let sale = books.sales.first(reference).and_then(|place| books.sales.at(place)).unwrap();
    paysage_money::Money::from_minor(sale.due(), super::fields::CURRENCY).to_string()
}

fn balance(books: &Company, account: &str) -> String {
    let balances = books.trial_balance();
    let found = balances.iter().find(|balance| balance.account == account).unwrap();
    found.balance.to_string()
}

/// Asserts what holds after everything: the trial balance is zero, and the customers' ledger is the control account.
pub(super) fn assert_whole(books: &Company) {
    let balances = books.trial_balance();
    let sum: i128 = balances.iter().map(|balance| i128::from(balance.balance.minor())).sum();
    assert_eq!(sum, 0, "trial balance");
    let owed: i64 = books.customers.iter().map(|(_, customer)| customer.balance).sum();
    let control = balances.iter().find(|balance| balance.account == "11000").unwrap();
    assert_eq!(owed, control.balance.minor(), "control account");
}
