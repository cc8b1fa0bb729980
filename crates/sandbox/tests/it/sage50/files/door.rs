//! The door itself, from posting to the export.

use paysage_sandbox::sage50::{self as sim, ImportReport};
use sage50::files::{FileDoor, Manifest, read_chart};
use sage50::model::Document;
use sage50::{Books, ErrorKind, Posted};

use super::{Setup, company, examples, export, import};

/// Nobody has to know what a journal books first: on one day the credit memo comes before its invoice by its number,
/// and the chargeback before its receipt.
#[tokio::test]
async fn what_was_posted_in_any_order_is_imported_whole_and_found_in_the_export() {
    let (setup, company) = (Setup::default(), company());
    let chart = read_chart(&company.export(sim::FileKind::Chart), &setup.profile()).unwrap();
    assert_eq!(setup.profile().check_chart(&chart), []);
    let outbox = tempfile::tempdir().unwrap();
    let door = FileDoor::open(outbox.path(), setup.profile()).unwrap().with_chart(chart);
    for document in examples::run() {
        assert!(matches!(door.post(&document).await.unwrap(), Posted::Queued { .. }));
    }
    let written = door.write_run("july").unwrap();
    assert_eq!(written.blocked, []);
    let manifest = written.manifest.unwrap();
    assert_eq!(manifest, Manifest::read(&door.run_folder("july")).unwrap().unwrap());
    let reports = import(&company, setup, &door.run_folder("july"), &manifest);
    assert!(reports.iter().all(ImportReport::is_clean), "{reports:#?}");
    for file in &manifest.files {
        door.give(export(&company, setup, file.kind)).unwrap();
    }
    let confirmation = door.confirm_run("july").unwrap();
    assert!(confirmation.is_complete(), "{confirmation:#?}");
    for document in examples::run() {
        let found = door.find(&document).await.unwrap();
        assert_eq!(found.len(), 1, "{}", document.reference());
        assert_eq!(document.compare(&found[0]), []);
    }
}

#[tokio::test]
async fn what_the_company_would_refuse_is_refused_before_it_is_written() {
    let (setup, company) = (Setup::default(), company());
    let chart = read_chart(&company.export(sim::FileKind::Chart), &setup.profile()).unwrap();
    assert!(company.set_account_inactive("50500", true));
    let later = read_chart(&company.export(sim::FileKind::Chart), &setup.profile()).unwrap();
    let outbox = tempfile::tempdir().unwrap();
    let door = FileDoor::open(outbox.path(), setup.profile()).unwrap().with_chart(chart);
    assert!(door.post(&examples::adjustment()).await.is_ok());
    drop(door);
    let door = FileDoor::open(outbox.path(), setup.profile()).unwrap().with_chart(later);
    let Document::StockAdjustment(mut adjustment) = examples::adjustment() else { panic!("an adjustment") };
    adjustment.reference = "ADJ-2".parse().unwrap();
    let error = door.post(&adjustment.into()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid);
    let written = door.write_run("july").unwrap();
    assert_eq!(written.manifest, None, "what waited since then is stopped too");
    assert_eq!(&*written.blocked[0].reason, "account 50500 is inactive");
}
