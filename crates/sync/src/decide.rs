//! What to do next with a posting: pure functions of the row, the clock and what came back.

use std::time::Duration;

use sage50::{Capabilities, ErrorKind, Found, Kind, Outcome, Posted};

use crate::ledger::{Change, Posting, PostingState, StoreTime};
use crate::timing::Timing;

/// How often a document is sent before a person has to look.
pub(crate) const MOST_ATTEMPTS: u32 = 20;
/// The first and the longest pause between attempts that are known not to have been applied.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_mins(5);
const UNCONFIRMED: &str = "sent, but Sage 50 does not show it yet: check that the import was done";

/// What a posting needs now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    /// Nothing before this moment.
    Wait(StoreTime),
    /// Write the intent and send it.
    Send,
    /// Look it up: it may be there.
    Probe,
}

/// What a posting needs at `now`.
pub(crate) fn next(posting: &Posting, now: StoreTime, timing: &Timing) -> Next {
    if let Some(not_before) = posting.not_before.filter(|moment| *moment > now) {
        return Next::Wait(not_before);
    }
    match (posting.state, posting.sent_at) {
        (PostingState::InFlight, Some(sent_at)) => {
            let due = sent_at.after(timing.quiet());
            if due > now { Next::Wait(due) } else { Next::Probe }
        }
        _ => Next::Send,
    }
}

/// Whether a look-up must come before a document is sent for the first time: its door would take it twice, and no
/// document before it, which the door takes only once, was made just now (`made`) and shows that this one is new.
pub(crate) fn must_look_first(posting: &Posting, capabilities: &Capabilities, made: Option<Kind>) -> bool {
    let refuses = |kind| capabilities.refuses_duplicate_reference(kind);
    posting.attempt == 0
        && posting.state == PostingState::Planned
        && !refuses(posting.document.kind())
        && !made.is_some_and(refuses)
}

/// What a look-up says about a document in doubt.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Sighting {
    /// It is there, once and equal.
    There(Box<str>),
    /// It is not there.
    Absent,
    /// Something else has its reference, or it is there more than once: a person must look.
    Wrong(PostingState, Box<str>),
}

/// Reads a complete look-up.
pub(crate) fn sight(posting: &Posting, found: &[Found]) -> Sighting {
    match found {
        [] => Sighting::Absent,
        [one] if one.voided => Sighting::Wrong(
            PostingState::Conflict,
            format!("{} stands in Sage 50 but was voided there", posting.document.reference()).into(),
        ),
        [one] => {
            let differences = posting.document.compare(one);
            let Some(first) = differences.first() else {
                return Sighting::There(one.key.clone());
            };
            Sighting::Wrong(
                PostingState::Conflict,
                format!(
                    "{} stands in Sage 50 with another {}: planned {}, found {}",
                    posting.document.reference(),
                    first.field,
                    first.ours,
                    first.theirs
                )
                .into(),
            )
        }
        several => Sighting::Wrong(
            PostingState::Parked,
            format!(
                "{} stands in Sage 50 {} times; void the later ones",
                posting.document.reference(),
                several.len()
            )
            .into(),
        ),
    }
}

/// What becomes of a document in doubt after a look-up that began and ended at `looked`; `None`: it was absent
/// twice, a read lag apart, and may be sent again.
///
/// A door that confirms no posting, or that said of this one that it queued it, may hold it for any time: there it is
/// never sent again by itself.
pub(crate) fn after_probe(
    posting: &Posting,
    sighting: Sighting,
    looked: (StoreTime, StoreTime),
    timing: &Timing,
    capabilities: &Capabilities,
) -> Option<Change> {
    let change = Change::of(posting);
    let (began, ended) = looked;
    match sighting {
        Sighting::There(key) => Some(confirmed(&change, key)),
        Sighting::Wrong(state, reason) => {
            Some(Change { state, trouble: Some(reason), not_before: None, ..change })
        }
        Sighting::Absent if !capabilities.confirms_posting || posting.remote_key.is_some() => Some(Change {
            not_before: Some(ended.after(LONGEST_PAUSE)),
            trouble: Some(posting.trouble.clone().unwrap_or_else(|| UNCONFIRMED.into())),
            ..change
        }),
        Sighting::Absent => match posting.absent_since {
            Some(since) if began >= since.after(timing.read_lag) => None,
            Some(since) => Some(Change { not_before: Some(since.after(timing.read_lag)), ..change }),
            None => Some(Change {
                absent_since: Some(ended),
                not_before: Some(ended.after(timing.read_lag)),
                ..change
            }),
        },
    }
}

