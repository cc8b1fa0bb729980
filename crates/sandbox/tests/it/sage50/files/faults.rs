//! Files that are cut, imported twice, or rewritten by a spreadsheet.

use chrono::Utc;
use paysage_sandbox::sage50::{self as sim, Code};
use sage50::files::{Export, Exports, FileError, FileKind, ImportRun, Manifest, State};
use sage50::model::{Document, JournalEntry, JournalLine, Receipt, ReceiptLine, Side};

use super::{Setup, account, cents, company, confirm, control, examples, import, read, sage};

/// A run of these documents in a folder of its own.
fn run(setup: Setup, documents: &[Document]) -> (tempfile::TempDir, Manifest) {
    let folder = tempfile::tempdir().unwrap();
    let written = ImportRun::write(folder.path(), &setup.profile(), documents).unwrap();
    assert_eq!(written.blocked, []);
    (folder, written.manifest.unwrap())
}

#[test]
fn a_file_cut_within_a_row_is_refused_whole_by_both_and_never_passes_its_manifest() {
    let setup = Setup::default();
    let (folder, manifest) = run(setup, &examples::run());
    for file in &manifest.files {
        let path = folder.path().join(&*file.name);
        let whole = std::fs::read(&path).unwrap();
        // Every place near a break between rows, and some of the others.
        let near = |cut: &usize| {
            cut.is_multiple_of(17)
                || whole[cut.saturating_sub(6)..(cut + 3).min(whole.len())].contains(&b'\n')
        };
        let mut company = company();
        for cut in (0..whole.len()).filter(near) {
            let bytes = &whole[..cut];
            let read = Export::read(file.kind, bytes, &setup.profile());
            if bytes.is_empty() || !bytes.ends_with(b"\n") && !bytes.ends_with(b"\r") {
                let error = read.unwrap_err();
                let named = matches!(error, FileError::Cut { .. } | FileError::Empty { .. });
                assert!(named, "{} at {cut}: {error}", file.name);
            } else if let Ok(export) = read {
                // Cut between rows: what is read is whole, and a document that lacks rows is named.
                let all = file.documents.len();
                assert!(export.entries().len() + export.problems().len() <= all);
                assert!(export.entries().len() < all || cut + 1 == whole.len());
            }
            let report = company.import(sage(file.kind), bytes, &setup.importer(file.kind));
            if !report.applied.is_empty() {
                company = super::company();
            }
            let row = bytes.rsplit(|byte| *byte == b'\n').next().unwrap();
            let (found, columns) = (control::cells(row).concat().len(), file.columns.len());
            // Within the last cell of a row Sage itself cannot see a cut: only the manifest's hash can.
            let within = !row.is_empty() && found < columns && bytes.contains(&b'\n');
            if within {
                assert!(report.file.is_some() && report.applied.is_empty(), "{} at {cut}", file.name);
            }
        }
        std::fs::write(&path, &whole[..whole.len() / 2]).unwrap();
        assert!(
            matches!(manifest.verify(folder.path()), Err(FileError::Changed { path: changed }) if changed == path)
        );
        std::fs::write(&path, &whole).unwrap();
        manifest.verify(folder.path()).unwrap();
    }
}

#[test]
fn a_file_imported_twice_doubles_receipts_and_the_confirmation_says_so() {
    let setup = Setup::default();
    let documents = [
        examples::customer(),
        examples::invoice(),
        examples::prepayment(),
        part_payment(),
        examples::journal(),
        examples::adjustment(),
    ];
    let (folder, manifest) = run(setup, &documents);
    let company = company();
    assert!(import(&company, setup, folder.path(), &manifest).iter().all(sim::ImportReport::is_clean));
    assert!(confirm(&company, setup, folder.path(), &manifest).is_complete());

    let (folder, manifest) = run(setup, &documents);
    let reports = import(&company, setup, folder.path(), &manifest);
    // Customers are changed, invoices refused; the rest Sage takes again.
    let refused: Vec<_> = reports.iter().map(|report| report.refused.len()).collect();
    assert_eq!(refused, [0, 1, 0, 0, 0]);
    assert_eq!(reports[1].refused[0].problems[0].code, Code::DuplicateValue);
    let receipts = company.documents().into_iter().filter(|document| document.kind == sage50::Kind::Receipt);
    assert_eq!(receipts.count(), 4);

    let confirmation = confirm(&company, setup, folder.path(), &manifest);
    assert!(!confirmation.is_complete());
    for (document, state) in &confirmation.documents {
        let once = matches!(document, Document::Customer(_) | Document::Invoice(_));
        let as_it_is = if once { matches!(state, State::Posted { .. }) } else { *state == State::Twice(2) };
        assert!(as_it_is, "{} {state:?}", document.reference());
    }
    assert_eq!(confirmation.open().count(), 4);
}

/// Settles a little of the invoice, so that Sage can take it twice.
fn part_payment() -> Document {
    let Document::Receipt(receipt) = examples::receipt() else { panic!("a receipt") };
    let mut head = receipt.head().clone();
    head.reference = "RC-7".parse().unwrap();
    let line = ReceiptLine::invoice("INV-501".parse().unwrap(), cents(1_000));
    Receipt::new(head, vec![line], None).unwrap().into()
}

