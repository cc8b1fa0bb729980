//! The audit chain: each link's hash covers the link before, so a changed or missing link shows.

use sha2::{Digest, Sha256};

use crate::ledger::{AuditEntry, StoreTime};

/// The hash before the first link.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// What one link says.
#[derive(Debug, Clone, Copy)]
pub struct Fact<'a> {
    /// Its number: 1, 2, 3 … without gaps.
    pub seq: u64,
    /// When, on the store's clock.
    pub at: StoreTime,
    /// What happened.
    pub what: &'a str,
    /// To what.
    pub subject: &'a str,
    /// Why.
    pub detail: &'a str,
}

impl Fact<'_> {
    /// The hash of this link behind the one whose hash is `before`: SHA-256, in hex, over that hash and the fields,
    /// each with its length.
    pub fn hash(&self, before: &str) -> Box<str> {
        let (seq, at) = (self.seq.to_string(), self.at.millis().to_string());
        let mut hasher = Sha256::new();
        for part in [before, &seq, &at, self.what, self.subject, self.detail] {
            // The length keeps "ab" + "c" and "a" + "bc" apart.
            hasher.update(part.len().to_string().as_bytes());
            hasher.update(b":");
            hasher.update(part.as_bytes());
        }
        hex(&hasher.finalize()).into()
    }
}

/// Bytes in lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Where a chain is broken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the audit chain is broken at entry {seq}: it was changed, or entries before it are missing")]
pub struct Broken {
    /// The first entry whose number or hash is not what it must be.
    pub seq: u64,
}

/// Checks entries that follow `before` (a hash and a number; [`GENESIS`] and 0 for the whole chain), in order.
///
/// # Errors
/// The first entry that does not follow from the one before.
pub fn verify<'a>(
    before: (&str, u64),
    entries: impl IntoIterator<Item = &'a AuditEntry>,
) -> Result<(Box<str>, u64), Broken> {
    let (mut hash, mut last): (Box<str>, u64) = (before.0.into(), before.1);
    for entry in entries {
        let fact = Fact {
            seq: entry.seq,
            at: entry.at,
            what: &entry.what,
            subject: &entry.subject,
            detail: &entry.detail,
        };
        let expected = fact.hash(&hash);
        if entry.seq != last.saturating_add(1) || expected != entry.hash {
            return Err(Broken { seq: entry.seq });
        }
        (hash, last) = (expected, entry.seq);
    }
    Ok((hash, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(count: u64) -> Vec<AuditEntry> {
        let mut before: Box<str> = GENESIS.into();
        (1..=count)
            .map(|seq| {
                let at = StoreTime::from_millis(i64::try_from(seq).expect("small"));
                let fact = Fact { seq, at, what: "confirmed", subject: "invoice/PT1-I", detail: "key" };
                let hash = fact.hash(&before);
                before = hash.clone();
                AuditEntry {
                    seq,
                    at,
                    what: "confirmed".into(),
                    subject: "invoice/PT1-I".into(),
                    detail: "key".into(),
                    hash,
                }
            })
            .collect()
    }

    #[test]
    fn a_whole_chain_holds_and_every_change_shows() {
        let whole = chain(4);
        assert!(verify((GENESIS, 0), &whole).is_ok());
        let mut changed = whole.clone();
        changed[1].detail = "other".into();
        assert_eq!(verify((GENESIS, 0), &changed), Err(Broken { seq: 2 }));
        let mut cut = whole.clone();
        cut.remove(2);
        assert_eq!(verify((GENESIS, 0), &cut), Err(Broken { seq: 4 }));
        let mut moved = whole;
        moved[3].subject = "invoice/PT1-Icon".into();
        moved[3].detail = "".into();
        assert_eq!(verify((GENESIS, 0), &moved), Err(Broken { seq: 4 }));
    }
}
