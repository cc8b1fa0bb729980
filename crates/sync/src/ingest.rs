//! One way in for every row of the gateway: decide, then remember and plan in one commit.

use std::collections::HashMap;

use paysage_mapping::{Decision, Profile, plan_row};
use paytrace::ExportRow;
use sage50::Document;

use crate::audit::hex;
use crate::ledger::{LaneKey, NewPosting, Op, Posting, PostingKey, Record, RecordKey, RecordState};

/// Gives each row its key. Rows without a readable number are told apart by their content and, when several are
/// equal, by their order within one window: equal rows have the same day, so they always arrive together.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    seen: HashMap<[u8; 32], u32>,
}

impl Keys {
    pub(crate) fn key(&mut self, row: &ExportRow) -> RecordKey {
        let id = match &row.content {
            Ok(transaction) => Some(transaction.id),
            Err(bad) => bad.id,
        };
        if let Some(id) = id {
            return known_to_fit(format!("T{id}"));
        }
        let count = self.seen.entry(row.digest).or_default();
        *count = count.saturating_add(1);
        let digest = hex(row.digest.split_at(16).0);
        known_to_fit(format!("X{digest}-{count}"))
    }
}

#[expect(
    clippy::expect_used,
    reason = "a letter, at most 32 digits and a count: never more than 64 characters"
)]
fn known_to_fit(key: String) -> RecordKey {
    RecordKey::new(key).expect("a record key of fixed shape")
}

/// What one row amounts to: the record as it shall stand, and the documents it newly gives.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) record: Record,
    pub(crate) postings: Vec<NewPosting>,
}

/// Decides about a row as if it were seen for the first time.
pub(crate) fn draft(row: &ExportRow, key: RecordKey, profile: &Profile) -> Draft {
    let plan = plan_row(&row.content, profile);
    let rules = || plan.rules.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
    let mut postings = Vec::new();
    let (state, reason): (_, Box<str>) = match plan.decision {
        Decision::Post(documents) => match chain(&key, documents) {
            Ok(chain) => {
                postings = chain;
                (RecordState::Planned, rules().into())
            }
            Err(error) => (RecordState::Held, error.to_string().into()),
        },
        Decision::Wait => (RecordState::Pending, "pending settlement: posted when it has settled".into()),
        Decision::Nothing(silence) => (RecordState::Nothing, silence.as_str().into()),
        Decision::Hold(reason) => (RecordState::Held, reason),
        Decision::Reject(reason) => (RecordState::Dead, reason),
        _ => (RecordState::Held, "a decision this version does not know".into()),
    };
    // What waits for a person keeps its text, and can be corrected in the gateway as long as it has a number there.
    let waits = matches!(state, RecordState::Held | RecordState::Dead);
    let (day, watched, text) = match &row.content {
        Ok(transaction) => {
            let day = Some(transaction.created_at.date());
            (day, waits || !transaction.status.is_final(), waits.then(|| row.redacted().into()))
        }
        Err(bad) => (None, bad.id.is_some(), Some(bad.redacted.clone())),
    };
    let record =
        Record { key, digest: row.digest, state, reason, watched, day, stake: plan.stake, payload: text };
    Draft { record, postings }
}

/// The postings of a plan: each behind the one before, all in the customer's lane.
fn chain(record: &RecordKey, documents: Vec<Document>) -> Result<Vec<NewPosting>, paysage_money::TextError> {
    let mut after: Option<PostingKey> = None;
    documents
        .into_iter()
        .map(|document| {
            let customer = document.customer().map_or("", sage50::CustomerId::as_str).to_uppercase();
            let reference = document.reference().to_uppercase();
            let key = PostingKey::new(format!("{}/{reference}", document.kind().as_str()))?;
            Ok(NewPosting {
                after: after.replace(key.clone()),
                key,
                record: record.clone(),
                lane: LaneKey::new(customer)?,
                document,
            })
        })
        .collect()
}

/// Decides about a row whose documents were planned from an earlier report.
///
/// The same documents again: only the digest is new. Anything else is a dispute, which a person settles; what was
/// sent is not touched, what was not is kept back.
pub(crate) fn redraft(fresh: Draft, known: &Record, stored: &[Posting]) -> Draft {
    let own = |document: &Document| !matches!(document, Document::Customer(_));
    let before: Vec<&Document> =
        stored.iter().map(|posting| &posting.document).filter(|one| own(one)).collect();
    let now: Vec<&Document> =
        fresh.postings.iter().map(|posting| &posting.document).filter(|one| own(one)).collect();
    if fresh.record.state == RecordState::Planned && before == now {
        let record = Record { reason: known.reason.clone(), ..fresh.record };
        return Draft { record, postings: Vec::new() };
    }
    let reason = match (before.first(), now.first()) {
        (Some(before), Some(now)) if before.amount() != now.amount() => format!(
            "planned as {} and now reported as {}: correct the books by hand, or the gateway's record",
            amount(before),
            amount(now)
        ),
        _ => format!(
            "documents were planned, and now the gateway reports it otherwise ({}): a person must compare both",
            fresh.record.state
        ),
    };
    Draft {
        record: Record {
            state: RecordState::Disputed,
            reason: reason.into(),
            day: fresh.record.day.or(known.day),
            ..fresh.record
        },
        postings: Vec::new(),
    }
}

fn amount(document: &Document) -> String {
    document.amount().map_or_else(|| "no amount".into(), |money| money.to_string())
}

/// Decisions on their way into one commit.
#[derive(Debug, Default)]
pub(crate) struct Decisions {
    ops: Vec<Op>,
    planned: Vec<RecordKey>,
}

impl Decisions {
    /// Adds a draft over a record that had the digest `expect` when it was read.
    pub(crate) fn add(&mut self, draft: Draft, expect: Option<[u8; 32]>) {
        self.record(draft.record, expect);
        self.ops.extend(draft.postings.into_iter().map(Op::Plan));
    }

    /// Adds a decision that gives no new documents.
    pub(crate) fn record(&mut self, record: Record, expect: Option<[u8; 32]>) {
        if record.state == RecordState::Planned {
            self.planned.push(record.key.clone());
        } else {
            self.ops.push(Op::Audit {
                what: record.state.as_str(),
                subject: record.key.as_str().into(),
                detail: record.reason.clone(),
            });
        }
        self.ops.push(Op::Remember { record, expect });
    }

    /// Keeps back what was planned from a record and not sent yet.
    pub(crate) fn withhold(&mut self, record: RecordKey) {
        self.ops.push(Op::Withhold { record });
    }

    /// How many records were planned, and everything as operations. What was planned takes one link of the audit
    /// chain together: the records keep their rules, the postings their documents.
    pub(crate) fn into_ops(mut self) -> (usize, Vec<Op>) {
        let planned = self.planned.len();
        if planned > 0 {
            let keys: Vec<&str> = self.planned.iter().map(RecordKey::as_str).collect();
            self.ops.push(Op::Audit {
                what: RecordState::Planned.as_str(),
                subject: format!("{planned} records").into(),
                detail: keys.join(", ").into(),
            });
        }
        (planned, self.ops)
    }
}

#[cfg(test)]
mod tests;