/// What becomes of a cell.
type Rewritten = fn(&str) -> String;

/// What a spreadsheet makes of a file it opens and saves: amounts lose zeros, long numbers digits, ids the zeros in
/// front; days look as `days` says.
fn through_a_spreadsheet(bytes: &[u8], numbers: bool, days: Rewritten) -> Vec<u8> {
    let cell = |cell: &String| {
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let plain = cell.strip_prefix('-').unwrap_or(cell);
        if cell.split('/').count() == 3 && cell.split('/').all(digits) {
            return days(cell);
        }
        if !numbers {
            return cell.clone();
        }
        if digits(plain) && plain.len() > 11 {
            return format!("{}.{}E+{}", &plain[..1], &plain[1..6], plain.len() - 1);
        }
        if digits(plain) {
            return cell.parse::<i64>().unwrap().to_string();
        }
        match plain.split_once('.') {
            Some((whole, part)) if digits(whole) && digits(part) => {
                cell.trim_end_matches('0').trim_end_matches('.').to_owned()
            }
            _ => cell.clone(),
        }
    };
    let rows: Vec<Vec<String>> =
        control::cells(bytes).iter().map(|row| row.iter().map(cell).collect()).collect();
    control::file(&rows)
}

#[test]
fn an_export_that_a_spreadsheet_rewrote_is_found_and_nothing_counts_as_missing() {
    let setup = Setup::default();
    let (folder, manifest) = run(setup, &examples::run());
    let company = company();
    assert!(import(&company, setup, folder.path(), &manifest).iter().all(sim::ImportReport::is_clean));
    ImportRun::mark_imported(folder.path(), Utc::now()).unwrap();
    let iso = |day: &str| {
        let parts: Vec<&str> = day.split('/').collect();
        format!("20{}-{:0>2}-{:0>2}", parts[2], parts[0], parts[1])
    };
    let serial = |_: &str| "46205".to_owned();
    let rewritings: [(bool, Rewritten, &str); 3] = [
        (false, iso, "no date such as 6/1/26"),
        (false, serial, "a spreadsheet's day number"),
        (true, str::to_owned, "without all its decimals, as a spreadsheet writes it"),
    ];
    for (numbers, days, word) in rewritings {
        let mut exports = Exports::new();
        for file in &manifest.files {
            let bytes = through_a_spreadsheet(&company.export(sage(file.kind)), numbers, days);
            let export = read(file.kind, &bytes, &setup.profile());
            if file.kind != FileKind::Customers {
                let problems: Vec<_> = export.problems().iter().map(ToString::to_string).collect();
                assert_eq!(problems.len(), file.documents.len(), "{}: {problems:?}", file.name);
                assert!(problems.iter().all(|problem| problem.contains(word)), "{}: {problems:?}", file.name);
                assert_eq!(export.entries(), [], "{}", file.name);
            }
            exports.add(export);
        }
        let confirmation = ImportRun::confirm(folder.path(), &exports).unwrap();
        let transactions = confirmation.documents.iter().filter(|(document, _)| document.date().is_some());
        for (document, state) in transactions {
            assert_eq!(*state, State::Unseen, "{}", document.reference());
        }
    }
}

/// Nothing in this file is left to show that a spreadsheet had it, but for the number of the entry.
#[test]
fn a_number_that_lost_its_zeros_in_front_is_another_and_not_missing() {
    let setup = Setup::default();
    let amount = |cents: i64, side| JournalLine::new(account("10200"), side, super::cents(cents)).unwrap();
    let lines = vec![amount(1_999, Side::Debit), amount(1_999, Side::Credit)];
    let entry = JournalEntry::new("00042".parse().unwrap(), "2026-07-14".parse().unwrap(), lines).unwrap();
    let (folder, manifest) = run(setup, &[entry.into()]);
    let company = company();
    let state = |bytes: &[u8]| {
        let mut exports = Exports::new();
        exports.add(read(FileKind::Journal, bytes, &setup.profile()));
        ImportRun::confirm(folder.path(), &exports).unwrap().documents.remove(0).1
    };
    let nothing = company.export(sage(FileKind::Journal));
    ImportRun::mark_imported(folder.path(), Utc::now()).unwrap();
    assert_eq!(state(&nothing), State::Missing);

    assert!(import(&company, setup, folder.path(), &manifest).iter().all(sim::ImportReport::is_clean));
    let whole = company.export(sage(FileKind::Journal));
    let State::Different(differences) = state(&through_a_spreadsheet(&whole, true, str::to_owned)) else {
        panic!("it differs")
    };
    let differences: Vec<_> =
        differences.iter().map(|own| (own.field, own.ours.as_str(), own.theirs.as_str())).collect();
    assert_eq!(differences, [("reference", "00042", "42")]);
    assert!(matches!(state(&whole), State::Posted { .. }));
}
