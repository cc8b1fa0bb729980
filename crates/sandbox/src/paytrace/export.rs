//! Exports of transactions: which rows, and their bytes in bounded pieces.

use std::borrow::Cow;

use bytes::Bytes;
use chrono::NaiveDate;

use super::fields::Fields;
use super::refusal::Refusal;
use super::reply::{Reply, Selection};
use super::row::{self, Facts, RowCard};
use super::rows::{Cursor, Filter, Position};
use super::state::State;

/// What every successful export says.
pub(super) const COMPLETED: &str = "Your export was successfully completed.";

const HEAD: &str = r#"{"success":true,"response_code":1,"status_message":"Your export was successfully completed.","transactions":["#;
const TAIL: &str = r#"],"external_transaction_id":""}"#;

const HEAD_V3: &str = r#"{"status":"success","status_code":200,"data":["#;
const TAIL_V3: &str = "]}";

/// A piece of the answer ends with the first row that reaches this size, in bytes.
const PIECE: usize = 64 * 1024;
/// The most rows looked at for one piece, so that a filter that matches little does not hold the account for long.
const LOOKED_AT: usize = 4096;

/// Whose envelope and words an answer has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dialect {
    V1,
    V3,
}

impl Dialect {
    fn head(self) -> &'static str {
        match self {
            Dialect::V1 => HEAD,
            Dialect::V3 => HEAD_V3,
        }
    }

    fn tail(self) -> &'static str {
        match self {
            Dialect::V1 => TAIL,
            Dialect::V3 => TAIL_V3,
        }
    }
}

/// How far an answer has been written.
#[derive(Debug)]
pub(super) struct Progress {
    rest: Rest,
    filter: Filter,
    dialect: Dialect,
    started: bool,
    any_row: bool,
    done: bool,
}

#[derive(Debug)]
enum Rest {
    Created { cursor: Cursor, to: NaiveDate },
    Listed(std::vec::IntoIter<Position>),
}

impl Progress {
    pub(super) fn new(selection: Selection) -> Self {
        let (rest, filter) = match selection {
            Selection::Created { from, to, filter } => {
                (Rest::Created { cursor: Cursor { day: from, within: 0 }, to }, filter)
            }
            Selection::Listed { positions, filter } => (Rest::Listed(positions.into_iter()), filter),
        };
        Self { rest, filter, dialect: Dialect::V1, started: false, any_row: false, done: false }
    }

    /// The same rows in the envelope and the words of v3.
    pub(super) fn in_v3(selection: Selection) -> Self {
        Self { dialect: Dialect::V3, ..Self::new(selection) }
    }

    /// The next bytes of the answer, or `None` behind its end.
    pub(super) fn next_piece(&mut self, state: &State) -> Option<Bytes> {
        if self.done {
            return None;
        }
        let mut piece = Vec::new();
        if !self.started {
            piece.extend_from_slice(self.dialect.head().as_bytes());
            self.started = true;
        }
        for _ in 0..LOOKED_AT {
            if piece.len() >= PIECE {
                break;
            }
            let Some(position) = self.rest.next(state) else {
                piece.extend_from_slice(self.dialect.tail().as_bytes());
                self.done = true;
                break;
            };
            let Some(row) = state.rows.text(position) else {
                continue;
            };
            if self.filter.lets_through(row) {
                if self.any_row {
                    piece.push(b',');
                }
                self.any_row = true;
                let row = if self.filter.include_bin { state.with_bin(row) } else { Cow::Borrowed(row) };
                if self.dialect == Dialect::V3 {
                    piece.extend_from_slice(&state.row_v3(&row));
                } else {
                    piece.extend_from_slice(&row);
                }
            }
        }
        Some(piece.into())
    }
}

impl Rest {
    fn next(&mut self, state: &State) -> Option<Position> {
        match self {
            Rest::Created { cursor, to } => {
                let (position, next) = state.rows.next(*cursor, *to)?;
                *cursor = next;
                Some(position)
            }
            Rest::Listed(positions) => positions.next(),
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

/// The optional conditions of a request.
fn filter(body: Fields<'_>, transaction_id: Option<i64>) -> Result<Filter, Refusal> {
    let filter = Filter {
        transaction_id,
        transaction_type: body.text("transaction_type"),
        customer_id: body.text("customer_id"),
        including_text: body.text("including_text"),
        include_bin: body.flag("include_bin"),
    };
    if filter.has_known_type() { Ok(filter) } else { Err(Refusal::transaction_type()) }
}

impl State {
    pub(super) fn export_by_id(&self, body: Fields<'_>) -> Result<Reply, Refusal> {
        let id = body.number("transaction_id").ok_or_else(Refusal::transaction_id)?;
        let found = self.rows.of_id(id);
        if found.is_empty() {
            return Err(Refusal::transaction_id());
        }
        let filter = filter(body, None)?;
        Ok(Reply::Rows(Selection::Listed { positions: found, filter }))
    }

    pub(super) fn export_by_date_range(body: Fields<'_>) -> Result<Reply, Refusal> {
        let (from, to) = dates(body)?;
        let transaction_id = match body.number("transaction_id") {
            None if body.has("transaction_id") => return Err(Refusal::transaction_id()),
            id => id,
        };
        let filter = filter(body, transaction_id)?;
        Ok(Reply::Rows(Selection::Created { from, to, filter }))
    }

    /// The row with the first six digits of its card, where they are known.
    fn with_bin<'a>(&self, row: &'a [u8]) -> Cow<'a, [u8]> {
        let shown = Facts::read(row).and_then(|facts| {
            let card = self.cards.get(&facts.id?)?;
            let shown = RowCard {
                masked_number: card.with_bin()?,
                expiration_month: card.expiration_month,
                expiration_year: card.expiration_year,
            };
            row::with_changes(row, &[("credit_card", serde_json::to_string(&shown).ok()?)])
        });
        shown.map_or(Cow::Borrowed(row), Cow::Owned)
    }
}
