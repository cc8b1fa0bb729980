//! The door.

use sage50::files::{FileDoor, FileKind, State, read_chart};
use sage50::model::{Kind, OpenPeriods};
use sage50::{Books, ErrorKind, List, Outcome, Posted};

use super::{documents, export, fixture, profile};

fn waiting() -> Posted {
    Posted::Queued { manifest: "waiting".into() }
}

#[tokio::test]
async fn a_document_waits_goes_into_one_run_and_is_found_in_the_export() {
    let outbox = tempfile::tempdir().unwrap();
    let door = FileDoor::open(outbox.path(), profile()).unwrap();
    let invoice = documents::invoice();
    assert!(!door.capabilities().await.unwrap().can_read);
    assert_eq!(door.post(&invoice).await.unwrap(), waiting());
    assert_eq!(door.post(&invoice).await.unwrap(), waiting(), "a second post is the same");
    let cannot_tell = door.find(&invoice).await.unwrap_err();
    assert_eq!((cannot_tell.kind(), cannot_tell.outcome()), (ErrorKind::Unsupported, Outcome::Nothing));

    let manifest = door.write_run("2026-07-31").unwrap().manifest.unwrap();
    assert_eq!(manifest.documents().count(), 1);
    assert_eq!(door.post(&invoice).await.unwrap(), Posted::Queued { manifest: "2026-07-31".into() });
    assert_eq!(door.write_run("2026-08-01").unwrap().manifest, None, "nothing waits any more");
    assert!(door.write_run("2026-07-31").is_err(), "a run is written once");
    assert!(door.write_run("../x").is_err());

    door.give(export(FileKind::Sales, &fixture("SALES.74.CSV")));
    let capabilities = door.capabilities().await.unwrap();
    assert!(capabilities.can_read && capabilities.can_adjust_stock && !capabilities.confirms_posting);
    // What an import does with a reference that stands there is not documented: nothing may be built on a refusal.
    assert!(Kind::ALL.iter().all(|kind| !capabilities.refuses_duplicate_reference(*kind)));
    let found = door.find(&invoice).await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(invoice.compare(&found[0]), []);
    assert_eq!(door.find(&documents::invoice_saying("INV-777", "x")).await.unwrap(), []);
    let confirmation = door.confirm_run("2026-07-31").unwrap();
    assert!(matches!(&confirmation.documents[..], [(_, State::Posted { .. })]));
    let page = door.list(&List::new(Kind::CreditMemo)).await.unwrap();
    assert_eq!((page.items.len(), page.total, page.next), (1, 1, None));
}

#[tokio::test]
async fn the_outbox_remembers_over_a_restart() {
    let outbox = tempfile::tempdir().unwrap();
    let door = FileDoor::open(outbox.path(), profile()).unwrap();
    door.post(&documents::receipt()).await.unwrap();
    let waiting_file = std::fs::read_dir(outbox.path().join("waiting")).unwrap().next().unwrap().unwrap();
    let content = std::fs::read(waiting_file.path()).unwrap();
    door.write_run("one").unwrap();
    door.post(&documents::journal()).await.unwrap();
    drop(door);
    // As a crash right after the manifest leaves it.
    std::fs::write(waiting_file.path(), content).unwrap();
    let door = FileDoor::open(outbox.path(), profile()).unwrap();
    let in_run = Posted::Queued { manifest: "one".into() };
    assert!(!waiting_file.path().exists());
    assert_eq!(door.post(&documents::receipt()).await.unwrap(), in_run);
    assert_eq!(door.post(&documents::journal()).await.unwrap(), waiting());
    let manifest = door.write_run("two").unwrap().manifest.unwrap();
    let names: Vec<_> = manifest.files.iter().map(|file| &*file.name).collect();
    assert_eq!(names, ["GENERAL.CSV"]);
}

#[tokio::test]
async fn what_a_run_would_block_is_refused_at_once() {
    let outbox = tempfile::tempdir().unwrap();
    let open = OpenPeriods::new("2026-07-01".parse().unwrap(), "2026-07-20".parse().unwrap()).unwrap();
    let chart = read_chart(&fixture("CHART.CSV"), &profile()).unwrap();
    let door = FileDoor::open(outbox.path(), profile().with_open_periods(open)).unwrap();
    let closed = door.post(&documents::chargeback()).await.unwrap_err();
    assert_eq!((closed.kind(), closed.outcome()), (ErrorKind::ClosedPeriod, Outcome::Nothing));
    let formula = door.post(&documents::invoice_saying("INV-1", "@x")).await.unwrap_err();
    assert_eq!(formula.kind(), ErrorKind::Invalid);
    assert!(formula.to_string().contains("Description begins with @"), "{formula}");
    door.post(&documents::invoice_saying("INV-1", "x")).await.unwrap();
    let other = door.post(&documents::invoice_saying("INV-1", "y")).await.unwrap_err();
    assert_eq!(other.kind(), ErrorKind::Duplicate);
    assert_eq!(door.accounts().await.unwrap_err().kind(), ErrorKind::Unsupported);
    let door = door.with_chart(chart);
    assert_eq!(door.accounts().await.unwrap().len(), 6);
    let unknown = door.post(&documents::invoice_saying("INV-2", "x")).await.unwrap_err();
    assert!(unknown.to_string().contains("no account 40100"), "{unknown}");
}
