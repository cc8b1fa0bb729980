//! What to do next with a posting: pure functions of the row, the clock and what came back.
//!
//! # What the answer to a post means
//!
//! | outcome | kind of error | the posting |
//! |---|---|---|
//! | (no error) | in the books | confirmed |
//! | (no error) | queued | in flight until a look-up shows it; never sent again by itself |
//! | `Unknown`, `Happened` | every kind | in flight: left alone for the quiet time, looked up, sent again only after it was absent twice, a read lag apart; parked with its 20th attempt |
//! | `Nothing` | `Duplicate`, `Conflict` | looked up at once: equal is confirmed, different is a conflict for a person, absent is in doubt as above; stopped with its third attempt |
//! | `Nothing` | `RateLimited`, `Transport`, `Unavailable`, `Locked` | planned again; the whole connection pauses, longer each time in a row until a post is taken, and the document a little longer than the others; no attempt is burned |
//! | `Nothing` | `Unavailable`, `Unreadable` while others get through | planned again; only its own customer pauses, longer each time |
//! | `Nothing` | `Unreadable` | one of the two, and parked with the sixth in a row; with the twelfth while nobody gets through |
//! | `Nothing` | `Locked`, the record in use | planned again; only its own customer pauses |
//! | `Nothing` | `NotFound`, an invoice or customer | planned again after the read lag, for what was made just now may not be seen yet; rejected with its fifth attempt |
//! | `Nothing` | `NotFound` of nothing that the document names | planned again; the pass ends: the address or the company is wrong |
//! | `Nothing` | `Auth`, `Permission` | planned again; the pass ends until a person helps |
//! | `Nothing` | every other | rejected, with the reasons that were given |
//!
//! So nothing is sent while an earlier call could still take effect, and every way ends in the books or with a person: what
//! passes is tried without end, and the pass that has confirmed nothing for too long ends with its words.
//!
//! # What a failed look-up means
//!
//! Nothing is concluded, ever. What time heals (`Transport`, `Unavailable`, `RateLimited`, `Locked`) is tried again
//! without end, `Auth` and `Permission` end the pass, and with the sixth answer in a row that says nothing the
//! posting is parked. The pause grows each time; other lanes go on.

use std::time::Duration;

use sage50::{Capabilities, Detail, ErrorKind, Found, Kind, Outcome, Posted, SageDetail};

use crate::gate::TurnedAway;
use crate::ledger::{Change, Posting, PostingState, StoreTime};
use crate::timing::Timing;

/// How often a document is sent before a person has to look.
pub(crate) const MOST_ATTEMPTS: u32 = 20;
/// How often Sage 50 may say that a reference is taken which no look-up shows.
const MOST_TAKEN: u32 = 3;
/// How often a document is sent that needs another which Sage 50 does not see.
const MOST_UNSEEN: u32 = 5;
/// How many look-ups, or posts, in a row may end without a clear answer.
const MOST_UNCLEAR: u32 = 6;
/// How many posts in a row may do so while nobody's is taken: rather the connection's fault, which passes.
const MOST_UNCLEAR_OF_ALL: u32 = 12;
/// The first and the longest pause between attempts that are known not to have been applied.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_mins(5);
/// The longest pause that the other side can ask for.
const LONGEST_ASKED: Duration = Duration::from_hours(1);
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
                "{} was found {} times in Sage 50; which of them belong there, only a person can see",
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
    /// The reference may be taken: look it up at once. If it is not there, the posting changes like this.
    Taken(Change),
    /// The posting changes, and nothing is sent by anybody before the pause is over.
    Pause(Change, Duration),
    /// Nobody gets in any more: give up until a person helps. The posting changes as well.
    Locked(Change),
}

/// Reads the answer to the call that the intent `sent` (written at its `sent_at`) announced; `turned_away`: how often in
/// a row it was not taken for no reason of its own, if it was so now.
pub(crate) fn after_post(
    sent: &Change,
    result: &Result<Posted, sage50::Error>,
    now: StoreTime,
    timing: &Timing,
    turned_away: Option<TurnedAway>,
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
    let trouble = Some(words(error));
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
    // An attempt that was never taken does not count against the document.
    let unburned = |pause: Duration| Change { attempt: sent.attempt.saturating_sub(1), ..again(pause) };
    match error.kind() {
        ErrorKind::Duplicate | ErrorKind::Conflict => Answer::Taken(taken_but_absent(sent, error)),
        ErrorKind::Locked if error.sage() == Some(SageDetail::RecordInUse) => {
            Answer::Change(unburned(pause_after(error, turned_away.map_or(1, |times| times.posting))))
        }
        // Unreadable and yet nothing happened: what the door had to read first, such as a token or an open item.
        kind if passes(kind) || kind == ErrorKind::Unreadable => {
            let times = turned_away.unwrap_or(TurnedAway::FIRST);
            if kind == ErrorKind::Unreadable && is_hopeless(times) {
                let words = format!("turned away {} times: {}", times.posting, words(error));
                let parked = unburned(Duration::ZERO);
                return Answer::Change(Change {
                    state: PostingState::Parked,
                    not_before: None,
                    trouble: Some(words.into()),
                    ..parked
                });
            }
            let pause = pause_after(error, times.connection);
            let own = if times.others_pass { backoff(times.posting).max(pause) } else { pause };
            // Later than the others: were it the first each time, none of them would come before the next pause.
            let waits = unburned(own.saturating_add(FIRST_PAUSE));
            if is_its_own(error, times) { Answer::Change(waits) } else { Answer::Pause(waits, pause) }
        }
        ErrorKind::Auth | ErrorKind::Permission => Answer::Locked(again(Duration::ZERO)),
        // Not a document's fault: nobody serves this path here, or not this company, which is so for all of them.
        ErrorKind::NotFound if matches!(error.sage(), None | Some(SageDetail::NotFound)) => {
            Answer::Locked(again(Duration::ZERO))
        }
        ErrorKind::NotFound if is_unseen(error) && sent.attempt < MOST_UNSEEN => {
            Answer::Change(again(timing.read_lag.max(backoff(sent.attempt))))
        }
        _ => Answer::Change(Change {
            state: PostingState::Rejected,
            trouble: Some(tried(sent.attempt, words(error))),
            not_before: None,
            ..sent.clone()
        }),
    }
}

