//! General journal entries: balanced, and never on the control account.

use chrono::NaiveDate;
use serde::Serialize;

use super::company::{Cents, Company, save};
use super::fields::item_path;
use super::key::key;
use super::ledger::Posting;
use super::problem::{Code, Problems, Refusal};
use super::register::{Place, Row};
use super::sales::checked_sum;
use super::texts::Texts;

mod draft;
mod request;

pub(super) use draft::{NewEntry, NewEntryLine};

const REGISTER: u32 = 4;

/// A journal entry on record.
#[derive(Debug, Clone)]
pub(super) struct JournalEntry {
    pub(super) voided: bool,
    pub(super) date: NaiveDate,
    /// Debits positive, credits negative.
    pub(super) lines: Box<[Posting]>,
    /// Reference and description of the entry, then the lines' descriptions.
    texts: Texts,
}

impl Row for JournalEntry {
    fn reference(&self) -> &str {
        self.texts.at(0)
    }

    fn customer(&self) -> Option<Place> {
        None
    }

    fn kind_word(&self) -> &'static str {
        "journal_entry"
    }

    fn date(&self) -> Option<NaiveDate> {
        Some(self.date)
    }
}

impl JournalEntry {
    pub(super) fn key(place: Place) -> String {
        key(REGISTER, place)
    }

    /// The sum of the debits, which is the sum of the credits.
    pub(super) fn total(&self) -> i64 {
        let debits = self.lines.iter().map(|(_, amount)| (*amount).max(0));
        debits.fold(0, i64::saturating_add)
    }

    pub(super) fn description(&self, line: usize) -> &str {
        self.texts.at(line.saturating_add(2))
    }
}

impl Company {
    pub(super) fn create_journal_entry(
        &mut self,
        new: &NewEntry,
        today: NaiveDate,
    ) -> Result<Place, Refusal> {
        let entry = self.checked_entry(new, today)?;
        self.ledger.post(&entry.lines)?;
        self.posts = self.posts.saturating_add(1);
        Ok(save(&mut self.journal, entry, self.read_lag))
    }

    fn checked_entry(&self, new: &NewEntry, today: NaiveDate) -> Result<JournalEntry, Refusal> {
        let mut problems = Problems::default();
        self.periods.check(new.date, today, &mut problems);
        let mut lines = Vec::with_capacity(new.lines.len());
        for (position, line) in new.lines.iter().enumerate() {
            let source = item_path("lines", position, "account");
            if let Some(account) = self.chart.postable(&line.account, &source, &mut problems) {
                lines.push((account, line.amount));
            }
        }
        let sum = |sign: i64| {
            let side = new.lines.iter().map(|line| line.amount.saturating_mul(sign).max(0));
            checked_sum(side).ok_or(Refusal::out_of_range("lines"))
        };
        let (debits, credits) = (sum(1)?, sum(-1)?);
        if debits != credits {
            let message = "The debits and credits of the entry differ.";
            problems.add(Code::Unbalanced, &"lines", message);
        } else if debits == 0 {
            problems.add(Code::InvalidValue, &"lines", "The total must be above zero.");
        }
        problems.or(JournalEntry {
            voided: false,
            date: new.date,
            lines: lines.into_boxed_slice(),
            texts: new.texts(),
        })
    }

    pub(super) fn journal_view(&self, place: Place, all: bool) -> Option<JournalView<'_>> {
        let entry = self.journal.at(place)?;
        let line = |(position, (account, amount)): (usize, &Posting)| LineView {
            account: self.chart.id(*account),
            debit: (*amount >= 0).then_some(Cents(*amount)),
            credit: (*amount < 0).then_some(Cents(amount.wrapping_neg())),
            description: entry.texts.some(position.saturating_add(2)),
        };
        Some(JournalView {
            key: JournalEntry::key(place),
            reference_number: entry.reference(),
            transaction_date: entry.date,
            description: entry.texts.some(1),
            total: Cents(entry.total()),
            status: if entry.voided { "voided" } else { "posted" },
            lines: all.then(|| entry.lines.iter().enumerate().map(line).collect()),
        })
    }
}

/// A journal entry as the gateway answers it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct JournalView<'a> {
    key: String,
    reference_number: &'a str,
    transaction_date: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    total: Cents,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    lines: Option<Vec<LineView<'a>>>,
}

#[derive(Debug, Serialize)]
struct LineView<'a> {
    account: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    debit: Option<Cents>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credit: Option<Cents>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
}
