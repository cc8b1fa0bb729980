//! Entries as the gateway shows them: what a post answers and what lists hold.

mod booking;

use std::borrow::Cow;

use paysage_money::{Currency, Money, wire};
use serde::Deserialize;
use serde_json::Value;

use super::json;
use super::outgoing;
use super::refusal;
use super::scalar;
use crate::books::Posted;
use crate::error::{Detail, Error, ErrorKind, Outcome};
use crate::model::{
    Account, AccountType, Document, Found, Kind, Quantity, StockChange, StockLevel, same_reference,
};

/// An entry of any kind; every field may be missing or of an unexpected type.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Entry {
    #[serde(alias = "Key")]
    key: Option<Value>,
    #[serde(alias = "Kind")]
    kind: Option<Value>,
    #[serde(alias = "ReferenceNumber")]
    reference_number: Option<Value>,
    #[serde(alias = "CustomerId")]
    customer_id: Option<Value>,
    #[serde(alias = "TransactionDate")]
    transaction_date: Option<Value>,
    #[serde(alias = "Total")]
    total: Option<Value>,
    #[serde(alias = "Amount")]
    amount: Option<Value>,
    #[serde(alias = "AmountDue")]
    amount_due: Option<Value>,
    #[serde(alias = "ItemId")]
    item_id: Option<Value>,
    #[serde(alias = "Direction")]
    direction: Option<Value>,
    #[serde(alias = "Quantity")]
    quantity: Option<Value>,
    #[serde(alias = "ReceivableAccount")]
    receivable_account: Option<Value>,
    #[serde(alias = "CashAccount")]
    cash_account: Option<Value>,
    #[serde(alias = "DiscountAccount")]
    discount_account: Option<Value>,
    #[serde(alias = "Lines")]
    lines: Option<Value>,
    #[serde(alias = "Applies")]
    applies: Option<Value>,
    #[serde(alias = "AppliesTo")]
    applies_to: Option<Value>,
    #[serde(alias = "Manifest")]
    manifest: Option<Value>,
    #[serde(alias = "Status")]
    status: Option<Value>,
    success: Option<Value>,
}

impl Entry {
    /// Sage's key of the entry.
    pub(super) fn key(&self) -> Option<Box<str>> {
        scalar::key(self.key.as_ref())
    }

    /// The reference of an entry of this kind.
    pub(super) fn reference(&self, kind: Kind) -> Option<Cow<'_, str>> {
        let field = match kind {
            Kind::Customer => &self.customer_id,
            Kind::Product => &self.item_id,
            _ => &self.reference_number,
        };
        scalar::text(field.as_ref())
    }

    fn kind(&self) -> Result<Kind, &'static str> {
        let word = scalar::text(self.kind.as_ref()).ok_or("an entry does not say its kind")?;
        kind_of(&word).ok_or("an entry is of a kind this version does not know")
    }

    /// Kind and key as the entry words them, for a person who must find out what it is.
    pub(super) fn evidence(&self) -> Vec<Detail> {
        let words = [("kind", &self.kind), ("key", &self.key), ("referenceNumber", &self.reference_number)];
        let said = |(field, value): (&str, &Option<Value>)| {
            let text = scalar::text(value.as_ref())?;
            Some(Detail { code: None, message: refusal::clean(&text), field: Some(field.into()) })
        };
        words.into_iter().filter_map(said).collect()
    }

    /// The entry as it stands in the books, read from the path of `asked`.
    ///
    /// An amount or date that cannot be read exactly is left out, which no comparison takes for equal.
    pub(super) fn found(&self, asked: Kind, currency: Currency) -> Result<Found, &'static str> {
        let kind = if outgoing::shares_a_path(asked) { self.kind()? } else { asked };
        let customer = scalar::text(self.customer_id.as_ref()).map(Box::from);
        let status: Option<Box<str>> = scalar::text(self.status.as_ref()).map(Box::from);
        let of_transaction = !kind.is_record();
        Ok(Found {
            key: self.key().ok_or("an entry has no key")?,
            kind,
            reference: self.reference(kind).unwrap_or_default().into(),
            customer: customer.filter(|_| has_customer(kind)),
            date: scalar::date(self.transaction_date.as_ref()).filter(|_| of_transaction),
            amount: self.money(kind, currency).filter(|_| of_transaction),
            stock: self.stock().filter(|_| kind == Kind::StockAdjustment),
            voided: status.as_deref().is_some_and(is_void),
            incomplete: None,
            booking: booking::of(self, kind, currency),
            status,
        })
    }

    /// What is still open of an invoice or credit memo, or of the prepayments of a receipt. Of a voided entry nothing.
    pub(super) fn due(&self, currency: Currency) -> Option<Money> {
        if scalar::text(self.status.as_ref()).is_some_and(|status| is_void(&status)) {
            return Some(Money::zero(currency));
        }
        self.amount_due.as_ref().and_then(|value| wire::money(value, currency).ok())
    }

    /// Item and change of a stock adjustment; a quantity that cannot be read exactly is left out.
    fn stock(&self) -> Option<StockChange> {
        let item = scalar::text(self.item_id.as_ref())?.into();
        let quantity = Quantity::new(wire::decimal(self.quantity.as_ref()?).ok()?).ok()?;
        let mut change = quantity.value();
        match &*scalar::text(self.direction.as_ref())?.to_lowercase() {
            "increase" => {}
            "decrease" => change.set_sign_negative(true),
            _ => return None,
        }
        Some(StockChange { item, change: StockLevel::new(change).ok()? })
    }

    fn money(&self, kind: Kind, currency: Currency) -> Option<Money> {
        self.amount_field(kind).and_then(|value| wire::money(value, currency).ok())
    }

    fn amount_field(&self, kind: Kind) -> Option<&Value> {
        match kind {
            Kind::Receipt | Kind::Refund | Kind::Chargeback => self.amount.as_ref().or(self.total.as_ref()),
            _ => self.total.as_ref().or(self.amount.as_ref()),
        }
    }

    /// What in the answer to a post speaks of something other than the document that was posted.
    fn contradiction(&self, document: &Document) -> Option<&'static str> {
        let kind = document.kind();
        if self.success == Some(Value::Bool(false)) {
            return Some("it has a key and says that it failed");
        }
        if self.reference(kind).is_some_and(|theirs| !same_reference(document.reference(), &theirs)) {
            return Some("it is about another reference");
        }
        let customer = scalar::text(self.customer_id.as_ref());
        if let (Some(ours), Some(theirs)) = (document.customer(), customer)
            && !ours.matches(&theirs)
        {
            return Some("it is about another customer");
        }
        if kind.is_record() {
            return None;
        }
        let word = scalar::text(self.kind.as_ref()).and_then(|word| kind_of(&word));
        if word.is_some_and(|theirs| theirs != kind) {
            return Some("it is about another kind of document");
        }
        let date = scalar::date(self.transaction_date.as_ref());
        if date.is_some() && date != document.date() {
            return Some("the day is another one");
        }
        if let (Some(ours), Some(value)) = (document.amount(), self.amount_field(kind))
            && wire::money(value, ours.currency()) != Ok(ours)
        {
            return Some("the amount is another one");
        }
        if let Some(ours) = document.stock()
            && self.stock().is_some_and(|theirs| !is_same_change(&ours, &theirs))
        {
            return Some("the change of stock is another one");
        }
        scalar::text(self.status.as_ref()).filter(|status| is_void(status)).map(|_| "the entry is voided")
    }
}

