//! The door.

use chrono::{DateTime, TimeDelta, Utc};
use sage50::files::{Export, Exports, FileDoor, FileError, FileKind, ImportRun, State, read_chart};
use sage50::model::{Document, Kind, OpenPeriods};
use sage50::{Books, ErrorKind, List, Outcome, Posted};

use super::{changed, documents, export, fixture, negative_receipts, profile};

/// A moment behind all that the tests write.
fn later(minutes: i64) -> DateTime<Utc> {
    DateTime::from(std::time::SystemTime::now()).checked_add_signed(TimeDelta::minutes(minutes)).unwrap()
}

/// As an export of all days around those of the fixtures.
fn around(export: Export) -> Export {
    export.of_days("2026-05-31".parse().unwrap(), "2026-08-31".parse().unwrap())
}

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
    assert_eq!((cannot_tell.kind(), cannot_tell.outcome()), (ErrorKind::Unavailable, Outcome::Nothing));

    let manifest = door.write_run("2026-07-31").unwrap().manifest.unwrap();
    assert_eq!(manifest.documents().count(), 1);
    assert_eq!(door.post(&invoice).await.unwrap(), Posted::Queued { manifest: "2026-07-31".into() });
    assert_eq!(door.write_run("2026-08-01").unwrap().manifest, None, "nothing waits any more");
    assert!(door.write_run("2026-07-31").is_err(), "a run is written once");
    assert!(door.write_run("../x").is_err());

    door.give(export(FileKind::Sales, &fixture("SALES.74.CSV"))).unwrap();
    let capabilities = door.capabilities().await.unwrap();
    assert!(capabilities.can_read && capabilities.can_adjust_stock && !capabilities.confirms_posting);
    // What an import does with a reference that stands there is not documented: nothing may be built on a refusal.
    assert!(Kind::ALL.iter().all(|kind| !capabilities.refuses_duplicate_reference(*kind)));
    let found = door.find(&invoice).await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(invoice.compare(&found[0]), []);
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

#[tokio::test]
async fn one_door_at_a_time_has_an_outbox() {
    let outbox = tempfile::tempdir().unwrap();
    let door = FileDoor::open(outbox.path(), profile()).unwrap();
    let second = FileDoor::open(outbox.path(), profile()).unwrap_err();
    assert!(matches!(&second, FileError::InUse { path } if path == outbox.path()), "{second}");
    assert!(second.remedy().contains("end the other program"));
    drop(door);
    FileDoor::open(outbox.path(), profile()).unwrap();
}

