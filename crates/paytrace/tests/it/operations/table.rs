//! The table of all calls in the docs: made from the list, and compared with the file that the docs show.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use paytrace::Dialect;

use super::Call;
use super::list::all;

fn word(dialect: Dialect) -> &'static str {
    if dialect == Dialect::V1 { "v1" } else { "v3" }
}

/// Calls that exist with this feature only, so that the docs cannot link to them without it.
const RAW_CARD_DATA: [&str; 1] = ["v3 SaleEmv"];

fn named(call: &dyn Call) -> String {
    format!("{} {}", word(call.endpoint().dialect()), call.type_name())
}

/// The sources' files, by their paths.
fn files() -> BTreeMap<PathBuf, String> {
    fn walk(folder: &Path, found: &mut BTreeMap<PathBuf, String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else {
                let text = std::fs::read_to_string(&path).unwrap();
                found.insert(path, text);
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    found
}

/// Every type in the sources that is a call, as dialect and name.
fn in_the_sources() -> Vec<String> {
    let mut found = Vec::new();
    for (path, text) in files() {
        let dialect = if path.components().any(|part| part.as_os_str() == "v3") { "v3" } else { "v1" };
        found.extend(names_in(&text).into_iter().map(|name| format!("{dialect} {name}")));
    }
    found.retain(|name| cfg!(feature = "raw-card-data") || !RAW_CARD_DATA.contains(&name.as_str()));
    found.sort();
    found
}

/// The types of one file that are calls, also where a macro makes them so.
fn names_in(text: &str) -> Vec<&str> {
    let (mut names, mut within, mut makers) = (Vec::new(), None, Vec::new());
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("macro_rules! ") {
            within = Some(name.trim_end_matches(" {"));
        }
        let line = line.trim_start();
        let call = line.strip_prefix("impl Operation for ").or(line.strip_prefix("impl Export for "));
        match call.map(|name| name.trim_end_matches(" {")) {
            Some(name) if name.starts_with('$') => makers.extend(within),
            Some(name) => names.push(name),
            None => {}
        }
    }
    for maker in makers {
        let made = text.lines().filter_map(|line| line.strip_prefix(maker)?.strip_prefix("!("));
        names.extend(made.filter_map(|rest| rest.split(',').next()));
    }
    names
}

#[test]
fn the_list_holds_every_call_of_the_sources() {
    let mut listed: Vec<String> = all().iter().map(|call| named(&**call)).collect();
    listed.sort();
    assert_eq!(listed, in_the_sources());
}

/// The documentation of a type in a file.
fn docs_of(text: &str, name: &str) -> String {
    let head = format!("pub struct {name}");
    let is_head =
        |line: &&str| line.strip_prefix(&head).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    let above: Vec<&str> = text.lines().take_while(|line| !is_head(line)).collect();
    let docs = above.iter().rev().skip_while(|line| !line.starts_with("///"));
    let mut docs: Vec<&str> = docs.take_while(|line| line.starts_with("///")).copied().collect();
    docs.reverse();
    docs.join("\n")
}

#[test]
fn every_call_says_what_it_is_refused_with_what_a_lost_answer_means_and_who_says_so() {
    let mut poor = Vec::new();
    let files = files();
    let calls = files.values().flat_map(|text| names_in(text).into_iter().map(move |name| (text, name)));
    for (text, name) in calls {
        let docs = docs_of(text, name);
        let sections = ["# Refused with", "# If the answer is lost", "# Source"];
        let missing = sections.into_iter().filter(|title| !docs.contains(&format!("/// {title}\n/// ")));
        poor.extend(missing.map(|title| format!("{name} has no {title}")));
    }
    assert!(poor.is_empty(), "{}", poor.join("\n"));
}

#[test]
fn the_table_of_the_docs_has_a_place_for_every_call_of_the_list_and_no_other() {
    let table = include_str!("../../../src/operations.md");
    let calls = all();
    for call in &calls {
        let endpoint = call.endpoint();
        let row = format!("| `{}` | ", call.name());
        let row = table.lines().find(|line| line.starts_with(&row)).unwrap_or_default();
        let place = format!("`{} {}`", endpoint.method().as_str(), endpoint.path());
        assert!(row.contains(&place), "src/operations.md has no {place} at {}", call.name());
    }
    let listed = calls.iter().map(|call| named(&**call)).chain(RAW_CARD_DATA.map(String::from));
    let places = table.lines().skip(2).map(|line| {
        line.matches("`POST /").count() + line.matches("`GET /").count() + line.matches("`DELETE /").count()
    });
    assert_eq!(places.sum::<usize>(), listed.collect::<std::collections::BTreeSet<_>>().len());
}

#[test]
fn a_call_is_one_thing_in_both_dialects() {
    let calls = all();
    for call in &calls {
        let same = calls.iter().filter(|other| other.name() == call.name());
        for other in same {
            assert_eq!(other.effect(), call.effect(), "{} has two effects", call.name());
            let is_itself = other.type_path() == call.type_path();
            assert!(is_itself || other.endpoint().dialect() != call.endpoint().dialect(), "{}", call.name());
        }
        assert_eq!(call.outgoing().unwrap().endpoint(), call.endpoint(), "{}", call.name());
    }
}

#[cfg(all(feature = "http", feature = "raw-card-data", feature = "encryption"))]
mod docs {
    use std::collections::{BTreeMap, BTreeSet};
    use std::fmt::Write;

    use paytrace::{Dialect, Effect};

    use super::{Call, RAW_CARD_DATA, all, named, word};
    use crate::operations::day;

    fn cell(call: Option<&dyn Call>) -> String {
        let Some(call) = call else { return String::new() };
        let (endpoint, name) = (call.endpoint(), call.type_name());
        let module = call.type_path().split("::").skip(1).take(2).collect::<Vec<_>>().join("::");
        let link = if RAW_CARD_DATA.contains(&named(call).as_str()) {
            format!("`{module}::{name}` (feature `raw-card-data`)")
        } else {
            format!("[`{name}`](crate::{module}::{name})")
        };
        format!("{link} `{} {}`", endpoint.method().as_str(), endpoint.path())
    }

    fn table(calls: &[Box<dyn Call>], done: &day::Done) -> String {
        let mut rows = BTreeMap::<&str, [Option<&dyn Call>; 2]>::new();
        for call in calls {
            let place = usize::from(call.endpoint().dialect() == Dialect::V3);
            rows.entry(call.name()).or_default()[place] = Some(&**call);
        }
        let mut text = String::from("| call | effect | v1 | v3 | tried |\n|---|---|---|---|---|\n");
        for (name, row) in rows {
            let effect = match row.iter().flatten().next().unwrap().effect() {
                Effect::Read => "reads",
                Effect::Repeatable => "changes",
                Effect::MovesMoney => "moves money",
            };
            let is_done =
                |call: &&&dyn Call| done.contains(&day::key(call.endpoint().dialect(), call.name()));
            let tried: Vec<&str> =
                row.iter().flatten().filter(is_done).map(|call| word(call.endpoint().dialect())).collect();
            let [v1, v3] = row.map(cell);
            writeln!(text, "| `{name}` | {effect} | {v1} | {v3} | {} |", tried.join(", ")).unwrap();
        }
        text
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn the_table_of_the_docs_is_what_the_tests_did() {
        let done = day::whole().await;
        let calls = all();
        let all: BTreeSet<_> =
            calls.iter().map(|call| day::key(call.endpoint().dialect(), call.name())).collect();
        let untried: Vec<_> = all.difference(&done).collect();
        assert!(untried.is_empty(), "the day does not try {untried:?}");
        let made = table(&calls, &done);
        let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/operations.md");
        if std::fs::read_to_string(&file).unwrap_or_default() != made {
            let fresh = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("operations.md");
            std::fs::write(&fresh, &made).unwrap();
            panic!("src/operations.md is stale: replace it by {}", fresh.display());
        }
    }
}
