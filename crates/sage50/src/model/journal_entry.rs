//! General journal entries.

use chrono::NaiveDate;
use paysage_money::Money;
use serde::{Deserialize, Serialize};

use super::{Description, DocumentError, GlAccount, Reference};

/// The fewest and the most lines of a journal entry (distributions of the general journal).
const LINES: std::ops::RangeInclusive<usize> = 2..=560;

/// The side of a journal line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Debit: what the account gets.
    Debit,
    /// Credit: what the account gives.
    Credit,
}

/// One line of a journal entry: an amount of zero or more on one side of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawLine")]
pub struct JournalLine {
    account: GlAccount,
    side: Side,
    amount: Money,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<Description>,
}

impl JournalLine {
    /// A line on the given side; the amount must not be negative.
    pub fn new(account: GlAccount, side: Side, amount: Money) -> Result<Self, DocumentError> {
        if amount.is_negative() {
            return Err(DocumentError::NegativeAmount { line: "journal line", amount });
        }
        Ok(Self { account, side, amount, description: None })
    }

    /// A debit line; the amount must not be negative.
    pub fn debit(account: GlAccount, amount: Money) -> Result<Self, DocumentError> {
        Self::new(account, Side::Debit, amount)
    }

    /// A credit line; the amount must not be negative.
    pub fn credit(account: GlAccount, amount: Money) -> Result<Self, DocumentError> {
        Self::new(account, Side::Credit, amount)
    }

    /// Sets the description of the line.
    #[must_use]
    pub fn with_description(mut self, description: Description) -> Self {
        self.description = Some(description);
        self
    }

    /// The account.
    pub fn account(&self) -> &GlAccount {
        &self.account
    }

    /// The side.
    pub fn side(&self) -> Side {
        self.side
    }

    /// The amount, zero or more.
    pub fn amount(&self) -> Money {
        self.amount
    }

    /// The description, when set.
    pub fn description(&self) -> Option<&Description> {
        self.description.as_ref()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLine {
    account: GlAccount,
    side: Side,
    amount: Money,
    description: Option<Description>,
}

impl TryFrom<RawLine> for JournalLine {
    type Error = DocumentError;

    fn try_from(raw: RawLine) -> Result<Self, DocumentError> {
        let mut line = Self::new(raw.account, raw.side, raw.amount)?;
        line.description = raw.description;
        Ok(line)
    }
}

/// A general journal entry, balanced by construction.
///
/// Sage takes a second entry with the same reference without complaint: look up, never repeat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawJournalEntry")]
pub struct JournalEntry {
    reference: Reference,
    date: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<Description>,
    lines: Vec<JournalLine>,
    #[serde(skip)]
    total: Money,
}

impl JournalEntry {
    /// An entry of 2 to 560 lines in one currency whose debits equal its credits and are above zero.
    pub fn new(
        reference: Reference,
        date: NaiveDate,
        lines: Vec<JournalLine>,
    ) -> Result<Self, DocumentError> {
        let total = balanced_total(&lines)?;
        Ok(Self { reference, date, description: None, lines, total })
    }

    /// Sets the description of the whole entry.
    #[must_use]
    pub fn with_description(mut self, description: Description) -> Self {
        self.description = Some(description);
        self
    }

    /// Its reference.
    pub fn reference(&self) -> &Reference {
        &self.reference
    }

    /// The day it is booked on.
    pub fn date(&self) -> NaiveDate {
        self.date
    }

    /// The description of the whole entry, when set.
    pub fn description(&self) -> Option<&Description> {
        self.description.as_ref()
    }

    /// Its lines, 2 to 560.
    pub fn lines(&self) -> &[JournalLine] {
        &self.lines
    }

    /// The sum of its debits, which is the sum of its credits.
    pub fn total(&self) -> Money {
        self.total
    }
}

fn balanced_total(lines: &[JournalLine]) -> Result<Money, DocumentError> {
    let (document, found) = ("journal entry", lines.len());
    let (least, limit) = (*LINES.start(), *LINES.end());
    if found > limit {
        return Err(DocumentError::TooManyLines { document, lines: "lines", found, limit });
    }
    let Some(first) = lines.first().filter(|_| found >= least) else {
        return Err(DocumentError::TooFewLines { document, lines: "lines", found, least });
    };
    let sum = |side: Side| {
        let amounts = lines.iter().filter(|line| line.side == side).map(|line| line.amount);
        Money::sum(amounts, first.amount.currency())
    };
    let (debits, credits) = (sum(Side::Debit)?, sum(Side::Credit)?);
    if debits != credits {
        return Err(DocumentError::Unbalanced { debits, credits });
    }
    if debits.is_zero() {
        return Err(DocumentError::ZeroTotal { document });
    }
    Ok(debits)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawJournalEntry {
    reference: Reference,
    date: NaiveDate,
    description: Option<Description>,
    lines: Vec<JournalLine>,
}

impl TryFrom<RawJournalEntry> for JournalEntry {
    type Error = DocumentError;

    fn try_from(raw: RawJournalEntry) -> Result<Self, DocumentError> {
        let mut entry = Self::new(raw.reference, raw.date, raw.lines)?;
        entry.description = raw.description;
        Ok(entry)
    }
}
