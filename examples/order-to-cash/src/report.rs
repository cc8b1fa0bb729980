//! The result: tables for people, one line of JSON for programs, an exit status for both.

use std::fmt::Display;
use std::io::{self, Write};
use std::time::Duration;

use paysage_sync::Ledger;
use paysage_sync::ledger::{Posting, PostingQuery, PostingState, Record, RecordQuery, RecordState, Summary};
use paysage_sync::reconcile::Report;
use sage50::Kind;
use serde_json::{Value, json};

use crate::failure::Failure;

/// The most rows of a list that are printed; the ledger has the rest.
const MOST_LINES: u32 = 40;

/// Kinds in the order of a day's work, with the word for several.
const KINDS: [(Kind, &str); 6] = [
    (Kind::Customer, "customers"),
    (Kind::Invoice, "invoices"),
    (Kind::Receipt, "receipts"),
    (Kind::CreditMemo, "credit memos"),
    (Kind::Refund, "refund receipts"),
    (Kind::JournalEntry, "journal entries"),
];

/// How the books stand after a run.
pub struct Outcome {
    report: Report,
    summary: Summary,
    documents: Vec<Posting>,
    waiting: Vec<Waiting>,
    silent: Vec<Record>,
    posted: u64,
    took: Duration,
}

/// A record that waits for a person, and what about.
struct Waiting {
    record: Record,
    state: &'static str,
    reason: Box<str>,
}

impl Waiting {
    /// A planned record waits because one of its documents was stopped: that one's reason is the one to tell.
    async fn of(ledger: &dyn Ledger, record: Record) -> Result<Self, Failure> {
        if record.state == RecordState::Planned {
            let postings = ledger.postings(PostingQuery::Record(record.key.clone())).await?;
            let unposted = |posting: &&Posting| posting.state != PostingState::Confirmed;
            if let Some(first) = postings.iter().find(unposted) {
                let behind =
                    || "a document before it was stopped: look at the customer's other records".into();
                let reason = format!("{} ({})", first.trouble.clone().unwrap_or_else(behind), first.key);
                return Ok(Self { state: first.state.as_str(), reason: reason.into(), record });
            }
        }
        Ok(Self { state: record.state.as_str(), reason: record.reason.clone(), record })
    }
}

impl Outcome {
    /// Reads what the tables show from the ledger.
    pub async fn gather(
        ledger: &dyn Ledger,
        report: Report,
        posted: u64,
        took: Duration,
    ) -> Result<Self, Failure> {
        let limit = MOST_LINES.saturating_add(1);
        let confirmed = PostingQuery::State { state: Some(PostingState::Confirmed), after: 0, limit };
        let nothing = RecordQuery::State { state: RecordState::Nothing, after: None, limit };
        let mut waiting = Vec::new();
        for record in ledger.records(RecordQuery::Waiting { after: None, limit }).await? {
            waiting.push(Waiting::of(ledger, record).await?);
        }
        Ok(Self {
            summary: ledger.summary().await?,
            documents: ledger.postings(confirmed).await?,
            waiting,
            silent: ledger.records(nothing).await?,
            report,
            posted,
            took,
        })
    }

    /// Records that wait for a person's decision.
    fn held(&self) -> u64 {
        let stated = [RecordState::Held, RecordState::Disputed].map(|state| self.summary.records_in(state));
        stated.iter().fold(self.summary.stopped_records, |sum, count| sum.saturating_add(*count))
    }

    fn dead_letters(&self) -> u64 {
        self.summary.records_in(RecordState::Dead)
    }

    /// 0: ties and nothing waits; 3: ties and something waits; 1: does not tie.
    pub fn exit_code(&self) -> u8 {
        match (self.report.ties(), self.held().saturating_add(self.dead_letters())) {
            (true, 0) => 0,
            (true, _) => 3,
            (false, _) => 1,
        }
    }

