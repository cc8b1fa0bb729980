//! Rows of the audit trail: one per transaction, and for journal entries one per line.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use paysage_money::{Currency, Money};

use super::number;
use super::search::Row;
use crate::error::Error;
use crate::model::{Found, Kind, same_reference};

/// A row of the audit trail.
#[derive(Debug, Clone)]
pub(super) struct AuditHeader {
    pub(super) kind: Box<str>,
    pub(super) reference: Box<str>,
    pub(super) account: Option<Box<str>>,
    pub(super) date: Option<NaiveDate>,
    pub(super) gross: Option<Money>,
    pub(super) outstanding: Option<Money>,
    /// The number that an answer to a post names.
    pub(super) header: Box<str>,
    /// The number by which a payment is allocated.
    pub(super) transaction: Option<u64>,
    pub(super) deleted: bool,
}

/// The types of a kind of document in the audit trail; none when the audit trail holds no such documents.
pub(super) const fn types(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Invoice => &["SI"],
        Kind::CreditMemo => &["SC"],
        Kind::Receipt => &["SA", "SR"],
        Kind::JournalEntry => &["JD", "JC"],
        _ => &[],
    }
}

impl AuditHeader {
    pub(super) fn read(row: Row<'_>, currency: Currency) -> Result<Self, Error> {
        let money = |field| number::money(row.value(field), currency);
        // Credits and receipts may be shown below zero; the type says the direction.
        let unsigned =
            |amount: Money| if amount.is_negative() { amount.checked_neg().ok() } else { Some(amount) };
        let kind = row.needed("type")?;
        let gross = money("grossAmount").filter(|gross| {
            let (net, tax) = (money("netAmount"), money("taxAmount"));
            net.zip(tax).is_none_or(|(net, tax)| net.checked_add(tax) == Ok(*gross))
        });
        let direct = &*kind == "SI";
        Ok(Self {
            gross: gross.and_then(|gross| if direct { Some(gross) } else { unsigned(gross) }),
            outstanding: money("outstanding").and_then(unsigned),
            kind,
            reference: row.text("invRef").unwrap_or_default(),
            account: row.text("accountRef"),
            date: row.date("date"),
            header: row.needed("headerNumber")?,
            transaction: row.needed("tranNumber")?.parse().ok(),
            deleted: row.flag("deletedFlag"),
        })
    }

    pub(super) fn is(&self, reference: &str, account: Option<&str>) -> bool {
        let same = |text: &str| self.account.as_deref().is_some_and(|theirs| same_reference(text, theirs));
        same_reference(reference, &self.reference) && account.is_none_or(same)
    }

    fn found(&self, kind: Kind) -> Found {
        Found {
            key: self.header.clone(),
            kind,
            reference: self.reference.clone(),
            customer: self.account.clone(),
            date: self.date,
            amount: self.gross,
            stock: None,
            status: self.deleted.then(|| "Deleted".into()),
            voided: self.deleted,
        }
    }
}

/// The entries of a kind that these rows are.
///
/// The lines of a journal entry are rows of their own, tied together by reference and day alone: two entries that
/// share both stand here as one of both amounts, which is equal to neither. Its key is its reference, because the
/// API gives none.
pub(super) fn found(rows: &[AuditHeader], kind: Kind) -> Vec<Found> {
    let rows = rows.iter().filter(|row| types(kind).contains(&&*row.kind));
    if kind != Kind::JournalEntry {
        return rows.map(|row| row.found(kind)).collect();
    }
    let mut entries: BTreeMap<_, Vec<&AuditHeader>> = BTreeMap::new();
    for row in rows {
        let name = (row.reference.to_lowercase(), row.date, row.deleted);
        entries.entry(name).or_default().push(row);
    }
    let entry = |lines: Vec<&AuditHeader>| {
        let first = lines.first()?;
        let amount = balanced(&lines);
        Some(Found { key: first.reference.clone(), customer: None, amount, ..first.found(kind) })
    };
    entries.into_values().filter_map(entry).collect()
}

/// The sum of the debits when the credits are as much.
fn balanced(lines: &[&AuditHeader]) -> Option<Money> {
    let sum = |side: &str| {
        let mut sum: Option<Money> = None;
        for line in lines.iter().filter(|line| &*line.kind == side) {
            sum = Some(match sum {
                Some(sum) => sum.checked_add(line.gross?).ok()?,
                None => line.gross?,
            });
        }
        sum
    };
    sum("JD").filter(|debits| sum("JC") == Some(*debits))
}
