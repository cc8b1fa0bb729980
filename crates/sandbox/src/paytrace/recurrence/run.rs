//! The payments that fall due.

use chrono::{NaiveDateTime, NaiveTime};
use serde_json::{Value, json};

use super::{Approved, Means, Payment, Recurrence};
use crate::paytrace::call::Call;
use crate::paytrace::checks::{Direction, Order, Status};
use crate::paytrace::reply::Reply;
use crate::paytrace::row;
use crate::paytrace::state::State;

const SALE: &str = "/v1/transactions/sale/by_customer";
const AUTHORIZATION: &str = "/v1/transactions/authorization/by_customer";
/// When the payments of a day are made, in hours; not on record.
const HOUR: u32 = 5;
/// `created.through` of a transaction that a recurrence made; not on record.
const THROUGH: &str = "Recurring";

/// Makes every payment that is due at `moment`, in the order of time.
///
/// A payment counts whether it is approved or not; what was declined is not tried again.
pub(in crate::paytrace) fn run_due(state: &mut State, moment: NaiveDateTime) {
    while let Some((at, id)) = first_due(state, moment) {
        let Some(recurrence) = state.recurrences.all.get_mut(&id) else {
            return;
        };
        recurrence.passed = recurrence.passed.saturating_add(1);
        recurrence.current_count = recurrence.current_count.saturating_add(1);
        let recurrence = recurrence.clone();
        match pay(state, &recurrence, at) {
            Ok(payment) => {
                let approved = Approved {
                    recurrence: id,
                    amount: recurrence.amount,
                    payment,
                    when: at,
                    current_count: recurrence.current_count,
                    total_count: recurrence.total_count,
                };
                state.recurrences.approved.insert(recurrence.customer, approved);
            }
            Err(Unpaid::NoCustomer) => {
                state.recurrences.all.remove(&id);
            }
            Err(Unpaid::Declined) => {}
        }
    }
}

enum Unpaid {
    NoCustomer,
    Declined,
}

/// The earliest payment that is due; of several the one of the oldest recurrence.
fn first_due(state: &State, moment: NaiveDateTime) -> Option<(NaiveDateTime, i64)> {
    let time = NaiveTime::from_hms_opt(HOUR, 0, 0)?;
    let due = state.recurrences.all.iter().filter_map(|(id, recurrence)| {
        // One made for today after that hour is made as soon as the clock moves.
        let at = recurrence.next()?.and_time(time).max(recurrence.made);
        (at <= moment).then_some((at, *id))
    });
    due.min()
}

fn pay(state: &mut State, recurrence: &Recurrence, at: NaiveDateTime) -> Result<Payment, Unpaid> {
    let owner = state.customers.iter().find(|(_, customer)| customer.number == recurrence.customer);
    let label = owner.map(|(label, _)| label.clone()).ok_or(Unpaid::NoCustomer)?;
    match recurrence.means {
        Means::Card => pay_by_card(state, recurrence, &label, at),
        Means::Account => pay_by_account(state, recurrence, &label, at),
    }
}

fn pay_by_card(
    state: &mut State,
    recurrence: &Recurrence,
    label: &str,
    at: NaiveDateTime,
) -> Result<Payment, Unpaid> {
    let body = json!({
        "customer_id": label, "amount": recurrence.amount.to_string(), "description": recurrence.description,
    });
    let path = if recurrence.authorizes { AUTHORIZATION } else { SALE };
    let call = Call::from_path(path).ok_or(Unpaid::Declined)?;
    let Reply::Json { body, .. } = state.apply(call, body.to_string().as_bytes(), at) else {
        return Err(Unpaid::Declined);
    };
    let answer: Value = serde_json::from_slice(&body).unwrap_or_default();
    let transaction_id = answer.get("transaction_id").and_then(Value::as_i64).ok_or(Unpaid::Declined)?;
    put_origin(state, transaction_id);
    if answer.get("success") != Some(&Value::Bool(true)) {
        return Err(Unpaid::Declined);
    }
    let approval_code = answer.get("approval_code").and_then(Value::as_str).unwrap_or_default().to_owned();
    Ok(Payment::Card { transaction_id, approval_code })
}

/// Writes into the row that no API call made it.
fn put_origin(state: &mut State, transaction_id: i64) {
    let Some(position) = state.rows.of_id(transaction_id).last().copied() else {
        return;
    };
    let changed = state.rows.text(position).and_then(|text| {
        let row: Value = serde_json::from_slice(text).ok()?;
        let mut created = row.get("created")?.clone();
        *created.get_mut("through")? = json!(THROUGH);
        let changes = [("created", created.to_string())];
        row::with_changes(text, &changes)
    });
    if let Some(changed) = changed {
        state.rows.replace(position, changed);
    }
}

fn pay_by_account(
    state: &mut State,
    recurrence: &Recurrence,
    label: &str,
    at: NaiveDateTime,
) -> Result<Payment, Unpaid> {
    let (bank, customer, billing_name) = state.account_of(label).map_err(|_| Unpaid::Declined)?;
    let order = Order {
        direction: Direction::Debit,
        amount: recurrence.amount,
        bank,
        customer,
        billing_name,
        invoice: String::new(),
        description: recurrence.description.clone(),
        entry_class: "PPD".to_owned(),
        entry_method: "RE",
        key: None,
    };
    let check = state.make_check(order, Status::Initiated, at);
    if check.status == Status::Declined {
        return Err(Unpaid::Declined);
    }
    Ok(Payment::Account { check_transaction_id: check.id })
}
