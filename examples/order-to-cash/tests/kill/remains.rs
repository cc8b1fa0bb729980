//! What a killed worker leaves behind, and the table of it.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use paysage_store::SqliteLedger;
use paysage_sync::Ledger;
use paysage_sync::ledger::{CompanyId, PostingState, Summary};

use crate::moment::Moment;

/// The program's own name for its books.
pub async fn open(path: &Path) -> SqliteLedger {
    SqliteLedger::open(path, &CompanyId::new("order-to-cash").unwrap()).await.unwrap()
}

/// Counts what stands in the ledger of a killed worker.
///
/// A copy is opened, so that the next worker itself meets the files as they were left: the log that was not written
/// back, a table half made. `None`: not even a file.
pub async fn read(ledger: &Path) -> Option<Summary> {
    if !ledger.exists() {
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy");
    for suffix in ["", "-wal"] {
        let beside = |path: &Path| {
            let mut name = path.as_os_str().to_owned();
            name.push(suffix);
            name
        };
        if Path::new(&beside(ledger)).exists() {
            std::fs::copy(beside(ledger), beside(&copy)).unwrap();
        }
    }
    Some(open(&copy).await.summary().await.unwrap())
}

/// Kills, by the moment, and how many of them found what.
#[derive(Default)]
pub struct Table {
    rows: BTreeMap<&'static str, Row>,
    /// Kills that found nothing left to do; they are not counted.
    idle: u32,
    /// Workers that had done everything before they were killed.
    pub ended: u32,
}

#[derive(Default, Clone, Copy)]
struct Row {
    kills: u32,
    nothing: u32,
    unread: u32,
    states: [u32; 3],
}

/// The states a posting can be found in; a stopped one fails the test.
const STATES: [PostingState; 3] = [PostingState::Planned, PostingState::InFlight, PostingState::Confirmed];

impl Table {
    /// Takes down what a kill found; `records` is how many the gateway had. `false`: it found nothing left to do.
    pub fn add(&mut self, moment: Moment, found: Option<&Summary>, records: u64) -> bool {
        let read: u64 = found.map_or(0, |found| found.records.values().sum());
        if found.is_some_and(|found| found.open() == 0) && read == records {
            self.idle += 1;
            return false;
        }
        let row = self.rows.entry(moment.name()).or_default();
        row.kills += 1;
        row.unread += u32::from(read < records);
        let count = |state| found.and_then(|found| found.postings.get(&state)).copied().unwrap_or(0);
        row.nothing += u32::from(STATES.into_iter().all(|state| count(state) == 0));
        for (found, state) in row.states.iter_mut().zip(STATES) {
            *found += u32::from(count(state) > 0);
        }
        true
    }

    pub fn kills(&self) -> u32 {
        self.rows.values().map(|row| row.kills).sum()
    }

    pub fn kills_at(&self, moment: Moment) -> u32 {
        self.rows.get(moment.name()).map_or(0, |row| row.kills)
    }

    /// How many kills found a posting in this state.
    pub fn found(&self, state: PostingState) -> u32 {
        let at = STATES.iter().position(|one| *one == state).unwrap();
        self.rows.values().map(|row| row.states.get(at).unwrap()).sum()
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "killed while   kills  nothing yet  rows unread   planned  in flight  confirmed")?;
        let mut all = Row::default();
        let mut line = |name: &str, row: &Row| {
            let Row { kills, nothing, unread, states: [planned, in_flight, confirmed] } = row;
            writeln!(
                f,
                "{name:<12}{kills:>8}{nothing:>13}{unread:>13}{planned:>10}{in_flight:>11}{confirmed:>11}"
            )
        };
        for moment in Moment::ALL {
            let row = self.rows.get(moment.name()).copied().unwrap_or_default();
            line(moment.name(), &row)?;
            all.kills += row.kills;
            all.nothing += row.nothing;
            all.unread += row.unread;
            for (sum, part) in all.states.iter_mut().zip(row.states) {
                *sum += part;
            }
        }
        line("all", &all)?;
        writeln!(
            f,
            "not counted: {} kills with nothing left to do, {} workers that had ended",
            self.idle, self.ended
        )
    }
}