/// The intent: what is written, and on the disk, before the document leaves.
pub(crate) fn intent(posting: &Posting, now: StoreTime) -> Change {
    Change {
        state: PostingState::InFlight,
        attempt: posting.attempt.saturating_add(1),
        sent_at: Some(now),
        not_before: None,
        absent_since: None,
        ..Change::of(posting)
    }
}

/// A document that may have been posted by an earlier life of this ledger: looked up before it is ever sent.
pub(crate) fn doubt(posting: &Posting, now: StoreTime) -> Change {
    Change {
        state: PostingState::InFlight,
        sent_at: Some(now),
        trouble: Some("the document before it was found in Sage 50 already".into()),
        ..Change::of(posting)
    }
}

fn confirmed(change: &Change, key: Box<str>) -> Change {
    Change {
        state: PostingState::Confirmed,
        remote_key: Some(key),
        not_before: None,
        absent_since: None,
        trouble: None,
        ..change.clone()
    }
}

/// What one call means for the posting, and for the connection as a whole.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Answer {
    /// The posting changes; the connection is fine.
    Change(Change),
    /// The reference is taken: look it up at once.
    Taken,
    /// The posting changes, and nothing is sent by anybody before the pause is over.
    Pause(Change, Duration),
    /// Nobody gets in any more: give up until a person helps. The posting changes as well.
    Locked(Change),
}

/// Reads the answer to the call that the intent `sent` (written at its `sent_at`) announced.
pub(crate) fn after_post(
    sent: &Change,
    result: &Result<Posted, sage50::Error>,
    now: StoreTime,
    timing: &Timing,
) -> Answer {
    let error = match result {
        Ok(Posted::InBooks { key }) => return Answer::Change(confirmed(sent, key.clone())),
        Ok(Posted::Queued { manifest }) => {
            let due = sent.sent_at.unwrap_or(now).after(timing.quiet());
            let trouble = format!("sent, not confirmed: it waits in {manifest} to be imported into Sage 50");
            return Answer::Change(Change {
                remote_key: Some(manifest.clone()),
                not_before: Some(due),
                trouble: Some(trouble.into()),
                ..sent.clone()
            });
        }
        Err(error) => error,
    };
    let trouble = Some(error.to_string().into());
    if error.outcome() != Outcome::Nothing {
        // Any doubt: the row stays in flight, whatever the words of the answer were.
        let parked = sent.attempt >= MOST_ATTEMPTS;
        let state = if parked { PostingState::Parked } else { PostingState::InFlight };
        let due = sent.sent_at.unwrap_or(now).after(timing.quiet());
        return Answer::Change(Change { state, not_before: Some(due), trouble, ..sent.clone() });
    }
    let again = |pause: Duration| Change {
        state: PostingState::Planned,
        not_before: Some(now.after(pause)),
        trouble: trouble.clone(),
        ..sent.clone()
    };
    match error.kind() {
        ErrorKind::Duplicate => Answer::Taken,
        // Unreadable and yet nothing happened: what the door had to read first, such as a token.
        ErrorKind::RateLimited
        | ErrorKind::Transport
        | ErrorKind::Unavailable
        | ErrorKind::Locked
        | ErrorKind::Unreadable => {
            let pause = error.retry_after().unwrap_or_else(|| backoff(sent.attempt)).min(LONGEST_PAUSE);
            // An attempt that was never taken does not count against the document.
            let change = Change { attempt: sent.attempt.saturating_sub(1), ..again(pause) };
            Answer::Pause(change, pause)
        }
        ErrorKind::Auth | ErrorKind::Permission => Answer::Locked(again(Duration::ZERO)),
        // Not a document's fault: nobody serves this path here, so the address is wrong for all of them.
        ErrorKind::NotFound if error.details().is_empty() => Answer::Locked(again(Duration::ZERO)),
        _ => Answer::Change(Change {
            state: PostingState::Rejected,
            trouble,
            not_before: None,
            ..sent.clone()
        }),
    }
}

/// The reference is taken, and yet a look-up does not show by what: in doubt, until the attempts are used up.
pub(crate) fn taken_but_absent(sent: &Change) -> Change {
    let state = if sent.attempt >= MOST_ATTEMPTS { PostingState::Parked } else { PostingState::InFlight };
    let trouble = Some("Sage 50 says the reference is taken, but shows no such document".into());
    Change { state, trouble, ..sent.clone() }
}

/// The pause before attempt `n + 1`: doubling, capped.
pub(crate) fn backoff(attempt: u32) -> Duration {
    let factor = 2_u32.saturating_pow(attempt.saturating_sub(1).min(20));
    FIRST_PAUSE.saturating_mul(factor).min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests;
