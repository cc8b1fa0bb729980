//! From the text of one row to a [`Transaction`], or to a [`BadRow`] that says what is wrong.

/// In the order of the vendor's example; three of them are passed over, but known so that they cost nothing. A dialect
/// with keys of its own adds them behind.
macro_rules! row_keys {
    ($($more:literal),*) => {
        [
            "transaction_id",
            "credit_card",
            "transaction_type",
            "description",
            "amount",
            "invoice_id",
            "shipping_address",
            "billing_address",
            "receipt_emailed_to",
            "tax_amount",
            "customer_reference_id",
            "approval_code",
            "approval_message",
            "avs_response",
            "csc_response",
            "status_code",
            "status_message",
            "created",
            "settled",
            "customer_id",
            "discretionary_data",
            $($more),*
        ]
    };
}

pub(crate) use nested::{address, card};
pub(super) use v3::decode_v3_cut;
pub(crate) use v3::{address as address_v3, decode_v3};

use std::borrow::Cow;

use chrono::NaiveDateTime;
use paysage_money::{Currency, Money};

use self::nested::{ADDRESS, CARD, address_of, card_of};
use super::row::ROW_LIMIT;
use crate::wire::object::{self, Flaw, Inner, Object, Slot};
use crate::wire::scalar::{self, Problem, TWICE};
use crate::wire::stamp;
use crate::{Address, BadRow, Status, Transaction, TransactionId, TransactionType, redact};

/// The longest amount PayTrace takes, in characters.
const AMOUNT_CHARACTERS: usize = 12;

/// The most of a bad row's text that is kept.
const KEPT_OF_BAD_ROW: usize = 4 * 1024;

const KEYS: [&str; 21] = row_keys!();

/// The place of a key among [`KEYS`], found when the program is built.
#[derive(Clone, Copy)]
struct Key(usize);

impl Key {
    #[expect(clippy::indexing_slicing, clippy::arithmetic_side_effects, reason = "runs at build time only")]
    const fn of(name: &str) -> Self {
        let mut place = 0;
        while !is_same(KEYS[place], name) {
            place += 1;
        }
        Self(place)
    }

    fn name(self) -> &'static str {
        KEYS.get(self.0).copied().unwrap_or_default()
    }
}

#[expect(clippy::indexing_slicing, clippy::arithmetic_side_effects, reason = "runs at build time only")]
const fn is_same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut at = 0;
    while at < a.len() && at < b.len() && a[at] == b[at] {
        at += 1;
    }
    at == a.len() && at == b.len()
}

/// A [`Key`] by its name; a name that is none does not compile.
macro_rules! key {
    ($name:literal) => {
        const { $crate::export::decode::Key::of($name) }
    };
}

mod nested;
mod v3;

