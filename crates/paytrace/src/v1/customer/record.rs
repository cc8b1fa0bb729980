//! The record of one customer of the vault.
//!
//! Source: public integrations of the v1 API; the older interface's record in PayTrace's gem, read 2026-11.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use serde_json::value::RawValue;

use crate::export::{Bad, RawRow, address, card};
use crate::wire::object::{self, Flaw, Slot};
use crate::wire::scalar::{self, Problem, TWICE};
use crate::wire::stamp;
use crate::{Address, BadRecord, CustomerId, MaskedCard, redact};

/// One customer as PayTrace's vault reports it.
///
/// Blank texts are `None`; runs of digits that can be card numbers are masked. Times are as the gateway gives them:
/// local to the gateway, without a zone.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CustomerRecord {
    /// The merchant's own id of the customer. It can be renamed.
    pub customer_id: CustomerId,
    /// What the record shows of the card.
    pub card: Option<MaskedCard>,
    /// What is kept of the bank account.
    pub bank_account: Option<MaskedBankAccount>,
    /// Where the card is billed, with the customer's name.
    pub billing_address: Address,
    /// Where the goods go.
    pub shipping_address: Address,
    /// The e-mail address.
    pub email: Option<Box<str>>,
    /// The phone number.
    pub phone: Option<Box<str>>,
    /// The fax number.
    pub fax: Option<Box<str>>,
    /// When the customer was created, in the gateway's time zone.
    pub created_at: Option<NaiveDateTime>,
    /// The user of PayTrace who created the customer.
    pub created_by: Option<Box<str>>,
    /// The merchant's own fields by their names; those with blank values are left out.
    pub custom_fields: BTreeMap<Box<str>, Box<str>>,
    /// When the customer's last card transaction was; in the export of idle customers only.
    pub last_transaction_at: Option<NaiveDateTime>,
    /// When the customer's last check was; in the export of idle customers only.
    pub last_check_at: Option<NaiveDateTime>,
}

/// A bank account as it is kept of a record: PayTrace can send the number in clear, and this type never holds it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct MaskedBankAccount {
    /// At most the last four digits, and never all, behind stars: `*****6789`.
    pub masked_number: Box<str>,
    /// The routing number of the bank, as the record has it.
    pub routing_number: Option<Box<str>>,
}

const KEYS: [&str; 14] = [
    "customer_id",
    "credit_card",
    "check",
    "billing_address",
    "shipping_address",
    "email",
    "phone",
    "fax",
    "created",
    "discretionary_data",
    "last_transaction",
    "last_check",
    "direct_deposit_account",
    "transit_routing_number",
];

const TOO_LARGE: Problem = "is larger than 64 KiB, the most a record may have";
const NO_TIME: Problem = "is no time written as M/D/YYYY h:mm:ss AM or PM";

impl CustomerRecord {
    pub(super) fn read(row: &RawRow) -> Result<Self, BadRecord> {
        let text = String::from_utf8_lossy(row.bytes());
        let record = if row.is_cut() { Err(("record".into(), TOO_LARGE)) } else { Self::of_text(&text) };
        record.map_err(|(field, problem)| BadRecord::new(&field, problem, &text))
    }

    fn of_text(text: &str) -> Result<Self, Bad> {
        let (slots, flaw) = object::read(text, &KEYS);
        whole("record", &KEYS, flaw)?;
        let [id, card_slot, check, billing, shipping, email, phone, fax, created, custom, ..] = slots;
        let [.., last_transaction, last_check, account, routing] = slots;
        let (created_at, created_by) = created_in(created)?;
        Ok(Self {
            customer_id: id_in(id)?,
            card: card(card_slot)?,
            bank_account: bank_account(check, account, routing)?,
            billing_address: address("billing_address", billing)?,
            shipping_address: address("shipping_address", shipping)?,
            email: text_in("email", email)?,
            phone: text_in("phone", phone)?,
            fax: text_in("fax", fax)?,
            created_at,
            created_by,
            custom_fields: custom_fields(custom)?,
            last_transaction_at: time_in("last_transaction", last_transaction)?,
            last_check_at: time_in("last_check", last_check)?,
        })
    }
}

