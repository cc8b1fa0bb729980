//! All rows as texts, with an index by id and one by day.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;

use super::row::{Facts, Standing};

/// Where a row stands; rows are never removed.
pub(super) type Position = u32;

/// The rows of one account. A row costs its text and about forty bytes.
#[derive(Debug, Default)]
pub(super) struct Rows {
    texts: Vec<Box<[u8]>>,
    first_of_id: HashMap<i64, Position>,
    /// Ids that stand on more than one row, which only loaded files have.
    others_of_id: HashMap<i64, Vec<Position>>,
    by_day: BTreeMap<NaiveDate, Vec<Position>>,
    pending: BTreeSet<Position>,
}

/// The optional conditions of an export; an empty filter lets every row through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Filter {
    pub(super) transaction_id: Option<i64>,
    pub(super) transaction_type: String,
    pub(super) customer_id: String,
    pub(super) including_text: String,
    /// Whether the rows let through show the first six digits of the card.
    pub(super) include_bin: bool,
}

/// The words of the filter `transaction_type`, which mixes types and states.
const TYPES: [&str; 9] =
    ["SALE", "AUTHORIZATION", "STR/FWD", "REFUND", "VOID", "FORCE", "SETTLED", "PENDING", "DECLINED"];

/// Where a walk over a window of days goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cursor {
    pub(super) day: NaiveDate,
    pub(super) within: usize,
}

impl Rows {
    pub(super) fn text(&self, position: Position) -> Option<&[u8]> {
        usize::try_from(position).ok().and_then(|at| self.texts.get(at)).map(AsRef::as_ref)
    }

    /// The rows that carry this id, in the order they came.
    pub(super) fn of_id(&self, id: i64) -> Vec<Position> {
        let others = self.others_of_id.get(&id).into_iter().flatten();
        self.first_of_id.get(&id).into_iter().chain(others).copied().collect()
    }

    pub(super) fn has_id(&self, id: i64) -> bool {
        self.first_of_id.contains_key(&id)
    }

    /// Rows that the next settlement takes.
    pub(super) fn pending(&self) -> impl Iterator<Item = Position> + '_ {
        self.pending.iter().copied()
    }

    pub(super) fn first_day(&self) -> Option<NaiveDate> {
        self.by_day.keys().next().copied()
    }

    pub(super) fn last_day(&self) -> Option<NaiveDate> {
        self.by_day.keys().next_back().copied()
    }

    /// Keeps a row under `day`; `None` when no further row can be numbered.
    pub(super) fn add(&mut self, text: Box<[u8]>, facts: Option<&Facts>, day: NaiveDate) -> Option<Position> {
        let position = Position::try_from(self.texts.len()).ok()?;
        self.texts.push(text);
        self.by_day.entry(day).or_default().push(position);
        self.index(position, facts);
        Some(position)
    }

    /// Adds all rows of another account, each under the day it has there.
    pub(super) fn absorb(&mut self, other: Rows) -> Option<Vec<Position>> {
        let Rows { mut texts, by_day, .. } = other;
        let mut added = Vec::with_capacity(texts.len());
        for (day, positions) in by_day {
            for position in positions {
                let text =
                    usize::try_from(position).ok().and_then(|at| texts.get_mut(at)).map(std::mem::take)?;
                let facts = Facts::read(&text);
                added.push(self.add(text, facts.as_ref(), day)?);
            }
        }
        Some(added)
    }

    /// Replaces a row's text; a row whose creation is still readable moves to that day.
    pub(super) fn replace(&mut self, position: Position, text: Vec<u8>) {
        let before = self.text(position).and_then(Facts::read);
        let after = Facts::read(&text);
        let Some(kept) = usize::try_from(position).ok().and_then(|at| self.texts.get_mut(at)) else {
            return;
        };
        *kept = text.into_boxed_slice();
        if before.as_ref().and_then(|facts| facts.id) != after.as_ref().and_then(|facts| facts.id) {
            self.forget_id(position, before.as_ref());
        }
        self.index(position, after.as_ref());
        let day = |facts: Option<Facts>| facts.and_then(|facts| facts.created).map(|at| at.date());
        if let (from, Some(to)) = (day(before), day(after))
            && from != Some(to)
        {
            self.by_day.retain(|_, positions| {
                positions.retain(|kept| *kept != position);
                !positions.is_empty()
            });
            self.by_day.entry(to).or_default().push(position);
        }
    }

    fn index(&mut self, position: Position, facts: Option<&Facts>) {
        if facts.is_some_and(|facts| facts.standing == Standing::Pending && facts.amount.is_some()) {
            self.pending.insert(position);
        } else {
            self.pending.remove(&position);
        }
        let Some(id) = facts.and_then(|facts| facts.id) else {
            return;
        };
        if *self.first_of_id.entry(id).or_insert(position) == position {
            return;
        }
        let others = self.others_of_id.entry(id).or_default();
        if !others.contains(&position) {
            others.push(position);
        }
    }

    fn forget_id(&mut self, position: Position, facts: Option<&Facts>) {
        let Some(id) = facts.and_then(|facts| facts.id) else {
            return;
        };
        let mut left = self.of_id(id);
        left.retain(|kept| *kept != position);
        self.first_of_id.remove(&id);
        self.others_of_id.remove(&id);
        let mut left = left.into_iter();
        if let Some(first) = left.next() {
            self.first_of_id.insert(id, first);
        }
        let others: Vec<Position> = left.collect();
        if !others.is_empty() {
            self.others_of_id.insert(id, others);
        }
    }

    /// The next row at or behind `cursor`, no later than `to`, and where the walk goes on behind it.
    pub(super) fn next(&self, cursor: Cursor, to: NaiveDate) -> Option<(Position, Cursor)> {
        if cursor.day > to {
            return None;
        }
        for (day, positions) in self.by_day.range(cursor.day..=to) {
            let within = if *day == cursor.day { cursor.within } else { 0 };
            if let Some(position) = positions.get(within) {
                let within = within.saturating_add(1);
                return Some((*position, Cursor { day: *day, within }));
            }
        }
        None
    }
}

impl Filter {
    pub(super) fn lets_through(&self, row: &[u8]) -> bool {
        if self.has_no_condition() {
            return true;
        }
        let Some(facts) = Facts::read(row) else {
            return false;
        };
        let text = String::from_utf8_lossy(row).to_lowercase();
        self.transaction_id.is_none_or(|id| facts.id == Some(id))
            && (self.customer_id.is_empty() || facts.customer_id == self.customer_id)
            && (self.including_text.is_empty() || text.contains(&self.including_text.to_lowercase()))
            && (self.transaction_type.is_empty() || is_of_type(&facts, &self.transaction_type))
    }

    fn has_no_condition(&self) -> bool {
        self.transaction_id.is_none()
            && [&self.transaction_type, &self.customer_id, &self.including_text]
                .iter()
                .all(|text| text.is_empty())
    }

    /// Whether `transaction_type` is blank or one of PayTrace's words.
    pub(super) fn has_known_type(&self) -> bool {
        self.transaction_type.is_empty()
            || TYPES.iter().any(|known| known.eq_ignore_ascii_case(&self.transaction_type))
    }
}

fn is_of_type(facts: &Facts, wanted: &str) -> bool {
    match wanted.to_ascii_uppercase().as_str() {
        "SETTLED" => matches!(facts.standing, Standing::Settled(_)),
        "PENDING" => facts.standing == Standing::Pending,
        "VOID" => facts.voided || facts.kind.eq_ignore_ascii_case("VOID"),
        "DECLINED" => facts.declined,
        kind => facts.kind.eq_ignore_ascii_case(kind),
    }
}
