//! Confirmation: what of a run stands in Sage's exports.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use paysage_money::Money;

use super::codec::Booked;
use super::export::{Exports, Sighting};
use super::facts;
use super::layout::FileKind;
use super::manifest::{Manifest, ManifestDocument};
use crate::model::{Booking, Difference, Document, Found, Kind, Share};

/// What became of the documents of a run, in the manifest's order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmation {
    /// The documents and their states.
    pub documents: Vec<(Document, State)>,
}

/// Whether a document stands in Sage's exports. Only [`Posted`](Self::Posted) means that it is booked as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It stands there once, equal in all that the export shows: kind, customer, day, amount, the amounts on the
    /// accounts of its rows; of a payment cash account, method, deposit ticket, discount account, whether it is a
    /// prepayment, and what it settles of each invoice; of a sale the accounts receivable account, due date, terms and
    /// what it is applied to; of a stock adjustment the source account.
    Posted {
        /// The entry's key.
        key: Box<str>,
    },
    /// An export of its journal that was made after the run was imported shows its day and
    /// [`DAYS_AROUND`](super::DAYS_AROUND) days before and after, and it is on none of them: it was not imported.
    Missing,
    /// An entry has its reference and differs.
    Different(Vec<Difference>),
    /// It stands there so many times, entries counted that differ in their day only.
    Twice(usize),
    /// Nothing is known: nobody said that the run was imported, no export of its journal names enough days and a moment
    /// after that, that export holds what cannot be read, or two of different moments show an entry each, on different
    /// days, which may be one that was moved.
    Unseen,
}

impl Confirmation {
    pub(super) fn of(manifest: &Manifest, exports: &Exports) -> Self {
        let since = manifest.settled();
        let states = manifest
            .documents()
            .map(|(kind, planned)| (planned.document.clone(), state(kind, planned, since, exports)));
        Self { documents: states.collect() }
    }

    /// Whether every document is posted.
    pub fn is_complete(&self) -> bool {
        self.documents.iter().all(|(_, state)| matches!(state, State::Posted { .. }))
    }

    /// The documents that are not posted.
    pub fn open(&self) -> impl Iterator<Item = &(Document, State)> {
        self.documents.iter().filter(|(_, state)| !matches!(state, State::Posted { .. }))
    }
}

pub(super) fn state(
    kind: FileKind,
    planned: &ManifestDocument,
    since: Option<DateTime<Utc>>,
    exports: &Exports,
) -> State {
    let document = &planned.document;
    let Some(sightings) = exports.sightings(kind, document) else { return State::Unseen };
    let (mut equal, mut moved, mut nearest) = (Vec::new(), 0_usize, None::<Vec<Difference>>);
    for sighting in sightings {
        let differences = differences(document, Some(&planned.booked), &sighting);
        if differences.is_empty() {
            equal.push(sighting.found.key);
            continue;
        }
        if differences.iter().all(|difference| difference.field == "date") {
            moved = moved.saturating_add(1);
        }
        if nearest.as_ref().is_none_or(|nearest| differences.len() < nearest.len()) {
            nearest = Some(differences);
        }
    }
    let times = equal.len().saturating_add(moved);
    match (equal.pop(), nearest) {
        (Some(key), _) if times == 1 => State::Posted { key },
        (Some(_), _) => State::Twice(times),
        (None, Some(differences)) => State::Different(differences),
        (None, None) if since.is_some_and(|since| exports.lack(kind, document, Some(since))) => {
            State::Missing
        }
        (None, None) => State::Unseen,
    }
}

/// Every difference between a document and an entry with its reference; `booked` is what its run wrote on accounts.
fn differences(document: &Document, booked: Option<&Booked>, sighting: &Sighting<'_>) -> Vec<Difference> {
    let mut differences = document.compare(&sighting.found);
    differences.extend(beyond(document, booked, sighting));
    differences
}

/// The differences that [`Document::compare`] does not see.
pub(super) fn beyond(
    document: &Document,
    booked: Option<&Booked>,
    sighting: &Sighting<'_>,
) -> Vec<Difference> {
    let Sighting { entry, export, .. } = sighting;
    let facts = facts::differences(document, &entry.document, |column| export.has(column));
    match booked {
        Some(booked) => {
            facts.into_iter().chain(booked_otherwise(export.kind(), booked, &entry.booked)).collect()
        }
        None => facts.into_iter().chain(memo_otherwise(document, sighting)).collect(),
    }
}

/// Where the accounts of a credit memo's lines differ, in a file that does not say which invoice it reduces: there
/// [`Document::compare`] does not look at them either.
fn memo_otherwise(document: &Document, sighting: &Sighting<'_>) -> Vec<Difference> {
    let (Kind::CreditMemo, Ok(theirs)) = (document.kind(), &sighting.entry.document) else {
        return Vec::new();
    };
    if sighting.export.tells_settled(Kind::CreditMemo) {
        return Vec::new();
    }
    accounts_alone(document).compare(&accounts_alone(theirs))
}

fn accounts_alone(document: &Document) -> Booking {
    let mut booking = Found::of(document, "").booking;
    booking.parts.iter_mut().for_each(|parts| parts.retain(|part| matches!(part.share, Share::Account(_))));
    Booking { account: None, ..booking }
}

/// Where the accounts of an entry's rows differ from what was written. The value of stock is Sage's own affair.
fn booked_otherwise(kind: FileKind, ours: &Booked, theirs: &[(Box<str>, Money)]) -> Option<Difference> {
    if kind == FileKind::Adjustments {
        return None;
    }
    let (ours, theirs) =
        (without_zeros(ours), without_zeros(theirs.iter().map(|(account, sum)| (account, sum))));
    (ours != theirs).then(|| Difference { field: "accounts", ours: shown(&ours), theirs: shown(&theirs) })
}

fn without_zeros<'a>(
    booked: impl IntoIterator<Item = (&'a Box<str>, &'a Money)>,
) -> BTreeMap<&'a str, Money> {
    let moved = booked.into_iter().filter(|(_, amount)| !amount.is_zero());
    moved.map(|(account, amount)| (&**account, *amount)).collect()
}

fn shown(booked: &BTreeMap<&str, Money>) -> String {
    let parts: Vec<_> = booked.iter().map(|(account, amount)| format!("{account} {amount}")).collect();
    parts.join(", ")
}