    /// One object on one line.
    pub fn print_json(&self, out: &mut impl Write) -> io::Result<()> {
        let report = &self.report;
        let documents: serde_json::Map<String, Value> = KINDS
            .iter()
            .map(|(kind, plural)| (plural.replace(' ', "_"), self.summary.confirmed_of(*kind).into()))
            .collect();
        let seconds = format!("{}.{:03}", self.took.as_secs(), self.took.subsec_millis());
        let seconds: Value = serde_json::from_str(&seconds)?;
        let result = json!({
            "transactions": report.transactions,
            "documents": documents,
            "totals": {
                "gateway": report.gateway.to_string(),
                "waiting": report.waiting.to_string(),
                "ledger": report.ledger.to_string(),
                "sage50": report.sage50.to_string(),
            },
            "differences": report.differences.len(),
            "held": self.held(),
            "dead_letters": self.dead_letters(),
            "pending": report.pending,
            "seconds": seconds,
        });
        for difference in report.differences.iter().take(lines()) {
            eprintln!("difference: {}: {}", difference.subject, difference.words);
        }
        writeln!(out, "{result}")
    }

    /// What a person wants to see.
    pub fn print_tables(&self, out: &mut impl Write) -> io::Result<()> {
        self.print_documents(out)?;
        self.print_counts(out)?;
        list(out, "No document", &self.silent, |record| format!("{:<13} {}", record.key, record.reason))?;
        list(out, "Waiting for a person", &self.waiting, |one| {
            format!("{:<13} {:<12} {:>12}  {}", one.record.key, one.state, one.record.stake, one.reason)
        })?;
        list(out, "Differences", &self.report.differences, |one| format!("{}: {}", one.subject, one.words))?;
        if self.report.pending > 0 {
            writeln!(out, "{} pending: posted when settled\n", self.report.pending)?;
        }
        writeln!(
            out,
            "{}, {} posted in this run, {:.1?}",
            counted(self.report.transactions, "transaction"),
            counted(self.posted, "document"),
            self.took
        )?;
        self.print_verdict(out)
    }

    fn print_documents(&self, out: &mut impl Write) -> io::Result<()> {
        if self.documents.len() > lines() || self.documents.is_empty() {
            return Ok(());
        }
        writeln!(
            out,
            "{:<12}{:<14}{:<20}{:<22}{:>12}",
            "Date", "Document", "Reference", "Customer", "Amount"
        )?;
        for posting in &self.documents {
            let document = &posting.document;
            let customer = document.customer().map_or("", sage50::CustomerId::as_str);
            writeln!(
                out,
                "{:<12}{:<14}{:<20}{:<22}{:>12}",
                text(document.date()),
                document.kind(),
                document.reference(),
                customer,
                text(document.amount())
            )?;
        }
        writeln!(out)
    }

    fn print_counts(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "In Sage 50")?;
        for (kind, plural) in KINDS {
            let count = self.summary.confirmed_of(kind);
            if count > 0 {
                writeln!(out, "  {plural:<18}{count:>8}")?;
            }
        }
        writeln!(out)
    }

    fn print_verdict(&self, out: &mut impl Write) -> io::Result<()> {
        let report = &self.report;
        let waiting =
            if report.waiting.is_zero() { String::new() } else { format!(" - waiting {}", report.waiting) };
        let verdict = if report.ties() { "books tie out" } else { "books do NOT tie out" };
        let equals = if report.ties() { "=" } else { "|" };
        writeln!(
            out,
            "{verdict}: gateway {}{waiting} {equals} ledger {} {equals} Sage 50 {}",
            report.gateway, report.ledger, report.sage50
        )
    }
}

fn counted(count: u64, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

fn lines() -> usize {
    usize::try_from(MOST_LINES).unwrap_or(usize::MAX)
}

fn text(value: Option<impl Display>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

fn list<T>(out: &mut impl Write, title: &str, items: &[T], line: impl Fn(&T) -> String) -> io::Result<()> {
    if items.is_empty() {
        return Ok(());
    }
    writeln!(out, "{title}")?;
    for item in items.iter().take(lines()) {
        writeln!(out, "  {}", line(item))?;
    }
    if items.len() > lines() {
        writeln!(out, "  … and more; the ledger has them all")?;
    }
    writeln!(out)
}
