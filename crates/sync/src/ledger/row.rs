//! The rows a ledger keeps.

use chrono::NaiveDate;
use paysage_money::{Money, text_newtype};
use sage50::Document;
use serde::{Deserialize, Serialize};

use super::time::StoreTime;

text_newtype! {
    /// Which company's books: part of every key, so that one store can serve many.
    pub struct CompanyId("company id", 40);
}
text_newtype! {
    /// A gateway record's key: `T` and the transaction id, or `X` and a digest for a row without one.
    pub struct RecordKey("record key", 64);
}
text_newtype! {
    /// A posting's key: the document's kind and its reference.
    pub struct PostingKey("posting key", 64);
}
text_newtype! {
    /// A lane's key: the customer's id, upper case.
    pub struct LaneKey("lane key", 40);
}

/// Makes a closed enum that stores keep as a small number and programs read as a word.
macro_rules! state {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $code:literal $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$doc])* $variant,)+ }

        impl $name {
            /// Every state, in the order of their codes.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The number a store keeps for it.
            pub const fn code(self) -> i64 {
                match self { $(Self::$variant => $code),+ }
            }

            /// The state of a store's number.
            pub fn from_code(code: i64) -> Option<Self> {
                Self::ALL.iter().copied().find(|state| state.code() == code)
            }

            /// The word people read.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}

state! {
    /// What was decided about a record.
    RecordState {
        /// It will settle; nothing is posted before.
        Pending = 0 "pending",
        /// It moved no money, for the reason kept.
        Nothing = 1 "no document",
        /// Its documents are planned (or posted: their own states tell).
        Planned = 2 "planned",
        /// A person must decide; the reason says about what.
        Held = 3 "held",
        /// It cannot be read; kept redacted, with the reason.
        Dead = 4 "dead letter",
        /// Documents were planned, and now the gateway reports something else.
        Disputed = 5 "disputed",
    }
}

state! {
    /// Where a posting stands.
    PostingState {
        /// Not sent, or known not to have been applied.
        Planned = 0 "planned",
        /// It may have been sent; what became of it is not known yet.
        InFlight = 1 "in flight",
        /// Sage 50 has it.
        Confirmed = 2 "confirmed",
        /// Sage 50 refused it for good.
        Rejected = 3 "rejected",
        /// It was tried too often, or stands there twice.
        Parked = 4 "parked",
        /// Its reference is taken by a different document.
        Conflict = 5 "conflict",
        /// A posting before it was stopped.
        Blocked = 6 "blocked",
    }
}

impl PostingState {
    /// Whether the engine still works on it.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Planned | Self::InFlight)
    }

    /// Whether it ended without being posted: a person must look.
    pub const fn is_stopped(self) -> bool {
        matches!(self, Self::Rejected | Self::Parked | Self::Conflict | Self::Blocked)
    }
}

/// What the gateway reported last under one key, and what was decided about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its key.
    pub key: RecordKey,
    /// SHA-256 of the row as it was read.
    pub digest: [u8; 32],
    /// The decision.
    pub state: RecordState,
    /// Why, in plain words.
    pub reason: Box<str>,
    /// Whether it is read again until it is final.
    pub watched: bool,
    /// The day it was created, as far as it can be read.
    pub day: Option<NaiveDate>,
    /// The money it stands for in the gateway's net settled total.
    pub stake: Money,
    /// The row's text, redacted; kept where a person will need it.
    pub payload: Option<Box<str>>,
}

/// One document's row.
#[derive(Debug, Clone, PartialEq)]
pub struct Posting {
    /// Its place in the order of planning.
    pub seq: i64,
    /// Its key.
    pub key: PostingKey,
    /// The record it comes from.
    pub record: RecordKey,
    /// Its customer's lane.
    pub lane: LaneKey,
    /// The posting that must be confirmed before.
    pub after: Option<PostingKey>,
    /// What is posted.
    pub document: Document,
    /// Where it stands.
    pub state: PostingState,
    /// How often it was sent.
    pub attempt: u32,
    /// When it may last have been sent.
    pub sent_at: Option<StoreTime>,
    /// Not to be touched before.
    pub not_before: Option<StoreTime>,
    /// When a probe first found nothing.
    pub absent_since: Option<StoreTime>,
    /// Sage 50's key of the posted document. Of one in flight: where the door queued it, and then it is never sent again
    /// by itself.
    pub remote_key: Option<Box<str>>,
    /// What stood in its way last.
    pub trouble: Option<Box<str>>,
}

/// A lane with the fence number under which it was leased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fence {
    /// The lane.
    pub lane: LaneKey,
    /// The number; a later lease has a higher one.
    pub number: i64,
}

/// A leased lane and what it has to do.
#[derive(Debug, Clone, PartialEq)]
pub struct ClaimedLane {
    /// The lane and the fence to show with every change.
    pub fence: Fence,
    /// When it was leased; the `sent_at` of the intents written with the lease.
    pub claimed_at: StoreTime,
    /// When the lease ends.
    pub lease_until: StoreTime,
    /// Its lowest open postings, in order, as they stood before the claim, up to the first planned one that must
    /// wait. Those that were [`PostingState::Planned`] now stand as [`PostingState::InFlight`], one attempt more,
    /// sent at `claimed_at`: their intent is written, and what is not sent under this lease is moved back.
    pub postings: Vec<Posting>,
}

/// One link of the audit chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// 1, 2, 3 … without gaps.
    pub seq: u64,
    /// When, on the store's clock.
    pub at: StoreTime,
    /// What happened.
    pub what: Box<str>,
    /// To what.
    pub subject: Box<str>,
    /// Why.
    pub detail: Box<str>,
    /// SHA-256 over the link before and this one's content, in hex.
    pub hash: Box<str>,
}

/// Counts and times over everything a ledger holds for its company.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// How many records are in each state.
    pub records: std::collections::BTreeMap<RecordState, u64>,
    /// How many postings are in each state.
    pub postings: std::collections::BTreeMap<PostingState, u64>,
    /// How many postings are confirmed, by document kind.
    pub confirmed: std::collections::BTreeMap<sage50::Kind, u64>,
    /// How many records are planned while one of their documents was stopped.
    pub stopped_records: u64,
    /// When the next lane is ready, if any has open postings and is not leased.
    pub next_ready: Option<StoreTime>,
}

impl Summary {
    /// Postings the engine still works on.
    pub fn open(&self) -> u64 {
        self.postings.iter().filter(|(state, _)| state.is_open()).map(|(_, count)| *count).sum()
    }

    /// Records in `state`.
    pub fn records_in(&self, state: RecordState) -> u64 {
        self.records.get(&state).copied().unwrap_or(0)
    }

    /// Confirmed postings of `kind`.
    pub fn confirmed_of(&self, kind: sage50::Kind) -> u64 {
        self.confirmed.get(&kind).copied().unwrap_or(0)
    }
}
