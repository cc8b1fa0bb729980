//! A crash, or a failure, at every single change of the disk: no document in two runs, none lost.

#![expect(clippy::arithmetic_side_effects, reason = "test code")]

use std::collections::BTreeMap;

use paysage_money::{Currency, Money};

use super::*;
use crate::books::{Books, Posted};
use crate::error::{Error, Outcome};
use crate::files::folder::fault::{Fault, under};
use crate::files::{Export, Exports, FileDoor, MANIFEST, PeriodAnchor};
use crate::model::{GlAccount, JournalEntry, JournalLine, Reference};

fn profile() -> Profile {
    let anchor = PeriodAnchor { month: "2026-01-01".parse().unwrap(), period: 1 };
    Profile::new(GlAccount::new("11000").unwrap(), anchor).unwrap()
}

fn entry(reference: &str) -> Document {
    let account = |id| GlAccount::new(id).unwrap();
    let amount = Money::parse("12.34", Currency::Usd).unwrap();
    let lines = vec![
        JournalLine::debit(account("10100"), amount).unwrap(),
        JournalLine::credit(account("10500"), amount).unwrap(),
    ];
    let day = "2026-07-14".parse().unwrap();
    JournalEntry::new(Reference::new(reference).unwrap(), day, lines).unwrap().into()
}

fn moment() -> DateTime<Utc> {
    "2026-07-15T12:00:00Z".parse().unwrap()
}

fn post(door: &FileDoor, document: &Document) -> Result<Posted, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(door.post(document))
}

const REFERENCES: [&str; 3] = ["A", "B", "C"];

/// A day with two runs. Gives back what the door said it took.
fn day(door: &FileDoor) -> Vec<&'static str> {
    let mut taken = Vec::new();
    let mut take = |reference: &'static str| match post(door, &entry(reference)) {
        Ok(_) => taken.push(reference),
        Err(error) if error.outcome() == Outcome::Nothing => {
            let outbox = &mut door.state().outbox;
            // A dead process knows nothing any more.
            if let Ok(contents) = outbox.contents() {
                assert!(contents.held(&entry(reference)).is_none(), "it was taken: {error}");
            }
        }
        Err(_) => {}
    };
    take("A");
    take("B");
    let _ = door.write_run("one");
    take("C");
    let _ = door.mark_imported("one", moment());
    let _ = door.confirm_run("one");
    let _ = door.write_run("two");
    taken
}

/// How often each document stands in the files of all runs; these are whole and as their manifests say.
fn in_runs(outbox: &Path) -> BTreeMap<String, usize> {
    let mut times = BTreeMap::new();
    for run in folder::listed(&outbox.join(RUNS)).unwrap() {
        let manifest = Manifest::read(&run).unwrap().expect("a run is there whole or not at all");
        manifest.verify(&run).unwrap();
        let file = std::fs::read_to_string(run.join("GENERAL.CSV")).unwrap();
        for reference in REFERENCES {
            if file.contains(&format!(",{reference},")) {
                *times.entry(reference.to_owned()).or_default() += 1;
            }
        }
    }
    times
}

fn waiting(outbox: &Path) -> Vec<String> {
    let read = |path: PathBuf| folder::read_json::<Document>(&path).unwrap().unwrap();
    let documents = folder::listed(&outbox.join(WAITING)).unwrap().into_iter().map(read);
    documents.map(|document| document.reference().to_owned()).collect()
}

/// The caller tries again what it knows nothing of, and the rest goes into a last run.
fn finish(door: &FileDoor, outbox: &Path) {
    for reference in REFERENCES {
        post(door, &entry(reference)).unwrap();
    }
    door.write_run("last").unwrap();
    let once = REFERENCES.map(|reference| (reference.to_owned(), 1));
    assert_eq!(in_runs(outbox), BTreeMap::from(once));
}

