//! Confirmation: what of a run stands in Sage's exports.

use std::collections::BTreeMap;

use paysage_money::Money;

use super::codec::Entry;
use super::export::Exports;
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
    /// It stands there once, equal in every field that exports show.
    Posted {
        /// The entry's key.
        key: Box<str>,
    },
    /// Its journal was exported for its day, and it is not there: it was not imported.
    Missing,
    /// An entry has its reference and differs.
    Different(Vec<Difference>),
    /// It stands there so many times.
    Twice(usize),
    /// Its journal was not exported for its day, or that export holds what cannot be read: nothing is known.
    Unseen,
}

impl Confirmation {
    pub(super) fn of(manifest: &Manifest, exports: &Exports) -> Self {
        let states = manifest
            .documents()
            .map(|(kind, planned)| (planned.document.clone(), state(kind, planned, exports)));
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

fn state(kind: FileKind, planned: &ManifestDocument, exports: &Exports) -> State {
    let document = &planned.document;
    let (mut equal, mut nearest): (Vec<Box<str>>, Option<Vec<Difference>>) = (Vec::new(), None);
    for (found, entry) in exports.with_reference(kind, document) {
        let mut differences = document.compare(&found);
        differences.extend(booked_otherwise(kind, planned, entry));
        if differences.is_empty() {
            equal.push(found.key);
        } else if nearest.as_ref().is_none_or(|nearest| differences.len() < nearest.len()) {
            nearest = Some(differences);
        }
    }
    match (equal.len(), equal.pop(), nearest) {
        (1, Some(key), _) => State::Posted { key },
        (0, _, Some(differences)) => State::Different(differences),
        (0, _, None) if exports.show(kind, document.date()) => State::Missing,
        (0, _, None) => State::Unseen,
        (times, _, _) => State::Twice(times),
    }
}

/// Where the accounts of an entry's rows differ from what was written. The value of stock is Sage's own affair.
fn booked_otherwise(kind: FileKind, planned: &ManifestDocument, entry: &Entry) -> Option<Difference> {
    if kind == FileKind::Adjustments {
        return None;
    }
    let (ours, theirs) = (without_zeros(&planned.booked), without_zeros(&entry.booked));
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