#[tokio::test]
async fn an_absence_is_told_only_by_an_export_of_the_day_made_after_the_import() {
    let outbox = tempfile::tempdir().unwrap();
    let door = FileDoor::open(outbox.path(), profile()).unwrap();
    let invoice = documents::invoice();
    let other = export(FileKind::Sales, &changed("SALES.74.CSV", "INV-501", "INV-999"));
    let day = |day: &str| day.parse().unwrap();
    let unknown = || async { door.find(&documents::invoice()).await.unwrap_err().kind() };

    // Of a document that the door was never given, any export of the day tells.
    door.give(other.clone()).unwrap();
    assert_eq!(unknown().await, ErrorKind::Unavailable, "neither days nor moment");
    door.give(around(other.clone())).unwrap();
    assert_eq!(unknown().await, ErrorKind::Unavailable, "no moment");
    door.give(other.clone().of_days(day("2026-06-01"), day("2026-06-30")).made_at(later(0))).unwrap();
    assert_eq!(unknown().await, ErrorKind::Unavailable, "strange days, and an entry outside them");
    door.give(around(other.clone()).made_at(later(0))).unwrap();
    // The export without days may be newer; it does not show the reference either.
    assert_eq!(door.find(&invoice).await.unwrap(), []);

    // On days further away it may stand too.
    let outbox_of_narrow = tempfile::tempdir().unwrap();
    let narrow = FileDoor::open(outbox_of_narrow.path(), profile()).unwrap();
    narrow.give(other.clone().of_days(day("2026-07-01"), day("2026-07-31")).made_at(later(0))).unwrap();
    assert_eq!(narrow.find(&invoice).await.unwrap_err().kind(), ErrorKind::Unavailable);

    // In a run it may have been imported since.
    door.post(&invoice).await.unwrap();
    assert_eq!(door.find(&invoice).await.unwrap(), []);
    door.write_run("one").unwrap();
    door.give(around(other.clone()).made_at(later(10))).unwrap();
    assert_eq!(unknown().await, ErrorKind::Unavailable, "nobody said that the run was imported");
    assert!(matches!(door.confirm_run("one").unwrap().documents[..], [(_, State::Unseen)]));
    door.mark_imported("one", later(20)).unwrap();
    assert_eq!(unknown().await, ErrorKind::Unavailable, "made before the import");
    assert!(matches!(door.confirm_run("one").unwrap().documents[..], [(_, State::Unseen)]));
    door.give(around(other).made_at(later(30))).unwrap();
    assert_eq!(door.find(&invoice).await.unwrap(), []);
    assert!(matches!(door.confirm_run("one").unwrap().documents[..], [(_, State::Missing)]));
    drop(door);

    // The mark outlives the door.
    let door = FileDoor::open(outbox.path(), profile()).unwrap();
    door.give(around(export(FileKind::Sales, &fixture("SALES.74.CSV"))).made_at(later(40))).unwrap();
    assert_eq!(door.find(&invoice).await.unwrap().len(), 1);
    // An export of which nobody knows when it was made may be newer than the one that lacks the document.
    let memo = documents::credit_memo();
    door.give(
        around(export(FileKind::Sales, &changed("SALES.74.CSV", "INV-501", "INV-9"))).made_at(later(50)),
    )
    .unwrap();
    assert_eq!(door.find(&invoice).await.unwrap(), []);
    door.give(export(FileKind::Sales, &fixture("SALES.74.CSV"))).unwrap();
    assert_eq!(door.find(&invoice).await.unwrap_err().kind(), ErrorKind::Unavailable);
    assert_eq!(door.find(&memo).await.unwrap().len(), 1);
}

#[tokio::test]
async fn an_entry_that_two_exports_show_is_one_entry() {
    let outbox = tempfile::tempdir().unwrap();
    let door = FileDoor::open(outbox.path(), profile()).unwrap();
    let days = |from: &str, to: &str, moment| {
        let export = export(FileKind::Sales, &fixture("SALES.74.CSV"));
        export.of_days(from.parse().unwrap(), to.parse().unwrap()).made_at(moment)
    };
    door.give(days("2026-07-01", "2026-07-10", later(1))).unwrap();
    door.give(days("2026-07-02", "2026-07-15", later(2))).unwrap();
    door.give(export(FileKind::Sales, &fixture("SALES.74.CSV"))).unwrap();
    let found = door.find(&documents::invoice()).await.unwrap();
    assert_eq!(found.len(), 1, "{found:?}");
    let page = door.list(&List::new(Kind::Invoice)).await.unwrap();
    assert_eq!((page.items.len(), page.total), (1, 1));

    // What the newest export of a day does not show any more was removed.
    let gone = export(FileKind::Sales, &changed("SALES.74.CSV", "INV-501", "INV-502"));
    door.give(around(gone).made_at(later(3))).unwrap();
    let page = door.list(&List::new(Kind::Invoice)).await.unwrap();
    assert_eq!(page.items.iter().map(|found| &*found.reference).collect::<Vec<_>>(), ["INV-502"]);
}

#[tokio::test]
async fn a_list_of_a_journal_that_nobody_exported_is_an_error() {
    let outbox = tempfile::tempdir().unwrap();
    let door = FileDoor::open(outbox.path(), profile()).unwrap();
    door.give(export(FileKind::Sales, &fixture("SALES.74.CSV"))).unwrap();
    assert_eq!(door.list(&List::new(Kind::Receipt)).await.unwrap_err().kind(), ErrorKind::Unavailable);
}

