//! The result: what was written and what was not, what is booked and what is open.

use std::io::{self, Write};

use sage50::files::{Confirmation, State};
use sage50::model::Document;
use serde_json::json;

use crate::outbox::{self, Run};

/// What there is to say in the end.
#[derive(Default)]
pub struct Report {
    pub run: Option<Run>,
    pub confirmation: Option<Confirmation>,
}

/// A state in a word, what more there is to say, and what to do.
fn state(state: &State) -> (&'static str, String, &'static str) {
    match state {
        State::Posted { .. } => ("posted", String::new(), ""),
        State::Missing => (
            "missing",
            "the export does not have it".to_owned(),
            "see why Sage refused it; import the file again only if all of its documents are missing",
        ),
        State::Different(differences) => {
            let words =
                differences.iter().map(|one| format!("{} {} instead of {}", one.field, one.theirs, one.ours));
            ("different", words.collect::<Vec<_>>().join(", "), "correct it in Sage, then export again")
        }
        State::Twice(times) => (
            "twice",
            format!("the export has it {times} times"),
            "void all but one in Sage, then export again",
        ),
        State::Unseen => (
            "unseen",
            "no export tells".to_owned(),
            "say when the run was imported, export its journal after that with 31 days before and after, and name days \
             and moment",
        ),
    }
}

fn date(document: &Document) -> String {
    document.date().map_or_else(String::new, |date| date.to_string())
}

fn amount(document: &Document) -> String {
    document.amount().map_or_else(String::new, |amount| amount.to_string())
}

impl Report {
    /// 0: nothing is open; 3: something is.
    pub fn exit_code(&self) -> u8 {
        let blocked = self.run.as_ref().is_some_and(|run| !run.blocked.is_empty());
        let open = self.confirmation.as_ref().is_some_and(|all| !all.is_complete());
        if blocked || open { 3 } else { 0 }
    }

    /// One object on one line.
    pub fn print_json(&self, out: &mut impl Write) -> io::Result<()> {
        let run = self.run.as_ref().map(|run| {
            let files = run.manifest.iter().flat_map(|manifest| &manifest.files);
            let files = files.map(|file| {
                json!({
                    "name": file.name, "documents": file.documents.len(), "rows": file.rows,
                    "debits": file.debits.to_string(), "credits": file.credits.to_string(), "sha256": file.sha256,
                })
            });
            let blocked = run.blocked.iter().map(|one| json!({ "document": one.document, "why": one.why }));
            let earlier = run.earlier.iter().map(|(document, run)| json!({ "document": document, "run": run }));
            json!({
                "name": run.name, "folder": run.folder.as_ref(), "files": files.collect::<Vec<_>>(),
                "blocked": blocked.collect::<Vec<_>>(), "earlier": earlier.collect::<Vec<_>>(),
            })
        });
        let documents = self.confirmation.as_ref().map(|all| {
            let documents = all.documents.iter().map(|(document, own)| {
                let (word, more, remedy) = state(own);
                json!({
                    "kind": document.kind().as_str(), "reference": document.reference(), "date": document.date(),
                    "amount": document.amount().map(|amount| amount.to_string()), "state": word, "what": more,
                    "remedy": remedy,
                })
            });
            documents.collect::<Vec<_>>()
        });
        writeln!(out, "{}", json!({ "run": run, "documents": documents, "open": self.exit_code() != 0 }))
    }

    /// What a person wants to see.
    pub fn print_tables(&self, out: &mut impl Write) -> io::Result<()> {
        if let Some(run) = &self.run {
            print_run(run, out)?;
        }
        match (&self.run, &self.confirmation) {
            (_, Some(confirmation)) => print_states(confirmation, out),
            (Some(run), None) if run.manifest.is_some() => writeln!(
                out,
                "\nImport these files in this order, each with its template, and no file twice. Then:\n  imported --run {0}\n\
                 export the same lists and journals{1} under the same names into a folder of their own, and\n  confirm --run {0}",
                run.name,
                run.manifest
                    .as_ref()
                    .and_then(outbox::days_to_export)
                    .map_or_else(String::new, |(from, to)| { format!(", all days from {from} to {to},") })
            ),
            _ => Ok(()),
        }
    }
}

fn print_run(run: &Run, out: &mut impl Write) -> io::Result<()> {
    match &run.manifest {
        None => writeln!(out, "Nothing new was written.")?,
        Some(manifest) => {
            let place =
                run.folder.as_ref().map_or_else(String::new, |folder| format!(", in {}", folder.display()));
            writeln!(out, "Run {}{place}", run.name)?;
            writeln!(out, "{:<16}{:>10}{:>8}{:>14}{:>14}", "File", "Documents", "Rows", "Debits", "Credits")?;
            for file in &manifest.files {
                let (count, rows) = (file.documents.len(), file.rows);
                let (debits, credits) = (file.debits.to_string(), file.credits.to_string());
                writeln!(out, "{:<16}{count:>10}{rows:>8}{debits:>14}{credits:>14}", file.name)?;
            }
        }
    }
    if !run.blocked.is_empty() {
        writeln!(out, "\nBlocked")?;
    }
    for one in &run.blocked {
        writeln!(out, "  {}: {}", one.document, one.why)?;
    }
    if !run.earlier.is_empty() {
        writeln!(out, "\nWritten before, and not again")?;
    }
    for (document, earlier) in &run.earlier {
        writeln!(out, "  {document}: in run {earlier}")?;
    }
    Ok(())
}

fn print_states(confirmation: &Confirmation, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "\n{:<18}{:<22}{:<12}{:>12}  In Sage", "Document", "Reference", "Date", "Amount")?;
    for (document, own) in &confirmation.documents {
        let (word, more, remedy) = state(own);
        let (kind, reference, date, amount) =
            (document.kind(), document.reference(), date(document), amount(document));
        writeln!(out, "{kind:<18}{reference:<22}{date:<12}{amount:>12}  {word}")?;
        if !remedy.is_empty() {
            writeln!(out, "    {more}: {remedy}")?;
        }
    }
    let (all, open) = (confirmation.documents.len(), confirmation.open().count());
    writeln!(out, "\n{} of {all} documents are booked as they should be", all.saturating_sub(open))
}
