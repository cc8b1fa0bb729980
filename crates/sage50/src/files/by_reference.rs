//! Which entries of a file have a reference, and the keys that tell entries of one reference apart.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::cell::{self, Cell, trimmed};
use super::codec::Entry;
use super::layout::FileKind;
use super::profile::{fold, folded};
use crate::model::Found;

/// Hashes of the references and the places of their entries, in order: a file has one reference for nearly each of its
/// entries, and few of them are ever looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ByReference(Vec<(u64, usize)>);

impl ByReference {
    /// Takes the next entry, and gives it its key as if no other had its reference and day.
    pub(super) fn take(&mut self, kind: FileKind, entry: &mut Entry) {
        self.0.push((hash(&entry.found.reference), self.0.len()));
        entry.found.key = key(kind, &entry.found, 1);
    }

    /// Ends it, when all `entries` of a file are taken: those that share reference and day are numbered.
    pub(super) fn end(&mut self, kind: FileKind, entries: &mut [Entry]) {
        self.0.sort_unstable();
        for same in self.0.chunk_by(|(one, _), (other, _)| one == other).filter(|same| same.len() > 1) {
            let mut runs: HashMap<(String, Option<NaiveDate>), usize> = HashMap::new();
            for (_, place) in same {
                let Some(Entry { found, .. }) = entries.get_mut(*place) else { continue };
                let run = runs.entry((found.reference.to_lowercase(), found.date)).or_default();
                *run = run.saturating_add(1);
                found.key = key(kind, found, *run);
            }
        }
    }

    /// The entries with a reference, in the order of the file.
    pub(super) fn find<'a>(
        &'a self,
        entries: &'a [Entry],
        reference: &str,
    ) -> impl Iterator<Item = &'a Entry> {
        let (wanted, hash) = (looked_for(reference), hash(reference));
        let from = self.0.partition_point(|(own, _)| *own < hash);
        let same = self.0.iter().skip(from).take_while(move |(own, _)| *own == hash);
        let entries = same.filter_map(|(_, place)| entries.get(*place));
        entries.filter(move |entry| looked_for(&entry.found.reference) == wanted)
    }
}

/// The same in every export that shows the day whole.
fn key(kind: FileKind, found: &Found, run: usize) -> Box<str> {
    let (date, run) = (found.date.map(cell::iso), cell::count(run));
    let parts = [
        Some(kind.file_name()),
        Some(&*found.reference),
        date.as_ref().map(Cell::as_str),
        Some(run.as_str()),
    ];
    let parts = || parts.iter().flatten();
    let length = parts().map(|part| part.len().saturating_add(1)).fold(0, usize::saturating_add);
    let mut key = String::with_capacity(length.saturating_sub(1));
    for part in parts() {
        if !key.is_empty() {
            key.push('/');
        }
        key.push_str(part);
    }
    key.into()
}

/// A reference as it is looked for. A spreadsheet takes the zeros in front of a number away: an entry that lost them
/// must be seen to differ, and not be missing.
fn looked_for(reference: &str) -> String {
    let folded = folded(reference);
    let is_number = folded.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { folded.trim_start_matches('0').to_owned() } else { folded }
}

/// Of the reference as it is looked for, which for nearly all of them needs not be made.
pub(super) fn hash(reference: &str) -> u64 {
    let text = trimmed(reference);
    let bytes = text.bytes();
    if bytes.clone().all(|byte| byte.is_ascii_digit()) {
        return hash_of(text.trim_start_matches('0').bytes());
    }
    if text.is_ascii() {
        hash_of(bytes.map(|byte| byte.to_ascii_lowercase()))
    } else {
        hash_of(fold(text).bytes())
    }
}

/// FNV-1a.
fn hash_of(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;
    use crate::files::{Export, PeriodAnchor, Profile};
    use crate::model::GlAccount;

    #[test]
    fn texts_that_are_looked_for_alike_have_one_hash() {
        for (one, other) in [
            ("PT12-I", " pt12-i "),
            ("0012", "12"),
            ("000", "0"),
            ("\u{212a}1", "k1"),
            ("Ü-1", "ü-1"),
            ("ΑΣ", "ας"),
        ] {
            assert_eq!(looked_for(one), looked_for(other), "{one}");
            assert_eq!(hash(one), hash(other), "{one}");
        }
        for (one, other) in [("0012-A", "12-A"), ("12", "120"), ("", "A")] {
            assert_ne!(hash(one), hash(other), "{one}");
        }
    }
    #[test]
    fn entries_of_one_reference_are_found_in_the_order_of_the_file_and_numbered_by_their_day() {
        let anchor = PeriodAnchor { month: NaiveDate::from_ymd_opt(2026, 6, 1).unwrap(), period: 34 };
        let profile = Profile::new(GlAccount::new("11000").unwrap(), anchor).unwrap();
        let mut file = "Date,Reference,Number of Distributions,G/L Account,Description,Amount\r\n".to_owned();
        for (day, reference) in
            [(5, "SET-1"), (5, "B"), (6, "SET-1"), (5, "set-1"), (6, "Set-1"), (5, "0012")]
        {
            for amount in ["4.75", "-4.75"] {
                writeln!(file, "6/{day}/26,{reference},2,10200,Net,{amount}\r").unwrap();
            }
        }
        let export = Export::read(FileKind::Journal, file.as_bytes(), &profile).unwrap();
        let keys = |reference: &str| {
            let mut by_reference = ByReference::default();
            let mut entries = export.entries().to_vec();
            for entry in &mut entries {
                by_reference.take(FileKind::Journal, entry);
            }
            by_reference.end(FileKind::Journal, &mut entries);
            assert_eq!(entries, export.entries());
            let found = by_reference.find(&entries, reference);
            found.map(|entry| entry.found.key.to_string()).collect::<Vec<_>>()
        };
        let expected =
            ["SET-1/2026-06-05/1", "SET-1/2026-06-06/1", "set-1/2026-06-05/2", "Set-1/2026-06-06/2"];
        assert_eq!(keys(" sEt-1"), expected.map(|key| format!("GENERAL.CSV/{key}")));
        assert_eq!(keys("12"), ["GENERAL.CSV/0012/2026-06-05/1"]);
        assert_eq!(keys("SET-2"), [""; 0]);
    }
}