#[tokio::test]
async fn a_runs_own_file_is_no_export() {
    let outbox = tempfile::tempdir().unwrap();
    let door = FileDoor::open(outbox.path(), profile()).unwrap();
    let invoice = documents::invoice();
    door.post(&invoice).await.unwrap();
    door.write_run("R1").unwrap();
    let run = door.run_folder("R1");
    let path = run.join(FileKind::Sales.file_name());
    let own = export(FileKind::Sales, &std::fs::read(&path).unwrap());
    let refused = door.give(own.clone()).unwrap_err();
    assert!(matches!(&refused, FileError::OwnFile { path: found } if *found == path), "{refused}");
    let mut exports = Exports::new();
    exports.add(own);
    assert!(matches!(ImportRun::confirm(&run, &exports), Err(FileError::OwnFile { .. })));
    assert!(door.find(&invoice).await.is_err(), "nothing was shown");
}

#[tokio::test]
async fn an_entry_on_another_cash_account_is_found_and_is_not_the_document() {
    let outbox = tempfile::tempdir().unwrap();
    let door = FileDoor::open(outbox.path(), profile()).unwrap();
    let receipt = documents::receipt();
    let given = |from: &str, to: &str| {
        door.give(export(FileKind::Receipts, &changed("RECEIPTS.59.CSV", from, to))).unwrap();
    };
    given("B17-20260703", "B17-20260703");
    let found = door.find(&receipt).await.unwrap();
    assert_eq!(receipt.compare(&found[0]), []);
    given("B17-20260703", "B18-20260704");
    let found = door.find(&receipt).await.unwrap();
    let words = "deposit ticket: planned B17-20260703, found B18-20260704";
    assert_eq!(found[0].incomplete.as_deref(), Some(words));
    given(",10500,", ",10600,");
    let found = door.find(&receipt).await.unwrap();
    assert!(receipt.compare(&found[0]).iter().any(|own| own.field == "account"), "{found:?}");
}

#[tokio::test]
async fn a_negative_receipt_is_what_the_outbox_knows_of_it_whatever_its_description_says() {
    let outbox = tempfile::tempdir().unwrap();
    let door = FileDoor::open(outbox.path(), negative_receipts()).unwrap();
    let chargeback = documents::chargeback();
    let references =
        |page: sage50::Page| page.items.iter().map(|found| found.reference.to_string()).collect::<Vec<_>>();
    let edited = changed("RECEIPTS.59.CSV", "Chargeback of RC-1", "Returned by the bank");
    door.give(export(FileKind::Receipts, &edited)).unwrap();
    assert_eq!(references(door.list(&List::new(Kind::Refund)).await.unwrap()), [chargeback.reference()]);
    door.post(&chargeback).await.unwrap();
    assert_eq!(references(door.list(&List::new(Kind::Chargeback)).await.unwrap()), [chargeback.reference()]);
    assert!(door.list(&List::new(Kind::Refund)).await.unwrap().items.is_empty());
    let found = door.find(&chargeback).await.unwrap();
    assert_eq!(chargeback.compare(&found[0]), []);

    // One with our reference that opens another invoice is not ours, though its description says so.
    let Document::Chargeback(own) = &chargeback else { panic!("a chargeback") };
    let foreign = changed("RECEIPTS.59.CSV", &format!("{},0.00", own.invoice()), "INV-FOREIGN,0.00");
    door.give(export(FileKind::Receipts, &foreign)).unwrap();
    let found = door.find(&chargeback).await.unwrap();
    let fields: Vec<_> = chargeback.compare(&found[0]).iter().map(|own| own.field).collect();
    assert_eq!(fields, ["settled document", "settled document"]);
}

