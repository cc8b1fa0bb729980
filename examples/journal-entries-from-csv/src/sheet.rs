//! The CSV file: lines into entries, and what is wrong with it by line, column and remedy.

use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDate;
use csv::{ByteRecord, ReaderBuilder, Trim};
use paysage_money::{Currency, Money, MoneyError};
use sage50::model::{
    Account, Description, DocumentError, GlAccount, JournalEntry, JournalLine, Reference, Side,
};

use crate::gateway::Failure;

const DATE: &str = "date";
const REFERENCE: &str = "reference";
const ACCOUNT: &str = "account";
const DEBIT: &str = "debit";
const CREDIT: &str = "credit";
const MEMO: &str = "memo";
const COLUMNS: [&str; 6] = [DATE, REFERENCE, ACCOUNT, DEBIT, CREDIT, MEMO];

/// A mistake in the file, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub line: u64,
    pub column: &'static str,
    pub what: String,
    pub remedy: &'static str,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, {}: {}; {}", self.line, self.column, self.what, self.remedy)
    }
}

/// An entry as the file has it; `entry` is what is wrong when it cannot be booked.
pub struct SheetEntry {
    pub reference: Reference,
    pub line: u64,
    pub entry: Result<JournalEntry, Vec<Problem>>,
}

/// The entries in the order of their first lines, and the mistakes that belong to no entry.
pub struct Sheet {
    pub entries: Vec<SheetEntry>,
    pub stray: Vec<Problem>,
}

/// Lines with one reference, and what is wrong with them.
struct Group {
    reference: Reference,
    line: u64,
    date: Option<(u64, NaiveDate)>,
    lines: Vec<JournalLine>,
    problems: Vec<Problem>,
}

impl Sheet {
    /// Reads a file; with a chart of accounts every account must be in it.
    pub fn read(bytes: &[u8], chart: Option<&[Account]>) -> Result<Self, Failure> {
        let mut reader = ReaderBuilder::new().flexible(true).trim(Trim::All).from_reader(bytes);
        let columns = columns(reader.byte_headers()?)?;
        let (mut groups, mut stray) = (Vec::new(), Vec::new());
        let mut places = BTreeMap::new();
        for record in reader.byte_records() {
            let record = record?;
            let row = Row {
                line: record.position().map_or(0, csv::Position::line),
                record: &record,
                columns: &columns,
            };
            if record.iter().all(<[u8]>::is_empty) {
                continue;
            }
            match row.reference() {
                Ok(reference) => {
                    // Sage does not tell references apart by case.
                    let key = reference.as_str().to_lowercase();
                    let place = *places.entry(key).or_insert(groups.len());
                    if place == groups.len() {
                        groups.push(Group::new(reference, row.line));
                    }
                    if let Some(group) = groups.get_mut(place) {
                        group.add(&row, chart);
                    }
                }
                Err(problem) => stray.push(problem),
            }
        }
        Ok(Self { entries: groups.into_iter().map(Group::finish).collect(), stray })
    }
}

/// Where each column stands.
fn columns(headings: &ByteRecord) -> Result<BTreeMap<&'static str, usize>, Failure> {
    let must = format!("its first line must be {}", COLUMNS.join(","));
    let mut columns = BTreeMap::new();
    for (place, heading) in headings.iter().enumerate() {
        let text = String::from_utf8_lossy(heading).to_lowercase();
        let Some(known) = COLUMNS.into_iter().find(|known| *known == text) else {
            return Err(format!("the column {text:?} is not known: take it out; {must}").into());
        };
        if columns.insert(known, place).is_some() {
            return Err(format!("the column {known:?} stands twice: take one out; {must}").into());
        }
    }
    match COLUMNS.into_iter().find(|known| !columns.contains_key(known)) {
        Some(missing) => Err(format!("the file has no column {missing:?}; {must}").into()),
        None => Ok(columns),
    }
}

struct Row<'a> {
    line: u64,
    record: &'a ByteRecord,
    columns: &'a BTreeMap<&'static str, usize>,
}

