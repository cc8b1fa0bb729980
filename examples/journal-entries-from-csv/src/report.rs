//! What became of the file: tables for people, one line of JSON for programs, an exit status for both.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Write};

use paysage_money::{Currency, Money, MoneyError};
use sage50::files::ManifestFile;
use sage50::model::{Account, JournalEntry, Side};
use serde_json::{Value, json};

use crate::files::Run;
use crate::sheet::Problem;

/// How an entry came to be where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum How {
    /// In the books before this run.
    AlreadyThere,
    /// Posted and confirmed.
    Posted,
    /// Posted, and found when nobody knew.
    LookedUp,
    /// Waits for the import file of this run.
    Waiting,
    /// In the import file of this earlier run.
    InRun(Box<str>),
}

impl How {
    /// The word, and the run of the outbox where there is one.
    fn word(&self) -> (&'static str, Option<&str>) {
        match self {
            Self::AlreadyThere => ("already there", None),
            Self::Posted => ("posted", None),
            Self::LookedUp => ("looked up", None),
            Self::Waiting => ("written", None),
            Self::InRun(run) => ("written before", Some(run)),
        }
    }
}

impl fmt::Display for How {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.word() {
            (word, None) => f.write_str(word),
            (word, Some(run)) => write!(f, "{word}, in run {run}"),
        }
    }
}

/// An entry that did not go.
pub struct Left {
    pub reference: String,
    pub line: u64,
    pub reasons: Vec<Reason>,
}

/// Why an entry did not go.
pub enum Reason {
    /// A mistake in the file.
    Mistake(Problem),
    /// What the door says, with what to do.
    Door(String),
}

impl Reason {
    fn text(&self) -> String {
        match self {
            Self::Mistake(problem) => problem.to_string(),
            Self::Door(what) => what.clone(),
        }
    }

    fn json(&self) -> Value {
        match self {
            Self::Mistake(one) => {
                json!({ "line": one.line, "column": one.column, "what": one.what, "remedy": one.remedy })
            }
            Self::Door(what) => json!({ "what": what }),
        }
    }
}

/// What became of every entry.
#[derive(Default)]
pub struct Report {
    pub gone: Vec<(JournalEntry, How)>,
    pub left: Vec<Left>,
    /// Lines that belong to no entry.
    pub stray: Vec<Problem>,
    pub chart: Vec<Account>,
    pub run: Option<Run>,
}

impl Report {
    /// 0: every entry went; 3: some did not.
    pub fn exit_code(&self) -> u8 {
        if self.left.is_empty() && self.stray.is_empty() { 0 } else { 3 }
    }

    /// Notes what became of an entry.
    pub fn add(&mut self, line: u64, entry: JournalEntry, brought: Result<How, String>) {
        match brought {
            Ok(how) => self.gone.push((entry, how)),
            Err(what) => {
                let reference = entry.reference().to_string();
                self.left.push(Left { reference, line, reasons: vec![Reason::Door(what)] });
            }
        }
    }

    /// Debits and credits of each account, of the entries that went.
    fn totals(&self) -> Result<BTreeMap<&str, (Money, Money)>, MoneyError> {
        let zero = Money::zero(Currency::Usd);
        let mut totals = BTreeMap::new();
        for line in self.gone.iter().flat_map(|(entry, _)| entry.lines()) {
            let (debits, credits) = totals.entry(line.account().as_str()).or_insert((zero, zero));
            let side = match line.side() {
                Side::Debit => debits,
                Side::Credit => credits,
            };
            *side = side.checked_add(line.amount())?;
        }
        Ok(totals)
    }

    fn files(&self) -> impl Iterator<Item = (&Run, &ManifestFile)> {
        let run = self.run.iter();
        run.flat_map(|run| {
            run.written.manifest.iter().flat_map(move |one| one.files.iter().map(move |file| (run, file)))
        })
    }