#[tokio::test]
async fn what_does_not_belong_into_the_outbox_is_named_and_the_rest_goes() {
    let outbox = tempfile::tempdir().unwrap();
    let waits = outbox.path().join("waiting");
    let door = FileDoor::open(outbox.path(), profile()).unwrap();
    door.post(&documents::journal()).await.unwrap();
    let [journal] =
        &std::fs::read_dir(&waits).unwrap().map(|file| file.unwrap().path()).collect::<Vec<_>>()[..]
    else {
        panic!("one file")
    };
    door.post(&documents::receipt()).await.unwrap();
    drop(door);
    let copy = waits.join("a copy.json");
    std::fs::copy(journal, &copy).unwrap();
    let whole = std::fs::read(journal).unwrap();
    std::fs::write(journal, &whole[..whole.len() / 2]).unwrap();
    std::fs::write(waits.join("notes.txt"), "buy milk").unwrap();

    let door = FileDoor::open(outbox.path(), profile()).unwrap();
    let mut problems = door.problems().unwrap();
    problems.sort_by_key(ToString::to_string);
    let named = |problem: &FileError| match problem {
        FileError::Unreadable { path, .. } | FileError::Foreign { path } => path.clone(),
        other => panic!("{other}"),
    };
    let mut expected = vec![copy.clone(), waits.join("notes.txt"), journal.clone()];
    expected.sort();
    let mut paths: Vec<_> = problems.iter().map(named).collect();
    paths.sort();
    assert_eq!(paths, expected);
    let manifest = door.write_run("one").unwrap().manifest.unwrap();
    assert_eq!(manifest.documents().count(), 1, "the receipt alone");
    // Its caller may post the other again, which mends the file.
    assert_eq!(door.post(&documents::journal()).await.unwrap(), waiting());
    assert_eq!(door.write_run("two").unwrap().manifest.unwrap().documents().count(), 1);
    assert_eq!(door.problems().unwrap().len(), 2);
}

#[tokio::test]
async fn a_copied_run_and_a_changed_file_are_named() {
    let outbox = tempfile::tempdir().unwrap();
    let door = FileDoor::open(outbox.path(), profile()).unwrap();
    door.post(&documents::journal()).await.unwrap();
    door.write_run("one").unwrap();
    assert!(door.problems().unwrap().is_empty());
    let (one, copy) = (door.run_folder("one"), door.run_folder("one - Copy"));
    std::fs::create_dir(&copy).unwrap();
    for name in ["GENERAL.CSV", "manifest.json"] {
        std::fs::copy(one.join(name), copy.join(name)).unwrap();
    }
    std::fs::write(one.join("GENERAL.CSV"), "saved by a spreadsheet").unwrap();
    let problems = door.problems().unwrap();
    let [FileError::Changed { path: changed }, FileError::Copied { path, run }] = &problems[..] else {
        panic!("{problems:?}")
    };
    assert_eq!((path, &**run, changed), (&copy, "one", &one.join("GENERAL.CSV")));
    assert_eq!(door.write_run("two").unwrap().manifest, None);

    // Nobody knows what is in a run whose manifest cannot be read.
    std::fs::write(one.join("manifest.json"), "{").unwrap();
    drop(door);
    let error = FileDoor::open(outbox.path(), profile()).unwrap_err();
    assert!(
        matches!(&error, FileError::Unreadable { path, .. } if *path == one.join("manifest.json")),
        "{error}"
    );
}

#[tokio::test]
async fn the_names_of_runs_differ_on_every_disk() {
    let outbox = tempfile::tempdir().unwrap();
    let door = FileDoor::open(outbox.path(), profile()).unwrap();
    door.post(&documents::journal()).await.unwrap();
    door.write_run("July").unwrap();
    for name in ["july", "JULY", "Waiting", "con", "COM1", "lpt9", "", "a/b", ".x", "a.b"] {
        assert!(matches!(door.write_run(name).unwrap_err(), FileError::RunName { .. }), "{name}");
    }
}

#[tokio::test]
async fn an_entry_on_two_days_of_exports_of_two_moments_may_be_one_that_was_moved() {
    let outbox = tempfile::tempdir().unwrap();
    let door = FileDoor::open(outbox.path(), profile()).unwrap();
    let journal = documents::journal();
    let of = |day: &str, moment| {
        let bytes = changed("GENERAL.CSV", "7/14/2026", day);
        let day = chrono::NaiveDate::parse_from_str(day, "%m/%d/%Y").unwrap();
        export(FileKind::Journal, &bytes).of_days(day, day).made_at(moment)
    };
    door.give(of("7/14/2026", later(1))).unwrap();
    assert_eq!(door.find(&journal).await.unwrap().len(), 1);
    door.give(of("7/15/2026", later(2))).unwrap();
    let unclear = door.find(&journal).await.unwrap_err();
    assert_eq!((unclear.kind(), unclear.outcome()), (ErrorKind::Unavailable, Outcome::Nothing));
    // The day it stood on, shown again without it: it was moved.
    let gone = export(FileKind::Journal, &changed("GENERAL.CSV", "JE-900", "JE-901"));
    let day = "2026-07-14".parse().unwrap();
    door.give(gone.of_days(day, day).made_at(later(3))).unwrap();
    let found = door.find(&journal).await.unwrap();
    assert_eq!(found.iter().map(|found| found.date.unwrap().to_string()).collect::<Vec<_>>(), ["2026-07-15"]);
}

