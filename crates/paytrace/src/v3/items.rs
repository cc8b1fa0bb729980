//! Calls that do many things at once: `{"batch_items": […]}` out, a result for each item back.
//!
//! Source: North's B2B API specification 3.1, pages `Capture`, `Refunds` and `MultipleTransactions` (they name an
//! answer and an error answer), and a published integration that reads `data[0].status`; read 2026-11.

use paysage_money::Money;
use serde_json::{Map, Value};

use super::answer::{Envelope, elements, item_refused, refused};
use super::details::number;
use super::fields::Fields;
use super::verdict::Verdict;
use crate::limits;
use crate::refusal::{says_something, unreadable};
use crate::wire::object::Slot;
use crate::{Error, ErrorKind, Outcome, RawReply, TransactionId};

/// The most items of one call; PayTrace does not document a limit.
pub(super) const MOST: usize = 100;

/// What became of one item of a call for many. The other items are not touched by it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ItemResult<A> {
    /// The transaction that was asked about.
    pub transaction_id: TransactionId,
    /// The answer, or why PayTrace did not do it; ask the error for its outcome.
    pub result: Result<A, Error>,
}

/// Transactions that each are to be done something with.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct FollowUps(Vec<(TransactionId, Option<Money>)>);

impl FollowUps {
    pub(super) fn new(
        items: impl IntoIterator<Item = (TransactionId, Option<Money>)>,
    ) -> Result<Self, Error> {
        let items: Vec<_> = items.into_iter().collect();
        check_count(items.len())?;
        let mut ids: Vec<TransactionId> = items.iter().map(|(id, _)| *id).collect();
        ids.sort_unstable();
        if ids.array_windows().any(|[a, b]| a == b) {
            return Err(Error::invalid(
                "each transaction may be named once in a call for many; its result could not be told apart",
            ));
        }
        for amount in items.iter().filter_map(|(_, amount)| *amount) {
            limits::positive("amount", amount)?;
        }
        Ok(Self(items))
    }

    /// The items as `batch_items`.
    pub(super) fn as_items(&self) -> Value {
        let item = |(id, amount): &(TransactionId, Option<Money>)| {
            let mut item = Map::new();
            item.insert("transaction_id".to_owned(), Value::from(id.to_string()));
            if let Some(amount) = amount {
                item.insert("amount".to_owned(), number(*amount));
            }
            Value::Object(item)
        };
        self.0.iter().map(item).collect()
    }

    /// Reads the answer: each item by the transaction it names. One that names none is told about by its place, when
    /// it is the only one or all that name none say the same.
    pub(super) fn read<A>(
        &self,
        raw: &RawReply,
        judge: impl Fn(Verdict, TransactionId) -> Result<A, Error>,
    ) -> Result<Vec<ItemResult<A>>, Error> {
        let found = results(raw)?;
        let in_order = found.len() == self.0.len() && places_count(&found);
        let result_of = |place: usize, asked: TransactionId| {
            let mut named = found.iter().filter(|item| item.original == Some(asked));
            let item = match (named.next(), named.next()) {
                (Some(item), None) => item,
                (None, _) => {
                    found.get(place).filter(|item| in_order && item.original.is_none()).ok_or_else(unsaid)?
                }
                (Some(_), Some(_)) => return Err(unsaid()),
            };
            judge(item.verdict.clone()?, asked)
        };
        let items = self.0.iter().enumerate();
        let results = items.map(|(place, (asked, _))| ItemResult {
            transaction_id: *asked,
            result: result_of(place, *asked),
        });
        Ok(results.collect())
    }
}

/// Takes from one item to the most that are sent at once.
pub(super) fn check_count(count: usize) -> Result<(), Error> {
    if (1..=MOST).contains(&count) {
        Ok(())
    } else {
        Err(Error::invalid("a call for many must have from 1 to 100 items; send the rest in further calls"))
    }
}

/// What the answer says about one item.
pub(super) struct Found {
    original: Option<TransactionId>,
    pub(super) verdict: Result<Verdict, Error>,
}

const KEYS: [&str; 4] = ["status", "original_transaction_id", "response_code", "transaction_id"];

/// The results in the answer's order.
///
/// # Errors
/// PayTrace refused the call as a whole, or the answer has no results.
pub(super) fn results(raw: &RawReply) -> Result<Vec<Found>, Error> {
    let (data, problems) = match Envelope::read(raw)? {
        Envelope::Success(answer) => (answer.data, false),
        Envelope::Error(problems) => (problems, true),
    };
    let items = elements(data).unwrap_or_default();
    // When no item was done the answer is an error whose list holds results; a problem of the call has no status, no
    // code of an answer and no id. One result among problems is enough: that item may have been done.
    if problems && !items.iter().any(|item| may_be_result(item)) {
        return Err(refused(raw.status, data));
    }
    if items.is_empty() {
        return Err(unreadable());
    }
    Ok(items.into_iter().map(|item| Found::read(item, problems)).collect())
}

/// Whether the places of results that name no transaction can be trusted: PayTrace documents no order.
pub(super) fn places_count(found: &[Found]) -> bool {
    let mut unnamed = found.iter().filter(|item| item.original.is_none());
    let first = unnamed.next().map(Found::kind);
    found.len() == 1 || unnamed.all(|item| Some(item.kind()) == first)
}

fn may_be_result(item: &str) -> bool {
    Fields::read(item, &KEYS).map_or(true, |fields| {
        let is_there = |key| fields.slot(key) != Slot::Absent;
        is_there("status") || is_there("response_code") || is_there("transaction_id")
    })
}

impl Found {
    fn read(item: &str, among_problems: bool) -> Self {
        let Ok(fields) = Fields::read(item, &KEYS) else {
            return Self { original: None, verdict: Err(unreadable()) };
        };
        let original: Option<TransactionId> = fields.value("original_transaction_id").ok().flatten();
        let status = fields.text("status").ok().flatten();
        let verdict = match status.as_deref() {
            // An error of the call with a success that nobody asked for by name contradicts itself.
            Some("success") if among_problems && original.is_none() => Err(unreadable()),
            Some("success") => Verdict::of(item),
            Some("error") => Err(refusal(item, original)),
            _ => Err(unreadable()),
        };
        Self { original, verdict }
    }

    /// What results must share to be interchangeable: the code, or the outcome of the error.
    fn kind(&self) -> Result<Option<i64>, Outcome> {
        self.verdict.as_ref().map(|verdict| verdict.code).map_err(Error::outcome)
    }
}

/// The error of an item that says it is one. Another code than 1, or an id other than that of the transaction that
/// was asked about, speaks of work.
fn refusal(item: &str, original: Option<TransactionId>) -> Error {
    let problem: Value = serde_json::from_str(item).unwrap_or_default();
    let is_other = |key: &str, allowed: Option<String>| {
        let text =
            |value: &Value| value.as_str().map_or_else(|| value.to_string(), |text| text.trim().to_owned());
        let value = problem.get(key).filter(|value| says_something(value));
        value.is_some_and(|value| Some(text(value)) != allowed)
    };
    let works = is_other("response_code", Some("1".to_owned()))
        || is_other("transaction_id", original.map(|id| id.to_string()))
        || is_other("approval_code", None);
    let error = item_refused(&problem);
    if works { error.with_outcome(Outcome::Unknown) } else { error }
}

pub(super) fn unsaid() -> Error {
    let message = "PayTrace's answer does not say for certain what became of this item";
    Error::new(ErrorKind::Unreadable, Outcome::Unknown, message)
}

#[cfg(test)]
mod tests;
