//! The program, run as a user runs it.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "test code")]

use std::path::{Path, PathBuf};
use std::process::Command;

use chrono::{Local, TimeDelta};
use paysage_money::{Currency, Money};
use paysage_sandbox::sage50::{FileKind, Sage50Simulator, Template};
use sage50::Kind;
use serde_json::Value;
use tempfile::TempDir;

struct Run {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

impl Run {
    fn json(&self) -> Value {
        assert_eq!(self.stdout.lines().count(), 1, "{}{}", self.stdout, self.stderr);
        serde_json::from_str(&self.stdout).unwrap()
    }

    /// Reference and state of each document.
    fn states(&self) -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let json = self.json();
        json["documents"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| (text(&one["reference"]), text(&one["state"])))
            .collect()
    }
}

fn run(arguments: &[&str]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_import-files-for-a-day")).args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

fn states(pairs: [(&str, &str); 5]) -> Vec<(String, String)> {
    pairs.map(|(reference, state)| (reference.to_owned(), state.to_owned())).to_vec()
}

const ALL: [(&str, &str); 5] = [
    ("CEDAR-HVAC", "posted"),
    ("INV-2001", "posted"),
    ("INV-2002", "posted"),
    ("PT100000042-R", "posted"),
    ("SET-570", "posted"),
];

/// A company with a person at its screen, and an outbox.
struct Desk {
    sage: Sage50Simulator,
    folder: TempDir,
}

const KINDS: [(&str, FileKind); 4] = [
    ("CUSTOMER.CSV", FileKind::Customers),
    ("SALES.CSV", FileKind::Sales),
    ("RECEIPTS.CSV", FileKind::Receipts),
    ("GENERAL.CSV", FileKind::GeneralJournal),
];

impl Desk {
    /// The built-in day is written as the run `day`, whose files are not imported yet.
    fn open() -> Self {
        let desk = Self { sage: Sage50Simulator::new(), folder: tempfile::tempdir().unwrap() };
        let written = desk.run("write", &["--run", "day"]);
        assert_eq!(written.code, Some(3), "two documents are blocked: {}", written.stderr);
        desk
    }

    fn place(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, command: &str, arguments: &[&str]) -> Run {
        let outbox = self.place("outbox");
        run(&[&[command, "--json", "--outbox", outbox.to_str().unwrap()], arguments].concat())
    }

    fn import(&self, names: &[&str]) {
        for name in names {
            self.import_one(name);
        }
    }

    fn import_one(&self, name: &str) {
        let (_, kind) = KINDS.into_iter().find(|(own, _)| *own == name).unwrap();
        let bytes = std::fs::read(self.place("outbox/runs/day").join(name)).unwrap();
        let report = self.sage.import(kind, &bytes, &Template::from_headings());
        assert!(report.is_clean(), "{report:?}");
    }

    fn export(&self) {
        std::fs::create_dir_all(self.place("exports")).unwrap();
        for (name, kind) in KINDS {
            std::fs::write(self.place("exports").join(name), self.sage.export(kind)).unwrap();
        }
    }

    fn confirm(&self, arguments: &[&str]) -> Run {
        let exports = self.place("exports");
        self.run("confirm", &[&["--run", "day", "--exports", exports.to_str().unwrap()], arguments].concat())
    }
}

#[test]
fn a_whole_day_is_written_imported_exported_and_confirmed() {
    let run = run(&["--json"]);
    assert_eq!((run.code, run.states()), (Some(3), states(ALL)), "{}", run.stderr);
    let json = run.json();
    let blocked: Vec<_> = json["run"]["blocked"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["document"].as_str().unwrap(), one["why"].as_str().unwrap()))
        .collect();
    assert_eq!(blocked[0].0, "invoice INV-2003");
    assert!(
        blocked[0].1.starts_with("Description begins with =")
            && blocked[0].1.ends_with("begin it with a letter or digit"),
        "{blocked:?}"
    );
    assert_eq!(blocked[1].0, "receipt PT100000043-R");
    assert!(blocked[1].1.contains("Discover; add the payment method to the profile"), "{blocked:?}");
    assert_eq!((blocked.len(), &json["run"]["folder"]), (2, &Value::Null), "its files are gone");
}

#[test]
fn a_file_that_was_forgotten_is_missing_and_the_rest_is_posted() {
    let run = run(&["--forget", "RECEIPTS.CSV"]);
    assert_eq!(run.code, Some(3), "{}", run.stderr);
    assert!(
        run.stdout.contains("1249.99  missing\n    the export does not have it: see why Sage refused it"),
        "{}",
        run.stdout
    );
    assert!(run.stdout.ends_with("\n4 of 5 documents are booked as they should be\n"), "{}", run.stdout);
}

