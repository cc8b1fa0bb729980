//! Confirmation: what of a run stands in Sage's exports.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use paysage_money::Money;

use super::codec::Booked;
use super::export::{Exports, Sighting};
use super::facts;
use super::layout::FileKind;
use super::manifest::{Manifest, ManifestDocument};
use crate::model::{Difference, Document};

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
    /// The newest export of its journal and day was made after the run was imported, and it is not there: it was not
    /// imported.
    Missing,
    /// An entry has its reference and differs.
    Different(Vec<Difference>),
    /// It stands there so many times, entries counted that differ in their day only.
    Twice(usize),
    /// Nothing is known: nobody said that the run was imported, no export of its journal names its day and a moment
    /// after that, or that export holds what cannot be read.
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

fn state(
    kind: FileKind,
    planned: &ManifestDocument,
    since: Option<DateTime<Utc>>,
    exports: &Exports,
) -> State {
    let document = &planned.document;
    let (mut equal, mut moved, mut nearest) = (Vec::new(), 0_usize, None::<Vec<Difference>>);
    for sighting in exports.with_reference(kind, document) {
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
    let booked = booked.and_then(|booked| booked_otherwise(export.kind(), booked, &entry.booked));
    facts.into_iter().chain(booked).collect()
}

/// Where the accounts of an entry's rows differ from what was written. The value of stock is Sage's own affair.
fn booked_otherwise(kind: FileKind, ours: &Booked, theirs: &Booked) -> Option<Difference> {
    if kind == FileKind::Adjustments {
        return None;
    }
    let (ours, theirs) = (without_zeros(ours), without_zeros(theirs));
    (ours != theirs).then(|| Difference { field: "accounts", ours: shown(&ours), theirs: shown(&theirs) })
}

fn without_zeros(booked: &BTreeMap<Box<str>, Money>) -> BTreeMap<&str, Money> {
    let moved = booked.iter().filter(|(_, amount)| !amount.is_zero());
    moved.map(|(account, amount)| (&**account, *amount)).collect()
}

fn shown(booked: &BTreeMap<&str, Money>) -> String {
    let parts: Vec<_> = booked.iter().map(|(account, amount)| format!("{account} {amount}")).collect();
    parts.join(", ")
}