#[tokio::test]
async fn a_credit_memo_on_another_account_is_seen_in_a_file_that_does_not_say_what_it_reduces() {
    let outbox = tempfile::tempdir().unwrap();
    let door = FileDoor::open(outbox.path(), profile()).unwrap();
    let memo = documents::credit_memo();
    let without = |bytes: Vec<u8>| {
        let text: String = bytes.into_iter().map(char::from).collect();
        assert!(text.contains("Apply to Invoice Number"));
        text.replacen("Apply to Invoice Number", "A column of a later Sage", 1)
    };
    door.give(export(FileKind::Sales, without(fixture("SALES.74.CSV")).as_bytes())).unwrap();
    let found = door.find(&memo).await.unwrap().remove(0);
    assert_eq!((memo.compare(&found), found.incomplete), (vec![], None));
    let other = without(changed("SALES.74.CSV", ",40000,", ",40300,"));
    door.give(export(FileKind::Sales, other.as_bytes())).unwrap();
    let found = door.find(&memo).await.unwrap().remove(0);
    let words = found.incomplete.unwrap();
    assert!(words.contains("account: planned 40000 with 40.00, found 40000 not at all"), "{words}");
}

#[tokio::test]
async fn a_refund_of_the_payments_journal_settles_nothing_whatever_its_description_says() {
    let outbox = tempfile::tempdir().unwrap();
    let door = FileDoor::open(outbox.path(), profile()).unwrap();
    let refund = documents::refund();
    door.give(export(FileKind::Payments, &changed("PAYMENTS.CSV", "Refund CM-602", "Refund CM-777")))
        .unwrap();
    let found = door.find(&refund).await.unwrap().remove(0);
    assert_eq!(found.booking.parts, None);
    assert_eq!((found.booking.account.as_deref(), refund.compare(&found)), (Some("10500"), vec![]));
}

#[tokio::test]
async fn a_run_whose_folder_is_gone_is_named_and_its_documents_are_taken_for_no_other() {
    let outbox = tempfile::tempdir().unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let door = FileDoor::open(outbox.path(), profile()).unwrap();
    let journal = documents::journal();
    door.post(&journal).await.unwrap();
    door.write_run("one").unwrap();
    let (one, away) = (door.run_folder("one"), elsewhere.path().join("one"));
    std::fs::rename(&one, &away).unwrap();
    let nothing = export(FileKind::Journal, &changed("GENERAL.CSV", "JE-900", "JE-901"));
    let problems = door.problems().unwrap();
    let [FileError::Lost { path }] = &problems[..] else { panic!("{problems:?}") };
    assert_eq!(*path, one);
    assert_eq!(door.post(&journal).await.unwrap(), Posted::Queued { manifest: "one".into() });
    assert_eq!(door.write_run("two").unwrap().manifest, None);
    assert!(matches!(door.write_run("One").unwrap_err(), FileError::RunName { .. }));
    door.give(around(nothing).made_at(later(5))).unwrap();
    assert_eq!(door.find(&journal).await.unwrap_err().kind(), ErrorKind::Unavailable, "imported or not");
    drop(door);
    let door = FileDoor::open(outbox.path(), profile()).unwrap();
    assert_eq!(door.post(&journal).await.unwrap(), Posted::Queued { manifest: "one".into() });
    assert_eq!((door.problems().unwrap().len(), door.write_run("two").unwrap().manifest), (1, None));
    // Its manifest alone gone is no better.
    std::fs::create_dir(&one).unwrap();
    let problems = door.problems().unwrap();
    assert!(problems.iter().any(|problem| matches!(problem, FileError::Lost { .. })), "{problems:?}");
    std::fs::remove_dir(&one).unwrap();
    // Back it is as before; under another name it is no loss.
    std::fs::rename(&away, &one).unwrap();
    assert!(door.problems().unwrap().is_empty());
    std::fs::rename(&one, door.run_folder("one, done")).unwrap();
    assert!(door.problems().unwrap().is_empty());
    assert_eq!(door.post(&journal).await.unwrap(), Posted::Queued { manifest: "one, done".into() });
}