#[test]
fn a_crash_before_any_change_of_the_disk_neither_loses_nor_doubles_a_document() {
    let mut crashes = 0;
    loop {
        let folder = tempfile::tempdir().unwrap();
        let work = || FileDoor::open(folder.path(), profile()).map(|door| day(&door));
        let (taken, met) = under(Fault::Crash(crashes), work);
        let door = FileDoor::open(folder.path(), profile()).unwrap();
        let (runs, waits) = (in_runs(folder.path()), waiting(folder.path()));
        for reference in taken.unwrap_or_default() {
            let here = usize::from(waits.iter().any(|waits| waits == reference));
            assert_eq!(runs.get(reference).copied().unwrap_or_default() + here, 1, "{reference}, {crashes}");
        }
        finish(&door, folder.path());
        assert!(waiting(folder.path()).is_empty());
        assert!(door.problems().unwrap().is_empty());
        if !met {
            break;
        }
        crashes += 1;
    }
    assert!(crashes > 50, "{crashes} changes of the disk");
}

#[test]
fn runs_that_are_moved_away_after_a_crash_are_not_written_again() {
    let mut crashes = 0;
    loop {
        let (folder, away) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let work = || FileDoor::open(folder.path(), profile()).map(|door| day(&door));
        let (_, met) = under(Fault::Crash(crashes), work);
        drop(FileDoor::open(folder.path(), profile()).unwrap());
        std::fs::create_dir(away.path().join(RUNS)).unwrap();
        for run in folder::listed(&folder.path().join(RUNS)).unwrap() {
            std::fs::rename(&run, away.path().join(RUNS).join(run.file_name().unwrap())).unwrap();
        }
        let door = FileDoor::open(folder.path(), profile()).unwrap();
        let lost = folder::listed(&away.path().join(RUNS)).unwrap().len();
        assert_eq!(door.problems().unwrap().len(), lost, "{crashes}");
        for reference in REFERENCES {
            post(&door, &entry(reference)).unwrap();
        }
        door.write_run("last").unwrap();
        let mut times = in_runs(away.path());
        for (reference, more) in in_runs(folder.path()) {
            *times.entry(reference).or_default() += more;
        }
        assert_eq!(times, REFERENCES.map(|reference| (reference.to_owned(), 1)).into(), "{crashes}");
        if !met {
            break;
        }
        crashes += 1;
    }
}

#[test]
fn a_failure_of_any_change_of_the_disk_neither_loses_nor_doubles_a_document() {
    let mut failures = 0;
    loop {
        let folder = tempfile::tempdir().unwrap();
        let door = FileDoor::open(folder.path(), profile()).unwrap();
        let (_, met) = under(Fault::Once(failures), || day(&door));
        finish(&door, folder.path());
        drop(door);
        let door = FileDoor::open(folder.path(), profile()).unwrap();
        assert_eq!(door.write_run("none").unwrap().manifest, None, "after failure {failures}");
        if !met {
            break;
        }
        failures += 1;
    }
    assert!(failures > 50, "{failures} changes of the disk");
}

#[test]
fn a_run_that_failed_behind_its_manifest_is_a_run() {
    let folder = tempfile::tempdir().unwrap();
    let door = FileDoor::open(folder.path(), profile()).unwrap();
    post(&door, &entry("A")).unwrap();
    let mut place = 0;
    let name = loop {
        let name = format!("run-{place}");
        let (written, met) = under(Fault::Once(place), || door.write_run(&name));
        assert!(met, "no failure left the run behind");
        if door.run_folder(&name).join(MANIFEST).exists() {
            // Here the folder did not last for sure: the caller is told, and the door knows.
            written.unwrap_err();
            break name;
        }
        assert!(waiting(folder.path()).contains(&"A".to_owned()));
        place += 1;
    };
    assert_eq!(post(&door, &entry("A")).unwrap(), Posted::Queued { manifest: name.into() });
    assert_eq!(door.write_run("next").unwrap().manifest, None);
}

/// The runs that have a document, by their manifests.
fn runs_with(outbox: &Path, reference: &str) -> Vec<Box<str>> {
    let runs = folder::listed(&outbox.join(RUNS)).unwrap();
    let has = |run: &PathBuf| {
        let manifest = Manifest::read(run).unwrap().unwrap();
        manifest.documents().any(|(_, planned)| planned.document.reference() == reference)
    };
    runs.iter().filter(|run| has(run)).map(|run| name_of(run)).collect()
}

