//! Rows of one kind in the order they were saved, found by reference or by customer without a scan.

use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasher, Hash, Hasher, RandomState};
use std::num::NonZeroU32;
use std::time::{Duration, Instant};

use chrono::{DateTime, NaiveDate, Utc};

/// A row's place in its register; it never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Place(NonZeroU32);

impl Place {
    /// Four thousand million rows do not fit into any memory, so the ordinals never run out.
    fn new(position: usize) -> Self {
        let ordinal = u32::try_from(position).unwrap_or(u32::MAX);
        Self(NonZeroU32::MIN.saturating_add(ordinal))
    }

    fn position(self) -> usize {
        usize::try_from(self.0.get().saturating_sub(1)).unwrap_or(usize::MAX)
    }

    /// Whether the row is one of the first `count`.
    pub(super) fn is_before(self, count: usize) -> bool {
        self.position() < count
    }

    /// Counts from 1.
    pub(super) const fn ordinal(self) -> u32 {
        self.0.get()
    }
}

/// What a register needs to know of its rows.
pub(super) trait Row {
    /// The human number or id; compared without regard to case.
    fn reference(&self) -> &str;
    /// The customer the row belongs to, as a place in the customers' register.
    fn customer(&self) -> Option<Place>;
    /// The gateway's word for the row's kind.
    fn kind_word(&self) -> &'static str;
    /// The day the row is booked on.
    fn date(&self) -> Option<NaiveDate>;
}

#[derive(Debug)]
struct Entry<R> {
    row: R,
    /// The row saved before this one whose reference has the same hash.
    same_reference: Option<Place>,
    /// The row saved before this one for the same customer.
    same_customer: Option<Place>,
    /// When it was saved or last handed out to be changed, in microseconds since 1970.
    changed: i64,
}

/// The rows of one kind.
#[derive(Debug)]
pub(super) struct Register<R> {
    entries: Vec<Entry<R>>,
    /// The last row by hash of its reference; the rest hangs on it as a chain.
    references: HashMap<u64, Place>,
    customers: HashMap<Place, Place>,
    hasher: RandomState,
    /// When the last rows were saved, as far as readers may not see them yet.
    fresh: VecDeque<Instant>,
}

impl<R> Default for Register<R> {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
            references: HashMap::new(),
            customers: HashMap::new(),
            hasher: RandomState::new(),
            fresh: VecDeque::new(),
        }
    }
}

impl<R: Row> Register<R> {
    pub(super) fn push(&mut self, row: R) -> Place {
        let place = Place::new(self.entries.len());
        let hash = self.hash(row.reference());
        let entry = Entry {
            same_reference: self.references.insert(hash, place),
            same_customer: row.customer().and_then(|customer| self.customers.insert(customer, place)),
            changed: Utc::now().timestamp_micros(),
            row,
        };
        // Growth by an eighth instead of by doubling: large books must stay small in memory.
        if self.entries.len() == self.entries.capacity() {
            let more = (self.entries.len() >> 3).saturating_add(64);
            self.entries.reserve_exact(more);
        }
        self.entries.push(entry);
        place
    }

    pub(super) fn at(&self, place: Place) -> Option<&R> {
        self.entries.get(place.position()).map(|entry| &entry.row)
    }

    pub(super) fn at_mut(&mut self, place: Place) -> Option<&mut R> {
        self.entries.get_mut(place.position()).map(|entry| {
            entry.changed = Utc::now().timestamp_micros();
            &mut entry.row
        })
    }

    /// When the row was last changed.
    pub(super) fn changed(&self, place: Place) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp_micros(self.entries.get(place.position())?.changed)
    }

    /// The first row saved with this reference.
    pub(super) fn first(&self, reference: &str) -> Option<Place> {
        self.by_reference(reference).into_iter().next()
    }

    /// Every row with this reference, in the order saved.
    pub(super) fn by_reference(&self, reference: &str) -> Vec<Place> {
        let last = self.references.get(&self.hash(reference)).copied();
        let mut places: Vec<Place> = self.chain(last, |entry| entry.same_reference).collect();
        places.retain(|place| self.at(*place).is_some_and(|row| same(row.reference(), reference)));
        places.reverse();
        places
    }

    /// Every row of a customer, in the order saved.
    pub(super) fn by_customer(&self, customer: Place) -> Vec<Place> {
        let last = self.customers.get(&customer).copied();
        let mut places: Vec<Place> = self.chain(last, |entry| entry.same_customer).collect();
        places.reverse();
        places
    }

    /// All rows in the order saved.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Place, &R)> + Clone {
        let rows = self.entries.iter().enumerate();
        rows.map(|(position, entry)| (Place::new(position), &entry.row))
    }

    /// Hides the row just saved from readers until `lag` has passed.
    pub(super) fn hide_last(&mut self, now: Instant) {
        self.fresh.push_back(now);
    }

    /// Shows the rows saved at least `lag` ago, and tells how many rows readers see.
    pub(super) fn show(&mut self, now: Instant, lag: Duration) -> usize {
        while self.fresh.front().is_some_and(|saved| now.saturating_duration_since(*saved) >= lag) {
            self.fresh.pop_front();
        }
        self.entries.len().saturating_sub(self.fresh.len())
    }

    fn chain(
        &self,
        last: Option<Place>,
        before: impl Fn(&Entry<R>) -> Option<Place>,
    ) -> impl Iterator<Item = Place> {
        std::iter::successors(last, move |place| self.entries.get(place.position()).and_then(&before))
    }

    fn hash(&self, reference: &str) -> u64 {
        let mut hasher = self.hasher.build_hasher();
        for character in reference.chars().flat_map(char::to_lowercase) {
            character.hash(&mut hasher);
        }
        hasher.finish()
    }
}

/// Compares two ids the way Sage 50 does: `A1` is `a1`.
pub(super) fn same(one: &str, other: &str) -> bool {
    one == other || one.chars().flat_map(char::to_lowercase).eq(other.chars().flat_map(char::to_lowercase))
}

#[cfg(test)]
mod tests;
