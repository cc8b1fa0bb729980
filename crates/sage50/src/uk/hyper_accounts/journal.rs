//! Journal entries. The API books their lines as rows of their own and gives the entry no number; its key here is
//! the number of its first line.
//!
//! Each line says in its extra reference which of how many it is (`2/3`), so that two entries with one reference
//! stay two. Lines without it, a person's, are tied together by reference and day alone: two such entries stand here
//! as one of both amounts, which is equal to neither.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use paysage_money::{Currency, Money};
use serde_json::{Value, json};

use super::door::HyperAccountsDoor;
use super::number;
use super::search::{Filter, Row, date_text};
use crate::error::Error;
use crate::model::{Booking, Description, Found, JournalEntry, Kind, Part, Share, Shares, Side};
use crate::uk::Ledger;

/// The types of the lines.
pub(super) const TYPES: [&str; 2] = ["JD", "JC"];
const DEBIT: u8 = 15;
const CREDIT: u8 = 16;

/// A journal entry as the API takes it.
pub(super) fn body(entry: &JournalEntry, ledger: &Ledger) -> Result<Value, Error> {
    let count = entry.lines().len();
    let mut splits = Vec::with_capacity(count);
    for (place, line) in (1_usize..).zip(entry.lines()) {
        splits.push(json!({
            "nominalCode": line.account().as_str(),
            "details": line.description().or(entry.description()).map_or("", Description::as_str),
            "type": match line.side() {
                Side::Debit => DEBIT,
                Side::Credit => CREDIT,
            },
            "netAmount": number::amount(line.amount())?,
            "taxAmount": number::amount(Money::zero(ledger.currency))?,
            "taxCode": ledger.tax_codes.outside.number(),
            "deptNumber": ledger.department.number().to_string(),
            "extraRef": format!("{place}/{count}"),
        }));
    }
    Ok(json!({
        "date": date_text(entry.date()),
        "invRef": entry.reference().as_str(),
        "splits": splits,
    }))
}

/// A line as it stands in the books.
#[derive(Debug)]
struct Split {
    key: Box<str>,
    number: u64,
    debit: bool,
    reference: Box<str>,
    date: Option<NaiveDate>,
    account: Box<str>,
    amount: Option<Money>,
    deleted: bool,
    /// Which of how many.
    place: Option<(u32, u32)>,
}

impl Split {
    fn read(row: Row<'_>, currency: Currency) -> Result<Option<Self>, Error> {
        let kind = row.needed("type")?;
        if !TYPES.contains(&&*kind) {
            return Ok(None);
        }
        let amount = number::money(row.value("grossAmount"), currency);
        let amount = amount
            .and_then(|amount| if amount.is_negative() { amount.checked_neg().ok() } else { Some(amount) });
        let extra = row.text("extraRef");
        let place = extra.as_deref().and_then(|text| text.split_once('/'));
        let key = row.needed("transactionNumber")?;
        Ok(Some(Self {
            number: key.parse().unwrap_or(u64::MAX),
            key,
            debit: &*kind == "JD",
            reference: row.text("invRef").unwrap_or_default(),
            date: row.date("date"),
            account: row.needed("nominalCode")?,
            amount,
            deleted: row.flag("deletedFlag"),
            place: place.and_then(|(place, count)| Some((place.parse().ok()?, count.parse().ok()?))),
        }))
    }
}

/// The entries that these lines make up.
fn entries(mut splits: Vec<Split>) -> Vec<Found> {
    splits.sort_by_key(|split| split.number);
    let mut by_name: BTreeMap<_, Vec<Vec<Split>>> = BTreeMap::new();
    for split in splits {
        let name = (split.reference.to_lowercase(), split.date, split.deleted);
        let groups = by_name.entry(name).or_default();
        let first = matches!(split.place, Some((1, _)));
        match groups.last_mut() {
            Some(last) if !first => last.push(split),
            _ => groups.push(vec![split]),
        }
    }
    by_name.into_values().flatten().filter_map(|lines| entry(&lines)).collect()
}

fn entry(lines: &[Split]) -> Option<Found> {
    let first = lines.first()?;
    Some(Found {
        key: first.key.clone(),
        kind: Kind::JournalEntry,
        reference: first.reference.clone(),
        customer: None,
        date: first.date,
        amount: total(lines),
        stock: None,
        status: first.deleted.then(|| "Deleted".into()),
        voided: first.deleted,
        incomplete: None,
        booking: Booking { parts: Some(parts(lines).unwrap_or_default()), ..Booking::default() },
    })
}

/// What stands on each account, debits above zero.
fn parts(lines: &[Split]) -> Option<Vec<Part>> {
    let mut shares = Shares::default();
    for line in lines {
        let amount = line.amount?;
        let signed = if line.debit { amount } else { amount.checked_neg().ok()? };
        shares.add(Share::Account, &line.account, signed).ok()?;
    }
    Some(shares.parts())
}

/// The sum of the debits when the credits are as much, and no line is missing.
fn total(lines: &[Split]) -> Option<Money> {
    let whole = lines.iter().all(|line| line.place.is_none()) || {
        let count = u32::try_from(lines.len()).ok()?;
        (1_u32..).zip(lines).all(|(place, line)| line.place == Some((place, count)))
    };
    let sum = |debit: bool| {
        let mut amounts = lines.iter().filter(|line| line.debit == debit).map(|line| line.amount);
        let first = amounts.next()??;
        amounts.try_fold(first, |sum, amount| sum.checked_add(amount?).ok())
    };
    sum(true).filter(|debits| whole && sum(false) == Some(*debits))
}

impl HyperAccountsDoor {
    /// The journal entries whose lines pass the filters.
    pub(super) async fn journal_entries(&self, filters: Vec<Filter>) -> Result<Vec<Found>, Error> {
        let filters = [filters, vec![Filter::types(&TYPES)]].concat();
        let rows = self.search("/api/searchSplit", &filters).await?;
        let splits = rows.iter().map(|row| Split::read(Row(row), self.ledger.currency));
        Ok(entries(splits.filter_map(Result::transpose).collect::<Result<_, _>>()?))
    }
}