fn is_same_change(ours: &StockChange, theirs: &StockChange) -> bool {
    ours.change == theirs.change && same_reference(&ours.item, &theirs.item)
}

/// Products, journal entries and stock adjustments belong to nobody.
const fn has_customer(kind: Kind) -> bool {
    !matches!(kind, Kind::Product | Kind::JournalEntry | Kind::StockAdjustment)
}

fn is_void(status: &str) -> bool {
    status.eq_ignore_ascii_case("voided") || status.eq_ignore_ascii_case("void")
}

/// Reads the answer to a post. Whatever is wrong with it, the document may stand in the books.
pub(super) fn posted(document: &Document, body: &[u8]) -> Result<Posted, Error> {
    let entry = answer(document, body)?;
    let key = entry.key().ok_or_else(|| doubt("it has no key of the new entry"))?;
    Ok(Posted::InBooks { key })
}

/// Reads the answer to a post that waits: what it waits in, or the key it is to have.
pub(super) fn queued(document: &Document, body: &[u8]) -> Result<Posted, Error> {
    let entry = answer(document, body)?;
    let named = scalar::text(entry.manifest.as_ref()).map(Box::from).or_else(|| entry.key());
    let manifest = named.ok_or_else(|| doubt("it does not say what the document waits in"))?;
    Ok(Posted::Queued { manifest })
}

fn answer(document: &Document, body: &[u8]) -> Result<Entry, Error> {
    let entry: Entry =
        json::read(body).map_err(|error| doubt("it is not the JSON of an entry").with_source(error))?;
    match entry.contradiction(document) {
        Some(problem) => Err(doubt(problem)),
        None => Ok(entry),
    }
}

fn doubt(problem: &'static str) -> Error {
    Error::new(ErrorKind::Unreadable, Outcome::Unknown).with_problem(problem)
}

/// An account as the gateway shows it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AccountEntry {
    #[serde(alias = "AccountId")]
    account_id: Option<Value>,
    #[serde(alias = "Description")]
    description: Option<Value>,
    #[serde(rename = "type", alias = "Type")]
    kind: Option<Value>,
    #[serde(alias = "Inactive")]
    inactive: Option<Value>,
}

impl AccountEntry {
    /// The account's id.
    pub(super) fn id(&self) -> Option<Box<str>> {
        scalar::text(self.account_id.as_ref()).map(Box::from)
    }

    /// The account.
    pub(super) fn account(&self) -> Result<Account, &'static str> {
        let text = |value: &Option<Value>| scalar::text(value.as_ref()).map(Box::from).unwrap_or_default();
        Ok(Account {
            id: self.id().ok_or("an account has no id")?,
            description: text(&self.description),
            kind: AccountType::from(&*text(&self.kind)),
            inactive: self.inactive == Some(Value::Bool(true)),
        })
    }
}

/// A prepayment is a receipt with a line of that type; some gateways say it as the kind.
fn kind_of(word: &str) -> Option<Kind> {
    if word.eq_ignore_ascii_case("prepayment") { Some(Kind::Receipt) } else { word.parse().ok() }
}

#[cfg(test)]
mod tests;
