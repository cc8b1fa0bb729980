//! The operations a commit is made of.

use super::row::{Fence, LaneKey, Posting, PostingKey, PostingState, Record, RecordKey};
use super::time::StoreTime;
use sage50::Document;

/// One change of the ledger; a commit applies a list of them or none.
///
/// A store applies the operations of one commit in this order of kinds: remember, plan, withhold, move, extend, release,
/// cursor, audit. Operations of one kind keep their order.
#[derive(Debug, Clone)]
#[non_exhaustive]
#[expect(
    clippy::large_enum_variant,
    reason = "the large ones are the frequent ones; a box each would cost more"
)]
pub enum Op {
    /// Writes what was decided about a record. `expect` is the digest it had when it was read (`None`: it did
    /// not exist); anything else there now fails the commit as stale.
    Remember {
        /// The record as it shall stand.
        record: Record,
        /// The digest it must have now.
        expect: Option<[u8; 32]>,
    },
    /// Adds a posting at the end of its lane and makes the lane ready. A posting whose key exists stays as it
    /// is (records of one customer share the customer's document). One whose predecessor was stopped starts
    /// [`PostingState::Blocked`].
    Plan(NewPosting),
    /// Blocks what was planned from a record and never given out to be sent, but for its customer, which other records
    /// share: the gateway now reports the record otherwise.
    Withhold {
        /// The record.
        record: RecordKey,
    },
    /// Changes a posting under the lane's fence. Stopping one (rejected, parked, conflict) blocks every open
    /// posting that stands, directly or not, behind it.
    Move {
        /// Which posting.
        posting: PostingKey,
        /// The lane and the fence the caller was given.
        fence: Fence,
        /// The state it must be in now.
        from: PostingState,
        /// What it becomes.
        to: Change,
    },
    /// Makes the lease last until `until`.
    Extend {
        /// The lane and the fence the caller was given.
        fence: Fence,
        /// The new end of the lease.
        until: StoreTime,
    },
    /// Gives the lane back; it is ready again when its lowest open posting is due.
    Release {
        /// The lane and the fence the caller was given.
        fence: Fence,
    },
    /// Moves a named cursor by compare-and-set.
    Cursor {
        /// Its name.
        name: Box<str>,
        /// The value it must have now (`None`: none yet).
        expect: Option<Box<str>>,
        /// The new value.
        to: Box<str>,
    },
    /// Appends to the audit chain; the store adds sequence, time and hash.
    Audit {
        /// What happened, one word or two: `confirmed`.
        what: &'static str,
        /// What it happened to: a record's or posting's key.
        subject: Box<str>,
        /// Why, in plain words; nothing from a card.
        detail: Box<str>,
    },
}

/// A document to post, as planned.
#[derive(Debug, Clone)]
pub struct NewPosting {
    /// Unique in the company; planning it twice is planning it once.
    pub key: PostingKey,
    /// The record it comes from.
    pub record: RecordKey,
    /// Its customer's lane.
    pub lane: LaneKey,
    /// The posting that must be confirmed before.
    pub after: Option<PostingKey>,
    /// What is posted.
    pub document: Document,
}

/// The mutable half of a posting as it shall stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The new state.
    pub state: PostingState,
    /// How often it was sent.
    pub attempt: u32,
    /// When it may last have been sent.
    pub sent_at: Option<StoreTime>,
    /// Not to be touched before.
    pub not_before: Option<StoreTime>,
    /// When a probe first found nothing.
    pub absent_since: Option<StoreTime>,
    /// Sage 50's key of the posted document.
    pub remote_key: Option<Box<str>>,
    /// What stood in its way last, in plain words.
    pub trouble: Option<Box<str>>,
}

impl Change {
    /// The posting as it stands, to change from.
    pub fn of(posting: &Posting) -> Self {
        Self {
            state: posting.state,
            attempt: posting.attempt,
            sent_at: posting.sent_at,
            not_before: posting.not_before,
            absent_since: posting.absent_since,
            remote_key: posting.remote_key.clone(),
            trouble: posting.trouble.clone(),
        }
    }
}
