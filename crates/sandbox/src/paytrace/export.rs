//! Exports of transactions: which rows, and their bytes in bounded pieces.

use bytes::Bytes;
use chrono::NaiveDate;

use super::fields::Fields;
use super::refusal::Refusal;
use super::reply::{Reply, Selection};
use super::row;
use super::rows::{Cursor, Filter, Position};
use super::state::State;

/// What every successful export says.
pub(super) const COMPLETED: &str = "Your export was successfully completed.";

const HEAD: &str = r#"{"success":true,"response_code":1,"status_message":"Your export was successfully completed.","transactions":["#;
const TAIL: &str = r#"],"external_transaction_id":""}"#;

/// A piece of the answer ends with the first row that reaches this size, in bytes.
const PIECE: usize = 64 * 1024;
/// The most rows looked at for one piece, so that a filter that matches little does not hold the account for long.
const LOOKED_AT: usize = 4096;

/// How far an answer has been written.
#[derive(Debug)]
pub(super) struct Progress {
    rest: Rest,
    started: bool,
    any_row: bool,
    done: bool,
}

#[derive(Debug)]
enum Rest {
    Created { cursor: Cursor, to: NaiveDate, filter: Filter },
    Listed(std::vec::IntoIter<Position>),
}

impl Progress {
    pub(super) fn new(selection: Selection) -> Self {
        let rest = match selection {
            Selection::Created { from, to, filter } => {
                Rest::Created { cursor: Cursor { day: from, within: 0 }, to, filter }
            }
            Selection::Listed(positions) => Rest::Listed(positions.into_iter()),
        };
        Self { rest, started: false, any_row: false, done: false }
    }

    /// The next bytes of the answer, or `None` behind its end.
    pub(super) fn next_piece(&mut self, state: &State) -> Option<Bytes> {
        if self.done {
            return None;
        }
        let mut piece = Vec::new();
        if !self.started {
            piece.extend_from_slice(HEAD.as_bytes());
            self.started = true;
        }
        for _ in 0..LOOKED_AT {
            if piece.len() >= PIECE {
                break;
            }
            let Some(position) = self.rest.next(state) else {
                piece.extend_from_slice(TAIL.as_bytes());
                self.done = true;
                break;
            };
            let Some(row) = state.rows.text(position) else {
                continue;
            };
            if self.rest.lets_through(row) {
                if self.any_row {
                    piece.push(b',');
                }
                self.any_row = true;
                piece.extend_from_slice(row);
            }
        }
        Some(piece.into())
    }
}

impl Rest {
    fn next(&mut self, state: &State) -> Option<Position> {
        match self {
            Rest::Created { cursor, to, .. } => {
                let (position, next) = state.rows.next(*cursor, *to)?;
                *cursor = next;
                Some(position)
            }
            Rest::Listed(positions) => positions.next(),
        }
    }

    fn lets_through(&self, row: &[u8]) -> bool {
        match self {
            Rest::Created { filter, .. } => filter.lets_through(row),
            Rest::Listed(_) => true,
        }
    }
}

/// `start_date` and `end_date`, both inclusive.
pub(super) fn dates(body: Fields<'_>) -> Result<(NaiveDate, NaiveDate), Refusal> {
    let day = |name: &str| row::day(&body.text(name)).ok_or_else(|| Refusal::date(name));
    match (day("start_date"), day("end_date")) {
        (Ok(from), Ok(to)) if from <= to => Ok((from, to)),
        (Ok(_), Ok(_)) => Err(Refusal::date_order()),
        (Err(start), Err(end)) => Err(start.and(end)),
        (Err(refusal), _) | (_, Err(refusal)) => Err(refusal),
    }
}

impl State {
    pub(super) fn export_by_id(&self, body: Fields<'_>) -> Result<Reply, Refusal> {
        let id = body.number("transaction_id").ok_or_else(Refusal::transaction_id)?;
        let found = self.rows.of_id(id);
        if found.is_empty() {
            return Err(Refusal::transaction_id());
        }
        Ok(Reply::Rows(Selection::Listed(found)))
    }

    pub(super) fn export_by_date_range(body: Fields<'_>) -> Result<Reply, Refusal> {
        let (from, to) = dates(body)?;
        let transaction_id = match body.number("transaction_id") {
            None if body.has("transaction_id") => return Err(Refusal::transaction_id()),
            id => id,
        };
        let filter = Filter {
            transaction_id,
            transaction_type: body.text("transaction_type"),
            customer_id: body.text("customer_id"),
            including_text: body.text("including_text"),
        };
        Ok(Reply::Rows(Selection::Created { from, to, filter }))
    }
}