/// A field and what is wrong with it.
pub(crate) type Bad = (Cow<'static, str>, Problem);

const NOT_JSON: Problem =
    "is no valid JSON; export the transaction again by its id, or look it up in PayTrace";
const MISSING: Problem = "is missing; look the transaction up in PayTrace";

/// Reads one row; see [`Transaction::from_json`] for the rules.
#[expect(clippy::result_large_err, reason = "bad rows are rare, and a transaction is larger still")]
pub(crate) fn decode(raw: &[u8]) -> Result<Transaction, BadRow> {
    match raw.get(..ROW_LIMIT) {
        Some(beginning) if raw.len() > ROW_LIMIT => Err(decode_cut(beginning)),
        _ => {
            let (read, row) = read(raw);
            read.map_err(|bad| row.bad(bad, raw))
        }
    }
}

/// Reads what can be read of the beginning of a row that is too large.
pub(super) fn decode_cut(beginning: &[u8]) -> BadRow {
    read(beginning).1.bad(too_large(), beginning)
}

fn too_large() -> Bad {
    ("row".into(), "is larger than 64 KiB, the most a row may have; look the transaction up in PayTrace")
}

fn read(raw: &[u8]) -> (Result<Transaction, Bad>, Row<'_>) {
    let (text, broken) = text_of(raw);
    let mut row = Row::new();
    let mut inner: [(usize, &mut dyn Inner<'_>); 4] = [
        (key!("credit_card").0, &mut row.card),
        (key!("shipping_address").0, &mut row.shipping_address),
        (key!("billing_address").0, &mut row.billing_address),
        (key!("created").0, &mut row.created),
    ];
    let (slots, flaw) = object::read_with(text, &KEYS, &mut inner);
    row.slots = slots;
    let whole = match (broken, flaw) {
        (Some(problem), _) => Err((Cow::Borrowed("row"), problem)),
        (None, Some(flaw)) => Err(flawed("", &KEYS, flaw)),
        (None, None) => Ok(()),
    };
    (whole.and_then(|()| row.transaction()), row)
}

/// The row's text as far as it is UTF-8, and what is wrong with it when it is not.
fn text_of(raw: &[u8]) -> (&str, Option<Problem>) {
    match str::from_utf8(raw) {
        Ok(text) => (text, None),
        Err(error) => {
            let good = raw.get(..error.valid_up_to()).unwrap_or_default();
            let problem = "is not UTF-8; correct the transaction's texts in PayTrace";
            (str::from_utf8(good).unwrap_or_default(), Some(problem))
        }
    }
}

/// The flaw of the object at `path` (empty for the row itself) in words.
fn flawed(path: &'static str, keys: &[&'static str], flaw: Flaw) -> Bad {
    let (place, problem) = match flaw {
        Flaw::NotJson(place) => (place, NOT_JSON),
        Flaw::Twice(place) => (place, TWICE),
    };
    let field = match place.and_then(|index| keys.get(index)).copied() {
        Some(key) if path.is_empty() => key.into(),
        Some(key) => format!("{path}.{key}").into(),
        None if path.is_empty() => "row".into(),
        None => path.into(),
    };
    (field, problem)
}

/// A row's values, and the objects among them.
struct Row<'a> {
    slots: [Slot<'a>; 21],
    card: Object<'a, 3>,
    shipping_address: Object<'a, 8>,
    billing_address: Object<'a, 8>,
    created: Object<'a, 1>,
}

impl<'a> Row<'a> {
    fn new() -> Self {
        Self {
            slots: [Slot::Absent; 21],
            card: Object::new(&CARD),
            shipping_address: Object::new(&ADDRESS),
            billing_address: Object::new(&ADDRESS),
            created: Object::new(&["at"]),
        }
    }

    /// What stands in the object at a key.
    fn inner<const N: usize>(&self, key: Key, object: &Object<'a, N>) -> Result<Option<[Slot<'a>; N]>, Bad> {
        if scalar::object(self.slot(key)).map_err(|problem| (key.name().into(), problem))?.is_none() {
            return Ok(None);
        }
        object.slots().map(Some).map_err(|flaw| flawed(key.name(), object.keys(), flaw))
    }

    fn slot(&self, key: Key) -> Slot<'a> {
        self.slots.get(key.0).copied().unwrap_or(Slot::Absent)
    }

    /// Puts another value at a key, and gives the one that was there.
    fn replace(&mut self, key: Key, slot: Slot<'a>) -> Slot<'a> {
        self.slots.get_mut(key.0).map_or(Slot::Absent, |found| std::mem::replace(found, slot))
    }

    fn text(&self, key: Key) -> Result<Option<Box<str>>, Bad> {
        scalar::owned(self.slot(key)).map_err(|problem| (key.name().into(), problem))
    }

    fn required(&self, key: Key) -> Result<Cow<'a, str>, Bad> {
        let text = scalar::text(self.slot(key)).map_err(|problem| (key.name().into(), problem))?;
        text.ok_or((key.name().into(), MISSING))
    }

    fn id(&self) -> Result<TransactionId, Bad> {
        let text = self.required(key!("transaction_id"))?;
        text.parse().map_err(|_| {
            let problem = "is no whole number above 0; look the transaction up in PayTrace";
            ("transaction_id".into(), problem)
        })
    }

    fn amount(&self) -> Result<Money, Bad> {
        let text = self.required(key!("amount"))?;
        let amount = money(&text).map_err(|problem| ("amount".into(), problem))?;
        if amount.is_negative() {
            return Err(("amount".into(), "is negative; PayTrace amounts are not, the type gives the sign"));
        }
        Ok(amount)
    }

    fn tax(&self) -> Result<Option<Money>, Bad> {
        let wrap = |problem| (Cow::Borrowed("tax_amount"), problem);
        let Some(text) = scalar::text(self.slot(key!("tax_amount"))).map_err(wrap)? else {
            return Ok(None);
        };
        let tax = money(&text).map_err(wrap)?;
        match tax.minor() {
            -100 => Ok(None),
            minor if minor < 0 => Err(wrap("is negative; only -1, which means exempt, may be")),
            _ => Ok(Some(tax)),
        }
    }

    fn kind(&self) -> Result<TransactionType, Bad> {
        self.required(key!("transaction_type")).map(|word| TransactionType::read(&word))
    }

    fn status(&self) -> Result<Status, Bad> {
        let code = self.required(key!("status_code"))?;
        let message = scalar::text(self.slot(key!("status_message")));
        let message = message.map_err(|problem| (Cow::Borrowed("status_message"), problem))?;
        Ok(Status::read(&code, message.as_deref().unwrap_or_default()))
    }

    fn created_at(&self) -> Result<NaiveDateTime, Bad> {
        let wrap = |problem| (Cow::Borrowed("created.at"), problem);
        let [at] = self.inner(key!("created"), &self.created)?.ok_or(wrap(MISSING))?;
        let text = scalar::text(at).map_err(wrap)?.ok_or(wrap(MISSING))?;
        stamp::parse(&text).ok_or(wrap(NO_TIME))
    }

    fn settled_at(&self) -> Result<Option<NaiveDateTime>, Bad> {
        let wrap = |problem| (Cow::Borrowed("settled"), problem);
        let text = scalar::text(self.slot(key!("settled"))).map_err(wrap)?;
        text.map(|text| stamp::parse(&text).ok_or(wrap(NO_TIME))).transpose()
    }

    /// A text that names nothing, so that it need not stay exact: without card numbers.
    fn free_text(&self, key: Key) -> Result<Option<Box<str>>, Bad> {
        Ok(self.text(key)?.map(redact::card_numbers_in))
    }

    fn address(&self, key: Key, object: &Object<'a, 8>) -> Result<Address, Bad> {
        self.inner(key, object)?.map_or(Ok(Address::default()), |slots| address_of(key.name(), slots))
    }

    /// What is kept of a row that cannot be read.
    fn bad(&self, (field, problem): Bad, raw: &[u8]) -> BadRow {
        BadRow {
            id: self.id().ok(),
            amount: self.amount().ok(),
            kind: self.kind().ok(),
            status: self.status().ok(),
            field: field.into(),
            problem: problem.into(),
            redacted: redact::json_at_most(raw, KEPT_OF_BAD_ROW).into(),
        }
    }

    fn transaction(&self) -> Result<Transaction, Bad> {
        Ok(Transaction {
            id: self.id()?,
            kind: self.kind()?,
            amount: self.amount()?,
            tax_amount: self.tax()?,
            status: self.status()?,
            created_at: self.created_at()?,
            settled_at: self.settled_at()?,
            customer_id: self.text(key!("customer_id"))?,
            invoice_id: self.text(key!("invoice_id"))?,
            customer_reference_id: self.text(key!("customer_reference_id"))?,
            description: self.free_text(key!("description"))?,
            billing_address: self.address(key!("billing_address"), &self.billing_address)?,
            shipping_address: self.address(key!("shipping_address"), &self.shipping_address)?,
            email: self.free_text(key!("receipt_emailed_to"))?,
            card: self.inner(key!("credit_card"), &self.card)?.map_or(Ok(None), card_of)?,
            approval_code: self.free_text(key!("approval_code"))?,
            approval_message: self.free_text(key!("approval_message"))?.map(scalar::collapse),
            status_message: self.free_text(key!("status_message"))?,
        })
    }
}

const NO_TIME: Problem =
    "is no time written as M/D/YYYY h:mm:ss AM or PM with a year of four digits and a day that exists";

fn money(text: &str) -> Result<Money, Problem> {
    use paysage_money::MoneyError;
    if text.len() > AMOUNT_CHARACTERS {
        return Err(
            "has more than 12 characters, the most PayTrace allows; look the transaction up in PayTrace",
        );
    }
    Money::parse(text, Currency::Usd).map_err(|error| match error {
        MoneyError::TooPrecise => "has more than two decimals; amounts are never rounded",
        MoneyError::OutOfRange => "is too large to be kept exactly",
        _ => "is no plain decimal number such as 19.99",
    })
}

#[cfg(test)]
mod tests;