#[test]
fn what_is_not_in_an_export_is_missing_only_if_the_export_shows_its_day_after_the_import() {
    let desk = Desk::open();
    desk.import(&["CUSTOMER.CSV", "SALES.CSV", "GENERAL.CSV"]);
    desk.export();
    let (unseen, missing) = (("PT100000042-R", "unseen"), ("PT100000042-R", "missing"));
    let with = |receipt| states(ALL.map(|one| if one.0 == "PT100000042-R" { receipt } else { one }));
    assert_eq!(desk.confirm(&[]).states(), with(unseen));
    let moment = |minutes| (Local::now() + TimeDelta::minutes(minutes)).format("%Y-%m-%dT%H:%M").to_string();
    let day = |exported: &str| {
        desk.confirm(&["--from", "2026-05-10", "--to", "2026-07-11", "--exported-at", exported])
    };
    assert_eq!(day(&moment(5)).states(), with(unseen), "nobody said that it was imported");
    assert_eq!(desk.run("imported", &["--run", "day"]).code, Some(0));
    assert_eq!(day(&moment(-5)).states(), with(unseen), "exported before the import");
    for (from, to) in
        [("2026-06-11", "2026-06-11"), ("2026-06-10", "2026-06-10"), ("2026-05-11", "2026-07-11")]
    {
        let other = desk.confirm(&["--from", from, "--to", to, "--exported-at", &moment(5)]);
        assert_eq!(other.states(), with(unseen), "{from} to {to}");
    }
    let run = day(&moment(5));
    assert_eq!((run.code, run.states()), (Some(3), with(missing)));
    desk.import(&["RECEIPTS.CSV"]);
    desk.export();
    let run = day(&moment(5));
    assert_eq!((run.code, run.states()), (Some(0), states(ALL)));
}

#[test]
fn what_stands_there_otherwise_or_twice_is_not_posted() {
    let desk = Desk::open();
    desk.import(&["CUSTOMER.CSV", "SALES.CSV", "RECEIPTS.CSV", "GENERAL.CSV", "GENERAL.CSV"]);
    assert!(desk.sage.edit_amount(Kind::Invoice, "INV-2002", Money::from_minor(4200, Currency::Usd)));
    desk.export();
    let run = desk.confirm(&[]);
    let mut expected = ALL;
    (expected[2].1, expected[4].1) = ("different", "twice");
    assert_eq!((run.code, run.states()), (Some(3), states(expected)), "{}", run.stderr);
    let json = run.json();
    let what = json["documents"][2]["what"].as_str().unwrap();
    assert!(what.contains("amount 42.00 USD instead of 42.50 USD"), "{what}");
    assert_eq!(json["documents"][4]["what"], "the export has it 2 times");
}

#[test]
fn a_day_that_is_given_again_is_not_written_again() {
    let desk = Desk::open();
    let run = desk.run("write", &["--run", "again"]);
    let json = run.json();
    assert_eq!((run.code, json["run"]["files"].as_array().unwrap().len()), (Some(3), 0), "{}", run.stdout);
    let earlier = json["run"]["earlier"].as_array().unwrap();
    assert_eq!((earlier.len(), earlier[4]["run"].as_str()), (5, Some("day")), "{earlier:?}");
    assert!(!desk.place("outbox/runs/again").exists());
}

#[test]
fn a_document_that_is_none_is_blocked_by_name_and_the_others_go() {
    let desk = Desk::open();
    let day = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("day.json")).unwrap();
    let day = day.replace("\"SET-570\"", "\"SET-571\"").replace("\"475.79\"", "\"475.97\"");
    let day = day
        .replace("INV-2002", "INV-3002")
        .replace("\"BAYSIDE\"", "\"BAY*SIDE\"")
        .replace("=2 hours", "2 hours");
    std::fs::write(desk.place("day.json"), day).unwrap();
    let run = desk.run("write", &["--run", "second", "--day", desk.place("day.json").to_str().unwrap()]);
    let json = run.json();
    let blocked: Vec<_> = json["run"]["blocked"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| format!("{}: {}", one["document"].as_str().unwrap(), one["why"].as_str().unwrap()))
        .collect();
    assert!(blocked[0].starts_with("invoice INV-3002: customer id must not hold"), "{blocked:?}");
    assert!(
        blocked[2].starts_with(
            "journal entry SET-571: the journal entry does not balance: debits 490.18, credits 490.00"
        ),
        "{blocked:?}"
    );
    assert_eq!(json["run"]["files"][0]["name"], "SALES.CSV", "{}", run.stdout);
    assert_eq!((run.code, blocked.len(), &json["run"]["files"][0]["documents"]), (Some(3), 3, &1.into()));
}

#[test]
fn what_cannot_be_used_is_named_with_the_way_on() {
    let desk = Desk::open();
    let empty = desk.confirm(&[]);
    assert!(
        empty.code == Some(1) && empty.stderr.contains("exports holds none of CUSTOMER.CSV"),
        "{}",
        empty.stderr
    );
    desk.export();
    let path = desk.place("exports/SALES.CSV");
    let bytes = std::fs::read(&path).unwrap();
    std::fs::write(&path, &bytes[..bytes.len() - 5]).unwrap();
    let cut = desk.confirm(&[]);
    assert!(cut.code == Some(1) && cut.stderr.contains("SALES.CSV: the file is cut"), "{}", cut.stderr);
    assert!(cut.stderr.contains("export the file again, whole"), "{}", cut.stderr);
    std::fs::copy(desk.place("outbox/runs/day/SALES.CSV"), &path).unwrap();
    let own = desk.confirm(&[]);
    assert!(own.code == Some(1) && own.stderr.contains("the export is the import file"), "{}", own.stderr);
    let none = desk.run("imported", &["--run", "dya"]);
    assert!(none.code == Some(1) && none.stderr.contains("there is no run \"dya\""), "{}", none.stderr);
    let usage = run(&["--forget", "SALES.CSV", "imported", "--outbox", "x", "--run", "y"]);
    assert_eq!(usage.code, Some(2), "{}", usage.stderr);
}

#[test]
fn an_outbox_may_be_named_from_where_the_program_runs() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_import-files-for-a-day"));
    let output =
        command.current_dir(folder.path()).args(["write", "--outbox", "outbox", "--run", "day"]).output();
    assert_eq!(output.unwrap().status.code(), Some(3));
    assert!(folder.path().join("outbox/runs/day/SALES.CSV").exists());
}