/// Shows the door that nothing of the month is in the books.
fn show_nothing(door: &FileDoor) {
    let nothing = "Date,Reference,Number of Distributions,G/L Account,Description,Amount\r\n";
    let export = Export::read(FileKind::Journal, nothing.as_bytes(), &profile()).unwrap();
    let export = export.of_days("2026-06-01".parse().unwrap(), "2026-08-31".parse().unwrap());
    door.give(export.made_at("2100-01-01T00:00:00Z".parse().unwrap())).unwrap();
}

#[test]
fn a_fault_while_a_document_is_to_wait_again_leaves_it_in_one_run_at_most() {
    let kinds: [fn(usize) -> Fault; 2] = [Fault::Crash, Fault::Once];
    for fault in kinds {
        let mut faults = 0;
        loop {
            let folder = tempfile::tempdir().unwrap();
            let place = folder.path();
            let door = FileDoor::open(place, profile()).unwrap();
            post(&door, &entry("A")).unwrap();
            post(&door, &entry("B")).unwrap();
            door.write_run("one").unwrap();
            door.mark_imported("one", moment()).unwrap();
            show_nothing(&door);
            let again = |door: &FileDoor| door.wait_again("one", &entry("A"));
            let (_, met) = under(fault(faults), || again(&door).and_then(|()| door.write_run("two")));
            drop(door);

            let door = FileDoor::open(place, profile()).unwrap();
            assert!(runs_with(place, "A").len() < 2, "{faults}");
            show_nothing(&door);
            again(&door).unwrap();
            door.write_run("last").unwrap();
            let (with_a, with_b) = (runs_with(place, "A"), runs_with(place, "B"));
            assert_eq!((with_a.len(), &*with_b), (1, &["one".into()][..]), "{faults}");
            assert_ne!(&*with_a[0], "one");
            if !met {
                break;
            }
            faults += 1;
        }
        assert!(faults > 15, "{faults} changes of the disk");
    }
}

#[test]
fn a_post_that_failed_behind_the_step_that_counts_is_in_doubt() {
    let mut outcomes = Vec::new();
    for place in 0.. {
        let folder = tempfile::tempdir().unwrap();
        let door = FileDoor::open(folder.path(), profile()).unwrap();
        let (posted, met) = under(Fault::Once(place), || post(&door, &entry("A")));
        if !met {
            break;
        }
        let outcome = posted.unwrap_err().outcome();
        assert_eq!(outcome == Outcome::Unknown, !waiting(folder.path()).is_empty());
        outcomes.push(outcome);
    }
    assert!(outcomes.contains(&Outcome::Nothing) && outcomes.contains(&Outcome::Unknown), "{outcomes:?}");
}

#[test]
fn a_crash_while_a_confirmed_run_is_put_away_leaves_nothing_that_looks_new() {
    let mut crashes = 0;
    loop {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path();
        let old = ImportRun::write(place, &profile(), &[entry("A")]).unwrap().manifest.unwrap();
        let text = std::fs::read_to_string(place.join("GENERAL.CSV")).unwrap();
        let bytes = format!("\u{feff}{text}").into_bytes();
        let mut exports = Exports::new();
        exports.add(Export::read(FileKind::Journal, &bytes, &profile()).unwrap());
        assert!(ImportRun::confirm(place, &exports).unwrap().is_complete());

        let (_, met) = under(Fault::Crash(crashes), || ImportRun::write(place, &profile(), &[entry("B")]));
        let again = ImportRun::write(place, &profile(), &[entry("B")]);
        let file = std::fs::read_to_string(place.join("GENERAL.CSV")).unwrap();
        assert!(file.contains(",B,"), "the old run's file lies where a new run's does, after {crashes}");
        let put_away = folder::listed(place).unwrap().into_iter().find(|path| path.is_dir()).unwrap();
        old.verify(&put_away).unwrap();
        match again {
            Ok(written) => written.manifest.unwrap().verify(place).unwrap(),
            // Somebody may have imported it: the manifest says that it is whole, or a person looks.
            Err(error) => assert!(matches!(error, FileError::Unconfirmed { .. }), "{error}"),
        }
        if !met {
            break;
        }
        crashes += 1;
    }
    assert!(crashes > 10, "{crashes} changes of the disk");
}
