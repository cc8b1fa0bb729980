//! Runs: whole files, their manifest, and what confirms them.

use std::path::Path;

use sage50::files::{Confirmation, Exports, FileError, FileKind, ImportRun, MANIFEST, Manifest, State};
use sage50::model::Document;

use super::{changed, documents, export, fixture, profile};

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn confirm(folder: &Path, files: &[(FileKind, Vec<u8>)]) -> Confirmation {
    let mut exports = Exports::new();
    for (kind, bytes) in files {
        exports.add(export(*kind, bytes));
    }
    ImportRun::confirm(folder, &exports).unwrap()
}

#[test]
fn a_run_writes_files_in_the_order_of_import_and_a_manifest_of_their_totals() {
    let folder = tempfile::tempdir().unwrap();
    let run = [
        documents::journal(),
        documents::invoice_saying("INV-9", "+1"),
        documents::receipt(),
        documents::credit_memo(),
        documents::invoice(),
        documents::customer(),
        documents::invoice(),
    ];
    let written = ImportRun::write(folder.path(), &profile(), &run).unwrap();
    let blocked: Vec<_> =
        written.blocked.iter().map(|blocked| (blocked.document.reference(), &*blocked.reason)).collect();
    assert_eq!(
        blocked,
        [
            ("INV-501", "another document of this run has the same reference"),
            ("INV-9", "Description begins with +, which a spreadsheet would run as a formula"),
        ]
    );
    let manifest = written.manifest.unwrap();
    let order: Vec<_> =
        manifest.files.iter().map(|file| (&*file.name, file.rows, file.documents.len())).collect();
    assert_eq!(
        order,
        [("CUSTOMER.CSV", 1, 1), ("SALES.CSV", 5, 2), ("RECEIPTS.CSV", 2, 1), ("GENERAL.CSV", 3, 1)]
    );
    let sales = &manifest.files[1];
    assert_eq!((sales.debits.to_string(), sales.credits.to_string()), ("42.40".into(), "164.30".into()));
    let accounts: Vec<_> = sales.accounts.iter().map(|(account, sum)| format!("{account} {sum}")).collect();
    assert_eq!(accounts, ["23000 -6.90", "40000 -60.00", "40100 -55.00"]);
    assert_eq!((sales.headings, sales.columns.len(), sales.sha256.len()), (true, 59, 64));
    assert_eq!(
        names(folder.path()),
        ["CUSTOMER.CSV", "GENERAL.CSV", "RECEIPTS.CSV", "SALES.CSV", "manifest.json"]
    );
    assert_eq!(Manifest::read(folder.path()).unwrap().as_ref(), Some(&manifest));
    manifest.verify(folder.path()).unwrap();
    std::fs::write(folder.path().join("GENERAL.CSV"), "changed").unwrap();
    assert!(matches!(manifest.verify(folder.path()).unwrap_err(), FileError::Changed { .. }));
}

#[test]
fn files_that_are_not_confirmed_are_never_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let write = |document: Document| ImportRun::write(folder.path(), &profile(), &[document]);
    write(documents::journal()).unwrap();
    let before = std::fs::read(folder.path().join("GENERAL.CSV")).unwrap();
    assert!(matches!(write(documents::invoice()).unwrap_err(), FileError::Unconfirmed { .. }));
    assert_eq!(names(folder.path()), ["GENERAL.CSV", "manifest.json"]);

    assert!(confirm(folder.path(), &[(FileKind::Journal, fixture("GENERAL.CSV"))]).is_complete());
    write(documents::invoice()).unwrap();
    let put_away = names(folder.path()).into_iter().find(|name| name.starts_with("confirmed-")).unwrap();
    assert_eq!(names(&folder.path().join(&put_away)), ["GENERAL.CSV", "manifest.json"]);
    assert_eq!(std::fs::read(folder.path().join(put_away).join("GENERAL.CSV")).unwrap(), before);

    // A run that was not written to its end has no manifest; what it left is not written over either.
    std::fs::remove_file(folder.path().join(MANIFEST)).unwrap();
    let error = write(documents::journal()).unwrap_err();
    assert!(matches!(&error, FileError::Unconfirmed { path } if path.ends_with("SALES.CSV")), "{error}");
}

#[test]
fn only_what_the_export_shows_once_and_equal_is_posted() {
    let folder = tempfile::tempdir().unwrap();
    let run = [documents::invoice(), documents::credit_memo(), documents::journal(), documents::refund()];
    ImportRun::write(folder.path(), &profile(), &run).unwrap();
    let twice: Vec<u8> = {
        let file = fixture("GENERAL.CSV");
        let heading = file.iter().position(|byte| *byte == b'\n').unwrap();
        file.iter().chain(&file[heading + 1..]).copied().collect()
    };
    let sales = changed("SALES.74.CSV", "40000,,40.00,1,,0.00,40.00", "40000,,40.00,1,,0.00,41.00");
    let confirmation = confirm(folder.path(), &[(FileKind::Sales, sales), (FileKind::Journal, twice)]);
    let states: Vec<_> = confirmation.documents.iter().map(|(_, state)| state.clone()).collect();
    assert_eq!(states[0], State::Posted { key: "SALES.CSV/INV-501/1".into() });
    let State::Different(differences) = &states[1] else { panic!("different") };
    let differences: Vec<_> =
        differences.iter().map(|own| format!("{}: {} / {}", own.field, own.ours, own.theirs)).collect();
    assert_eq!(
        differences,
        ["amount: 42.40 USD / 43.40 USD", "accounts: 23000 2.40, 40000 40.00 / 23000 2.40, 40000 41.00"]
    );
    assert_eq!(states[2], State::Unseen, "no payments journal was exported");
    assert_eq!(states[3], State::Twice(2));
    assert!(!confirmation.is_complete());
    assert_eq!(confirmation.open().count(), 3);
    assert!(!Manifest::read(folder.path()).unwrap().unwrap().confirmed);
}

#[test]
fn missing_is_said_only_of_days_and_files_that_can_be_read() {
    let folder = tempfile::tempdir().unwrap();
    ImportRun::write(folder.path(), &profile(), &[documents::journal()]).unwrap();
    let other = changed("GENERAL.CSV", "JE-900", "JE-901");
    let state = |export| {
        let mut exports = Exports::new();
        exports.add(export);
        ImportRun::confirm(folder.path(), &exports).unwrap().documents.remove(0).1
    };
    let day = |day: &str| day.parse().unwrap();
    let other = export(FileKind::Journal, &other);
    assert_eq!(state(other.clone()), State::Missing);
    assert_eq!(state(other.clone().of_days(day("2026-07-01"), day("2026-07-31"))), State::Missing);
    assert_eq!(state(other.of_days(day("2026-06-01"), day("2026-06-30"))), State::Unseen);
    let spoilt = export(FileKind::Journal, &changed("GENERAL.CSV", "97.05", "97_05"));
    assert_eq!(state(spoilt), State::Unseen);
}
