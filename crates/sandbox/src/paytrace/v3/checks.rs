//! Records of ACH payments, and the deposits they were booked in.

use chrono::{NaiveDate, NaiveDateTime};
use serde_json::{Value, json};

use super::Request;
use super::answer::Answer;
use super::input::{Flaws, Input, Page};
use super::problem::Problem;
use super::uuid::{self, Kind};
use crate::paytrace::MERCHANT_ID;
use crate::paytrace::checks::{Check, Deposit, Direction, Part};
use crate::paytrace::state::State;

/// How many records an answer has when nothing is asked.
const USUAL: usize = 10;
/// The most records of one answer.
const RECORDS: usize = 30;
/// Why a debit came back: insufficient funds, in the code of the ACH network.
const RETURN: (&str, &str) = ("R01", "NSF");

/// Which records are asked for; blank parts ask for nothing.
struct Wanted {
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    by_settlement: bool,
    status: String,
    kind: Option<i64>,
    customer: Option<i64>,
    entry_method: String,
    id: String,
    key: String,
    search: String,
}

impl State {
    pub(super) fn checks_v3(
        &mut self,
        request: Request<'_>,
        path: &[&str],
        now: NaiveDateTime,
    ) -> Result<Answer, Problem> {
        match (request.method, path) {
            ("POST", ["payment"]) => self.pay_by_check(request, now),
            ("GET", ["transactions"]) => self.check_records(request),
            ("GET", ["transactions", "idempotency-keys", key]) => {
                let check = self.checks.of_key(&percent_decoded(key));
                self.check_answer(request, check)
            }
            ("GET", ["transactions", id]) => {
                let id = uuid::read(Kind::Check, id);
                self.check_answer(request, id.and_then(|id| self.checks.of_id(id)))
            }
            ("POST", ["deposit", "search"]) => self.deposits(request),
            ("POST", ["deposit", "transactions"]) => self.deposit_records(request),
            _ => Err(Problem::not_found("Operation")),
        }
    }

    fn check_answer(&self, request: Request<'_>, check: Option<&Check>) -> Result<Answer, Problem> {
        let flaws = Flaws::default();
        Input::new(request.query, "query", &flaws).merchant_if_given();
        flaws.none()?;
        let check = check.ok_or_else(|| Problem::not_found("Transaction"))?;
        Ok(Answer::done(&self.check_record(check)))
    }

    fn check_records(&self, request: Request<'_>) -> Result<Answer, Problem> {
        let flaws = Flaws::default();
        let query = Input::new(request.query, "query", &flaws);
        query.merchant();
        let page = Page::read(&query, USUAL, RECORDS);
        let wanted = Wanted::read(&query);
        flaws.none()?;
        let found = self.checks.all().filter(|check| wanted.lets_through(check));
        let records = found.map(|check| self.check_record(check));
        let records = records.filter(|record| wanted.search.is_empty() || contains(record, &wanted.search));
        Ok(Answer::done(&page.of(records.collect(), |record| record)))
    }

    fn check_record(&self, check: &Check) -> Value {
        let order = &check.order;
        let label = order.customer.and_then(|number| self.label(number)).unwrap_or_default();
        let kind = kind(check);
        json!({
            "transaction_id": uuid::write(Kind::Check, check.id), "merchant_id": MERCHANT_ID,
            "transaction_status": check.status.word(), "transaction_type": kind,
            "amount": super::number_of(order.amount),
            "reversible_amount": super::number_of(check.reversible()),
            "std_entry_class": order.entry_class, "entry_method": order.entry_method,
            "customer_id": order.customer, "customer_label": label,
            "account_masked": order.bank.account_masked, "routing_number": order.bank.routing_number,
            "account_type": order.bank.account_type, "billing_name": order.billing_name,
            "invoice_number": order.invoice, "description": order.description,
            "idempotency_key": order.key,
            "original_transaction_id": check.original.map(|id| uuid::write(Kind::Check, id)),
            "created_at": iso(Some(check.created)), "processed_at": iso(check.originated),
            "settled_at": iso(check.settled), "deposit_id": check.deposit,
            "return_code": check.returned.map(|_| RETURN.0), "return_reason": check.returned.map(|_| RETURN.1),
            "returned_at": iso(check.returned),
        })
    }

    fn deposits(&self, request: Request<'_>) -> Result<Answer, Problem> {
        let (value, flaws) = (request.body()?, Flaws::default());
        let input = Input::new(&value, "body", &flaws);
        input.merchant();
        let page = Page::read(&input, USUAL, RECORDS);
        let page =
            if input.value("return_all_results") == Some(&Value::Bool(true)) { Page::whole() } else { page };
        let id = input.text("deposit_id", 20);
        let (from, to) = (input.day("start_date", true), input.day("end_date", true));
        flaws.none()?;
        let found = self.checks.deposits.iter().filter(|deposit| {
            (id.is_empty() || deposit.id == id)
                && from.is_none_or(|from| deposit.date >= from)
                && to.is_none_or(|to| deposit.date <= to)
        });
        let found = found.map(|deposit| self.deposit_record(deposit)).collect::<Result<Vec<_>, _>>()?;
        Ok(Answer::done(&page.of(found, |record| record)))
    }