#[tokio::test]
async fn an_outbox_from_before_manifests_were_kept_keeps_them_when_it_is_opened() {
    let outbox = tempfile::tempdir().unwrap();
    let door = FileDoor::open(outbox.path(), profile()).unwrap();
    door.post(&documents::journal()).await.unwrap();
    door.write_run("one").unwrap();
    drop(door);
    std::fs::remove_dir_all(outbox.path().join("kept")).unwrap();
    let door = FileDoor::open(outbox.path(), profile()).unwrap();
    std::fs::remove_dir_all(door.run_folder("one")).unwrap();
    let problems = door.problems().unwrap();
    assert!(matches!(problems[..], [FileError::Lost { .. }]), "{problems:?}");
}

#[tokio::test]
async fn a_document_that_is_missing_waits_again_and_is_in_one_run_alone() {
    let outbox = tempfile::tempdir().unwrap();
    let door = FileDoor::open(outbox.path(), profile()).unwrap();
    let (invoice, journal) = (documents::invoice(), documents::journal());
    door.post(&invoice).await.unwrap();
    door.post(&journal).await.unwrap();
    door.write_run("one").unwrap();
    let refused = |run: &str, document: &Document| {
        let error = door.wait_again(run, document).unwrap_err();
        assert!(matches!(error, FileError::NotMissing { .. }), "{error}");
    };
    let none = export(FileKind::Journal, &changed("GENERAL.CSV", "JE-900", "JE-901"));
    refused("one", &journal);
    door.give(around(none.clone()).made_at(later(1))).unwrap();
    refused("one", &journal);
    door.mark_imported("one", later(2)).unwrap();
    refused("one", &journal);
    door.give(around(none.clone()).made_at(later(3))).unwrap();
    refused("none", &journal);
    refused("one", &documents::receipt());
    refused("one", &invoice);
    assert!(door.problems().unwrap().is_empty());
    door.wait_again("one", &journal).unwrap();
    door.wait_again("one", &journal).unwrap();

    assert_eq!(door.post(&journal).await.unwrap(), waiting());
    let states = door.confirm_run("one").unwrap();
    assert!(matches!(&states.documents[..], [(own, State::Unseen)] if *own == invoice), "{states:?}");
    // Its old file must not be imported any more.
    let problems = door.problems().unwrap();
    let [FileError::GivenUp { path }] = &problems[..] else { panic!("{problems:?}") };
    assert_eq!(*path, door.run_folder("one").join("GENERAL.CSV"));
    drop(door);

    let door = FileDoor::open(outbox.path(), profile()).unwrap();
    let manifest = door.write_run("two").unwrap().manifest.unwrap();
    assert_eq!(manifest.documents().map(|(_, own)| &own.document).collect::<Vec<_>>(), [&journal]);
    door.wait_again("one", &journal).unwrap();
    assert_eq!(door.write_run("three").unwrap().manifest, None, "it is in a run");
    door.give(around(none).made_at(later(3))).unwrap();
    assert!(door.find(&journal).await.is_err(), "nobody said that the second run was imported");
    assert!(matches!(door.wait_again("two", &journal).unwrap_err(), FileError::NotMissing { .. }));
    // What the first run gave up it does not have either when its folder is gone.
    std::fs::remove_dir_all(door.run_folder("one")).unwrap();
    let [FileError::Lost { .. }] = &door.problems().unwrap()[..] else { panic!("the invoice's run") };
    let two = Posted::Queued { manifest: "two".into() };
    assert_eq!(door.post(&journal).await.unwrap(), two);
    assert_eq!(door.post(&invoice).await.unwrap(), Posted::Queued { manifest: "one".into() });
}