/// Refuses an object with a flaw, naming the key it is at.
fn whole(path: &'static str, keys: &[&'static str], flaw: Option<Flaw>) -> Result<(), Bad> {
    let (place, problem) = match flaw {
        None => return Ok(()),
        Some(Flaw::NotJson(place)) => (place, "is no valid JSON; look the customer up in PayTrace"),
        Some(Flaw::Twice(place)) => (place, TWICE),
    };
    let key = place.and_then(|place| keys.get(place)).copied().unwrap_or(path);
    Err((Cow::Borrowed(key), problem))
}

fn id_in(slot: Slot<'_>) -> Result<CustomerId, Bad> {
    let bad = |problem| (Cow::Borrowed("customer_id"), problem);
    let id = scalar::owned(slot).map_err(bad)?.ok_or(bad("is missing; look the customer up in PayTrace"))?;
    CustomerId::new(id).map_err(|_| bad("has more than 50 characters"))
}

fn text_in(key: &'static str, slot: Slot<'_>) -> Result<Option<Box<str>>, Bad> {
    let text = scalar::owned(slot).map_err(|problem| (key.into(), problem))?;
    Ok(text.map(redact::card_numbers_in))
}

fn time_in(key: &'static str, slot: Slot<'_>) -> Result<Option<NaiveDateTime>, Bad> {
    let text = scalar::text(slot).map_err(|problem| (key.into(), problem))?;
    text.map(|text| stamp::parse(&text).ok_or((key.into(), NO_TIME))).transpose()
}

/// When and by whom a customer was created; some records may have the time alone.
fn created_in(slot: Slot<'_>) -> Result<(Option<NaiveDateTime>, Option<Box<str>>), Bad> {
    static CREATED: [&str; 2] = ["at", "by"];
    if let Ok(Some(text)) = scalar::object(slot) {
        let ([at, by], flaw) = object::read(text, &CREATED);
        whole("created", &CREATED, flaw)?;
        return Ok((time_in("created.at", at)?, text_in("created.by", by)?));
    }
    Ok((time_in("created", slot)?, None))
}

/// The bank account in either of the two spellings v1 has for it.
fn bank_account(
    check: Slot<'_>,
    account: Slot<'_>,
    routing: Slot<'_>,
) -> Result<Option<MaskedBankAccount>, Bad> {
    static CHECK: [&str; 4] =
        ["account_number", "routing_number", "direct_deposit_account", "transit_routing_number"];
    let nested = scalar::object(check).map_err(|problem| (Cow::Borrowed("check"), problem))?;
    let ([inner, inner_routing, old, old_routing], flaw) = object::read(nested.unwrap_or("{}"), &CHECK);
    whole("check", &CHECK, flaw)?;
    let first = |slots: [Slot<'_>; 3]| -> Result<Option<Box<str>>, Bad> {
        for slot in slots {
            if let Some(text) = scalar::owned(slot).map_err(|problem| (Cow::Borrowed("check"), problem))? {
                return Ok(Some(text));
            }
        }
        Ok(None)
    };
    let Some(number) = first([inner, old, account])? else {
        return Ok(None);
    };
    let routing_number = first([inner_routing, old_routing, routing])?.map(redact::card_numbers_in);
    Ok(Some(MaskedBankAccount { masked_number: masked(&number), routing_number }))
}

/// An account's number with its last four digits at most, and never with all of them.
fn masked(number: &str) -> Box<str> {
    let symbols = number.chars().count();
    let hidden = symbols.saturating_sub(symbols.saturating_sub(1).min(4));
    let shown: String =
        number.chars().skip(hidden).map(|c| if c.is_ascii_digit() { c } else { '*' }).collect();
    format!("{}{shown}", "*".repeat(hidden)).into()
}

/// The merchant's own fields, without those whose value is blank or no text or number.
fn custom_fields(slot: Slot<'_>) -> Result<BTreeMap<Box<str>, Box<str>>, Bad> {
    let bad = |problem| (Cow::Borrowed("discretionary_data"), problem);
    let mut fields = BTreeMap::new();
    // Without any, PayTrace may write an empty list or a blank text.
    let Slot::Raw(text) = slot else { return if slot == Slot::Twice { Err(bad(TWICE)) } else { Ok(fields) } };
    if !text.starts_with('{') {
        return Ok(fields);
    }
    let members: BTreeMap<String, &RawValue> =
        serde_json::from_str(text).map_err(|_| bad("holds something else than names with values"))?;
    for (name, value) in members {
        if let Ok(Some(value)) = scalar::owned(Slot::Raw(value.get())) {
            fields.insert(redact::card_numbers_in(name.into()), redact::card_numbers_in(value));
        }
    }
    Ok(fields)
}
