//! The audit chain: each link's hash covers the link before, so a changed or missing link shows.

use sha2::{Digest, Sha256};

use crate::ledger::{AuditEntry, StoreTime};

/// The hash before the first link.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The hash of a link: SHA-256, in hex, over the hash before and the link's fields, each with its length.
pub fn link(before: &str, seq: u64, at: StoreTime, what: &str, subject: &str, detail: &str) -> Box<str> {
    let mut hasher = Sha256::new();
    for part in [before, &seq.to_string(), &at.millis().to_string(), what, subject, detail] {
        // The length keeps "ab" + "c" and "a" + "bc" apart.
        hasher.update(part.len().to_string().as_bytes());
        hasher.update(b":");
        hasher.update(part.as_bytes());
    }
    hasher
        .finalize()
        .iter()
        .fold(String::with_capacity(64), |mut text, byte| {
            let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
            text.push(digit(byte >> 4));
            text.push(digit(byte & 15));
            text
        })
        .into()
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
        let expected = link(&hash, entry.seq, entry.at, &entry.what, &entry.subject, &entry.detail);
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
                let hash = link(&before, seq, at, "confirmed", "invoice/PT1-I", "key");
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