/// The document before this one was confirmed, and yet the books may not see it before their read lag is over.
fn is_unseen(error: &sage50::Error) -> bool {
    matches!(error.sage(), Some(SageDetail::UnknownInvoice | SageDetail::UnknownCustomer))
}

/// Whether a document that gets no clear answer is for a person to look at.
fn is_hopeless(times: TurnedAway) -> bool {
    times.unclear >= if times.others_pass { MOST_UNCLEAR } else { MOST_UNCLEAR_OF_ALL }
}

/// Whether a failure that passes has to do with the document alone, as far as can be seen: others get through.
fn is_its_own(error: &sage50::Error, times: TurnedAway) -> bool {
    let of_one_call = matches!(error.kind(), ErrorKind::Unavailable | ErrorKind::Unreadable);
    of_one_call && error.retry_after().is_none() && times.others_pass && times.connection == 1
}

/// Whether time heals it, without anybody changing the document.
pub(crate) const fn passes(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::RateLimited | ErrorKind::Transport | ErrorKind::Unavailable | ErrorKind::Locked)
}

/// As long as the other side asks for, or longer each time.
fn pause_after(error: &sage50::Error, times: u32) -> Duration {
    error.retry_after().map_or_else(|| backoff(times), |asked| asked.min(LONGEST_ASKED))
}

/// The error and every reason that was given with it, for the person who has to decide.
fn words(error: &sage50::Error) -> Box<str> {
    let mut words = error.to_string();
    if matches!(error.kind(), ErrorKind::Auth | ErrorKind::Permission) {
        // Who refuses a key may well repeat it.
        return words.into();
    }
    for Detail { code, message, field } in error.details() {
        let parts = [code.as_deref(), field.as_deref(), Some(&**message)];
        let parts: Vec<&str> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        let reason = parts.join(": ");
        // The words of our own checks stand there already.
        if !words.contains(&reason) {
            words.extend(["; ", &reason]);
        }
    }
    words.into()
}

fn tried(attempts: u32, words: Box<str>) -> Box<str> {
    if attempts > 1 { format!("tried {attempts} times: {words}").into() } else { words }
}

/// The reference is taken, or something else stands against the document, and yet a look-up does not show what: in
/// doubt, until it was tried too often.
fn taken_but_absent(sent: &Change, error: &sage50::Error) -> Change {
    let state = match error.kind() {
        _ if sent.attempt < MOST_TAKEN => PostingState::InFlight,
        ErrorKind::Duplicate => PostingState::Parked,
        _ => PostingState::Rejected,
    };
    let trouble = format!("{}; a look-up shows no such document", words(error));
    Change { state, trouble: Some(tried(sent.attempt, trouble.into())), ..sent.clone() }
}

/// What becomes of a posting whose look-up failed, for the `times`-th time in a row and for the `unclear`-th time in a
/// way that time does not heal: nothing may be concluded, so it waits, and in the end for a person.
pub(crate) fn after_failed_look(
    posting: &Posting,
    error: &sage50::Error,
    (times, unclear): (u32, u32),
    now: StoreTime,
) -> Change {
    let change = Change::of(posting);
    let trouble = Some(format!("look-up {times} failed: {}", words(error)).into());
    if unclear >= MOST_UNCLEAR {
        return Change { state: PostingState::Parked, not_before: None, trouble, ..change };
    }
    Change { not_before: Some(now.after(pause_after(error, times))), trouble, ..change }
}

/// The pause before attempt `n + 1`: doubling, capped.
pub(crate) fn backoff(attempt: u32) -> Duration {
    let factor = 2_u32.saturating_pow(attempt.saturating_sub(1).min(20));
    FIRST_PAUSE.saturating_mul(factor).min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests;