    /// One object on one line.
    pub fn print_json(&self, out: &mut impl Write) -> io::Result<()> {
        let entries = self.gone.iter().map(|(entry, how)| {
            json!({
                "reference": entry.reference(), "date": entry.date(), "amount": entry.total().to_string(),
                "state": how.word().0.replace(' ', "_"), "run": how.word().1,
            })
        });
        let left = self.left.iter().map(|left| {
            let reasons: Vec<Value> = left.reasons.iter().map(Reason::json).collect();
            json!({ "reference": left.reference, "line": left.line, "reasons": reasons })
        });
        let stray = self.stray.iter().map(|one| Reason::Mistake(one.clone()).json());
        let totals = self.totals().map_err(io::Error::other)?;
        let totals = totals.iter().map(|(account, (debit, credit))| {
            json!({ "account": account, "debit": debit.to_string(), "credit": credit.to_string() })
        });
        let files = self.files().map(|(run, file)| {
            json!({ "path": run.folder.join(&*file.name), "rows": file.rows, "sha256": file.sha256 })
        });
        let result = json!({
            "entries": entries.collect::<Vec<_>>(), "left": left.collect::<Vec<_>>(),
            "stray_lines": stray.collect::<Vec<_>>(), "totals": totals.collect::<Vec<_>>(),
            "files": files.collect::<Vec<_>>(),
        });
        writeln!(out, "{result}")
    }

    /// What a person wants to see.
    pub fn print_tables(&self, out: &mut impl Write) -> io::Result<()> {
        if !self.gone.is_empty() {
            writeln!(out, "{:<22}{:<12}{:>14}  State", "Entry", "Date", "Amount")?;
        }
        for (entry, how) in &self.gone {
            let amount = entry.total().to_string();
            writeln!(
                out,
                "{:<22}{:<12}{amount:>14}  {}",
                entry.reference().as_str(),
                entry.date().to_string(),
                how
            )?;
        }
        if self.exit_code() != 0 {
            writeln!(out, "\nLeft out")?;
        }
        for left in &self.left {
            writeln!(out, "  {}, from line {}", left.reference, left.line)?;
            left.reasons.iter().try_for_each(|reason| writeln!(out, "    {}", reason.text()))?;
        }
        self.stray.iter().try_for_each(|problem| writeln!(out, "  {problem}"))?;
        self.print_totals(out)?;
        self.print_files(out)
    }

    fn print_totals(&self, out: &mut impl Write) -> io::Result<()> {
        let totals = self.totals().map_err(io::Error::other)?;
        if totals.is_empty() {
            return writeln!(out, "\nNo entry went.");
        }
        writeln!(out, "\n{:<10}{:<32}{:>14}{:>14}", "Account", "", "Debits", "Credits")?;
        for (account, (debits, credits)) in &totals {
            let described = self.chart.iter().find(|one| one.id.eq_ignore_ascii_case(account));
            let described = described.map_or("", |one| &one.description);
            let [debits, credits] =
                [debits, credits].map(|sum| if sum.is_zero() { String::new() } else { sum.to_string() });
            let line = format!("{account:<10}{described:<32}{debits:>14}{credits:>14}");
            writeln!(out, "{}", line.trim_end())?;
        }
        let sum = |side: fn(&(Money, Money)) -> Money| Money::sum(totals.values().map(side), Currency::Usd);
        let (debits, credits) = (sum(|both| both.0), sum(|both| both.1));
        let (debits, credits) = (debits.map_err(io::Error::other)?, credits.map_err(io::Error::other)?);
        writeln!(out, "{:<42}{:>14}{:>14}", "", debits.to_string(), credits.to_string())
    }

    fn print_files(&self, out: &mut impl Write) -> io::Result<()> {
        for (run, file) in self.files() {
            writeln!(
                out,
                "\n{}: {} rows, debits {}, credits {}\nImport it into the {} of Sage 50. It counts as booked when an \
                 export of Sage's shows it: see the example import-files-for-a-day, run {}.",
                run.folder.join(&*file.name).display(),
                file.rows,
                file.debits,
                file.credits,
                file.kind,
                run.name
            )?;
        }
        Ok(())
    }
}
