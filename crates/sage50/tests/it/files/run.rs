//! Runs: whole files, their manifest, and what confirms them.

use std::path::Path;

use chrono::{DateTime, TimeDelta, Utc};
use sage50::files::{
    Confirmation, Export, Exports, FileError, FileKind, ImportRun, MANIFEST, Manifest, State,
};
use sage50::model::{Difference, Document};

use super::{changed, documents, export, fixture, names, profile};

fn after(moment: DateTime<Utc>, minutes: i64) -> DateTime<Utc> {
    moment.checked_add_signed(TimeDelta::minutes(minutes)).unwrap()
}

/// A file as Sage might have made it: a run's own file is taken for no export.
fn as_exported(bytes: &[u8]) -> Vec<u8> {
    let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    format!("\u{feff}{text}").into_bytes()
}

fn confirm(folder: &Path, files: &[(FileKind, Vec<u8>)]) -> Confirmation {
    let mut exports = Exports::new();
    for (kind, bytes) in files {
        exports.add(export(*kind, &as_exported(bytes)));
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
    assert_eq!(states[0], State::Posted { key: "SALES.CSV/INV-501/2026-07-02/1".into() });
    let State::Different(differences) = &states[1] else { panic!("different") };
    let differences: Vec<_> =
        differences.iter().map(|own| format!("{}: {} / {}", own.field, own.ours, own.theirs)).collect();
    assert_eq!(
        differences,
        [
            "amount: 42.40 USD / 43.40 USD",
            "document: as it was written / line 5: a line's amount is 41.00, but 1 times 40 is 40.00",
            "accounts: 23000 2.40, 40000 40.00 / 23000 2.40, 40000 41.00",
        ]
    );
    assert_eq!(states[2], State::Unseen, "no payments journal was exported");
    assert_eq!(states[3], State::Twice(2));
    assert!(!confirmation.is_complete());
    assert_eq!(confirmation.open().count(), 3);
    assert!(!Manifest::read(folder.path()).unwrap().unwrap().confirmed);
}

#[test]
fn missing_is_said_only_of_days_and_files_that_can_be_read_after_the_import() {
    let folder = tempfile::tempdir().unwrap();
    let written = ImportRun::write(folder.path(), &profile(), &[documents::journal()]).unwrap();
    let written = written.manifest.unwrap().written;
    let later = |minutes| after(written, minutes);
    let state = |export| {
        let mut exports = Exports::new();
        exports.add(export);
        ImportRun::confirm(folder.path(), &exports).unwrap().documents.remove(0).1
    };
    let of =
        |export: Export, from: &str, to: &str| export.of_days(from.parse().unwrap(), to.parse().unwrap());
    let around = |export: Export| of(export, "2026-06-13", "2026-08-14");
    let other = export(FileKind::Journal, &changed("GENERAL.CSV", "JE-900", "JE-901"));
    assert_eq!(
        state(around(other.clone()).made_at(later(60))),
        State::Unseen,
        "who knows whether it was imported"
    );
    // Said too early, the run's own moment counts.
    ImportRun::mark_imported(folder.path(), later(-60)).unwrap();
    assert_eq!(state(around(other.clone()).made_at(later(0))), State::Unseen);
    assert_eq!(state(around(other.clone()).made_at(later(1))), State::Missing);
    ImportRun::mark_imported(folder.path(), later(10)).unwrap();
    assert_eq!(state(around(other.clone()).made_at(later(10))), State::Unseen);
    assert_eq!(state(around(other.clone()).made_at(later(11))), State::Missing);
    assert_eq!(state(around(other.clone())), State::Unseen, "no moment");
    assert_eq!(state(other.clone().made_at(later(11))), State::Unseen, "no days");
    assert_eq!(state(of(other.clone(), "2026-06-01", "2026-06-30").made_at(later(11))), State::Unseen);
    // An entry outside the days shows that these are not what was exported.
    let wrong = export(FileKind::Journal, &changed("GENERAL.CSV", "JE-900", "JE-901"));
    assert_eq!(state(of(wrong, "2026-06-13", "2026-07-13").made_at(later(11))), State::Unseen);
    let moved = export(FileKind::Journal, &moved_to("7/20/2026"));
    assert_eq!(state(around(moved.clone()).made_at(later(11))), State::Missing, "another reference");
    let early = export(FileKind::Journal, &moved_to("6/12/2026"));
    assert_eq!(state(around(early).made_at(later(11))), State::Unseen);
    let spoilt = export(FileKind::Journal, &changed("GENERAL.CSV", "97.05", "97_05"));
    assert_eq!(state(around(spoilt).made_at(later(11))), State::Unseen);
}

/// The journal's fixture with another reference, on another day.
fn moved_to(day: &str) -> Vec<u8> {
    let text: String = fixture("GENERAL.CSV").into_iter().map(char::from).collect();
    let text = text.replace("JE-900", "JE-901").replace("7/14/2026", day);
    text.chars().map(|character| u8::try_from(character).unwrap()).collect()
}

#[test]
fn two_exports_of_one_entry_are_one_and_a_second_booking_is_still_seen() {
    let folder = tempfile::tempdir().unwrap();
    let written = ImportRun::write(folder.path(), &profile(), &[documents::journal()]).unwrap();
    let written = written.manifest.unwrap().written;
    let made = |bytes: &[u8], from: &str, to: &str, minutes| {
        let export = export(FileKind::Journal, &as_exported(bytes))
            .of_days(from.parse().unwrap(), to.parse().unwrap());
        export.made_at(after(written, minutes))
    };
    let state = |exports: &[Export]| {
        let mut all = Exports::new();
        for export in exports {
            all.add(export.clone());
        }
        ImportRun::confirm(folder.path(), &all).unwrap().documents.remove(0).1
    };
    let once = fixture("GENERAL.CSV");
    let heading = once.iter().position(|byte| *byte == b'\n').unwrap();
    let twice: Vec<u8> = once.iter().chain(&once[heading + 1..]).copied().collect();
    let posted = State::Posted { key: "GENERAL.CSV/JE-900/2026-07-14/1".into() };
    let first = made(&once, "2026-07-01", "2026-07-15", 1);
    let second = made(&once, "2026-07-10", "2026-07-31", 2);
    assert_eq!(state(&[first.clone(), second.clone()]), posted);
    assert_eq!(state(&[second.clone(), first.clone()]), posted);
    // Booked again between the two exports, or voided there.
    assert_eq!(state(&[first.clone(), made(&twice, "2026-07-10", "2026-07-31", 2)]), State::Twice(2));
    assert_eq!(state(&[made(&twice, "2026-07-10", "2026-07-31", 2), first.clone()]), State::Twice(2));
    assert_eq!(state(&[made(&twice, "2026-07-01", "2026-07-15", 1), second]), posted);
    // An older export shows it on one day, a newer one on another: booked again, or moved.
    let elsewhere = changed("GENERAL.CSV", "7/14/2026", "7/20/2026");
    let second = |minutes| made(&elsewhere, "2026-07-16", "2026-07-31", minutes);
    assert_eq!(state(&[first.clone(), second(2)]), State::Unseen);
    assert_eq!(state(&[second(2), first.clone()]), State::Unseen);
    // The books of one moment have it twice.
    assert_eq!(state(&[first.clone(), second(1)]), State::Twice(2), "on another day");
    let both: Vec<u8> = once.iter().chain(&elsewhere[heading + 1..]).copied().collect();
    assert_eq!(state(&[first.clone(), made(&both, "2026-07-10", "2026-07-31", 2)]), State::Twice(2));
    let moved = state(&[first, made(&elsewhere, "2026-07-10", "2026-07-31", 2)]);
    assert!(matches!(&moved, State::Different(only) if only[..] == [date_alone()]), "{moved:?}");
}

fn date_alone() -> Difference {
    Difference { field: "date", ours: "2026-07-14".into(), theirs: "2026-07-20".into() }
}

#[test]
fn missing_is_said_only_by_an_export_of_the_days_around_the_documents_own() {
    let folder = tempfile::tempdir().unwrap();
    let written = ImportRun::write(folder.path(), &profile(), &[documents::journal()]).unwrap();
    let moment = written.manifest.unwrap().written;
    ImportRun::mark_imported(folder.path(), moment).unwrap();
    // Of 14 July, and then of 20 July, where a person moved it.
    let none = export(FileKind::Journal, &changed("GENERAL.CSV", "JE-900", "JE-901"));
    let moved = export(FileKind::Journal, &changed("GENERAL.CSV", "7/14/2026", "7/20/2026"));
    let state = |given: &[(&Export, &str, &str, DateTime<Utc>)]| {
        let mut exports = Exports::new();
        for (export, from, to, made) in given {
            let export = Export::clone(export).of_days(from.parse().unwrap(), to.parse().unwrap());
            exports.add(export.made_at(*made));
        }
        ImportRun::confirm(folder.path(), &exports).unwrap().documents.remove(0).1
    };
    let (now, later) = (after(moment, 10), after(moment, 20));
    let (first, last) = ("2026-06-13", "2026-08-14");
    for (from, to, expected) in [
        ("2026-07-14", "2026-07-14", State::Unseen),
        ("2026-06-14", last, State::Unseen),
        (first, "2026-08-13", State::Unseen),
        (first, last, State::Missing),
    ] {
        assert_eq!(state(&[(&none, from, to, now)]), expected, "{from} {to}");
    }
    // Two of different moments do not tell what was moved between them.
    let parts = [(&none, first, "2026-07-14", later), (&none, "2026-07-15", last, now)];
    assert_eq!(state(&parts), State::Unseen);
    // What one export shows on a day that a newer one has without it is gone from there, and may be elsewhere.
    let gone = [(&moved, first, last, now), (&none, "2026-07-20", "2026-07-20", later)];
    assert_eq!(state(&gone), State::Unseen);
    // A newer one that cannot be read may have it.
    let spoilt = export(FileKind::Journal, &changed("GENERAL.CSV", "97.05", "97_05"));
    let spoilt = [(&none, first, last, now), (&spoilt, "2026-07-20", "2026-07-20", later)];
    assert_eq!(state(&spoilt), State::Unseen);
}

#[test]
fn days_that_are_not_past_at_the_moment_of_an_export_need_not_be_shown() {
    let folder = tempfile::tempdir().unwrap();
    let written = ImportRun::write(folder.path(), &profile(), &[documents::journal()]);
    let mut manifest = written.unwrap().manifest.unwrap();
    // As if it was written and imported on the document's own day.
    manifest.written = "2026-07-14T15:00:00Z".parse().unwrap();
    std::fs::write(folder.path().join(MANIFEST), serde_json::to_vec(&manifest).unwrap()).unwrap();
    ImportRun::mark_imported(folder.path(), "2026-07-14T16:00:00Z".parse().unwrap()).unwrap();
    let none = export(FileKind::Journal, &changed("GENERAL.CSV", "JE-900", "JE-901"));
    let state = |to: &str, made: &str| {
        let export = none.clone().of_days("2026-06-13".parse().unwrap(), to.parse().unwrap());
        let mut exports = Exports::new();
        exports.add(export.made_at(made.parse().unwrap()));
        ImportRun::confirm(folder.path(), &exports).unwrap().documents.remove(0).1
    };
    assert_eq!(state("2026-07-14", "2026-07-14T17:00:00Z"), State::Missing);
    assert_eq!(state("2026-07-14", "2026-07-15T17:00:00Z"), State::Unseen);
    assert_eq!(state("2026-07-15", "2026-07-15T17:00:00Z"), State::Missing);
    assert_eq!(state("2026-08-13", "2026-09-16T17:00:00Z"), State::Unseen);
    assert_eq!(state("2026-08-14", "2026-09-16T17:00:00Z"), State::Missing);
}

#[test]
fn posted_means_booked_on_the_accounts_and_invoices_that_were_written() {
    let folder = tempfile::tempdir().unwrap();
    let run = [documents::invoice(), documents::receipt(), documents::prepayment(), documents::adjustment()];
    ImportRun::write(folder.path(), &profile(), &run).unwrap();
    let fields = |kind: FileKind, document: &Document, bytes: &[u8]| {
        let confirmation = confirm(folder.path(), &[(kind, bytes.to_vec())]);
        let state = confirmation.documents.into_iter().find(|(own, _)| own == document).unwrap().1;
        match state {
            State::Posted { .. } => Vec::new(),
            State::Different(differences) => differences.iter().map(|own| own.field).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        }
    };
    let cases: [(FileKind, Document, &str, &str, &str, &str); 9] = [
        (FileKind::Sales, documents::invoice(), "SALES.74.CSV", ",11000,", ",11100,", "account"),
        (FileKind::Sales, documents::invoice(), "SALES.74.CSV", "8/1/2026", "8/2/2026", "due date"),
        (FileKind::Sales, documents::invoice(), "SALES.74.CSV", "2% 10, Net 30", "Net 30", "terms"),
        (FileKind::Receipts, documents::receipt(), "RECEIPTS.59.CSV", ",10500,", ",10600,", "account"),
        (FileKind::Receipts, documents::receipt(), "RECEIPTS.59.CSV", "B17-20260703", "B9", "deposit ticket"),
        (FileKind::Receipts, documents::receipt(), "RECEIPTS.59.CSV", ",Card,", ",Check,", "payment method"),
        (
            FileKind::Receipts,
            documents::receipt(),
            "RECEIPTS.59.CSV",
            "INV-501",
            "INV-777",
            "settled document",
        ),
        (FileKind::Receipts, documents::prepayment(), "RECEIPTS.59.CSV", "TRUE", "FALSE", "prepayment"),
        (
            FileKind::Adjustments,
            documents::adjustment(),
            "ADJUST.CSV",
            ",50500,",
            ",50600,",
            "source account",
        ),
    ];
    for (kind, document, name, from, to, field) in cases {
        assert_eq!(fields(kind, &document, &fixture(name)), [""; 0], "{name}");
        let fields = fields(kind, &document, &changed(name, from, to));
        assert!(fields.contains(&field), "{from} {to}: {fields:?}");
    }
}

#[test]
fn one_program_at_a_time_writes_into_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    ImportRun::write(folder.path(), &profile(), &[]).unwrap();
    let other = std::fs::File::open(folder.path().join(".lock")).unwrap();
    other.lock().unwrap();
    let error = ImportRun::write(folder.path(), &profile(), &[documents::journal()]).unwrap_err();
    assert!(matches!(&error, FileError::InUse { path } if path == folder.path()), "{error}");
    assert_eq!(names(folder.path()), [""; 0]);
    other.unlock().unwrap();
    ImportRun::write(folder.path(), &profile(), &[documents::journal()]).unwrap();
}