impl Row<'_> {
    fn problem(&self, column: &'static str, what: impl fmt::Display, remedy: &'static str) -> Problem {
        Problem { line: self.line, column, what: what.to_string(), remedy }
    }

    fn cell(&self, column: &'static str) -> Result<&str, Problem> {
        let place = self.columns.get(column).copied().unwrap_or_default();
        let cell = self.record.get(place).unwrap_or_default();
        let not_text = |_| self.problem(column, "it is not UTF-8", "save the file as CSV UTF-8");
        std::str::from_utf8(cell).map_err(not_text)
    }

    fn reference(&self) -> Result<Reference, Problem> {
        let (found, expected) = (self.record.len(), self.columns.len());
        if found != expected {
            let what = format!("there are {found} cells where {expected} are expected");
            return Err(self.problem(
                "the whole line",
                what,
                "put a text that holds a comma in double quotes",
            ));
        }
        let reference = Reference::new(self.cell(REFERENCE)?);
        reference.map_err(|error| self.problem(REFERENCE, error, "give the entry a reference of its own"))
    }

    fn date(&self) -> Result<NaiveDate, Problem> {
        let cell = self.cell(DATE)?;
        let wrong = |_| {
            self.problem(DATE, format!("{cell:?} is no day"), "write year, month and day, e.g. 2026-06-30")
        };
        cell.parse().map_err(wrong)
    }

    fn account(&self, chart: Option<&[Account]>) -> Result<GlAccount, Problem> {
        let account = GlAccount::new(self.cell(ACCOUNT)?);
        let account = account.map_err(|error| self.problem(ACCOUNT, error, "name the account's id"))?;
        let Some(chart) = chart else { return Ok(account) };
        match chart.iter().find(|one| one.id.eq_ignore_ascii_case(account.as_str())) {
            Some(one) if one.inactive => Err(self.problem(
                ACCOUNT,
                format!("{account} is inactive"),
                "make it active in Sage 50, or use another",
            )),
            Some(_) => Ok(account),
            None => {
                let what = format!("{account} is not in the chart of accounts");
                Err(self.problem(ACCOUNT, what, "create it in Sage 50, or correct its id"))
            }
        }
    }

    /// A cell of money; blank and zero are nothing.
    fn money(&self, column: &'static str) -> Result<Option<Money>, Problem> {
        let cell = self.cell(column)?;
        if cell.is_empty() {
            return Ok(None);
        }
        let amount = Money::parse(cell, Currency::Usd).map_err(|error| {
            let remedy = match error {
                MoneyError::TooPrecise => "round it to the cent where it comes from",
                _ => "write digits and a point only, e.g. 1234.56",
            };
            self.problem(column, format!("{cell:?} {error}"), remedy)
        })?;
        if amount.is_negative() {
            return Err(self.problem(
                column,
                format!("{amount} is below zero"),
                "put it into the other column, without a sign",
            ));
        }
        Ok((!amount.is_zero()).then_some(amount))
    }

    fn amount(&self) -> Result<(Side, Money), Problem> {
        match (self.money(DEBIT)?, self.money(CREDIT)?) {
            (Some(amount), None) => Ok((Side::Debit, amount)),
            (None, Some(amount)) => Ok((Side::Credit, amount)),
            (Some(_), Some(_)) => Err(self.problem(
                "debit and credit",
                "both are filled",
                "make two lines of it, or leave one blank",
            )),
            (None, None) => {
                Err(self.problem("debit and credit", "neither is filled", "fill one, or take the line out"))
            }
        }
    }

    fn memo(&self) -> Result<Option<Description>, Problem> {
        let cell = self.cell(MEMO)?;
        let memo = (!cell.is_empty()).then(|| Description::new(cell)).transpose();
        memo.map_err(|error| self.problem(MEMO, error, "shorten it"))
    }
}

impl Group {
    fn new(reference: Reference, line: u64) -> Self {
        Self { reference, line, date: None, lines: Vec::new(), problems: Vec::new() }
    }

    /// Takes a line over; everything that is wrong with it is noted.
    fn add(&mut self, row: &Row<'_>, chart: Option<&[Account]>) {
        match (row.date(), self.date) {
            (Ok(date), None) => self.date = Some((row.line, date)),
            (Ok(date), Some((line, first))) if date != first => self.problems.push(row.problem(
                DATE,
                format!("{date}, but line {line} of the same entry has {first}"),
                "book an entry on one day, and give what belongs to another a reference of its own",
            )),
            (Ok(_), Some(_)) => {}
            (Err(problem), _) => self.problems.push(problem),
        }
        let (account, amount, memo) = (row.account(chart), row.amount(), row.memo());
        match (account, amount, memo) {
            (Ok(account), Ok((side, amount)), Ok(memo)) => match JournalLine::new(account, side, amount) {
                Ok(line) => self.lines.push(match memo {
                    Some(memo) => line.with_description(memo),
                    None => line,
                }),
                Err(error) => self.problems.push(row.problem(DEBIT, error, "correct the amount")),
            },
            (account, amount, memo) => {
                self.problems.extend(account.err());
                self.problems.extend(amount.err());
                self.problems.extend(memo.err());
            }
        }
    }

    fn finish(self) -> SheetEntry {
        let Self { reference, line, date, lines, mut problems } = self;
        let entry = match date {
            Some((_, date)) if problems.is_empty() => JournalEntry::new(reference.clone(), date, lines)
                .map_err(|error| {
                    let remedy = match error {
                        DocumentError::Unbalanced { .. } => {
                            "correct an amount, or add the line that is missing"
                        }
                        DocumentError::TooFewLines { .. } => "add the other side, under the same reference",
                        DocumentError::TooManyLines { .. } => {
                            "split the entry into several, each with its reference"
                        }
                        _ => "correct the amounts",
                    };
                    vec![Problem { line, column: "the whole entry", what: error.to_string(), remedy }]
                }),
            _ => {
                problems.sort_by_key(|problem| problem.line);
                Err(problems)
            }
        };
        SheetEntry { reference, line, entry }
    }
}

#[cfg(test)]
mod tests;
