//! Any day's documents: into files, into the company, out again, and still the same.

use std::collections::BTreeMap;
use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use sage50::files::{Exports, FileKind, ImportRun, State};
use sage50::model::Document;

use super::carried::carried;
use super::day::{Planned, day, setup};
use super::ledger::{Costs, movements};
use super::{Setup, company, confirm, control, export, import};

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, max_shrink_iters: 500, ..ProptestConfig::default() })]

    #[test]
    fn documents_go_through_files_into_the_books_and_come_back_as_they_were(
        (setup, day) in setup().prop_flat_map(|setup| (Just(setup), day(setup))),
    ) {
        goes_round(setup, &day)?;
    }
}

fn goes_round(setup: Setup, day: &[Planned]) -> Result<(), TestCaseError> {
    let (folder, company) = (tempfile::tempdir().unwrap(), company());
    let documents: Vec<_> = day.iter().map(|planned| planned.document.clone()).collect();
    let written = ImportRun::write(folder.path(), &setup.profile(), &documents).unwrap();
    stopped_are_the_flawed(day, &written.blocked)?;

    let Some(manifest) = written.manifest else {
        prop_assert!(day.iter().all(|planned| planned.flaw.is_some()));
        prop_assert_eq!(files(folder.path()), Vec::<String>::new());
        return Ok(());
    };
    control::check(folder.path(), &manifest);
    let booked: Vec<&Document> = manifest.documents().map(|(_, planned)| &planned.document).collect();
    prop_assert_eq!(booked.len(), day.iter().filter(|planned| planned.flaw.is_none()).count());

    for (file, report) in manifest.files.iter().zip(import(&company, setup, folder.path(), &manifest)) {
        prop_assert!(report.is_clean(), "{}: {:#?}", file.name, report);
        prop_assert_eq!(report.applied.len(), file.documents.len());
    }
    let balances = company.trial_balance();
    prop_assert_eq!(balances.iter().map(|own| own.balance.minor()).sum::<i64>(), 0);
    let moved = balances.iter().map(|own| (own.account.to_owned(), own.balance.minor()));
    let moved: BTreeMap<_, _> = moved.filter(|(_, sum)| *sum != 0).collect();
    prop_assert_eq!(moved, movements(booked.iter().copied()));

    let mut exports = Exports::new();
    for file in &manifest.files {
        let export = export(&company, setup, file.kind);
        prop_assert_eq!(export.problems(), &[]);
        // Two customers are in every new company.
        let others = if file.kind == FileKind::Customers { 2 } else { 0 };
        prop_assert_eq!(export.entries().len(), file.documents.len() + others);
        exports.add(export);
    }
    let mut costs = Costs::new();
    for (kind, planned) in manifest.documents() {
        let document = &planned.document;
        let same = |entry: &&sage50::files::Entry| document.compare(&entry.found).is_empty();
        let found: Vec<_> = exports.entries(kind).filter(same).collect();
        prop_assert_eq!(found.len(), 1, "{:?}", document);
        prop_assert_eq!(found[0].document.as_ref(), Ok(&carried(document, &mut costs)));
    }
    let confirmation = confirm(&company, setup, folder.path(), &manifest);
    let open: Vec<_> = confirmation.open().collect();
    prop_assert!(open.is_empty(), "{:?}", open);
    prop_assert_eq!(confirmation.documents.len(), booked.len());
    let posted = |state: &State| matches!(state, State::Posted { .. });
    prop_assert!(confirmation.documents.iter().all(|(_, state)| posted(state)));
    Ok(())
}

/// What a person finds in a folder.
fn files(folder: &Path) -> Vec<String> {
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let names = names.map(|name| name.into_string().unwrap());
    names.filter(|name| !name.starts_with('.')).collect()
}

fn stopped_are_the_flawed(day: &[Planned], blocked: &[sage50::files::Blocked]) -> Result<(), TestCaseError> {
    let mut flawed: Vec<_> =
        day.iter().filter_map(|planned| Some((&planned.document, planned.flaw?))).collect();
    for stopped in blocked {
        let place = flawed.iter().position(|(document, flaw)| {
            **document == *stopped.document && stopped.reason.contains(flaw.word())
        });
        prop_assert!(place.is_some(), "{} is stopped without a flaw", stopped);
        prop_assert!(!stopped.fix.is_empty());
        flawed.remove(place.unwrap());
    }
    prop_assert!(flawed.is_empty(), "{:?} are not stopped", flawed);
    Ok(())
}