    fn deposit_record(&self, deposit: &Deposit) -> Result<Value, Problem> {
        let tally = |part| {
            let overflow = |_| Problem::Refused { status: 500, message: "A sum is out of range.".to_owned() };
            deposit.tally(&self.checks, part).map_err(overflow)
        };
        let (debits, credits, returns) = (tally(Part::Debit)?, tally(Part::Credit)?, tally(Part::Return)?);
        let net = debits.1.checked_sub(credits.1).and_then(|net| net.checked_sub(returns.1));
        let net =
            net.map_err(|_| Problem::Refused { status: 500, message: "A sum is out of range.".to_owned() })?;
        Ok(json!({
            "deposit_id": deposit.id, "deposit_date": deposit.date.to_string(),
            "amount": super::number_of(net),
            "debit_count": debits.0, "debit_amount": super::number_of(debits.1),
            "credit_count": credits.0, "credit_amount": super::number_of(credits.1),
            "return_count": returns.0, "return_amount": super::number_of(returns.1),
        }))
    }

    fn deposit_records(&self, request: Request<'_>) -> Result<Answer, Problem> {
        let (value, flaws) = (request.body()?, Flaws::default());
        let input = Input::new(&value, "body", &flaws);
        input.merchant();
        let page = Page::read(&input, USUAL, RECORDS);
        let id = input.required("deposit_id", 20);
        flaws.none()?;
        let deposit = self.checks.deposits.iter().find(|deposit| deposit.id == id);
        let deposit = deposit.ok_or_else(|| Problem::not_found("Deposit"))?;
        let members = deposit.members.iter().filter_map(|(id, _)| self.checks.of_id(*id));
        Ok(Answer::done(&page.of(members.collect(), |check| self.check_record(check))))
    }
}

impl Wanted {
    fn read(query: &Input<'_>) -> Self {
        Wanted {
            from: query.day("start_date", true),
            to: query.day("end_date", true),
            by_settlement: query.one_of("date_type", &["PROCESSED", "SETTLED"]) == "SETTLED",
            status: query.text("status", 50).to_ascii_uppercase(),
            kind: query.whole("transaction_type"),
            customer: query.whole("customer_id"),
            entry_method: query.one_of("entry_method", &["API", "VT", "Cart", "RE", "MBL"]),
            id: query.text("transaction_id", 50),
            key: query.text("idempotency_key", 50),
            search: query.text("search_term", 255).to_lowercase(),
        }
    }

    fn lets_through(&self, check: &Check) -> bool {
        let moment = if self.by_settlement { check.settled } else { Some(check.created) };
        let day = moment.map(|moment| moment.date());
        let is_or_blank = |wanted: &str, has: &str| wanted.is_empty() || wanted == has;
        self.from.is_none_or(|from| day.is_some_and(|day| day >= from))
            && self.to.is_none_or(|to| day.is_some_and(|day| day <= to))
            && (!self.by_settlement || day.is_some())
            && is_or_blank(&self.status, check.status.word())
            && self.kind.is_none_or(|wanted| wanted == kind(check))
            && self.customer.is_none_or(|customer| check.order.customer == Some(customer))
            && is_or_blank(&self.entry_method, check.order.entry_method)
            && (self.id.is_empty() || uuid::read(Kind::Check, &self.id) == Some(check.id))
            && is_or_blank(&self.key, check.order.key.as_deref().unwrap_or_default())
    }
}

/// The transaction types are numbers from 1 to 4 that the vendor's pages do not explain; two are used here.
fn kind(check: &Check) -> i64 {
    match check.order.direction {
        Direction::Debit => 1,
        Direction::Credit => 2,
    }
}

fn contains(record: &Value, search: &str) -> bool {
    record.as_object().is_some_and(|members| {
        members.values().filter_map(Value::as_str).any(|text| text.to_lowercase().contains(search))
    })
}

fn iso(moment: Option<NaiveDateTime>) -> Option<String> {
    moment.map(|moment| moment.format("%Y-%m-%dT%H:%M:%SZ").to_string())
}

/// A key may hold signs that a path cannot.
fn percent_decoded(text: &str) -> String {
    // A plus stands for itself in a path, for a space in a form.
    let pair = format!("k={}", text.replace('+', "%2B"));
    url::form_urlencoded::parse(pair.as_bytes()).map(|(_, value)| value.into_owned()).collect()
}
